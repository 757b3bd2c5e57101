//! Reads a whole date text: what stands before, one or two parts, and what they bound.

use super::part;
use super::span::{Part, Tail};
use crate::scan::Scan;

/// What the stretch bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    None,
    /// …起, …以来: no end.
    Since,
    /// 到…, …完成: the last day of the stretch is the limit.
    By,
    /// …前.
    Before,
}

/// How two parts are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// —, 至, 到, ~.
    Span,
    /// -, which may also stand between month and day.
    Hyphen,
    /// 、: both named; a range only when they follow each other.
    List,
}

/// A date text taken apart, not yet put on the calendar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub first: Part,
    pub second: Option<(Joint, Part)>,
    pub bound: Bound,
}

const BY: [&str; 12] = [
    "截止日期",
    "截止到",
    "截至到",
    "不晚于",
    "不迟于",
    "截止",
    "截至",
    "最迟",
    "到",
    "至",
    "于",
    "在",
];
const SINCE: [&str; 4] = ["起始于", "自从", "自", "从"];
const AFTER: [&str; 6] = ["以来", "开始", "起始", "至今", "起", "始"];
const DONE: [&str; 12] = [
    "前完成整改",
    "完成整改",
    "整改完成",
    "整改到位",
    "办理完毕",
    "落实到位",
    "完成",
    "办结",
    "销号",
    "落实",
    "结束",
    "前",
];

/// Takes a text without blanks apart; `None` unless every character is understood.
pub(super) fn phrase(chars: &[char]) -> Option<Phrase> {
    let mut scan = Scan::new(chars);
    let mut bound = lead(&mut scan);
    let first = part::part(&mut scan)?;
    let mut second = None;
    let mut probe = scan;
    let begun = probe.eat_any(&AFTER).is_some();
    if begun && probe.is_done() {
        bound = Bound::Since;
        scan = probe;
    } else {
        // "5月13日起至6月30日"
        let mut ahead = if begun { probe } else { scan };
        if let Some(joint) = joint(&mut ahead)
            && let Some(part) = part::part(&mut ahead)
        {
            second = Some((joint, part));
            bound = if bound == Bound::Since {
                Bound::None
            } else {
                bound
            };
            scan = ahead;
            scan.eat_any(&["期间", "之间", "间"]);
        }
        bound = trail(&mut scan, bound, first.tail);
    }
    scan.is_done().then_some(Phrase {
        first,
        second,
        bound,
    })
}

fn lead(scan: &mut Scan) -> Bound {
    if scan.eat_any(&SINCE).is_some() {
        return Bound::Since;
    }
    match scan.eat_any(&BY) {
        Some("于" | "在") | None => Bound::None,
        Some("最迟") => {
            scan.eat_any(&["于", "到"]);
            Bound::By
        }
        Some(_) => Bound::By,
    }
}

fn trail(scan: &mut Scan, bound: Bound, tail: Tail) -> Bound {
    let mut bound = bound;
    if scan.eat_any(&["之前", "以前"]).is_some() {
        bound = Bound::Before;
    } else if scan.eat_any(&["为止", "止"]).is_some() {
        bound = Bound::By;
    }
    while let Some(word) = scan.eat_any(&DONE) {
        if word.starts_with('前') {
            bound = Bound::Before;
        } else if bound == Bound::None && tail == Tail::None {
            bound = Bound::By;
        }
    }
    bound
}

fn joint(scan: &mut Scan) -> Option<Joint> {
    if scan.eat_any(&["至", "到"]).is_some() {
        return Some(Joint::Span);
    }
    if scan.eat("、") {
        return Some(Joint::List);
    }
    let mark = scan.peek()?;
    let joint = match mark {
        '-' => Joint::Hyphen,
        '—' | '–' | '―' | '─' | '−' | '~' | '～' | '〜' => Joint::Span,
        _ => return None,
    };
    while scan.peek() == Some(mark) {
        scan.step();
    }
    Some(joint)
}
