//! Joins lists with 、 and cuts the open end ("等相关支部") off a written list.

/// Words that may name the open rest of a list; longer ones first.
const NOUNS: [&str; 21] = [
    "机关职能部门",
    "职能部门",
    "业务部门",
    "机关部门",
    "二级单位",
    "直属单位",
    "党组织",
    "党支部",
    "支部",
    "单位",
    "部门",
    "学院",
    "书院",
    "院系",
    "处室",
    "科室",
    "机构",
    "组织",
    "人员",
    "各方",
    "方面",
];
const VAGUE: [&str; 8] = [
    "各有关",
    "各相关",
    "其他有关",
    "其他相关",
    "有关",
    "相关",
    "其他",
    "其它",
];
const LINKS: [&str; 10] = [
    "会同", "联合", "协同", "以及", "及", "和", "与", "同", "并", "、",
];
/// Characters that form a word with a following 等, so that it is no "and so on" (高等, 中等, 同等 …).
const BEFORE_WORD: &str = "高中初平同特优上下均对一二三头次";

/// The items joined with 、; empty items are left out.
pub fn join_list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items
        .iter()
        .map(|item| item.as_ref().trim())
        .filter(|item| !item.is_empty())
        .collect();
    items.join("、")
}

/// Cuts the words that leave a list open off its end: 等, 等等, 等相关支部, 等5个单位, 会同有关部门, 及相关学院.
///
/// Returns the head without a trailing separator, and the open words as written (never a unit, `spec.md` 6).
/// Only the end is looked at; a 等 in the middle stays in the head. Words like 有关部门 without 等 count only when a
/// link word or a comma stands before them, or nothing does.
pub fn split_open_ended(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let bare = text.trim_end_matches(['。', '；', ';', '，', ',', '、', ' ', '\u{3000}']);
    let (head_end, found) = match open_start(bare) {
        Some(start) => (start, true),
        None => (bare.len(), false),
    };
    let (head, open) = text.split_at_checked(head_end).unwrap_or((text, ""));
    if !found {
        return (head, None);
    }
    let open = open.trim_start_matches(is_separator);
    let open = open.trim_end_matches(['。', '；', ';', '，', ',', '、', ' ', '\u{3000}']);
    (head.trim_end_matches(is_separator), Some(open))
}

/// The byte where the open words begin.
fn open_start(text: &str) -> Option<usize> {
    let before_noun = strip_any(text, &NOUNS);
    let noun_cut = before_noun.unwrap_or(text);
    let before_vague = strip_any(noun_cut, &VAGUE);
    let rest = before_vague.unwrap_or(noun_cut);
    // "等5个单位" counts the whole list; only with a noun after it.
    let counted = if before_noun.is_some() {
        strip_count(rest)
    } else {
        rest
    };
    if let Some(head) = strip_etc(counted) {
        return Some(head.len());
    }
    // Without 等 it takes both "有关" and a noun, and a link before them.
    before_noun?;
    let head = before_vague?;
    if head.is_empty() {
        return Some(0);
    }
    if let Some(linked) = strip_any(head, &LINKS) {
        return Some(linked.len());
    }
    head.ends_with(is_separator).then_some(head.len())
}

fn strip_etc(text: &str) -> Option<&str> {
    let head = text.strip_suffix("等")?;
    let head = head.strip_suffix('等').unwrap_or(head);
    let joined = head
        .chars()
        .next_back()
        .is_some_and(|c| BEFORE_WORD.contains(c));
    (!joined).then_some(head)
}

fn strip_count(text: &str) -> &str {
    let Some(rest) = strip_any(text, &["个", "家", "所", "类"]) else {
        return text;
    };
    let digits = rest.trim_end_matches(|c| {
        crate::numeral::digit(c).is_some() || matches!(c, '十' | '百' | '余' | '多')
    });
    if digits.len() < rest.len() {
        digits
    } else {
        text
    }
}

fn strip_any<'a>(text: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|ending| text.strip_suffix(ending))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_join_with_the_enumeration_comma() {
        assert_eq!(
            join_list(&["财务处", " 审计处 ", "", "档案馆、博物馆党支部"]),
            "财务处、审计处、档案馆、博物馆党支部"
        );
        assert_eq!(join_list::<&str>(&[]), "");
    }

    #[test]
    fn open_words_are_cut_off_the_end_and_kept() {
        for (text, head, open) in [
            (
                "后勤保障部、继续教育学院等相关支部",
                "后勤保障部、继续教育学院",
                Some("等相关支部"),
            ),
            (
                "启德书院、小寨派出所等支部",
                "启德书院、小寨派出所",
                Some("等支部"),
            ),
            (
                "教发中心党支部、学科办党支部等",
                "教发中心党支部、学科办党支部",
                Some("等"),
            ),
            (
                "教务处、学生处等有关部门",
                "教务处、学生处",
                Some("等有关部门"),
            ),
            ("教务处等5个单位", "教务处", Some("等5个单位")),
            ("教务处等十余家单位。", "教务处", Some("等十余家单位")),
            ("教务处、学生处等等", "教务处、学生处", Some("等等")),
            (
                "学科办、科研院会同相关部门",
                "学科办、科研院",
                Some("会同相关部门"),
            ),
            ("教务处会同有关部门", "教务处", Some("会同有关部门")),
            ("教务处、有关学院", "教务处", Some("有关学院")),
            ("教务处及各相关单位", "教务处", Some("及各相关单位")),
            ("会同有关部门", "", Some("会同有关部门")),
            ("有关部门", "", Some("有关部门")),
            ("教务处，等", "教务处", Some("等")),
            ("", "", None),
        ] {
            assert_eq!(split_open_ended(text), (head, open), "{text}");
        }
    }

    #[test]
    fn names_that_only_look_open_stay_whole() {
        for text in [
            "教务处、学生处",
            "高等教育研究所",
            "省高等学院",
            "纪委监察处、巡视办党支部",
            "档案馆、博物馆党支部",
            "继续教育学院",
            "等离子体实验室",
            "直属单位",
            "学校有关部门",
            "学科办党支部等与教育厅机关党支部",
        ] {
            assert_eq!(split_open_ended(text), (text, None), "{text}");
        }
    }
}
