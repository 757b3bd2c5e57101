//! Units in a cell: known names first, then careful splitting; shared heads restored, open ends kept apart.

use gongjie_words::{normalise, split_open_ended};

use super::people;
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

const ENDS: &[&str] = &[
    "党支部",
    "支部",
    "党总支",
    "总支",
    "党委",
    "党组",
    "党组织",
    "处",
    "部",
    "院",
    "系",
    "所",
    "办",
    "办公室",
    "中心",
    "室",
    "馆",
    "科",
    "局",
    "委",
    "委员会",
    "厅",
    "会",
    "公司",
    "集团",
    "学校",
    "大学",
    "中学",
    "小学",
    "医院",
    "社区",
    "街道",
    "镇",
    "乡",
    "村",
    "县",
    "区",
    "市",
    "班",
    "队",
    "大队",
    "支队",
    "站",
    "厂",
    "园",
    "组",
    "团",
    "团委",
    "工会",
    "妇联",
    "银行",
    "分局",
    "派出所",
    "协会",
    "学会",
    "基地",
    "平台",
    "联盟",
    "专班",
    "书院",
    "基金会",
    "校区",
    "连",
    "库",
    "社",
    "司",
    "店",
    "段",
    "港",
    "矿",
    "台",
    "网",
    "学部",
    "总部",
    "事业部",
    "党小组",
    "指挥部",
    "单位",
    "部门",
];
/// Short names that offices use without an end.
const SHORT: &[&str] = &[
    "宣传",
    "组织",
    "人事",
    "财务",
    "后勤",
    "保卫",
    "学工",
    "教务",
    "科研",
    "国资",
    "审计",
    "基建",
    "信息化",
];
/// What may follow 各…、 within one phrase.
const GENERIC: &[&str] = &[
    "县级市",
    "县（市）",
    "县(市)",
    "县市",
    "区",
    "县",
    "市",
    "街道",
    "镇",
    "乡",
    "乡镇",
    "部门",
    "单位",
    "处室",
    "科室",
    "书院",
    "学院",
    "系",
    "中心",
    "直属单位",
    "附属医院",
    "开发区",
    "有关部门",
    "机关",
    "班级",
    "年级",
    "支部",
    "党支部",
    "党总支",
    "党委",
    "研究院",
    "部处",
    "院系",
    "园区",
    "功能区",
    "管委会",
    "社区",
    "村",
];
const PARTIES: &[&str] = &["党支部", "支部", "党总支", "党委", "党组"];
const LEADS: &[&str] = &[
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
const HELPS: &[&str] = &[
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

/// Reads a unit cell. Without a register every split on 、 is a judgement and is doubted.
pub fn read(text: &str, register: &Register) -> Units {
    let mut units = Units::default();
    let text = normalise(text);
    if matches!(text.as_str(), "" | "/" | "-" | "—" | "——" | "无" | "－") {
        return units;
    }
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Lead,
    Partner,
}

/// `牵头：教务处；配合：学工部、团委` in its parts; without labels the whole is one.
fn roles(text: &str) -> Vec<(Role, String)> {
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
fn clauses(text: &str) -> Option<Vec<(Role, String)>> {
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

fn is_generic(text: &str) -> bool {
    let words = [
        "单位",
        "部门",
        "学院",
        "书院",
        "处室",
        "科室",
        "支部",
        "党支部",
        "机构",
        "院系",
        "职能部门",
        "企业",
        "方面",
        "人员",
        "街道",
        "社区",
    ];
    words.contains(&text)
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
    for (name, role) in by_words(words, register, doubts, people) {
        if let Some((_, known)) = register.find(&name) {
            out.push((known.to_owned(), role));
        } else {
            doubts.push(Doubt::Unknown(name.clone()));
            out.push((name, role));
        }
    }
}

/// （牵头） after a name.
fn role_mark(words: &str) -> Option<Role> {
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

/// A piece between separators, with the separator after it.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    after: Option<char>,
}

/// Cuts at 、 ， ； / and line breaks outside of brackets; at 和 及 以及 与 and blanks only between two whole units.
fn pieces(text: &str) -> Vec<Word> {
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

fn cut_links(text: &str, after: Option<char>, out: &mut Vec<Word>) {
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
                && ends_like_unit(left)
                && ends_like_unit(right)
                && !left.starts_with('各')
            {
                cut_links(left, Some('和'), out);
                cut_links(right, after, out);
                return;
            }
        }
    }
    // 教务处、学工部和团委: the link stands at the beginning of the last piece after a cut.
    let bare = text
        .trim_start_matches("以及")
        .trim_start_matches(['及', '和'])
        .trim();
    // 和平街道 and 和田地区 are names.
    let is_name = [
        "和平", "和田", "和静", "和硕", "和顺", "和县", "和龙", "和布", "和政", "和谐", "和睦",
    ]
    .iter()
    .any(|name| text.starts_with(name));
    let text = if is_name { text } else { bare };
    out.push(Word {
        text: text.to_owned(),
        after,
    });
}

/// 各区、县级市 is one phrase.
fn join_generic(words: &mut Vec<Word>) {
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
fn restore(words: &mut [Word], doubts: &mut Vec<Doubt>) {
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

/// What follows 第N: `第一党支部` gives 党支部, `第二` nothing.
fn numbered_tail(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('第')?;
    let tail =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    (tail.len() < rest.len() && (tail.is_empty() || ends_like_unit(tail))).then_some(tail)
}

/// `教务处 张三`, `教务处（张三）`, or a person alone.
fn with_person(text: &str) -> Option<(String, String)> {
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

/// Whether a line is no beginning of a name: it ends like a unit, or with a bracket or a mark of its role.
fn is_complete(text: &str) -> bool {
    ends_like_unit(text)
        || text.ends_with(['）', ')'])
        || LEADS.iter().chain(HELPS).any(|word| text.ends_with(word))
}

/// Whether the words end as the name of a unit does.
pub fn ends_like_unit(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')']);
    ENDS.iter().any(|end| text.ends_with(end)) || SHORT.contains(&text)
}

/// Whether the words read as the name of one unit.
pub fn is_unit(text: &str) -> bool {
    let count = text.chars().count();
    let outside = text.split(['（', '(']).next().unwrap_or(text);
    (2..=30).contains(&count)
        && (ends_like_unit(text) || ends_like_unit(outside) || text.starts_with('各'))
        && !text.contains(['。', '，', '；'])
}

fn is_party(text: &str) -> bool {
    PARTIES.iter().any(|end| text.ends_with(end))
}

fn is_separator(letter: char) -> bool {
    matches!(
        letter,
        '、' | '，' | ',' | '；' | ';' | '/' | '\n' | ' ' | '|' | '+'
    )
}

/// A separator or a link word between two known names.
fn is_joint(letter: char) -> bool {
    is_separator(letter) || matches!(letter, '和' | '及' | '与' | '以' | '同' | '会')
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
        let units = read("教务处、外事办", &register);
        assert_eq!(units.doubts, [Doubt::Unknown("外事办".to_owned())]);
        let units = read("教务处（牵头）、学工部（配合）", &register);
        assert_eq!(
            (units.names, units.partners, units.doubts),
            (vec!["教务处".to_owned()], vec!["学工部".to_owned()], vec![])
        );
    }
}
