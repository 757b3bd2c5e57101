//! Reads a figure cell from end to end: hedge, number, unit, hedge.

use super::number::{Found, number};
use super::{Qualifier, WrittenFigure};
use crate::Decimal;
use crate::normal::normalise;
use crate::numeral;
use crate::scan::Scan;

/// A unit is a word, not a clause.
const LONGEST_UNIT: usize = 8;
/// Words that may stand before the number; longer ones first. `None` adds nothing to the figure.
const BEFORE: [(&str, Option<Qualifier>); 24] = [
    ("不少于", Some(Qualifier::AtLeast)),
    ("不低于", Some(Qualifier::AtLeast)),
    ("不小于", Some(Qualifier::AtLeast)),
    ("至少", Some(Qualifier::AtLeast)),
    ("超过", Some(Qualifier::MoreThan)),
    ("突破", Some(Qualifier::MoreThan)),
    ("多于", Some(Qualifier::MoreThan)),
    ("超", Some(Qualifier::MoreThan)),
    ("逾", Some(Qualifier::MoreThan)),
    ("将近", Some(Qualifier::Nearly)),
    ("接近", Some(Qualifier::Nearly)),
    ("近", Some(Qualifier::Nearly)),
    ("大约", Some(Qualifier::About)),
    ("约为", Some(Qualifier::About)),
    ("约", Some(Qualifier::About)),
    ("大概", Some(Qualifier::About)),
    ("累计", None),
    ("共计", None),
    ("合计", None),
    ("总计", None),
    ("达到", None),
    ("共", None),
    ("达", None),
    ("计", None),
];
const AFTER: [(&str, Qualifier); 7] = [
    ("及以上", Qualifier::AtLeast),
    ("以上", Qualifier::MoreThan),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("余", Qualifier::MoreThan),
    ("多", Qualifier::MoreThan),
    ("+", Qualifier::MoreThan),
];
/// What a lone Chinese digit may count; 一流 and 三张清单 are no figures.
const MEASURES: &str = "项个条人位家份次篇册名场件门所支台套组间期届天日月年岁元本只座处类种轮";

pub(super) fn read(text: &str) -> WrittenFigure {
    let clean = normalise(text);
    let clean = clean.trim_end_matches(['。', '；', ';', '，', ',', '、']);
    let (number, unit, qualifier) = match parse(clean) {
        Some((number, unit, qualifier)) => (Some(number), unit, qualifier),
        None => (None, String::new(), Qualifier::Exact),
    };
    WrittenFigure {
        text: text.to_owned(),
        number,
        unit,
        qualifier,
    }
}

fn parse(text: &str) -> Option<(Decimal, String, Qualifier)> {
    let chars: Vec<char> = text.chars().collect();
    let mut scan = Scan::new(&chars);
    let mut hedges = Vec::new();
    while let Some((_, hedge)) = BEFORE.iter().find(|(word, _)| scan.eat(word)) {
        hedges.extend(*hedge);
        scan.eat(" ");
    }
    let percent = scan.eat("百分之");
    let found = number(&mut scan)?;
    let hedge = found.hedge.map(|word| {
        if word == "来" {
            Qualifier::About
        } else {
            Qualifier::MoreThan
        }
    });
    hedges.extend(hedge);
    let mut rest: String = scan.rest().iter().collect();
    take_after(&mut rest, &mut hedges);
    let mut unit = rest.trim().to_owned();
    if percent {
        if !unit.is_empty() {
            return None;
        }
        "%".clone_into(&mut unit);
    }
    let is_figure = is_unit(&unit)
        && counts(&found, &unit, !hedges.is_empty())
        && !is_recent_time(&hedges, &unit);
    is_figure.then(|| (found.number, unit, together(&hedges)))
}

/// Takes hedges off the end (100人以上), or off the start (100以上人, 3个多月).
fn take_after(rest: &mut String, hedges: &mut Vec<Qualifier>) {
    for (word, hedge) in AFTER {
        if let Some(head) = rest.strip_suffix(word) {
            hedges.push(hedge);
            *rest = head.to_owned();
        } else if let Some(tail) = rest.strip_prefix(word) {
            hedges.push(hedge);
            *rest = tail.to_owned();
        }
    }
    if let Some(tail) = rest.strip_prefix("个多") {
        hedges.push(Qualifier::MoreThan);
        *rest = format!("个{tail}");
    }
}

/// 近三年 is a time that has just passed, not nearly three years.
fn is_recent_time(hedges: &[Qualifier], unit: &str) -> bool {
    hedges.contains(&Qualifier::Nearly)
        && ["年", "月", "个月", "周", "日", "天", "届", "期"].contains(&unit)
}

fn is_unit(unit: &str) -> bool {
    let letter = |c: char| {
        c.is_alphabetic() && (numeral::digit(c).is_none() || c == '一')
            || matches!(c, '%' | '‰' | '/' | '·' | '²' | '³' | '°')
    };
    let fraction = ["点", "分之", "几", "比"]
        .iter()
        .any(|word| unit.starts_with(word));
    let bounded = ["以内", "以下"].iter().any(|word| unit.ends_with(word));
    unit.chars().count() <= LONGEST_UNIT && unit.chars().all(letter) && !fraction && !bounded
}

/// Keeps words that only begin like a number out: 一流, 百年, 万物.
fn counts(found: &Found, unit: &str, hedged: bool) -> bool {
    if found.lone_digit {
        return unit.starts_with(|c| MEASURES.contains(c)) && unit.chars().count() <= 3;
    }
    hedged || !found.bare_multiplier
}

fn together(hedges: &[Qualifier]) -> Qualifier {
    let at_least = |hedge: &Qualifier| matches!(hedge, Qualifier::MoreThan | Qualifier::AtLeast);
    match hedges {
        [] => Qualifier::Exact,
        [first, rest @ ..] if rest.iter().all(|hedge| hedge == first) => *first,
        _ if hedges.iter().all(at_least) => Qualifier::AtLeast,
        _ => Qualifier::About,
    }
}
