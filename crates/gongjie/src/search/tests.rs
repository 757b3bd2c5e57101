//! Words and marks as tables of cases.

use super::rules::{excerpt, marked, words};

fn shown(text: &str, q: &str) -> String {
    marked(text, &words(q))
        .into_iter()
        .map(|(hit, part)| if hit { format!("[{part}]") } else { part })
        .collect()
}

#[test]
fn hits_are_marked_and_the_text_stays_as_it_is() {
    let cases = [
        ("学业导师权责不清", "导师", "学业[导师]权责不清"),
        ("导师与导师", "导师", "[导师]与[导师]"),
        ("导师权责", "权责 导师", "[导师权责]"),
        ("LAB Access", "lab access", "[LAB] [Access]"),
        ("<b>粗</b>", "<b>", "[<b>]粗</b>"),
        ("ẞ和İ", "ß", "[ẞ]和İ"),
        ("无", "有", "无"),
        ("", "有", ""),
    ];
    for (text, q, expected) in cases {
        assert_eq!(shown(text, q), expected, "{text} / {q}");
        let parts = marked(text, &words(q));
        let whole: String = parts.into_iter().map(|(_, part)| part).collect();
        assert_eq!(whole, text);
    }
}

#[test]
fn words_are_few_and_short() {
    assert!(words("  ").is_empty());
    assert_eq!(words("门禁 门禁　晚间"), ["门禁", "晚间"]);
    assert_eq!(words(&"字".repeat(500))[0].chars().count(), 100);
    assert_eq!(words("a b c d e f g").len(), 5);
}

#[test]
fn an_excerpt_stands_around_the_first_hit() {
    let text = format!("{}门禁{}", "前".repeat(50), "后".repeat(200));
    let parts = excerpt(&text, &words("门禁"));
    let whole: String = parts.iter().map(|(_, part)| part.as_str()).collect();
    assert!(whole.starts_with('…') && whole.ends_with('…'));
    assert!(whole.contains("门禁") && whole.chars().count() <= 92);
    assert!(excerpt("没有", &words("门禁")).is_empty());
}

#[test]
fn a_problems_number_is_read_as_people_write_it() {
    let cases = [
        ("3", Some((None, 3))),
        (" 3 号 ", Some((None, 3))),
        ("2026-3", Some((Some(2026), 3))),
        ("难题〔2026〕3号", Some((Some(2026), 3))),
        ("2026年第12号", Some((Some(2026), 12))),
        ("3 号楼", None),
        ("学科办", None),
        ("1-2-3", None),
        ("", None),
        ("99999999999999999999", None),
    ];
    for (typed, wanted) in cases {
        assert_eq!(super::rules::number(typed), wanted, "{typed}");
    }
}
