//! The ledger as the office would have made it: title, 填报单位 line, six columns and the chosen ones, footer.

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Say};
use gongjie_paper::{Align, Cell, Column, LongSheet, Properties, Row as PaperRow, Sheet};
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

/// The sheet of a view with all its rows, read from one picture of the database.
pub async fn export(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    words: Words,
    today: Date,
) -> Result<Sheet> {
    let (mut sheet, stated) = frame(conn, actor, view, words, today).await?;
    let mut rows_of = Lines::begin(conn, actor, view, words).await?;
    while let Some(rows) = rows_of.next().await? {
        sheet.rows.extend(rows);
    }
    sheet.footer = rows_of.footer(&stated);
    Ok(sheet)
}

/// The same sheet as an xlsx file and the number of its rows, of which few are in memory at a time.
pub async fn xlsx(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    words: Words,
    today: Date,
    properties: &Properties,
) -> Result<(Vec<u8>, usize)> {
    let (sheet, stated) = frame(conn, actor, view, words, today).await?;
    let mut paper = LongSheet::begin(sheet, properties).map_err(Error::internal)?;
    let mut rows_of = Lines::begin(conn, actor, view, words).await?;
    while let Some(rows) = rows_of.next().await? {
        paper.push(rows).map_err(Error::internal)?;
        // Others are answered between two parts.
        tokio::task::yield_now().await;
    }
    let footer = rows_of.footer(&stated);
    let finish = move || paper.finish(footer);
    let bytes = tokio::task::spawn_blocking(finish)
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    Ok((bytes, rows_of.count))
}

/// Lines of the table, part by part.
struct Lines<'a> {
    walk: walk::Walk<'a>,
    view: &'a View,
    words: Words,
    count: usize,
    has_first_listed: bool,
}

impl<'a> Lines<'a> {
    async fn begin(conn: &'a Conn, actor: &'a Actor, view: &'a View, words: Words) -> Result<Self> {
        Ok(Self {
            walk: walk::Walk::begin(conn, actor, view, words).await?,
            view,
            words,
            count: 0,
            has_first_listed: false,
        })
    }

    async fn next(&mut self) -> Result<Option<Vec<PaperRow>>> {
        let Some(rows) = self.walk.next(walk::PART).await? else {
            return Ok(None);
        };
        if self.count + rows.len() > EXPORT_ROWS_MAX {
            let say = Say::new("error-export-rows").with("max", EXPORT_ROWS_MAX);
            return Err(Error::TooMuch(say));
        }
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            self.has_first_listed |= row.is_first_listed();
            self.count += 1;
            let n = i64::try_from(self.count).unwrap_or(i64::MAX);
            lines.push(line(&row, n, self.view));
        }
        Ok(Some(lines))
    }

    fn footer(&self, stated: &[stated_figure::Model]) -> Vec<String> {
        footer(self.count, self.has_first_listed, stated, self.words)
    }
}

/// What stands around the rows, and what the campaign states.
async fn frame(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    words: Words,
    today: Date,
) -> Result<(Sheet, Vec<stated_figure::Model>)> {
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
    Ok((sheet, stated))
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
