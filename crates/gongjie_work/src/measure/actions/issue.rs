//! Issuing and editing measures and tasks, and the start of a problem's work.

use std::collections::BTreeMap;

use gongjie_base::limits::MEASURE_DEPTH_MAX;
use gongjie_base::{Conn, Error, FieldError, Result, Say, Tx};
use sea_orm::Set;

use super::super::rules::{self, DueKind, DutyRole, Input, Read, State};
use super::super::tables::duty;
use super::super::tables::measure::{ActiveModel, Model};
use super::super::tree::Tree;
use super::super::{lifecycle, parts, queries};
use super::{charge_unit, must_be_person, must_be_unit, must_run, name_owner, open_case};
use crate::calendar;
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part, queries as org};
use crate::problem::lifecycle::Action as ProblemAction;
use crate::problem::{actions as problems, queries as problem_queries};

/// Issues a measure 交办 of a problem, or a task under a measure. For the problem's lead and the coordinator; a task also
/// for those who do its parent.
pub async fn set(tx: &Tx, acting: &Acting, problem_id: i64, input: &Input) -> Result<i64> {
    let problem = problem_queries::find(tx, &acting.actor, problem_id).await?;
    must_run(&problem)?;
    let of_problem = parts::of_problem(tx, &acting.actor, problem_id).await?;
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    let read = rules::read(input, acting.today, &calendar);
    let parent_id = input.parent_id.trim().parse().ok();
    let parent = check_parent(tx, problem_id, parent_id).await?;
    let of_parent = match &parent {
        Some(parent) => parts::of_measure(tx, &acting.actor, parent).await?,
        None => Vec::new(),
    };
    if !rules::may_issue(&of_problem, &of_parent) {
        return Err(Error::forbidden("measure-not-your-problem"));
    }
    let read = read?;
    check_choices(tx, acting, &read).await?;
    let position = queries::next_position(tx, problem_id, read.parent_id).await?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        parent_id: Set(read.parent_id),
        position: Set(position),
        text: Set(read.text.clone()),
        goal: Set(read.goal.clone()),
        start_on: Set(read.start_on.map(|d| d.to_string())),
        due_text: Set(read.due.text.clone()),
        due_on: Set(read.due.on.map(|d| d.to_string())),
        first_due_on: Set(read.due.on.map(|d| d.to_string())),
        due_kind: Set(read.due.kind),
        state: Set(State::Issued),
        state_since: Set(acting.at),
        issued_on: Set(acting.day()),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    charge(tx, id, &read).await?;
    let names = Names::read(tx, acting).await?;
    let entry = Entry::new("measure.set", "measure", id)
        .of_problem(problem_id)
        .set("text", &read.text)
        .set("lead", names.unit(read.lead))
        .change("owner", None::<String>, read.owner.map(|o| names.person(o)))
        .change("due_on", None::<String>, read.due.on)
        .change("due_text", None::<String>, read.due.text.as_ref())
        .set("state", State::Issued);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// The parent must be an open measure of the same problem, and not too deep.
async fn check_parent(tx: &Tx, problem_id: i64, parent: Option<i64>) -> Result<Option<Model>> {
    let Some(parent) = parent else {
        return Ok(None);
    };
    let rows = queries::list_of_problems(tx, &[problem_id]).await?;
    let depth = Tree::new(&rows).depth(parent);
    let found = rows.into_iter().find(|m| m.id == parent);
    let found = found.ok_or_else(|| Error::invalid("parent_id", "error-not-in-list"))?;
    if !found.state.is_open() || found.state == State::Reported {
        return Err(Error::invalid("parent_id", "measure-parent-over"));
    }
    if depth >= MEASURE_DEPTH_MAX {
        let say = Say::new("measure-too-deep").with("max", MEASURE_DEPTH_MAX);
        return Err(Error::Invalid(vec![FieldError::new("parent_id", say)]));
    }
    Ok(Some(found))
}

/// Units and owner must be rows of the actor's organisation.
async fn check_choices(tx: &Tx, acting: &Acting, read: &Read) -> Result<()> {
    must_be_unit(tx, acting, "lead", read.lead).await?;
    for unit in &read.partners {
        must_be_unit(tx, acting, "partners", *unit).await?;
    }
    if let Some(person) = read.owner {
        must_be_person(tx, acting, "owner", person).await?;
    }
    Ok(())
}

/// Writes who is in charge, in place of whoever was.
async fn charge(tx: &Tx, id: i64, read: &Read) -> Result<()> {
    queries::delete_duties(tx, id, &[DutyRole::Lead, DutyRole::Partner]).await?;
    charge_unit(tx, id, read.lead, DutyRole::Lead).await?;
    for unit in &read.partners {
        charge_unit(tx, id, *unit, DutyRole::Partner).await?;
    }
    name_owner(tx, id, read.owner).await
}

/// Edits a measure that is not over. For those who may issue it. A promised limit and a unit that has signed stay.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let case = open_case(tx, acting, id).await?;
    let now = &case.measure;
    let version = input.version.trim().parse().unwrap_or(now.version);
    if !now.state.is_open() {
        return Err(case.wrong_state());
    }
    if !may_edit(tx, &acting.actor, now).await? {
        return Err(Error::forbidden("measure-not-your-problem"));
    }
    let issued = now.issued_on.parse().unwrap_or(acting.today);
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    let mut read = rules::read(input, issued, &calendar)?;
    read.parent_id = now.parent_id;
    let duties = queries::list_duties(tx, &[id]).await?;
    let (lead, _) = queries::lead_and_owner(&duties);
    if let Err(refused) = rules::may_change(now, lead, &read, &case.parts) {
        let (field, key) = refused.at();
        return Err(Error::invalid(field, key));
    }
    check_choices(tx, acting, &read).await?;
    let keeps_due = now.due_text == read.due.text && now.due_kind != DueKind::None;
    let due_on = if keeps_due {
        now.due_on.clone()
    } else {
        read.due.on.map(|d| d.to_string())
    };
    let start_on = read.start_on.map(|d| d.to_string());
    if start_on
        .as_ref()
        .zip(due_on.as_ref())
        .is_some_and(|(start, due)| due < start)
    {
        return Err(Error::invalid("due_text", "measure-due-before-start"));
    }
    let names = Names::read(tx, acting).await?;
    let entry = edit_entry(now, &read, &names, &duties)
        .change("start_on", now.start_on.as_ref(), start_on.as_ref())
        .change("due_on", now.due_on.as_ref(), due_on.as_ref());
    let row = ActiveModel {
        text: Set(read.text.clone()),
        goal: Set(read.goal.clone()),
        start_on: Set(start_on),
        due_text: Set(read.due.text.clone()),
        first_due_on: Set(now.first_due_on.clone().or_else(|| due_on.clone())),
        due_on: Set(due_on),
        due_kind: Set(read.due.kind),
        ..Default::default()
    };
    queries::update(tx, row, id, version).await?;
    charge(tx, id, &read).await?;
    journal::record(tx, acting.by(), entry).await
}

/// Words and people before and after.
fn edit_entry(now: &Model, read: &Read, names: &Names, duties: &[duty::Model]) -> Entry {
    let (lead, owner) = queries::lead_and_owner(duties);
    let partners = duties
        .iter()
        .filter(|d| d.role == DutyRole::Partner)
        .filter_map(|d| d.unit_id);
    Entry::new("measure.edit", "measure", now.id)
        .of_problem(now.problem_id)
        .change("text", Some(&now.text), Some(&read.text))
        .change("goal", now.goal.as_ref(), read.goal.as_ref())
        .change("due_text", now.due_text.as_ref(), read.due.text.as_ref())
        .change(
            "lead",
            lead.map(|u| names.unit(u)),
            Some(names.unit(read.lead)),
        )
        .change(
            "owner",
            owner.map(|o| names.person(o)),
            read.owner.map(|o| names.person(o)),
        )
        .change(
            "partners",
            Some(names.units(partners)),
            Some(names.units(read.partners.iter().copied())),
        )
}

/// Those who may issue a measure may edit it; a task also those who do its parent.
pub async fn may_edit(conn: &Conn, actor: &Actor, now: &Model) -> Result<bool> {
    if !now.state.is_open() {
        return Ok(false);
    }
    let of_problem = parts::of_problem(conn, actor, now.problem_id).await?;
    let of_parent = match now.parent_id {
        Some(parent) => {
            let parent = queries::find(conn, actor, parent).await?;
            parts::of_measure(conn, actor, &parent).await?
        }
        None => Vec::new(),
    };
    Ok(rules::may_issue(&of_problem, &of_parent))
}

/// Starts the work on a problem 立单推进: at least one measure names unit, owner and limit.
pub async fn start_problem(tx: &Tx, acting: &Acting, problem_id: i64) -> Result<()> {
    problem_queries::find(tx, &acting.actor, problem_id).await?;
    let mut of_problem = parts::of_problem(tx, &acting.actor, problem_id).await?;
    if !of_problem.iter().any(|p| lifecycle::ISSUERS.contains(p)) {
        return Err(Error::forbidden("measure-not-your-problem"));
    }
    let rows = queries::list_of_problems(tx, &[problem_id]).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let duties = queries::list_duties(tx, &ids).await?;
    let names = |id: i64, role| duties.iter().any(|d| d.measure_id == id && d.role == role);
    let is_ready = rows.iter().any(|m| {
        m.state != State::Cancelled
            && m.due_kind != DueKind::None
            && names(m.id, DutyRole::Lead)
            && names(m.id, DutyRole::Owner)
    });
    if !is_ready {
        return Err(Error::conflict("measure-cannot-start"));
    }
    // The measures were looked at: this is the one door through which work starts.
    of_problem.push(Part::System);
    let step = problems::Step::default();
    problems::advance(
        tx,
        acting,
        problem_id,
        ProblemAction::Start,
        &of_problem,
        &step,
    )
    .await
}

/// Names for the journal: it is read by people.
pub(super) struct Names {
    units: BTreeMap<i64, String>,
    people: BTreeMap<i64, String>,
}

impl Names {
    /// Names of the actor's organisation.
    pub(super) async fn read(tx: &Tx, acting: &Acting) -> Result<Self> {
        let people = org::list_people(tx, &acting.actor).await?;
        Ok(Self {
            units: org::unit_names(tx, acting.actor.organization_id).await?,
            people: people.into_iter().map(|p| (p.id, p.name)).collect(),
        })
    }

    pub(super) fn unit(&self, id: i64) -> String {
        self.units.get(&id).cloned().unwrap_or_default()
    }

    pub(super) fn person(&self, id: i64) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    fn units(&self, ids: impl Iterator<Item = i64>) -> String {
        let names: Vec<String> = ids.map(|id| self.unit(id)).collect();
        names.join("、")
    }
}
