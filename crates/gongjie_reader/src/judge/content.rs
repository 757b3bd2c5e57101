//! What a column holds: numbers in order, dates, units, people, marks of done, long text.

use gongjie_words::{Kind, Unread, WrittenDate, squash};

use super::{people, units};
use crate::field::Field;
use crate::grid::{Cell, Value};

/// Sorts of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    Number,
    Time,
    Unit,
    Person,
    Mark,
    /// Twelve letters and more.
    Long,
    Short,
}

/// How many cells of a column are of which sort.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub count: usize,
    sorts: Vec<(Sort, usize)>,
}

/// Cells that are looked at in one column.
pub const LOOK_CELLS: usize = 400;

impl Content {
    pub fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let mut content = Self::default();
        for cell in cells.take(LOOK_CELLS) {
            content.count += 1;
            let sort = sort(cell);
            match content.sorts.iter_mut().find(|(s, _)| *s == sort) {
                Some((_, count)) => *count += 1,
                None => content.sorts.push((sort, 1)),
            }
        }
        content
    }

    /// Share of a sort, of 100.
    pub fn share(&self, sort: Sort) -> usize {
        let found = self
            .sorts
            .iter()
            .find(|(s, _)| *s == sort)
            .map_or(0, |(_, count)| *count);
        (found * 100).checked_div(self.count).unwrap_or(0)
    }

    /// The sort of most cells, with its share of 100.
    pub fn main(&self) -> Option<(Sort, usize)> {
        let (sort, _) = self.sorts.iter().max_by_key(|(_, count)| *count)?;
        Some((*sort, self.share(*sort)))
    }

    /// Whether the column can be what its heading says; only a clear "no" counts.
    pub fn contradicts(&self, field: Field) -> bool {
        if self.count < 3 {
            return false;
        }
        let wanted: &[Sort] = match field {
            Field::No => &[Sort::Number, Sort::Short],
            Field::Due | Field::PairedOn => &[Sort::Time],
            Field::Lead | Field::Partner => &[Sort::Unit],
            Field::Owner | Field::OwnerLeader => &[Sort::Person],
            Field::Problem | Field::Measure | Field::Outcome => {
                &[Sort::Long, Sort::Short, Sort::Unit]
            }
            Field::Title | Field::Progress => &[
                Sort::Long,
                Sort::Short,
                Sort::Unit,
                Sort::Mark,
                Sort::Number,
            ],
            Field::Closed => &[Sort::Mark, Sort::Short],
            Field::Theme | Field::Class | Field::Note => return false,
        };
        let fits: usize = wanted.iter().map(|sort| self.share(*sort)).sum();
        let Some((main, share)) = self.main() else {
            return false;
        };
        fits < 30 && share >= 60 && !wanted.contains(&main)
    }
}

/// The sort of one cell.
pub fn sort(cell: &Cell) -> Sort {
    match cell.value {
        Value::Date(_) => return Sort::Time,
        Value::Number(_) => return Sort::Number,
        Value::Text => {}
    }
    let text = squash(&cell.text);
    let letters = text.chars().count();
    // 2023.6.30 is a date before it is a number.
    let separators = text.chars().filter(|c| ".-/".contains(*c)).count();
    if separators == 2 && letters <= 12 && is_time(&cell.text) {
        return Sort::Time;
    }
    if is_number(&text) {
        return Sort::Number;
    }
    if is_mark(&text) {
        return Sort::Mark;
    }
    if letters <= 24 && is_time(&cell.text) {
        return Sort::Time;
    }
    let first = cell
        .text
        .split(['、', '，', '；', '\n', ' '])
        .next()
        .unwrap_or("")
        .trim();
    if letters <= 40 && units::is_unit(first) {
        return Sort::Unit;
    }
    if letters <= 24 && people::is_name(first) {
        return Sort::Person;
    }
    let padded = people::read(&cell.text);
    if letters <= 12 && padded.doubt.is_none() && !padded.names.is_empty() {
        return Sort::Person;
    }
    if letters >= 12 {
        Sort::Long
    } else {
        Sort::Short
    }
}

fn is_time(text: &str) -> bool {
    let reading = WrittenDate::read(text, Some(2024));
    reading.written.kind != Kind::Date
        || matches!(
            reading.reason,
            None | Some(Unread::SchoolCalendar | Unread::NoMonth | Unread::Several)
        )
}

fn is_number(text: &str) -> bool {
    let bare = text.trim_matches(|c| "（）()第号项.、%".contains(c));
    !bare.is_empty()
        && (bare.chars().all(|c| c.is_ascii_digit() || "-.".contains(c))
            || bare.chars().all(|c| "一二三四五六七八九十百".contains(c)))
}

/// √, 是, 已完成 and their opposites (`domain.md` 7.3 rule 8).
pub fn is_mark(text: &str) -> bool {
    const MARKS: [&str; 40] = [
        "√",
        "✓",
        "✔",
        "是",
        "否",
        "×",
        "✗",
        "x",
        "X",
        "已完成",
        "未完成",
        "完成",
        "已办结",
        "未办结",
        "办结",
        "已销号",
        "未销号",
        "销号",
        "推进中",
        "正在推进",
        "进行中",
        "办理中",
        "整改中",
        "已整改",
        "未整改",
        "阶段性完成",
        "基本完成",
        "已解决",
        "未解决",
        "部分解决",
        "解决",
        "长期坚持",
        "持续推进",
        "100%",
        "未开始",
        "已启动",
        "逾期",
        "正常",
        "延期",
        "完成整改",
    ];
    MARKS.contains(&text)
}
