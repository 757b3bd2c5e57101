//! Roles that a cell names itself: 牵头：…；配合：…, （牵头）, …牵头，…配合.

use super::words::is_separator;

pub(super) const LEADS: &[&str] = &[
    "牵头单位",
    "牵头部门",
    "牵头党支部",
    "牵头支部",
    "主办单位",
    "主办部门",
    "责任单位",
    "责任部门",
    "承办单位",
    "主责单位",
    "牵头",
    "主办",
    "主责",
    "责任",
];

pub(super) const HELPS: &[&str] = &[
    "协助单位",
    "协助部门",
    "协助",
    "配合单位",
    "配合部门",
    "协办单位",
    "协办部门",
    "参与单位",
    "参与部门",
    "共建单位",
    "共建党支部",
    "协同单位",
    "协同部门",
    "配合",
    "协办",
    "参与",
    "共建",
    "协同",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Lead,
    Partner,
}

/// `牵头：教务处；配合：学工部、团委` in its parts; without labels the whole is one.
pub(super) fn roles(text: &str) -> Vec<(Role, String)> {
    let mut found: Vec<(usize, usize, Role)> = Vec::new();
    for (at, _) in text.match_indices([':', '：']) {
        let head = text.get(..at).unwrap_or("").trim_end();
        let label =
            |words: &[&'static str]| words.iter().copied().find(|word| head.ends_with(word));
        let (word, role) = match (label(LEADS), label(HELPS)) {
            (Some(word), _) => (word, Role::Lead),
            (None, Some(word)) => (word, Role::Partner),
            (None, None) => continue,
        };
        let end = at
            + text
                .get(at..)
                .and_then(|t| t.chars().next())
                .map_or(1, char::len_utf8);
        found.push((head.len() - word.len(), end, role));
    }
    let Some(first) = found.first().copied() else {
        return clauses(text).unwrap_or_else(|| vec![(Role::Lead, text.to_owned())]);
    };
    let mut out = Vec::new();
    let before = text
        .get(..first.0)
        .unwrap_or("")
        .trim()
        .trim_end_matches(is_separator);
    if !before.is_empty() {
        out.push((Role::Lead, before.to_owned()));
    }
    let ends = found
        .iter()
        .skip(1)
        .map(|(from, _, _)| *from)
        .chain([text.len()]);
    for ((_, from, role), end) in found.iter().zip(ends) {
        let part = text
            .get(*from..end)
            .unwrap_or("")
            .trim()
            .trim_end_matches(is_separator);
        out.push((*role, part.to_owned()));
    }
    out
}

/// `团委牵头，后勤保障部、书院配合`: the role stands at the end of each clause.
pub(super) fn clauses(text: &str) -> Option<Vec<(Role, String)>> {
    let mut out = Vec::new();
    for clause in text
        .split(['，', ',', '；', ';', '\n', '。'])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
    {
        let clause = clause.strip_prefix('由').unwrap_or(clause);
        let ends = |words: [&str; 5]| {
            words
                .iter()
                .find_map(|word| clause.strip_suffix(word))
                .map(|rest| rest.trim().to_owned())
        };
        if let Some(rest) = ends(["牵头负责", "牵头", "主办", "主责", "负责"]) {
            out.push((Role::Lead, rest));
        } else {
            out.push((
                Role::Partner,
                ends(["协助配合", "配合", "协办", "参与", "协助"])?,
            ));
        }
    }
    out.first()
        .is_some_and(|(role, _)| *role == Role::Lead)
        .then_some(out)
}

/// （牵头） after a name.
pub(super) fn role_mark(words: &str) -> Option<Role> {
    let inside = words.trim_start().strip_prefix(['（', '('])?;
    let inside = inside.split(['）', ')']).next()?;
    if LEADS.contains(&inside) {
        Some(Role::Lead)
    } else if HELPS.contains(&inside) {
        Some(Role::Partner)
    } else {
        None
    }
}
