//! Units in a cell: known names first, then careful splitting; shared heads restored, open ends kept apart.

mod roles;
mod split;
mod words;

use gongjie_words::{normalise, split_open_ended};

use super::list::{self, Style};

use roles::{HELPS, LEADS, Role, role_mark, roles};
use split::{
    Word, helper_in_brackets, join_generic, pieces, restore, restore_numbers, with_person,
};
pub use words::is_unit;
use words::{is_generic, is_joint, is_party};

use crate::register::{Piece, Register};

/// What a unit cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    /// Units without a role, or with the role of a lead.
    pub names: Vec<String>,
    /// Units that the cell itself calls partners (配合：…).
    pub partners: Vec<String>,
    /// Words that leave the list open, as written.
    pub open: Vec<String>,
    /// The same among the partners.
    pub partners_open: Vec<String>,
    /// People that stand in the cell beside the unit.
    pub people: Vec<String>,
    pub doubts: Vec<Doubt>,
}

/// Why a unit cell is not certain; the words say which piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Split by words alone, without a register.
    Split,
    /// Kept as one name although it holds 、.
    Whole(String),
    /// A piece that does not read as a unit.
    Unclear(String),
    /// A piece that the register does not know.
    Unknown(String),
    /// A head or an end was added to a piece.
    Restored(String),
}

/// Reads a unit cell. Without a register every split on 、 is a judgement and is doubted.
pub fn read(text: &str, register: &Register) -> Units {
    let mut units = Units::default();
    let text = normalise(text);
    if matches!(text.as_str(), "" | "/" | "-" | "—" | "——" | "无" | "－") {
        return units;
    }
    // 1.教务处 2.学生处: the numbers are no part of the names.
    let numbered = list::cut(&text);
    let text = match numbered.style {
        Some(Style::Lines) | None => text,
        Some(_) if numbered.is_sure => numbered.items.join("、"),
        Some(_) => text,
    };
    for (role, part) in roles(&text) {
        let (names, open) = names(&part, register, &mut units.doubts, &mut units.people);
        // Beside one that is marked as the lead, the others help.
        let has_lead = names.iter().any(|(_, own)| *own == Some(Role::Lead));
        let role = if has_lead { Role::Partner } else { role };
        for (name, own) in names {
            match own.unwrap_or(role) {
                Role::Lead => units.names.push(name),
                Role::Partner => units.partners.push(name),
            }
        }
        match role {
            Role::Lead => units.open.extend(open),
            Role::Partner => units.partners_open.extend(open),
        }
    }
    units
}

type Named = (String, Option<Role>);

fn names(
    text: &str,
    register: &Register,
    doubts: &mut Vec<Doubt>,
    people: &mut Vec<String>,
) -> (Vec<Named>, Vec<String>) {
    let mut open = Vec::new();
    let text = text
        .trim()
        .trim_end_matches(['。', '；', ';', '、', '，', ',']);
    let (head, rest) = match register.find(text) {
        Some(_) => (text, None),
        None => split_open_ended(text),
    };
    // 各有关部门 and 相关单位 are wholly open; words of a place before them make a phrase (市直有关单位).
    open.extend(rest.map(str::to_owned));
    let head = head.trim();
    if head.is_empty() {
        return (Vec::new(), open);
    }
    let mut named = if register.is_empty() {
        by_words(head, register, doubts, people)
    } else {
        by_register(head, register, doubts, people)
    };
    // 市直有关单位 names nobody.
    let is_open = |name: &str| {
        ["有关", "相关"].iter().any(|word| {
            name.find(word).is_some_and(|at| {
                name.get(..at).is_some_and(|head| head.chars().count() <= 4)
                    && is_generic(name.get(at + word.len()..).unwrap_or(""))
            })
        })
    };
    let vague: Vec<String> = named
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| is_open(name))
        .collect();
    named.retain(|(name, _)| !is_open(name));
    doubts.retain(|doubt| !matches!(doubt, Doubt::Unclear(name) | Doubt::Unknown(name) if vague.contains(name)));
    open.splice(0..0, vague);
    (named, open)
}

/// Known names first; what remains is split by words and doubted.
fn by_register(
    text: &str,
    register: &Register,
    doubts: &mut Vec<Doubt>,
    people: &mut Vec<String>,
) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    // A known name counts only where a separator or an end stands on both sides: 教务处长 holds no 教务处.
    let pieces = register.cut(text);
    let mut rest = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Known { name, written, .. } => {
                let before_ok = at == 0
                    || matches!(pieces.get(at - 1), Some(Piece::Known { .. }))
                    || rest.ends_with(is_joint);
                let after = pieces.get(at + 1);
                let after_ok = match after {
                    None | Some(Piece::Known { .. }) => true,
                    Some(Piece::Rest(next)) => {
                        next.starts_with(is_joint) || next.starts_with(['（', '(', '。'])
                    }
                };
                if before_ok && after_ok {
                    flush(&mut rest, &mut out, register, doubts, people);
                    out.push((name.clone(), None));
                } else {
                    rest.push_str(written);
                }
            }
            Piece::Rest(words) => {
                if let Some(role) = role_mark(words)
                    && let Some(last) = out.last_mut()
                    && rest.is_empty()
                {
                    last.1 = Some(role);
                    let after = words
                        .find(['）', ')'])
                        .and_then(|at| words.get(at..))
                        .unwrap_or("");
                    rest.push_str(after.trim_start_matches(['）', ')']));
                } else {
                    rest.push_str(words);
                }
            }
        }
    }
    flush(&mut rest, &mut out, register, doubts, people);
    out
}

fn flush(
    rest: &mut String,
    out: &mut Vec<Named>,
    register: &Register,
    doubts: &mut Vec<Doubt>,
    people: &mut Vec<String>,
) {
    let words = std::mem::take(rest);
    let words = words.trim_matches(is_joint).trim();
    if words.is_empty() {
        return;
    }
    // 保卫处第一党支部、第二党支部: the register knows the second under the head of the first.
    if let Some((_, known)) = out
        .last()
        .filter(|_| words.starts_with('第'))
        .and_then(|(name, _)| name.rfind('第').and_then(|at| name.get(..at)))
        .and_then(|head| register.find(&format!("{head}{words}")))
    {
        out.push((known.to_owned(), None));
        return;
    }
    for (name, role) in by_words(words, register, doubts, people) {
        if let Some((_, known)) = register.find(&name) {
            out.push((known.to_owned(), role));
        } else {
            doubts.push(Doubt::Unknown(name.clone()));
            out.push((name, role));
        }
    }
}

fn by_words(
    text: &str,
    register: &Register,
    doubts: &mut Vec<Doubt>,
    people: &mut Vec<String>,
) -> Vec<Named> {
    let mut pieces = pieces(text);
    join_generic(&mut pieces);
    let mut is_whole = false;
    if let [first, second] = pieces.as_slice()
        && first.after == Some('、')
        && is_party(&second.text)
        && !is_party(&first.text)
        && is_unit(&first.text)
        && register.is_empty()
    {
        // 档案馆、博物馆党支部 is more often one branch of two units than a unit and a branch.
        let joined = format!("{}、{}", first.text, second.text);
        doubts.push(Doubt::Whole(joined.clone()));
        pieces = vec![Word {
            text: joined,
            after: None,
        }];
        is_whole = true;
    }
    restore(&mut pieces, doubts);
    restore_numbers(&mut pieces, doubts);
    let many = pieces.len() > 1;
    if many && register.is_empty() {
        doubts.push(Doubt::Split);
    }
    let mut out = Vec::new();
    for piece in pieces {
        let (mut name, mut role) = (piece.text.as_str(), None);
        for (end, words) in [(Role::Lead, LEADS), (Role::Partner, HELPS)] {
            for word in words {
                for bracketed in [format!("（{word}）"), format!("({word})")] {
                    if let Some(bare) = name.strip_suffix(bracketed.as_str()) {
                        (name, role) = (bare, Some(end));
                    }
                }
            }
        }
        let name = name.trim();
        if name.is_empty() {
            continue;
        }
        if let Some((unit, helper)) = helper_in_brackets(name) {
            doubts.push(Doubt::Unclear(name.to_owned()));
            if !unit.is_empty() {
                out.push((unit, Some(Role::Lead)));
            }
            out.push((helper, Some(Role::Partner)));
            continue;
        }
        if let Some((unit, person)) = with_person(name) {
            people.push(person);
            if !unit.is_empty() {
                doubts.push(Doubt::Unclear(name.to_owned()));
                out.push((unit, role));
            }
            continue;
        }
        if register.is_empty() && !is_whole && !is_unit(name) {
            doubts.push(Doubt::Unclear(name.to_owned()));
        }
        out.push((name.to_owned(), role));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bare(text: &str) -> (Vec<String>, Vec<String>) {
        let units = read(text, &Register::default());
        (units.names, units.open)
    }

    #[test]
    fn units_are_split_without_a_register() {
        for (text, names, open) in [
            ("教务处", vec!["教务处"], vec![]),
            ("教务处、学工部", vec!["教务处", "学工部"], vec![]),
            (
                "教务处，学工部；团委\n图书馆",
                vec!["教务处", "学工部", "团委", "图书馆"],
                vec![],
            ),
            (
                "教务处、学工部和团委",
                vec!["教务处", "学工部", "团委"],
                vec![],
            ),
            ("教务处及各学院", vec!["教务处", "各学院"], vec![]),
            ("教务处等有关部门", vec!["教务处"], vec!["等有关部门"]),
            ("教务处会同有关部门", vec!["教务处"], vec!["会同有关部门"]),
            (
                "保卫处第一党支部、第二党支部",
                vec!["保卫处第一党支部", "保卫处第二党支部"],
                vec![],
            ),
            (
                "机关第一、第二党支部",
                vec!["机关第一党支部", "机关第二党支部"],
                vec![],
            ),
            ("档案馆、博物馆党支部", vec!["档案馆、博物馆党支部"], vec![]),
            ("各区、县级市", vec!["各区、县级市"], vec![]),
            (
                "市教育局、各区、县级市",
                vec!["市教育局", "各区、县级市"],
                vec![],
            ),
            (
                "国资处（采购办、招标中心）、财务处",
                vec!["国资处（采购办、招标中心）", "财务处"],
                vec![],
            ),
            ("后勤保障\n部", vec!["后勤保障部"], vec![]),
            ("教务处 学工部", vec!["教务处", "学工部"], vec![]),
            ("安全与保卫处", vec!["安全与保卫处"], vec![]),
            ("综合一、二科", vec!["综合一科", "综合二科"], vec![]),
            ("民一、民二庭", vec!["民一庭", "民二庭"], vec![]),
            (
                "高一、高二、高三年级组",
                vec!["高一年级组", "高二年级组", "高三年级组"],
                vec![],
            ),
            ("财务一、保卫二科", vec!["财务一", "保卫二科"], vec![]),
            ("无", vec![], vec![]),
            ("有关部门", vec![], vec!["有关部门"]),
            ("市直有关单位", vec![], vec!["市直有关单位"]),
            ("教务处、和平街道", vec!["教务处", "和平街道"], vec![]),
        ] {
            assert_eq!(
                read_bare(text),
                (
                    names.into_iter().map(str::to_owned).collect(),
                    open.into_iter().map(str::to_owned).collect()
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn a_helper_in_brackets_is_a_partner_and_doubted() {
        let units = read("区自然资源分局（街道配合）", &Register::default());
        assert_eq!(units.names, ["区自然资源分局"]);
        assert_eq!(units.partners, ["街道"]);
        assert!(!units.doubts.is_empty());
    }

    #[test]
    fn roles_inside_a_cell_are_told_apart() {
        for text in [
            "牵头：教务处；配合：学工部、团委",
            "牵头单位：教务处\n配合单位：学工部、团委",
            "教务处（牵头）、学工部（配合）、团委（配合）",
            "教务处（牵头）\n学工部、团委",
            "教务处牵头，学工部、团委配合",
        ] {
            let units = read(text, &Register::default());
            assert_eq!(
                (units.names, units.partners),
                (
                    vec!["教务处".to_owned()],
                    vec!["学工部".to_owned(), "团委".to_owned()]
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn known_names_need_no_doubt() {
        let register = Register::read("档案馆、博物馆党支部\n教务处\t教务\n学工部\n");
        let units = read("档案馆、博物馆党支部、教务和学工部等", &register);
        assert_eq!(units.names, ["档案馆、博物馆党支部", "教务处", "学工部"]);
        assert_eq!((units.open, units.doubts), (vec!["等".to_owned()], vec![]));
        let branches = Register::read("保卫处第一党支部\n保卫处第二党支部\n");
        let units = read("保卫处第一党支部、第二党支部", &branches);
        assert_eq!(
            (units.names, units.doubts),
            (
                vec!["保卫处第一党支部".to_owned(), "保卫处第二党支部".to_owned()],
                vec![]
            )
        );
        let units = read("教务处、外事办", &register);
        assert_eq!(units.doubts, [Doubt::Unknown("外事办".to_owned())]);
        let units = read("教务处（牵头）、学工部（配合）", &register);
        assert_eq!(
            (units.names, units.partners, units.doubts),
            (vec!["教务处".to_owned()], vec!["学工部".to_owned()], vec![])
        );
    }
}
