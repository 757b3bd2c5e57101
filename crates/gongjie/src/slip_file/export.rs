//! A slip and a bulletin as tables under each other on upright pages.

use gongjie_paper::{Cell, Column, Orientation, Row, Sheet, Workbook};

use crate::bulletin::rules::Part;
use crate::bulletin::view::BulletinView;
use crate::layout::Words;
use crate::slip::view::SlipView;

fn upright(words: Words, title: String, columns: Vec<(&str, u16)>) -> Sheet {
    let columns = columns.into_iter();
    let columns = columns.map(|(key, width)| Column::new(words.text(key), width));
    let mut sheet = Sheet::new(title.clone(), columns.collect());
    sheet.title = title;
    sheet.orientation = Orientation::Portrait;
    sheet
}

fn rows(words: Words, facts: Vec<(&str, String)>) -> Vec<Row> {
    let row = |(key, said): (&str, String)| {
        Row::from(vec![Cell::text(words.text(key)), Cell::text(said)])
    };
    facts.into_iter().map(row).collect()
}

/// 督办通知单: number, date, to whom, matter and basis, demand, limit, contact, and the receipt.
pub fn slip(slip: &SlipView, organization: &str, words: Words) -> Workbook {
    let columns = || vec![("charter-sheet-what", 18), ("charter-sheet-said", 66)];
    let day = |day: &Option<String>| day.as_deref().map(|day| words.day(day));
    let number = slip.number.clone();
    let number = number.unwrap_or_else(|| words.text("slip-unnumbered"));
    let sent = day(&slip.sent_on).unwrap_or_else(|| words.text("slip-not-sent"));
    let limit = match day(&slip.answer_by) {
        Some(date) => words.text_with("slip-answer-by", &[("date", date)]),
        None => words.text("slip-limit-how"),
    };
    let mut paper = upright(words, slip.paper(words), columns());
    paper.meta = vec![number.clone(), organization.to_owned(), sent];
    paper.rows = rows(
        words,
        vec![
            ("slip-to", slip.to.clone()),
            ("slip-copies", slip.copies.clone().unwrap_or_default()),
            ("slip-matter", slip.matter.clone()),
            ("slip-basis", slip.basis.clone()),
            ("slip-demand", slip.demand.clone()),
            ("slip-limit", limit),
            ("slip-contact", slip.contact.clone().unwrap_or_default()),
        ],
    );
    let mut receipt = upright(words, words.text("slip-receipt"), columns());
    receipt.goes_on = true;
    receipt.rows = rows(
        words,
        vec![
            ("slip-receipt-number", number),
            ("slip-receipt-unit", slip.to.clone()),
            (
                "slip-received-by",
                slip.received_by.clone().unwrap_or_default(),
            ),
            (
                "slip-received-on",
                day(&slip.received_on).unwrap_or_default(),
            ),
        ],
    );
    Workbook {
        sheets: vec![paper, receipt],
    }
}

/// 通报: its sentences by part, and the attached table.
pub fn bulletin(bulletin: &BulletinView, organization: &str, words: Words) -> Workbook {
    let number = bulletin.number.clone();
    let number = number.unwrap_or_else(|| words.text("slip-unnumbered"));
    let released = bulletin.released_on.as_deref().map(|day| words.day(day));
    let released = released.unwrap_or_else(|| words.text("bulletin-not-released"));
    let columns = vec![("bulletin-part", 18), ("bulletin-sentence", 66)];
    let mut paper = upright(words, bulletin.title.clone(), columns);
    paper.meta = vec![number, organization.to_owned(), released];
    for part in Part::ALL {
        for line in bulletin.part(part.code()) {
            let head = words.code("bulletin-part", part.code());
            paper
                .rows
                .push(Row::from(vec![Cell::text(head), Cell::text(&line.text)]));
        }
    }
    let columns = vec![
        ("bulletin-col-unit", 30),
        ("bulletin-col-due", 10),
        ("bulletin-col-done", 10),
        ("bulletin-col-time", 10),
        ("bulletin-col-late", 12),
        ("bulletin-col-slips", 12),
    ];
    let mut table = upright(words, words.text("bulletin-table"), columns);
    table.goes_on = true;
    let number = |n: usize| Cell::integer(i64::try_from(n).unwrap_or(i64::MAX));
    for unit in &bulletin.units {
        table.rows.push(Row::from(vec![
            Cell::text(&unit.unit),
            number(unit.due),
            number(unit.done),
            number(unit.in_time),
            number(unit.late),
            number(unit.slips),
        ]));
    }
    let as_of = [
        ("date", words.day(&bulletin.as_of)),
        (
            "period",
            format!("{} — {}", bulletin.from_on, bulletin.to_on),
        ),
    ];
    table.footer = vec![words.text_with("bulletin-as-of", &as_of)];
    Workbook {
        sheets: vec![paper, table],
    }
}
