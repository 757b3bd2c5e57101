//! What the wizard's pages show: questions, the coloured sheet, what is made and changed.

use gongjie_base::Result;
use gongjie_reader::grid::{address, letters};

use super::Looked;
use crate::grid::rules::Object;
use crate::import::plan::{Field, Free, Problem, Question, Row};
use crate::import::queries;
use crate::import::rules::{Level, SHEET_ROWS_SHOWN, Weight};
use crate::import::tables::import_origin;
use crate::layout::Page;

/// Cells of one question that are named on the page.
const CELLS_NAMED: usize = 4;

/// A question in words.
pub struct Told {
    pub key: String,
    pub weight: Weight,
    pub cells: String,
    pub first: String,
    pub heading: String,
    pub written: String,
    pub words: String,
    pub answers: Vec<(String, String)>,
    pub free: &'static str,
    pub free_name: String,
}

impl Told {
    /// The light whose shape the weight has.
    pub fn light(&self) -> &'static str {
        match self.weight {
            Weight::Must => "red",
            Weight::Look => "yellow",
            Weight::Handled => "green",
        }
    }
}

/// Words for a question.
pub fn told(p: &Page, question: &Question) -> Told {
    let named: Vec<&str> = question
        .cells
        .iter()
        .take(CELLS_NAMED)
        .map(String::as_str)
        .collect();
    let mut cells = named.join(" ");
    if question.cells.len() > CELLS_NAMED {
        cells = p.t2(
            "import-cells",
            ("cells", cells),
            ("n", question.cells.len().to_string()),
        );
    }
    Told {
        key: question.key.clone(),
        weight: question.weight,
        cells,
        first: question.cells.first().cloned().unwrap_or_default(),
        heading: question.heading.clone(),
        written: question.written.clone(),
        words: p.words.say(&question.say),
        answers: question
            .answers
            .iter()
            .map(|answer| (answer.value.clone(), p.words.say(&answer.say)))
            .collect(),
        free: match question.free {
            Free::Nothing => "",
            Free::Unit => "unit",
            Free::Text => "text",
            Free::Year => "year",
        },
        free_name: question.free_name.clone(),
    }
}

/// A field that is set on a row that is there.
pub struct Change {
    pub name: String,
    pub from: String,
    pub to: String,
}

/// What becomes of one problem.
pub struct Line {
    pub rows: String,
    pub row: u32,
    pub title: String,
    /// The problem, where it is there already.
    pub id: Option<i64>,
    pub what: String,
    pub pairing: String,
    pub measures: Vec<String>,
    pub changes: Vec<Change>,
    pub is_blocked: bool,
    pub is_left_out: bool,
}

/// Words for a problem of the plan.
pub fn line(p: &Page, looked: &Looked, problem: &Problem) -> Line {
    let pairing = problem.pairing.and_then(|at| looked.plan.pairings.get(at));
    let mut changes: Vec<Change> = problem
        .rows()
        .flat_map(|row| changed(p, looked, row))
        .collect();
    changes.extend(
        pairing
            .into_iter()
            .flat_map(|pairing| changed(p, looked, &pairing.row)),
    );
    let has_new = problem.rows().any(|row| row.id.is_none());
    let what = match (problem.row.id, has_new || !changes.is_empty()) {
        (None, _) => "import-what-new",
        (Some(_), true) => "import-what-change",
        (Some(_), false) => "import-what-same",
    };
    let made = problem.measures.iter().filter(|m| m.row.id.is_none());
    Line {
        rows: rows_of(&problem.sheet_rows),
        row: problem.row.sheet_row,
        title: problem.title.clone(),
        id: problem.row.id,
        what: p.t(what),
        pairing: pairing.map_or_else(String::new, |pairing| {
            let lead = unit_name(looked, pairing.lead);
            let partners = pairing.partners.iter().map(|id| unit_name(looked, *id));
            let partners: Vec<&str> = partners.chain(pairing.partners_open.as_deref()).collect();
            let partners = partners.join("、");
            p.t2(
                "import-pairs",
                ("lead", lead.to_owned()),
                ("partners", partners),
            )
        }),
        measures: made
            .filter_map(|m| m.row.get("text").map(str::to_owned))
            .collect(),
        changes,
        is_blocked: problem.is_blocked,
        is_left_out: problem.is_left_out,
    }
}

fn changed<'a>(p: &'a Page, looked: &'a Looked, row: &'a Row) -> impl Iterator<Item = Change> + 'a {
    row.changes().map(|field| Change {
        name: p.code("import-value", field.field),
        from: shown(p, looked, field, &field.was),
        to: shown(p, looked, field, &field.value),
    })
}

/// A value of a field as people read it.
fn shown(p: &Page, looked: &Looked, field: &Field, value: &str) -> String {
    let ids = || value.split(',').filter_map(|id| id.parse::<i64>().ok());
    match field.field {
        _ if value.is_empty() => "—".to_owned(),
        "lead" | "partners" => {
            let names: Vec<&str> = ids().map(|id| unit_name(looked, id)).collect();
            names.join("、")
        }
        "owner" => {
            let names: Vec<String> = ids().map(|id| person_name(looked, id)).collect();
            names.join("、")
        }
        "theme_id" => {
            let theme = ids().find_map(|id| {
                looked
                    .known
                    .themes
                    .iter()
                    .find(|(theme, _, _)| *theme == id)
            });
            theme.map_or_else(|| value.to_owned(), |(_, name, _)| name.clone())
        }
        "class" => p.code("class", value),
        _ => value.to_owned(),
    }
}

fn unit_name(looked: &Looked, id: i64) -> &str {
    match usize::try_from(-1 - id) {
        Ok(at) => looked
            .plan
            .units
            .get(at)
            .map_or("", |unit| unit.name.as_str()),
        Err(_) => looked.known.unit_name(id),
    }
}

fn person_name(looked: &Looked, id: i64) -> String {
    let known = || {
        looked
            .known
            .people
            .iter()
            .find(|p| p.id == id)
            .map(|p| p.name.clone())
    };
    let made = usize::try_from(-1 - id)
        .ok()
        .and_then(|at| looked.plan.people.get(at));
    made.map(|p| p.name.clone())
        .or_else(known)
        .unwrap_or_default()
}

/// `7–9, 12`.
fn rows_of(rows: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => spans.push((*row, *row)),
        }
    }
    let spans: Vec<String> = spans
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            }
        })
        .collect();
    spans.join(", ")
}

/// A cell of the sheet with its colour.
pub struct Cell {
    pub name: String,
    pub text: String,
    pub level: Level,
    pub words: String,
}

/// A part of the sheet, as it stands in the file.
pub struct Table {
    pub letters: Vec<String>,
    pub rows: Vec<(u32, Vec<Cell>)>,
    pub header: Vec<u32>,
    pub before: Option<usize>,
    pub after: Option<usize>,
    pub from: usize,
}

/// The rows of the sheet from a place on.
pub fn table(p: &Page, looked: &Looked, from: usize) -> Table {
    let grid = &looked.understood.grid;
    let width = grid.width().min(60);
    let cell = |row: u32, column: u32, text: &str| {
        let found = looked.plan.cells.get(&(row, column));
        let asked = found.and_then(|(_, at)| looked.plan.questions.get(*at));
        Cell {
            name: address(row, column),
            text: text.to_owned(),
            level: found.map_or(Level::Sure, |(level, _)| *level),
            words: asked.map(|q| p.words.say(&q.say)).unwrap_or_default(),
        }
    };
    let rows = grid.rows.iter().skip(from).take(SHEET_ROWS_SHOWN);
    Table {
        letters: (0..width).map(letters).collect(),
        rows: rows
            .map(|row| {
                let cells = (0..width).map(|column| cell(row.number, column, row.text(column)));
                (row.number, cells.collect())
            })
            .collect(),
        header: looked.understood.sheet.header_rows.clone(),
        before: (from > 0).then(|| from.saturating_sub(SHEET_ROWS_SHOWN)),
        after: (from + SHEET_ROWS_SHOWN < grid.rows.len()).then_some(from + SHEET_ROWS_SHOWN),
        from,
    }
}

/// One row that a batch made or changed.
pub struct MadeLine {
    pub what: String,
    pub href: String,
    pub title: String,
    pub cells: String,
}

/// Words for a row of a batch.
pub fn made_line(p: &Page, origin: &import_origin::Model) -> Result<MadeLine> {
    let fields = queries::read_fields(&origin.fields)?;
    let mut title = ["title", "text", "hurts", "theme_text", "lead"].iter();
    let title = title.find_map(|name| fields.iter().find(|f| f.field == *name));
    let cells: Vec<&str> = fields
        .iter()
        .map(|f| f.cell.as_str())
        .filter(|c| !c.is_empty())
        .collect();
    let changed = fields.iter().filter(|f| f.was.is_some()).count();
    let what = match (origin.is_new, changed) {
        (true, _) => p.t("import-made"),
        (false, 0) => p.t("import-left"),
        (false, n) => p.t1("import-changed", "n", n),
    };
    Ok(MadeLine {
        what: format!("{} · {what}", p.code("import-object", origin.object)),
        href: match origin.object {
            Object::Measure => format!("/measures/{}", origin.object_id),
            Object::Pairing => format!("/pairings/{}", origin.object_id),
            Object::Problem | Object::Outcome => format!("/problems/{}", origin.problem_id),
        },
        title: title.map(|f| f.written.clone()).unwrap_or_default(),
        cells: cells.join(" "),
    })
}
