//! The ledger as the office would have made it: title, 填报单位 line, six columns and the chosen ones, footer.

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Say};
use gongjie_paper::{Align, Cell, Column, Row as PaperRow, Sheet, Workbook};
use jiff::civil::Date;

use super::rules::{Extra, Row, View};
use super::walk;
use crate::campaign::queries as campaigns;
use crate::campaign::rules::Counted;
use crate::campaign::tables::stated_figure;
use crate::figures::queries as figures;
use crate::layout::{Lang, Words};
use crate::org::Actor;

/// Text keys of the six columns and their widths in half-width characters.
pub const SIX: [(&str, u16); 6] = [
    ("ledger-lead", 18),
    ("ledger-partners", 30),
    ("ledger-date", 12),
    ("ledger-theme", 24),
    ("ledger-problem", 26),
    ("ledger-outcome", 40),
];

/// The workbook of a view, read from one picture of the database.
pub async fn export(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    words: Words,
    today: Date,
) -> Result<Workbook> {
    let campaign = match view.campaign.parse() {
        Ok(id) => Some(campaigns::find_campaign(conn, actor, id).await?),
        Err(_) => figures::scope(conn, actor, None, today).await?.campaign,
    };
    let stated = match &campaign {
        Some(campaign) => campaigns::list_stated(conn, campaign.id).await?,
        None => Vec::new(),
    };
    let name = campaign.map(|c| c.name).unwrap_or_default();
    let mut sheet = Sheet::new(words.text("ledger-sheet"), columns(view, words));
    sheet.title = words.text_with("ledger-title-of", &[("campaign", name)]);
    let day = match words.lang {
        Lang::Zh => gongjie_words::date::zh(today),
        Lang::En => gongjie_words::date::en(today),
    };
    sheet.meta = vec![
        words.text_with(
            "ledger-reporting-unit",
            &[("name", actor.organization_name.clone())],
        ),
        words.text_with("ledger-reported-on", &[("day", day)]),
    ];
    let mut rows_of = walk::Walk::begin(conn, actor, view, words).await?;
    let mut has_first_listed = false;
    while let Some(rows) = rows_of.next(walk::PART).await? {
        for row in rows {
            if sheet.rows.len() == EXPORT_ROWS_MAX {
                let say = Say::new("error-export-rows").with("max", EXPORT_ROWS_MAX);
                return Err(Error::TooMuch(say));
            }
            has_first_listed |= row.is_first_listed();
            let n = i64::try_from(sheet.rows.len() + 1).unwrap_or(i64::MAX);
            sheet.rows.push(line(&row, n, view));
        }
    }
    sheet.footer = footer(sheet.rows.len(), has_first_listed, &stated, words);
    Ok(Workbook {
        sheets: vec![sheet],
    })
}

fn columns(view: &View, words: Words) -> Vec<Column> {
    let mut columns = vec![Column::new(words.text("ledger-no"), 6).aligned(Align::Centre)];
    columns.extend(
        SIX.iter()
            .map(|(key, width)| Column::new(words.text(key), *width)),
    );
    columns.extend(view.extras().into_iter().map(|extra| {
        let column = Column::new(words.code("ledger-extra", extra.code()), 14);
        if is_number(extra) {
            column.aligned(Align::Right)
        } else {
            column
        }
    }));
    columns
}

const fn is_number(extra: Extra) -> bool {
    matches!(extra, Extra::Number | Extra::Measures | Extra::Documents)
}

fn line(row: &Row, n: i64, view: &View) -> PaperRow {
    let mut cells = vec![Cell::integer(n)];
    cells.extend(row.six().into_iter().map(Cell::text));
    cells.extend(view.extras().into_iter().map(|extra| {
        let value = row.extra(extra);
        match value.parse() {
            Ok(number) if is_number(extra) => Cell::integer(number),
            _ => Cell::text(value),
        }
    }));
    PaperRow { cells }
}

/// What is missing and what was stated, in words: nobody has to find out.
pub fn footer(
    count: usize,
    has_first_listed: bool,
    stated: &[stated_figure::Model],
    words: Words,
) -> Vec<String> {
    let mut lines = Vec::new();
    if has_first_listed {
        lines.push(words.text("ledger-note-first-listed"));
    }
    if !stated.is_empty() {
        let parts: Vec<String> = stated
            .iter()
            .map(|s| {
                let label = s.label.clone();
                let label = label.unwrap_or_else(|| words.code("counted", s.kind.code()));
                format!("{label} {} {}", s.text, s.unit)
            })
            .collect();
        lines.push(words.text_with("ledger-note-stated", &[("figures", parts.join("、"))]));
    }
    let pairings = stated.iter().find(|s| s.kind == Counted::Pairings);
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if let Some(stated) = pairings.filter(|s| s.number != count) {
        let args = [
            ("stated", stated.text.clone()),
            ("rows", count.to_string()),
            ("difference", (stated.number - count).abs().to_string()),
        ];
        lines.push(words.text_with("ledger-note-difference", &args));
    }
    lines
}
