//! Cuts a cell into the names of units by words alone, and gives back what names share.

use super::super::people;
use super::Doubt;
use super::roles::HELPS;
use super::words::{GENERIC, ends_like_unit, ends_surely, is_complete, is_separator};

/// A piece between separators, with the separator after it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    pub after: Option<char>,
}

/// Cuts at 、 ， ； / and line breaks outside of brackets; at 和 及 以及 与 and blanks only between two whole units.
pub(super) fn pieces(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut now = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '（' | '(' | '【' | '《' => depth += 1,
            '）' | ')' | '】' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && is_separator(letter) && letter != ' ' {
            out.push(Word {
                text: std::mem::take(&mut now),
                after: Some(letter),
            });
        } else {
            now.push(letter);
        }
    }
    out.push(Word {
        text: now,
        after: None,
    });
    // A name that was broken over two lines.
    let mut joined: Vec<Word> = Vec::new();
    for word in out {
        match joined.last_mut() {
            Some(last)
                if last.after == Some('\n')
                    && !last.text.trim().is_empty()
                    && !is_complete(last.text.trim()) =>
            {
                last.text = format!("{}{}", last.text.trim(), word.text.trim());
                last.after = word.after;
            }
            _ => joined.push(word),
        }
    }
    let mut out = Vec::new();
    for word in joined {
        cut_links(word.text.trim(), word.after, &mut out);
    }
    out.retain(|word| !word.text.is_empty());
    out
}

pub(super) fn cut_links(text: &str, after: Option<char>, out: &mut Vec<Word>) {
    for link in ["以及", "和", "及", "与", " "] {
        for (at, _) in text.match_indices(link) {
            let (left, right) = (
                text.get(..at).unwrap_or("").trim(),
                text.get(at + link.len()..).unwrap_or("").trim(),
            );
            let in_brackets = left.matches(['（', '(']).count() > left.matches(['）', ')']).count();
            if !in_brackets
                && left.chars().count() >= 3
                && right.chars().count() >= 2
                && (if matches!(link, " " | "以及") || right.starts_with('各') {
                    ends_like_unit(left)
                } else {
                    ends_surely(left)
                })
                && ends_like_unit(right)
                && !right.contains("联合")
                && !left.starts_with('各')
            {
                cut_links(left, Some('和'), out);
                cut_links(right, after, out);
                return;
            }
        }
    }
    // 教务处、和团委: the link stands at the beginning of a later piece. 和平街道 and 和田地区 are names.
    let is_name = [
        "和平", "和田", "和静", "和硕", "和顺", "和县", "和龙", "和布", "和政", "和谐", "和睦",
        "及第",
    ]
    .iter()
    .any(|name| text.starts_with(name));
    let text = ["按职责分工负责", "按职责分工", "按职能分工", "分工负责"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text);
    let text = if is_name || out.is_empty() {
        text
    } else {
        let bare = text.trim_start_matches("以及");
        bare.trim_start_matches(['及', '和']).trim()
    };
    out.push(Word {
        text: text.to_owned(),
        after,
    });
}

/// 各区、县级市 is one phrase.
pub(super) fn join_generic(words: &mut Vec<Word>) {
    let mut at = 1;
    while at < words.len() {
        let joins = match (words.get(at - 1), words.get(at)) {
            (Some(before), Some(word)) => {
                before.text.starts_with('各')
                    && before.after == Some('、')
                    && GENERIC.contains(&word.text.as_str())
            }
            _ => false,
        };
        if joins {
            let word = words.remove(at);
            if let Some(before) = words.get_mut(at - 1) {
                before.text = format!("{}、{}", before.text, word.text);
                before.after = word.after;
            }
        } else {
            at += 1;
        }
    }
}

/// 保卫处第一党支部、第二党支部: the head is shared; 机关第一、第二党支部: the end too.
pub(super) fn restore(words: &mut [Word], doubts: &mut Vec<Doubt>) {
    let mut head: Option<String> = None;
    for word in words.iter_mut() {
        let is_bare = word.text.starts_with('第') && numbered_tail(&word.text).is_some();
        if is_bare {
            if let Some(head) = &head {
                word.text = format!("{head}{}", word.text);
                doubts.push(Doubt::Restored(word.text.clone()));
            }
        } else if let Some(at) = word
            .text
            .rfind('第')
            .filter(|at| numbered_tail(word.text.get(*at..).unwrap_or("")).is_some())
        {
            head = word
                .text
                .get(..at)
                .map(str::to_owned)
                .filter(|h| !h.is_empty());
        } else {
            head = None;
        }
    }
    // From the right: an end that stands only on the last of them.
    let mut tail: Option<String> = None;
    for word in words.iter_mut().rev() {
        let Some(at) = word.text.rfind('第') else {
            tail = None;
            continue;
        };
        let Some(found) = numbered_tail(word.text.get(at..).unwrap_or("")) else {
            tail = None;
            continue;
        };
        if found.is_empty() {
            if let Some(tail) = &tail {
                word.text.push_str(tail);
                doubts.push(Doubt::Restored(word.text.clone()));
            }
        } else {
            tail = Some(found.to_owned());
        }
    }
}

/// 综合一、二科 and 高一、高二年级组: numbers that share a head, an end, or both. Nothing where the pieces do not read so.
pub(super) fn restore_numbers(words: &mut [Word], doubts: &mut Vec<Doubt>) {
    let Some((last, others)) = words.split_last_mut() else {
        return;
    };
    // The end stands on the last piece: 二科, 民二庭, 三税务所.
    let Some((own_head, own, end)) = cut_number(&last.text) else {
        return;
    };
    let is_end = ends_like_unit(&end)
        || ["庭", "股", "班", "组", "室", "所", "队"]
            .iter()
            .any(|word| end.ends_with(word));
    if end.is_empty() || !is_end || others.is_empty() {
        return;
    }
    let first = others.first().and_then(|word| cut_number(&word.text));
    let Some((head, _, _)) = first.filter(|(head, _, end)| !head.is_empty() && end.is_empty())
    else {
        return;
    };
    // A head of its own must be the same one: 财务一、保卫二科 are two things.
    let heads_agree = |own: &str| own.is_empty() || own == head;
    let numbers: Option<Vec<String>> = others
        .iter()
        .map(|word| cut_number(&word.text))
        .map(|cut| {
            cut.filter(|(own, _, end)| heads_agree(own) && end.is_empty())
                .map(|(_, n, _)| n)
        })
        .collect();
    let Some(numbers) = numbers.filter(|_| heads_agree(&own_head)) else {
        return;
    };
    for (word, number) in others.iter_mut().zip(numbers) {
        word.text = format!("{head}{number}{end}");
        doubts.push(Doubt::Restored(word.text.clone()));
    }
    last.text = format!("{head}{own}{end}");
    doubts.push(Doubt::Restored(last.text.clone()));
}

/// Head, number and end of `税政二股`; the number is one Han numeral or a few digits.
fn cut_number(text: &str) -> Option<(String, String, String)> {
    let is_number = |c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit();
    let from = text.find(is_number)?;
    let rest = text.get(from..)?;
    let length = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
    let (number, end) = rest.split_at_checked(length)?;
    let head = text.get(..from)?;
    (!end.contains(is_number)).then(|| (head.to_owned(), number.to_owned(), end.to_owned()))
}

/// What follows 第N: `第一党支部` gives 党支部, `第二` nothing.
pub(super) fn numbered_tail(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('第')?;
    let tail =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    (tail.len() < rest.len() && (tail.is_empty() || ends_like_unit(tail))).then_some(tail)
}

/// `区自然资源分局（街道配合）`: the unit, and the one that helps.
pub(super) fn helper_in_brackets(text: &str) -> Option<(String, String)> {
    let bare = text.strip_suffix(['）', ')'])?;
    let (unit, inside) = bare.rsplit_once(['（', '('])?;
    let helper = HELPS
        .iter()
        .find_map(|word| inside.strip_suffix(word))?
        .trim();
    (!helper.is_empty()).then(|| (unit.trim().to_owned(), helper.to_owned()))
}

/// `教务处 张三`, `教务处（张三）`, or a person alone.
pub(super) fn with_person(text: &str) -> Option<(String, String)> {
    if let Some((unit, person)) = text.rsplit_once(' ')
        && people::is_name(person.trim())
        && ends_like_unit(unit.trim())
    {
        return Some((unit.trim().to_owned(), person.trim().to_owned()));
    }
    let bare = text.strip_suffix(['）', ')'])?;
    let (unit, person) = bare.rsplit_once(['（', '('])?;
    (people::is_name(person) && ends_like_unit(unit.trim()) && !ends_like_unit(person))
        .then(|| (unit.trim().to_owned(), person.to_owned()))
}
