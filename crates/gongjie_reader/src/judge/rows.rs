//! Which rows below the header are data: not sections, sub-totals, repeated headers, notes and signatures.

use gongjie_words::squash;

use super::header::Header;
use super::heading::{self, Meaning};
use super::view::View;
use crate::field::Field;
use crate::grid::Row;
use crate::report::Skipped;

/// The rows below a header, told apart.
#[derive(Debug, Default)]
pub struct Rows {
    /// Rows of data, with the section that each stands under.
    pub data: Vec<(u32, Option<String>)>,
    pub skipped: Vec<Skipped>,
    pub footer: Vec<u32>,
}

pub fn sort(view: &View<'_>, header: &Header) -> Rows {
    let last = header.rows.last().copied().unwrap_or(0);
    let body: Vec<&Row> = view
        .grid
        .rows
        .iter()
        .filter(|row| row.number > last)
        .collect();
    let foot = footer_from(view, &body);
    let mut rows = Rows::default();
    let mut section: Option<String> = above_header(view, header, &body);
    for (at, row) in body.iter().enumerate() {
        if at >= foot {
            rows.footer.push(row.number);
            continue;
        }
        let skip = |why, text: &str| Skipped {
            row: row.number,
            why,
            text: text.to_owned(),
        };
        let first = row.cells.first().map_or("", |cell| cell.text.as_str());
        if is_header_again(row, header, view) {
            rows.skipped.push(skip("repeated_header", first));
        } else if is_total(first) {
            rows.skipped.push(skip("subtotal", first));
        } else if is_example(first) || (rows.data.is_empty() && is_instruction(row)) {
            rows.skipped.push(skip("instruction", first));
        } else if let [cell] = row.cells.as_slice()
            && is_summary(&cell.text)
        {
            rows.skipped.push(skip("note", first));
        } else if is_section(view, row) || is_lone_text(header, row) {
            let words: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let words = words.join(" ");
            rows.skipped.push(skip("section", &words));
            section = Some(words);
        } else {
            rows.data.push((row.number, section.clone()));
        }
    }
    // A line over the whole width after the last row of data opens no section: it sums up.
    let last = rows.data.last().map_or(0, |(number, _)| *number);
    let (kept, tail): (Vec<Skipped>, Vec<Skipped>) = rows
        .skipped
        .into_iter()
        .partition(|s| s.row < last || !matches!(s.why, "section" | "note"));
    rows.skipped = kept;
    rows.footer.extend(tail.iter().map(|skipped| skipped.row));
    rows.footer.sort_unstable();
    rows
}

/// Where each part of a sheet has its line and a header of its own, the line above the first header opens the first part.
fn above_header(view: &View<'_>, header: &Header, body: &[&Row]) -> Option<String> {
    let is_line = |row: &Row| matches!(row.cells.as_slice(), [cell] if view.span(row.number, cell.column) >= 3);
    let has_parts = body.windows(2).any(|pair| {
        matches!(pair, [line, again] if is_line(line) && is_header_again(again, header, view))
    });
    let first = header.rows.first().copied()?;
    let above = view.row(first.checked_sub(1)?)?;
    let title = view.grid.rows.first()?;
    (has_parts && is_line(above) && title.number < above.number)
        .then(|| above.cells.first().map(|cell| cell.text.clone()))?
}

/// Where the footer begins: a row that reads like one, after which nothing is data.
fn footer_from(view: &View<'_>, body: &[&Row]) -> usize {
    let mut from = body.len();
    for (at, row) in body.iter().enumerate().rev() {
        let first = row.cells.first().map_or("", |cell| cell.text.as_str());
        let reads_like_footer = is_note(first)
            || (is_total(first) && !squash(first).contains("小计"))
            || row.cells.iter().any(|cell| is_signature(&cell.text));
        if reads_like_footer {
            from = at;
        } else if row.cells.len() > 2 || !is_loose(view, row) {
            break;
        }
    }
    from
}

/// One or two cells that may go on with a note: 2.…
fn is_loose(view: &View<'_>, row: &Row) -> bool {
    let covered = (0..view.width)
        .filter(|column| {
            view.area(row.number, *column)
                .is_some_and(|area| area.top < row.number)
        })
        .count();
    covered == 0
}

/// 合计, 小计 and their kin.
fn is_total(text: &str) -> bool {
    let text = squash(text);
    [
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "本页合计",
        "本页小计",
    ]
    .iter()
    .any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.chars()
                .next()
                .is_none_or(|c| !c.is_alphabetic() || "共个项条".contains(c))
                && rest.chars().count() <= 24
        })
    }) || (text.chars().count() <= 8 && (text.ends_with("小计") || text.ends_with("合计")))
}

/// Words before a colon that open a note or a signature.
const NOTE_WORDS: [&str; 41] = [
    "编制",
    "编制人",
    "批准",
    "核准",
    "校对",
    "注",
    "备注",
    "说明",
    "填表说明",
    "填报说明",
    "附注",
    "填表人",
    "填报人",
    "制表人",
    "审核人",
    "复核人",
    "负责人",
    "单位负责人",
    "部门负责人",
    "主要负责人",
    "分管领导",
    "主管领导",
    "经办人",
    "联系人",
    "联系电话",
    "填报时间",
    "填报日期",
    "填表日期",
    "填表时间",
    "报送时间",
    "日期",
    "签字",
    "盖章",
    "单位盖章",
    "审核",
    "制表",
    "签发",
    "填报单位",
    "抄送",
    "时间",
    "党支部书记",
];

/// 注：…, 说明：…, 填表人：…
fn is_note(text: &str) -> bool {
    let text = squash(text);
    let labelled = NOTE_WORDS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let rest = match rest.strip_prefix(['（', '(']) {
                Some(inside) => inside
                    .split_once(['）', ')'])
                    .map_or("", |(_, after)| after),
                None => rest,
            };
            let rest = rest
                .strip_prefix("签字")
                .or_else(|| rest.strip_prefix("签名"))
                .or_else(|| rest.strip_prefix("盖章"))
                .unwrap_or(rest);
            rest.starts_with(['：', ':'])
                || (rest.is_empty()
                    && (word.contains('签') || word.contains("盖章") || text.contains(['（', '('])))
        })
    });
    let numbered = text
        .strip_prefix('注')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "一①（(".contains(c)));
    labelled
        || numbered
        || text.starts_with('※')
        || text.starts_with("★注")
        || text.starts_with("（注")
}

/// 负责人签字：, （盖章）, 2022年  月  日 under a table.
fn is_signature(text: &str) -> bool {
    let bare = squash(text);
    if bare.chars().count() > 40 {
        return false;
    }
    let words = [
        "签字：",
        "签字:",
        "签名：",
        "签名:",
        "签章：",
        "（签字）",
        "（签名）",
        "审核人：",
        "填表人：",
        "填报人：",
        "制表人：",
        "负责人：",
        "填报日期：",
        "填报时间：",
        "年月日",
    ];
    let opens = ["编制：", "审核：", "批准：", "编制:", "审核:", "批准:"];
    words.iter().any(|word| bare.contains(word))
        || (bare.chars().count() <= 12 && opens.iter().any(|word| bare.starts_with(word)))
        || matches!(bare.as_str(), "（盖章）" | "（公章）" | "盖章")
        || bare.ends_with("签字") && bare.chars().count() <= 10
}

/// The header once more, as page breaks copy it; of one level or of two.
fn is_header_again(row: &Row, header: &Header, view: &View<'_>) -> bool {
    let mut alike = 0_usize;
    for cell in &row.cells {
        let text = heading::shown(&cell.text);
        let is_same = header.rows.iter().any(|number| {
            let shown = view.text(*number, cell.column);
            !shown.is_empty() && heading::shown(shown) == text
        });
        alike += usize::from(is_same);
    }
    alike >= 2 && alike * 10 >= row.cells.len() * 6
}

/// 例, 示例 in the first cell: how to fill in the form.
fn is_example(text: &str) -> bool {
    let text = squash(text);
    let bare = text.trim_matches(|c| "（）()【】[]：:".contains(c));
    matches!(
        bare,
        "例" | "示例" | "样例" | "范例" | "例如" | "填写示例" | "举例" | "填报示例"
    )
}

/// How instructions begin that stand under a header.
const TELLS: [&str; 14] = [
    "填",
    "请",
    "不超过",
    "精确到",
    "逐条",
    "限",
    "如：",
    "格式",
    "例如",
    "必填",
    "选填",
    "写明",
    "注明",
    "按",
];

/// Under the header: the numbers of the columns, or how each is to be filled in.
fn is_instruction(row: &Row) -> bool {
    if row.cells.len() < 3 {
        return false;
    }
    let bare = |text: &str| {
        squash(text)
            .trim_matches(|c| "（）()栏".contains(c))
            .to_owned()
    };
    let counts = row
        .cells
        .iter()
        .zip(1_u32..)
        .all(|(cell, n)| bare(&cell.text) == n.to_string());
    let tells = |text: &str| {
        let text = bare(text);
        text.chars().count() <= 30 && TELLS.iter().any(|word| text.starts_with(word))
    };
    let told = row.cells.iter().filter(|cell| tells(&cell.text)).count();
    counts || told * 2 > row.cells.len()
}

/// 共3项, 完成率100%, 报送：区委办, 以下空白: a line about the table, not a part of it.
fn is_summary(text: &str) -> bool {
    let text = squash(text);
    let text = text.trim_start_matches(['—', '-', '（', '(']);
    let counts = ["以上共", "共", "累计", "合计", "以上"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        })
    });
    let tells = [
        "完成率",
        "整改完成率",
        "截至",
        "截止",
        "报送：",
        "抄送：",
        "★",
        "※",
        "以下空白",
        "以下无正文",
        "完成率：",
    ];
    // 本季度共受理诉求8件，办结5件。
    let is_tally = ["本季度", "本月", "本年度", "本期", "本周"]
        .iter()
        .any(|word| text.starts_with(word))
        && text.chars().any(|c| c.is_ascii_digit())
        && ["共", "办结率", "完成率"]
            .iter()
            .any(|word| text.contains(word));
    let is_page = text.starts_with('第') && text.contains('页');
    counts || is_tally || is_page || tells.iter().any(|word| text.starts_with(word))
}

/// Text alone under the heading of numbers opens a part: 城建领域（2项）. A number alone is a row left empty.
fn is_lone_text(header: &Header, row: &Row) -> bool {
    let [cell] = row.cells.as_slice() else {
        return false;
    };
    let is_numbers = header.heads.iter().any(|head| {
        head.column == cell.column && matches!(head.meaning, Meaning::Field(Field::No, _))
    });
    let text = squash(&cell.text);
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || "一二三四五六七八九十（）()、.-".contains(c));
    is_numbers && !is_number
}

fn is_han_number(text: &str) -> bool {
    let text = squash(text);
    !text.is_empty()
        && text
            .chars()
            .all(|c| "一二三四五六七八九十（）()、".contains(c))
}

/// One text over the whole width, or a numbered heading alone at the left.
fn is_section(view: &View<'_>, row: &Row) -> bool {
    let cell = match row.cells.as_slice() {
        [cell] => cell,
        // 一 | 教学方面: over the rest of the row, or not merged where rows of data count 1, 2, 3.
        [number, _] if is_han_number(&number.text) && view.counts_in_digits => return true,
        [number, cell]
            if is_han_number(&number.text) && view.span(row.number, cell.column) >= 3 =>
        {
            cell
        }
        _ => return false,
    };
    let text = squash(&cell.text);
    let span = view.span(row.number, cell.column);
    if span >= 3 && span * 2 >= view.width {
        return true;
    }
    let is_covered = (0..view.width).any(|column| {
        view.area(row.number, column)
            .is_some_and(|area| area.top < row.number)
    });
    if is_covered || cell.column > view.first_column + 1 || text.chars().count() > 30 {
        return false;
    }
    let letters: Vec<char> = text.chars().collect();
    let is_numbered = match letters.as_slice() {
        ['（' | '(' | '第', n, ..] => "一二三四五六七八九十".contains(*n),
        [n, rest @ ..] => {
            "一二三四五六七八九十".contains(*n) && rest.iter().take(2).any(|c| *c == '、')
        }
        [] => false,
    } && letters.len() > 4;
    let is_named = text.ends_with("方面")
        || text.ends_with('类')
        || text.ends_with("领域")
        || text.ends_with("板块")
        || text.ends_with("部分");
    is_numbered || (is_named && text.chars().count() <= 16)
}
