//! Makes the lines of the flat lists from facts that a finder gave this actor. Reads only.

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Conn, Result};
use jiff::civil::Date;

use super::flat::{Cell, Kind, Row, columns};
use super::queries::filter;
use super::rules::View;
use crate::dossier::facts::{Facts, Want, of};
use crate::dossier::queries as dossier;
use crate::grid::columns::value_of;
use crate::grid::labels::Labels;
use crate::grid::rules::{Grid, Object};
use crate::measure::actions::is_running;
use crate::measure::lifecycle::ISSUERS;
use crate::measure::rules::{DueKind, DutyRole, State as MeasureState, may_issue};
use crate::measure::tables::measure;
use crate::org::{Actor, Part};
use crate::pairing::rules::{MemberAnswer, member_parts};
use crate::problem::rules::State;
use crate::problem::tables::problem;
use crate::problem::{actions as problems, queries as problem_queries, rules as problem_rules};

/// Who reads, and the names that they read.
pub struct Reader<'a> {
    pub actor: &'a Actor,
    pub labels: &'a Labels,
    /// The day of the picture.
    pub today: Date,
    /// A past day is read and not edited.
    pub is_past: bool,
}

/// Every line of a view, in the order of the records.
pub async fn rows(conn: &Conn, reader: &Reader<'_>, grid: Grid, view: &View) -> Result<Vec<Row>> {
    if grid == Grid::Ledger {
        return super::flat_ledger_queries::rows(conn, reader, view).await;
    }
    let mut filter = filter(conn, reader.actor, view).await?;
    // Drafts of one's own are edited here too; the finder shows them only to those concerned.
    filter.is_counted = grid != Grid::Problems || filter.state.is_some();
    filter.limit = u64::try_from(EXPORT_ROWS_MAX).ok();
    let mut found = problem_queries::list(conn, reader.actor, &filter).await?;
    found.retain(|p| !matches!(p.state, State::Withdrawn | State::Merged));
    found.reverse();
    let order: Vec<i64> = found.iter().map(|p| p.id).collect();
    let want = Want {
        measures: true,
        duties: true,
        ..Want::default()
    };
    let facts = dossier::of_problems(conn, reader.actor, found, want, reader.today).await?;
    let problems = order.iter().filter_map(|id| facts.problems.get(id));
    if grid == Grid::Problems {
        return Ok(problems.map(|p| problem_row(reader, &facts, p)).collect());
    }
    Ok(problems
        .flat_map(|p| facts.live_measures(p.id).map(move |m| (p, m)))
        .map(|(p, m)| measure_row(reader, &facts, grid, p, m))
        .collect())
}

/// A cell whose value a grid edits, if the actor may.
pub(super) fn editable(
    reader: &Reader<'_>,
    object: Object,
    code: &'static str,
    value: String,
    why: String,
) -> Cell {
    let why = if reader.is_past {
        reader.labels.words.text("grid-why-past")
    } else {
        why
    };
    let kind = value_of(object, code);
    let shown = reader.labels.show(kind, &value);
    Cell {
        code,
        key: shown.clone(),
        shown,
        value,
        editor: why.is_empty().then(|| kind.editor()),
        why,
        ..Cell::default()
    }
}

/// A cell that is only read here.
pub(super) fn derived(code: &'static str, value: String, shown: String, why: String) -> Cell {
    Cell {
        code,
        key: value.clone(),
        value,
        shown,
        why,
        ..Cell::default()
    }
}

fn text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn problem_row(reader: &Reader<'_>, facts: &Facts, row: &problem::Model) -> Row {
    let words = reader.labels.words;
    let parts = problem_rules::parts(reader.actor, row);
    let why = if problems::may_edit(row, &parts) {
        String::new()
    } else {
        words.text("problem-cannot-edit")
    };
    let cell = |code: &'static str| {
        let value = match code {
            "title" => row.title.clone(),
            "hurts" => row.hurts.clone().unwrap_or_default(),
            "theme_id" => text(row.theme_id),
            "class" => row.class.map(|c| c.to_string()).unwrap_or_default(),
            "grade" => text(row.grade),
            "raised_by_unit_id" => text(row.raised_by_unit_id),
            "number" => {
                let number = text(row.number);
                let why = words.text("grid-why-number");
                return derived(code, number.clone(), number, why);
            }
            "state" => {
                let shown = words.code("problem-state", row.state.code());
                return derived(
                    code,
                    row.state.to_string(),
                    shown,
                    words.text("grid-why-state"),
                );
            }
            _ => {
                let due = facts.problem_due(row.id).unwrap_or_default().to_owned();
                let shown = words.day(&due);
                return derived(code, due, shown, words.text("grid-why-due"));
            }
        };
        let mut cell = editable(reader, Object::Problem, code, value, why.clone());
        if code == "theme_id" {
            let theme = facts.theme(row.theme_id);
            cell.mark = theme.map(|t| (t.hue.to_string(), t.mark.clone()));
            cell.key = theme.map(|t| t.position.to_string()).unwrap_or_default();
        }
        if code == "class" || code == "grade" {
            cell.key.clone_from(&cell.value);
        }
        cell
    };
    Row {
        object: Object::Problem,
        id: row.id,
        version: row.version,
        cells: columns(Grid::Problems)
            .iter()
            .map(|c| cell(c.code))
            .collect(),
        is_over: State::ENDED.contains(&row.state),
        is_late: facts.problem_light(row.id) == Some("red"),
    }
}

/// Why a measure's cells cannot be edited by this actor; empty where they can.
fn why_not(
    reader: &Reader<'_>,
    facts: &Facts,
    problem: &problem::Model,
    row: &measure::Model,
) -> String {
    let words = reader.labels.words;
    if !is_running(problem.state) {
        return words.text("grid-why-problem-rests");
    }
    if !row.state.is_open() {
        return words.text("grid-why-over");
    }
    let mut of_problem = problem_rules::parts(reader.actor, problem);
    let binding = facts.live_pairings(problem.id).into_iter();
    let members = binding
        .filter(|p| p.state.binds())
        .flat_map(|p| of(&facts.members, p.id))
        .filter(|m| m.answer == MemberAnswer::Confirmed);
    of_problem.extend(member_parts(reader.actor, members));
    let of_parent: Vec<Part> = row
        .parent_id
        .map(|parent| {
            let duties = of(&facts.duties, parent);
            crate::measure::rules::parts(reader.actor, &of_problem, duties)
        })
        .unwrap_or_default();
    if may_issue(&of_problem, &of_parent) || of_problem.iter().any(|p| ISSUERS.contains(p)) {
        return String::new();
    }
    words.text("measure-not-your-problem")
}

/// One measure with everything that its cells are made of.
struct Case<'a> {
    reader: &'a Reader<'a>,
    facts: &'a Facts,
    problem: &'a problem::Model,
    row: &'a measure::Model,
    why: String,
}

impl Case<'_> {
    fn units(&self, role: DutyRole) -> Vec<String> {
        let held = of(&self.facts.duties, self.row.id)
            .iter()
            .filter(|d| d.role == role);
        held.filter_map(|d| d.unit_id.map(|u| u.to_string()))
            .collect()
    }

    /// A field's value, and why this very field cannot be edited.
    fn value(&self, code: &str) -> (String, &'static str) {
        let row = self.row;
        let is_signed = row.state != MeasureState::Issued;
        let is_coordinator = self
            .reader
            .actor
            .standing_parts()
            .contains(&Part::Coordinator);
        match code {
            "text" => (row.text.clone(), ""),
            "partners" => (self.units(DutyRole::Partner).join(","), ""),
            "owner" => {
                let person = self.facts.duty_person(row.id, DutyRole::Owner);
                (text(person.map(|(id, _)| id)), "")
            }
            "start_on" => (row.start_on.clone().unwrap_or_default(), ""),
            "lead" => {
                let lead = self.units(DutyRole::Lead).into_iter().next();
                let is_fixed = is_signed && lead.is_some() && !is_coordinator;
                let why = if is_fixed {
                    "measure-lead-has-signed"
                } else {
                    ""
                };
                (lead.unwrap_or_default(), why)
            }
            _ => {
                let is_promised = is_signed && row.due_kind != DueKind::None;
                let why = if is_promised { "grid-why-promised" } else { "" };
                (row.due_text.clone().unwrap_or_default(), why)
            }
        }
    }

    fn field(&self, code: &'static str) -> Cell {
        let (value, own) = self.value(code);
        let why = match (self.why.as_str(), own) {
            ("", "") => String::new(),
            ("", own) => self.reader.labels.words.text(own),
            (why, _) => why.to_owned(),
        };
        let is_promised = self.why.is_empty() && own == "grid-why-promised";
        let mut cell = editable(self.reader, Object::Measure, code, value, why);
        if code == "due_text" {
            cell.key = self.row.due_on.clone().unwrap_or_default();
        }
        if is_promised {
            cell.href = format!("/measures/{}#extension", self.row.id);
        }
        cell
    }

    fn light(&self) -> &'static str {
        match self.facts.lights.get(&self.row.id) {
            Some(lit) => lit.light,
            None if self.row.state == MeasureState::Done => "done",
            None => "idle",
        }
    }

    fn cell(&self, column: &super::flat::Column) -> Cell {
        let words = self.reader.labels.words;
        match (column.kind, column.code) {
            (Kind::Field, code) => self.field(code),
            (Kind::Problem, code) => {
                let id = self.problem.id;
                let why = words.text("grid-why-problem");
                let title = self.problem.title.clone();
                let mut cell = derived(code, id.to_string(), title.clone(), why);
                cell.key = title;
                cell.href = format!("/problems/{id}");
                cell
            }
            (Kind::Derived, "light") => {
                let why = self.facts.lights.get(&self.row.id);
                let why = why.map(|lit| words.say(&lit.why)).unwrap_or_default();
                let light = self.light();
                derived("light", light.to_owned(), words.code("light", light), why)
            }
            (Kind::Derived, code) => {
                let shown = words.code("measure-state", self.row.state.code());
                let why = words.text("grid-why-state");
                derived(code, self.row.state.to_string(), shown, why)
            }
        }
    }
}

fn measure_row(
    reader: &Reader<'_>,
    facts: &Facts,
    grid: Grid,
    problem: &problem::Model,
    row: &measure::Model,
) -> Row {
    let case = Case {
        why: why_not(reader, facts, problem, row),
        reader,
        facts,
        problem,
        row,
    };
    Row {
        object: Object::Measure,
        id: row.id,
        version: row.version,
        cells: columns(grid).iter().map(|c| case.cell(c)).collect(),
        is_over: !row.state.is_open(),
        is_late: case.light() == "red",
    }
}
