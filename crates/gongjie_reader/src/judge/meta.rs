//! What stands around the table: title, 填报单位, 填报时间, and the year they state.

use gongjie_words::{WrittenDate, normalise};

use crate::report::Meta;

const UNITS: &[&str] = &[
    "填报单位",
    "填报部门",
    "报送单位",
    "报送部门",
    "填表单位",
    "上报单位",
    "编制单位",
    "制表单位",
    "责任单位",
    "单位名称",
    "填报支部",
    "填报党支部",
    "牵头单位",
    "单位",
];
const TIMES: &[&str] = &[
    "填报时间",
    "填报日期",
    "填表时间",
    "填表日期",
    "编制日期",
    "编制时间",
    "报送时间",
    "报送日期",
    "上报时间",
    "制表时间",
    "制表日期",
    "更新时间",
    "截止时间",
    "截至时间",
    "统计时间",
    "时间",
    "日期",
];
const PEOPLE: &[&str] = &["填报人", "填表人", "制表人", "报送人", "联系人", "经办人"];
const PHONES: &[&str] = &["联系电话", "联系方式", "电话", "手机"];

/// Reads the lines above a table (and below it, for what was not said above). `rows`: cells of each line.
pub fn read(above: &[Vec<String>], below: &[Vec<String>], sheet: &str) -> Meta {
    let mut meta = Meta {
        lines: above.iter().map(|cells| cells.join("  ")).collect(),
        ..Meta::default()
    };
    for cells in above.iter().chain(below) {
        take(cells, &mut meta);
    }
    // A cell that is a date and nothing else says when.
    if meta.reported_at.is_none() {
        let is_date = |cell: &&String| WrittenDate::read(cell, None).written.to.is_some();
        meta.reported_at = above.iter().flatten().find(is_date).cloned();
    }
    // 王磊 82668888
    if let Some(reporter) = &mut meta.reporter
        && let Some(at) = reporter
            .find(|c: char| c.is_ascii_digit())
            .filter(|at| *at > 0)
    {
        reporter.truncate(at);
        *reporter = reporter.trim_end().to_owned();
    }
    let is_label = |line: &str| {
        find(line, UNITS).is_some() || find(line, TIMES).is_some() || find(line, PEOPLE).is_some()
    };
    let is_attachment = |line: &str| line.starts_with("附件") && line.chars().count() <= 6;
    let titles = above
        .iter()
        .map(|cells| cells.join(" "))
        .flat_map(|line| line.lines().map(str::to_owned).collect::<Vec<_>>());
    let titles: Vec<String> = titles
        .filter(|line| {
            let is_aside = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
            line.chars().count() >= 4 && !(is_label(line) || is_attachment(line) || is_aside)
        })
        .collect();
    meta.title = titles
        .iter()
        .find(|line| {
            line.ends_with(['表', '账', '单', '册', '总', '）', ')']) && !line.ends_with('。')
        })
        .or(titles.first())
        .cloned();
    // A report on 2022 that is handed in in 2023 speaks of 2022.
    meta.year = meta
        .title
        .as_deref()
        .and_then(year_of)
        .or_else(|| meta.reported_at.as_deref().and_then(year_of))
        .or_else(|| above.iter().flatten().find_map(|line| year_of(line)))
        .or_else(|| year_of(sheet));
    meta
}

fn take(cells: &[String], meta: &mut Meta) {
    // A label and its value may stand in one cell, or in two beside each other.
    let line = cells.join("\t");
    let slots: [(&mut Option<String>, &[&str]); 4] = [
        (&mut meta.reporting_unit, UNITS),
        (&mut meta.reported_at, TIMES),
        (&mut meta.reporter, PEOPLE),
        (&mut meta.phone, PHONES),
    ];
    for (slot, labels) in slots {
        if slot.is_none() {
            *slot = find(&line, labels)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty());
        }
    }
}

/// The value after a label and a colon, up to the next label or a wide blank.
fn find(line: &str, labels: &[&str]) -> Option<String> {
    for label in labels {
        for (at, _) in line.match_indices(label) {
            let before = line.get(..at).and_then(|head| head.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() && label.chars().count() <= 2) {
                continue;
            }
            let rest = line
                .get(at + label.len()..)?
                .trim_start_matches([' ', '\u{3000}']);
            // 填报单位（盖章）：
            let rest = match rest.strip_prefix(['（', '(']) {
                Some(inside) => inside
                    .split_once(['）', ')'])
                    .map_or("", |(_, after)| after)
                    .trim_start(),
                None => rest,
            };
            // 填报单位 | 教务处: the label fills its cell, and the value stands in the next one.
            let fills = before.is_none_or(|c| c == '\t')
                && rest.starts_with('\t')
                && label.chars().count() > 2;
            let Some(value) = rest.strip_prefix([':', '：']).or(fills.then_some(rest)) else {
                continue;
            };
            let value = until_next(value.trim_start());
            // 单位：万元 says how figures are counted.
            if *label == "单位"
                && value.chars().count() <= 3
                && value.ends_with(['元', '个', '人', '项', '次', '%', '件'])
            {
                continue;
            }
            return Some(value.to_owned());
        }
    }
    None
}

fn until_next(value: &str) -> &str {
    let mut end = value.len();
    for labels in [
        UNITS,
        TIMES,
        PEOPLE,
        PHONES,
        &["电话：", "电话:"],
        &["审核人", "负责人", "签字", "单位负责人", "分管领导"],
    ] {
        for label in labels.iter().filter(|label| label.chars().count() > 2) {
            if let Some(at) = value.find(label) {
                end = end.min(at);
            }
        }
    }
    for gap in [
        "\t",
        "   ",
        "\u{3000}\u{3000}",
        "\n",
        "（盖章）",
        "(盖章)",
        "（公章）",
    ] {
        if let Some(at) = value.find(gap) {
            end = end.min(at);
        }
    }
    value
        .get(..end)
        .unwrap_or(value)
        .trim_matches([' ', '\u{3000}', '；', ';'])
}

/// The year that words state; of a school year (2022—2023学年) none.
pub fn year_of(text: &str) -> Option<i16> {
    let text = normalise(text);
    if let Some(day) = WrittenDate::read(&text, None).written.to {
        return Some(day.year());
    }
    if text.contains("学年") {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let mut found: Option<i16> = None;
    for window in letters.windows(5) {
        let [year @ .., end] = window else { continue };
        if !matches!(end, '年' | '〕' | ']' | '.' | '-' | '/') {
            continue;
        }
        let year = year.iter().try_fold(0_i16, |sum, letter| {
            let digit = letter.to_digit(10).or_else(|| {
                "〇一二三四五六七八九"
                    .chars()
                    .zip(0..)
                    .find_map(|(h, n)| (h == *letter).then_some(n))
            })?;
            Some(sum * 10 + i16::try_from(digit).ok()?)
        });
        if let Some(year) = year.filter(|year| (1990..=2100).contains(year)) {
            found.get_or_insert(year);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_the_table_are_read() {
        let above = vec![
            vec!["附件1".to_owned()],
            vec!["西安某大学结对共建解难题工作台账".to_owned()],
            vec!["填报单位（盖章）：教务处    填报人：王磊   联系电话：82668888   填报时间：2022年9月".to_owned()],
        ];
        let meta = read(&above, &[], "Sheet1");
        assert_eq!(
            meta.title.as_deref(),
            Some("西安某大学结对共建解难题工作台账")
        );
        assert_eq!(meta.reporting_unit.as_deref(), Some("教务处"));
        assert_eq!(meta.reported_at.as_deref(), Some("2022年9月"));
        assert_eq!(
            (meta.reporter.as_deref(), meta.phone.as_deref(), meta.year),
            (Some("王磊"), Some("82668888"), Some(2022))
        );
    }

    #[test]
    fn years_are_found_in_words() {
        for (text, year) in [
            ("2022年度重点任务", Some(2022)),
            ("西交党〔2023〕5号", Some(2023)),
            ("2022—2023学年难题清单", None),
            ("二〇二二年台账", Some(2022)),
            ("台账", None),
            ("2022.9.1", Some(2022)),
        ] {
            assert_eq!(year_of(text), year, "{text}");
        }
    }
}
