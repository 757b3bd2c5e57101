//! Each view as a table of text with keys, made by the same code that makes its page and its file.

use gongjie_base::{Clock, Conn, Error, Result};
use gongjie_paper::Cell;
use jiff::civil::Date;

use super::ask::Narrow;
use super::queries;
use super::rules::{Of, Row, Table};
use crate::figures::queries as figures;
use crate::figures::rules::Figure;
use crate::layout::Words;
use crate::ledger::export::SIX;
use crate::ledger::{rules as ledger_rules, walk as ledger};
use crate::lists::rules::{Block, List};
use crate::lists::{export, queries as list_queries, rules as lists_rules};
use crate::org::Actor;

/// Who looks at which day, in which words.
pub struct Eye<'a> {
    pub conn: &'a Conn,
    pub actor: &'a Actor,
    pub words: Words,
    pub clock: &'a Clock,
    /// The day that counts as today.
    pub today: Date,
}

impl Eye<'_> {
    /// The view as it is in this picture.
    pub async fn table(&self, of: Of, narrow: &Narrow) -> Result<Table> {
        match of {
            Of::Ledger => self.ledger(narrow).await,
            Of::Problems => self.list(List::Problems, narrow).await,
            Of::Measures => self.list(List::Measures, narrow).await,
            Of::Duties => self.list(List::Duties, narrow).await,
            Of::Closings => self.list(List::Closings, narrow).await,
            Of::Figures => self.figures(narrow).await,
        }
    }

    async fn ledger(&self, narrow: &Narrow) -> Result<Table> {
        let view = ledger_rules::View {
            campaign: self.campaign(narrow).await?,
            theme: narrow.theme.clone(),
            unit: narrow.unit.clone(),
            q: narrow.q.clone(),
            only: narrow.key.parse().ok(),
            ..ledger_rules::View::default()
        };
        let rows = ledger::rows(self.conn, self.actor, &view, self.words).await?;
        let columns = SIX.iter().map(|(key, _)| {
            let code = key.strip_prefix("ledger-").unwrap_or(key);
            (code.to_owned(), self.words.text(key))
        });
        let row = |row: ledger_rules::Row| Row {
            key: row.pairing_id.to_string(),
            address: format!("/pairings/{}", row.pairing_id),
            subjects: vec![("pairing", row.pairing_id)],
            problems: row.problems.iter().map(|p| p.id).collect(),
            dated: Some(row.date_from.clone()).filter(|day| !day.is_empty()),
            cells: row.six().to_vec(),
        };
        Ok(Table {
            columns: columns.collect(),
            rows: rows.into_iter().map(row).collect(),
        })
    }

    /// The campaign that was asked for, else the one that was open on that day.
    async fn campaign(&self, narrow: &Narrow) -> Result<String> {
        let wanted = narrow.campaign.trim().parse().ok();
        let scope = figures::scope(self.conn, self.actor, wanted, self.today).await?;
        Ok(scope.campaign.map(|c| c.id.to_string()).unwrap_or_default())
    }

    async fn list(&self, list: List, narrow: &Narrow) -> Result<Table> {
        let view = lists_rules::View {
            campaign: self.campaign(narrow).await?,
            theme: narrow.theme.clone(),
            unit: narrow.unit.clone(),
            q: narrow.q.clone(),
            only: queries::problem_of_key(self.conn, &narrow.key).await?,
            ..lists_rules::View::default()
        };
        let (blocks, _) =
            list_queries::all(self.conn, self.actor, &view, self.clock, self.today).await?;
        let book = export::Book {
            actor: self.actor,
            view: &view,
            blocks: &blocks,
            words: self.words,
            today: self.today,
        };
        let sheet = book.sheet(list);
        let columns: Vec<(String, String)> = sheet
            .columns
            .iter()
            .zip(export::codes(list))
            .skip(1)
            // Time alone turns a light, so it is no change of the row. It stands last.
            .filter(|(_, code)| *code != "light")
            .map(|(column, code)| (code.to_owned(), column.heading.clone()))
            .collect();
        let mut above: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        let whose = whose(list, &blocks);
        if whose.len() != sheet.rows.len() {
            return Err(Error::internal("a list has other rows than its blocks"));
        }
        for (row, mut whose) in sheet.rows.into_iter().zip(whose) {
            let said: Vec<String> = row
                .cells
                .iter()
                .enumerate()
                .map(|(n, cell)| said(cell, above.get(n)))
                .collect();
            whose.cells = said.iter().skip(1).cloned().collect();
            whose.cells.resize(columns.len(), String::new());
            above = said;
            rows.push(whose);
        }
        Ok(Table { columns, rows })
    }

    async fn figures(&self, narrow: &Narrow) -> Result<Table> {
        let wanted = narrow.campaign.trim().parse().ok();
        let scope = figures::scope(self.conn, self.actor, wanted, self.today).await?;
        let mut rows = Vec::new();
        for figure in Figure::ALL {
            let trace = figures::trace(self.conn, self.actor, &scope, *figure).await?;
            let stated = trace.stated.map(|s| s.text).unwrap_or_default();
            rows.push(Row {
                key: figure.code().to_owned(),
                address: format!("/figures/{figure}"),
                cells: vec![
                    self.words.code("figure", figure.code()),
                    trace.counted.to_string(),
                    stated,
                ],
                ..Row::default()
            });
        }
        let column = |code: &str| {
            let heading = self.words.text(&format!("past-figure-{code}"));
            (code.to_owned(), heading)
        };
        Ok(Table {
            columns: ["name", "counted", "stated"].map(column).to_vec(),
            rows,
        })
    }
}

/// What a cell says; a merged one says what the one above it says.
fn said(cell: &Cell, above: Option<&String>) -> String {
    if cell.merge_up {
        return above.cloned().unwrap_or_default();
    }
    cell.value.display()
}

/// Which problem or measure each row of a list is, in the order of the sheet.
fn whose(list: List, blocks: &[Block]) -> Vec<Row> {
    let problem = |block: &Block| Row {
        key: format!("problem-{}", block.id),
        address: format!("/problems/{}", block.id),
        subjects: vec![("problem", block.id)],
        problems: vec![block.id],
        ..Row::default()
    };
    if list == List::Problems {
        return blocks.iter().map(problem).collect();
    }
    let rows = blocks.iter().flat_map(|block| {
        let none = block.lines.is_empty().then(|| problem(block));
        let lines = block.lines.iter().map(move |line| Row {
            key: format!("measure-{}", line.id),
            address: format!("/measures/{}", line.id),
            subjects: vec![("measure", line.id), ("problem", block.id)],
            dated: line.start_on.clone(),
            ..Row::default()
        });
        none.into_iter().chain(lines)
    });
    rows.collect()
}
