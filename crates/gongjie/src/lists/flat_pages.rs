//! 难题清单、举措清单、责任清单 as grids: flat tables that are read and edited where they stand, and their files.

use askama::Template;
use axum::extract::RawQuery;
use gongjie_base::{Error, Result};
use gongjie_paper::{Cell as PaperCell, Column as PaperColumn, Row as PaperRow, Sheet, Workbook};

use super::address;
use super::bar::Bar;
use super::flat::{self, Ask, Column, Group, Kind, Row};
use super::flat_queries::{self, Reader};
use crate::door::{Answer, Picture, Visit, show};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::grid::columns::Value;
use crate::grid::labels::{Labels, Options};
use crate::grid::rules::{Grid, State};
use crate::grid::tables::grid_step;
use crate::grid::{actions as grid_actions, queries as grid_queries};
use crate::layout::{Page, Words};
use crate::org::{Part, Role};
use crate::problem::rules::State as ProblemState;

/// Lines of one page.
const ROWS: usize = 200;
/// Minutes for which a grid says what was last done in it.
const JUST_NOW_MS: i64 = 10 * 60 * 1000;

#[derive(Template)]
#[template(path = "lists/flat.html")]
struct FlatPage {
    p: Page,
    bar: Bar,
    ask: Ask,
    grid: Grid,
    columns: Vec<Column>,
    groups: Vec<Group>,
    count: usize,
    next: Option<String>,
    /// Editors and what they offer.
    options: Vec<(&'static str, Options)>,
    /// What was last done in this grid, a moment ago.
    last: Option<grid_step::Model>,
    reads_history: bool,
    may_add: bool,
}

impl FlatPage {
    /// The name of a column.
    fn name(&self, column: &Column) -> String {
        name(self.p.words, self.grid, column)
    }

    /// How a column is sorted, for `aria-sort`, and its place among several.
    fn sorted(&self, column: &Column) -> Option<(&'static str, usize)> {
        let orders = self.ask.orders(self.grid);
        let place = orders.iter().position(|(code, _)| *code == column.code)?;
        let (_, down) = orders.get(place)?;
        let word = if *down { "descending" } else { "ascending" };
        Some((word, place + 1))
    }

    /// The list sorted by this column, or the other way where it is already.
    fn sort_link(&self, column: &Column) -> String {
        let up = column.code.to_owned();
        let value = match self.sorted(column) {
            Some(("ascending", 1)) => format!("-{up}"),
            _ => up,
        };
        self.ask.link(self.grid, &self.bar.view, "sort", &[value])
    }

    /// The list sorted by this column after those it is sorted by already.
    fn then_link(&self, column: &Column) -> String {
        let mut orders: Vec<String> = self
            .ask
            .orders(self.grid)
            .into_iter()
            .filter(|(code, _)| *code != column.code)
            .map(|(code, down)| {
                if down {
                    format!("-{code}")
                } else {
                    code.to_owned()
                }
            })
            .collect();
        orders.push(column.code.to_owned());
        self.ask.link(self.grid, &self.bar.view, "sort", &orders)
    }

    fn unsorted_link(&self) -> String {
        self.ask.link(self.grid, &self.bar.view, "sort", &[])
    }

    fn group_link(&self, code: &str) -> String {
        let values = [code.to_owned()];
        self.ask.link(self.grid, &self.bar.view, "group", &values)
    }

    /// Only lines whose cell holds this.
    fn only_link(&self, code: &str, value: &str) -> String {
        let mut filters = self.ask.is.clone();
        filters.push(format!("{code}:{value}"));
        self.ask.link(self.grid, &self.bar.view, "is", &filters)
    }

    /// Quick filters in words, each with the address without it.
    fn chips(&self) -> Vec<(String, String)> {
        let chip = |one: &String| {
            let (code, value) = one.split_once(':').unwrap_or((one, ""));
            let column = flat::columns(self.grid).iter().find(|c| c.code == code);
            let label = column.map_or_else(String::new, |c| self.name(c));
            let shown = self.shown_value(code, value);
            let rest: Vec<String> = self.ask.is.iter().filter(|o| *o != one).cloned().collect();
            let href = self.ask.link(self.grid, &self.bar.view, "is", &rest);
            (format!("{label}{}{shown}", self.p.t("colon")), href)
        };
        self.ask.is.iter().map(chip).collect()
    }

    fn shown_value(&self, code: &str, value: &str) -> String {
        let cells = self
            .groups
            .iter()
            .flat_map(|g| &g.rows)
            .flat_map(|r| &r.cells);
        let mut same = cells.filter(|c| c.code == code && c.value == value);
        match same.next() {
            Some(cell) if !cell.shown.is_empty() => cell.shown.clone(),
            _ if value.is_empty() => self.p.t("grid-blank"),
            _ => value.to_owned(),
        }
    }

    fn columns_link(&self, column: &Column) -> String {
        let mut hidden = self.ask.hide.clone();
        if self.is_hidden(column) {
            hidden.retain(|h| h != column.code);
        } else {
            hidden.push(column.code.to_owned());
        }
        self.ask.link(self.grid, &self.bar.view, "hide", &hidden)
    }

    fn is_hidden(&self, column: &Column) -> bool {
        self.ask.hide.iter().any(|h| h == column.code)
    }

    fn all_columns(&self) -> &'static [Column] {
        flat::columns(self.grid)
    }

    fn next_link(&self, from: &str) -> String {
        self.ask
            .link(self.grid, &self.bar.view, "from", &[from.to_owned()])
    }

    fn own_link(&self) -> String {
        self.ask.link(self.grid, &self.bar.view, "", &[])
    }

    fn file(&self, format: &str) -> String {
        format!("{}.{format}", self.grid.address())
    }

    /// This view's own query string.
    fn own(&self) -> String {
        let own = self.own_link();
        own.split_once('?')
            .map(|(_, query)| query.to_owned())
            .unwrap_or_default()
    }

    /// "12 行，办结 3，红灯 1".
    fn subtotal(&self, group: &Group) -> String {
        let say = gongjie_base::Say::new("grid-subtotal")
            .with("n", group.count)
            .with("over", group.over)
            .with("late", group.late);
        self.p.words.say(&say)
    }

    fn told(&self, step: &grid_step::Model) -> String {
        let words = self.p.code("grid-kind", step.kind);
        let saved = ("saved", step.saved.to_string());
        let told = self
            .p
            .t2("grid-told", saved, ("open", step.refused.to_string()));
        format!("{}{told}", self.p.t1("grid-just-now", "what", words))
    }

    /// Where the story of a cell stands; empty for one that no list of the office has.
    fn story_link(&self, row: &Row, column: &Column) -> String {
        let Some((of, code)) = flat::story(self.grid, column.code) else {
            return String::new();
        };
        let key = match self.grid {
            Grid::Ledger => row.id.to_string(),
            _ => format!("{}-{}", row.object, row.id),
        };
        // Drafts stand in no list of the office.
        let state = row.cells.iter().find(|c| c.code == "state");
        let is_draft = self.grid == Grid::Problems
            && state
                .and_then(|c| ProblemState::from_code(&c.value))
                .is_none_or(|s| !s.is_counted());
        if is_draft {
            return String::new();
        }
        let view = &self.bar.view;
        format!(
            "/cells/{of}/{key}/{code}?as_of={}&campaign={}",
            view.as_of, view.campaign
        )
    }

    /// Where the story of a line stands.
    fn story_of(&self, row: &Row) -> String {
        if self.reads_history {
            format!("/history/{}/{}", row.object, row.id)
        } else {
            String::new()
        }
    }

    /// The column that names the line.
    fn is_head(&self, column: &Column) -> bool {
        match self.grid {
            Grid::Ledger => column.code == "lead",
            _ => matches!(column.code, "title" | "text"),
        }
    }

    fn record_link(row: &Row) -> String {
        match row.object {
            crate::grid::rules::Object::Measure => format!("/measures/{}", row.id),
            crate::grid::rules::Object::Pairing => format!("/pairings/{}", row.id),
            _ => format!("/problems/{}", row.id),
        }
    }
}

/// The name of a column.
fn name(words: Words, grid: Grid, column: &Column) -> String {
    match column.kind {
        Kind::Field => {
            let own = grid.columns().iter().find(|c| c.field == column.code);
            let object = own.map_or(grid.object(), |c| c.object);
            let key = format!("{object}-{}", column.code);
            words.code("grid-field", &key)
        }
        Kind::Derived | Kind::Problem => words.code("grid-column", column.code),
    }
}

/// Everything of a view: its lines narrowed, sorted and under their headings.
struct Read {
    bar: Bar,
    ask: Ask,
    labels: Labels,
    groups: Vec<Group>,
    count: usize,
}

async fn read(visit: &Visit, grid: Grid, query: Option<String>) -> Result<(Read, Picture)> {
    let query = query.unwrap_or_default();
    let ask: Ask = serde_html_form::from_str(&query)
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let (view, picture) = address::read(visit, Some(query)).await?;
    let conn = &picture.conn;
    let bar = Bar::load(conn, visit, view, grid.address()).await?;
    let labels = Labels::load(conn, visit.actor()?, visit.words()).await?;
    let reader = Reader {
        actor: visit.actor()?,
        labels: &labels,
        today: picture.today,
        is_past: picture.as_of.is_some(),
    };
    let mut rows = flat_queries::rows(conn, &reader, grid, &bar.view).await?;
    flat::narrow(&mut rows, &ask.filters(grid), &ask.chosen());
    let group = ask.grouping(grid);
    flat::sort(&mut rows, group, &ask.orders(grid));
    let count = rows.len();
    let read = Read {
        bar,
        groups: flat::grouped(rows, group),
        ask,
        labels,
        count,
    };
    Ok((read, picture))
}

async fn index(visit: Visit, grid: Grid, query: Option<String>) -> Answer {
    let (mut read, picture) = read(&visit, grid, query).await?;
    let next = flat::page(&mut read.groups, &read.ask.from, ROWS);
    let actor = visit.actor()?;
    let values = [
        Value::Theme,
        Value::Class,
        Value::Grade,
        Value::Unit,
        Value::Person,
    ];
    let options = values
        .iter()
        .map(|v| (v.editor(), read.labels.options(*v)))
        .collect();
    let steps = grid_queries::list(visit.read(), actor, Some(grid)).await?;
    let now = visit.app.clock.now();
    let (last, _) = grid_actions::next_turns(&steps);
    let last = last
        .filter(|s| s.state == State::Done && now - s.turned_at.unwrap_or(s.at) < JUST_NOW_MS)
        .cloned();
    let leads = [Role::Liaison, Role::UnitHead]
        .into_iter()
        .any(|r| actor.has(r));
    let is_mine = leads || actor.standing_parts().contains(&Part::Coordinator);
    let may_add = is_mine && picture.as_of.is_none();
    let mut p = visit.page(visit.words().code("grid", grid.code()));
    p.is_wide = true;
    p.today = picture.today;
    show(&FlatPage {
        columns: read.ask.shown(grid),
        reads_history: actor.reads_history(),
        bar: read.bar,
        ask: read.ask,
        groups: read.groups,
        count: read.count,
        grid,
        next,
        options,
        last,
        may_add,
        p,
    })
}

/// `GET /lists/problems`
pub async fn problems(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    index(visit, Grid::Problems, query).await
}

/// `GET /lists/measures`
pub async fn measures(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    index(visit, Grid::Measures, query).await
}

/// `GET /lists/duties`
pub async fn duties(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    index(visit, Grid::Duties, query).await
}

/// `GET /lists/ledger`
pub async fn ledger(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    index(visit, Grid::Ledger, query).await
}

/// The lines of a view, or the chosen ones of them, as a file.
async fn file(visit: Visit, grid: Grid, query: Option<String>, format: Format) -> Answer {
    let (read, picture) = read(&visit, grid, query.clone()).await?;
    let words = visit.words();
    let columns = read.ask.shown(grid);
    let heads = columns
        .iter()
        .map(|c| PaperColumn::new(name(words, grid, c), if is_long(c) { 36 } else { 14 }));
    let title = words.code("grid", grid.code());
    let mut sheet = Sheet::new(title.clone(), heads.collect());
    sheet.title.clone_from(&title);
    for group in &read.groups {
        for row in &group.rows {
            let cell = |column: &Column| {
                let found = row.cells.iter().find(|c| c.code == column.code);
                PaperCell::text(found.map(|c| c.shown.clone()).unwrap_or_default())
            };
            sheet.rows.push(PaperRow {
                cells: columns.iter().map(cell).collect(),
            });
        }
    }
    let book = Workbook {
        sheets: vec![sheet],
    };
    let name = Name {
        code: grid.code(),
        shown: &title,
    };
    let day = picture.today;
    download::send(&visit, book, name, format, query.as_deref(), day).await
}

const fn is_long(column: &Column) -> bool {
    matches!(
        column.code.as_bytes(),
        b"title" | b"text" | b"hurts" | b"problem" | b"partners"
    )
}

/// `GET /lists/problems.xlsx`
pub async fn problems_file(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Problems, query, Format::Xlsx).await
}

/// `GET /lists/measures.xlsx`
pub async fn measures_file(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Measures, query, Format::Xlsx).await
}

/// `GET /lists/ledger.xlsx`
pub async fn ledger_file(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Ledger, query, Format::Xlsx).await
}

/// `GET /lists/duties.xlsx`
pub async fn duties_file(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Duties, query, Format::Xlsx).await
}

/// `GET /lists/problems.docx`
pub async fn problems_paper(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Problems, query, Format::Docx).await
}

/// `GET /lists/measures.docx`
pub async fn measures_paper(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Measures, query, Format::Docx).await
}

/// `GET /lists/ledger.docx`
pub async fn ledger_paper(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Ledger, query, Format::Docx).await
}

/// `GET /lists/duties.docx`
pub async fn duties_paper(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(visit, Grid::Duties, query, Format::Docx).await
}
