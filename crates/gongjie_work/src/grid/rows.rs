//! The rows behind cells: reads one as its form would hold it, and writes it back through the room's own action.

use gongjie_base::{Conn, Error, Result, Tx};

use super::rules::{Object, ids};
use crate::measure::rules::DutyRole;
use crate::org::{Acting, Actor};
use crate::pairing::rules::MemberRole;
use crate::{measure, outcome, pairing, problem};

/// What a form of the row would hold.
#[derive(Debug, Clone)]
enum Typed {
    Problem(problem::rules::Input),
    Measure(measure::rules::Input),
    Pairing(pairing::rules::Input),
    Outcome(outcome::rules::Input),
}

/// A row that cells belong to.
#[derive(Debug, Clone)]
pub struct Row {
    pub object: Object,
    pub id: i64,
    pub version: i64,
    pub title: String,
    typed: Typed,
}

fn text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// The row as it stands; what the actor may not see is not there.
pub async fn find(conn: &Conn, actor: &Actor, object: Object, id: i64) -> Result<Row> {
    let (version, title, typed) = match object {
        Object::Problem => find_problem(conn, actor, id).await?,
        Object::Measure => find_measure(conn, actor, id).await?,
        Object::Pairing => find_pairing(conn, actor, id).await?,
        Object::Outcome => find_outcome(conn, actor, id).await?,
    };
    Ok(Row {
        object,
        id,
        version,
        title,
        typed,
    })
}

async fn find_problem(conn: &Conn, actor: &Actor, id: i64) -> Result<(i64, String, Typed)> {
    let row = problem::queries::find(conn, actor, id).await?;
    let input = problem::rules::Input {
        title: row.title.clone(),
        hurts: row.hurts.unwrap_or_default(),
        theme_id: text(row.theme_id),
        class: row.class.map(|c| c.to_string()).unwrap_or_default(),
        grade: text(row.grade),
        origin: row.origin.to_string(),
        raised_by_unit_id: text(row.raised_by_unit_id),
        raised_note: row.raised_note.unwrap_or_default(),
        version: row.version.to_string(),
    };
    Ok((row.version, row.title, Typed::Problem(input)))
}

async fn find_measure(conn: &Conn, actor: &Actor, id: i64) -> Result<(i64, String, Typed)> {
    let row = measure::queries::find(conn, actor, id).await?;
    let duties = measure::queries::list_duties(conn, &[id]).await?;
    let (lead, owner) = measure::queries::lead_and_owner(&duties);
    let partners = duties.iter().filter(|d| d.role == DutyRole::Partner);
    let input = measure::rules::Input {
        text: row.text.clone(),
        goal: row.goal.unwrap_or_default(),
        parent_id: text(row.parent_id),
        lead: text(lead),
        partners: partners
            .filter_map(|d| d.unit_id.map(|u| u.to_string()))
            .collect(),
        owner: text(owner),
        start_on: row.start_on.unwrap_or_default(),
        due_text: row.due_text.unwrap_or_default(),
        version: row.version.to_string(),
    };
    Ok((row.version, row.text, Typed::Measure(input)))
}

async fn find_pairing(conn: &Conn, actor: &Actor, id: i64) -> Result<(i64, String, Typed)> {
    let row = pairing::queries::find(conn, actor, id).await?;
    let members = pairing::queries::list_members(conn, &[id]).await?;
    let links = pairing::queries::list_links(conn, &[id]).await?;
    let lead = members.iter().find(|m| m.role == MemberRole::Lead);
    let partners = members.iter().filter(|m| m.role != MemberRole::Lead);
    let input = pairing::rules::Input {
        title: row.title.clone(),
        lead: text(lead.map(|m| m.unit_id)),
        partners: partners.map(|m| m.unit_id.to_string()).collect(),
        problems: links.iter().map(|l| l.problem_id.to_string()).collect(),
        theme_id: text(row.theme_id),
        theme_text: row.theme_text.unwrap_or_default(),
        date_text: row.date_text.unwrap_or_default(),
        partners_open: row.partners_open.unwrap_or_default(),
        version: row.version.to_string(),
    };
    Ok((row.version, row.title, Typed::Pairing(input)))
}

async fn find_outcome(conn: &Conn, actor: &Actor, id: i64) -> Result<(i64, String, Typed)> {
    let row = outcome::queries::find(conn, actor, id).await?;
    let (figures, shares) = outcome::actions::details(conn, id).await?;
    let planned = |is: bool| if is { "planned" } else { "achieved" }.to_owned();
    let input = outcome::rules::Input {
        text: row.text.clone(),
        measure_id: text(row.measure_id),
        figure_label: figures.iter().map(|f| f.label.clone()).collect(),
        figure_text: figures.iter().map(|f| f.text.clone()).collect(),
        figure_planned: figures.iter().map(|f| planned(f.is_planned)).collect(),
        figure_as_of: figures
            .iter()
            .map(|f| f.as_of.clone().unwrap_or_default())
            .collect(),
        share_unit: shares.iter().map(|(unit, _)| unit.to_string()).collect(),
        share_percent: shares.iter().map(|(_, percent)| text(*percent)).collect(),
        version: row.version.to_string(),
    };
    Ok((row.version, row.text, Typed::Outcome(input)))
}

impl Row {
    /// What a field holds, as it is typed; nothing for a field that no grid edits.
    pub fn get(&self, field: &str) -> Option<String> {
        match &self.typed {
            Typed::Problem(input) => problem_field(&mut input.clone(), field).cloned(),
            Typed::Measure(input) if field == "partners" => Some(input.partners.join(",")),
            Typed::Measure(input) => measure_field(&mut input.clone(), field).cloned(),
            Typed::Pairing(input) if field == "partners" => Some(input.partners.join(",")),
            Typed::Pairing(input) => pairing_field(&mut input.clone(), field).cloned(),
            Typed::Outcome(input) => (field == "text").then(|| input.text.clone()),
        }
    }

    /// Types a value into a field.
    pub fn set(&mut self, field: &str, to: &str) {
        let slot = match &mut self.typed {
            Typed::Problem(input) => problem_field(input, field),
            Typed::Measure(input) if field == "partners" => {
                input.partners = ids(to);
                None
            }
            Typed::Measure(input) => measure_field(input, field),
            Typed::Pairing(input) if field == "partners" => {
                input.partners = ids(to);
                None
            }
            Typed::Pairing(input) => pairing_field(input, field),
            Typed::Outcome(input) => (field == "text").then_some(&mut input.text),
        };
        if let Some(slot) = slot {
            to.clone_into(slot);
        }
    }

    /// Saves the row by the action of its room, with its rules, rights and journal entry. Returns its new version.
    pub async fn save(&self, tx: &Tx, acting: &Acting) -> Result<i64> {
        match &self.typed {
            Typed::Problem(input) => problem::actions::edit(tx, acting, self.id, input).await?,
            Typed::Measure(input) => measure::actions::edit(tx, acting, self.id, input).await?,
            Typed::Pairing(input) => pairing::actions::edit(tx, acting, self.id, input).await?,
            Typed::Outcome(input) => outcome::actions::edit(tx, acting, self.id, input).await?,
        }
        let now = find(tx, &acting.actor, self.object, self.id).await?;
        Ok(now.version)
    }
}

fn problem_field<'a>(input: &'a mut problem::rules::Input, field: &str) -> Option<&'a mut String> {
    match field {
        "title" => Some(&mut input.title),
        "hurts" => Some(&mut input.hurts),
        "theme_id" => Some(&mut input.theme_id),
        "class" => Some(&mut input.class),
        "grade" => Some(&mut input.grade),
        "raised_by_unit_id" => Some(&mut input.raised_by_unit_id),
        _ => None,
    }
}

fn measure_field<'a>(input: &'a mut measure::rules::Input, field: &str) -> Option<&'a mut String> {
    match field {
        "text" => Some(&mut input.text),
        "goal" => Some(&mut input.goal),
        "lead" => Some(&mut input.lead),
        "owner" => Some(&mut input.owner),
        "start_on" => Some(&mut input.start_on),
        "due_text" => Some(&mut input.due_text),
        _ => None,
    }
}

fn pairing_field<'a>(input: &'a mut pairing::rules::Input, field: &str) -> Option<&'a mut String> {
    match field {
        "lead" => Some(&mut input.lead),
        "theme_text" => Some(&mut input.theme_text),
        "theme_id" => Some(&mut input.theme_id),
        "date_text" => Some(&mut input.date_text),
        _ => None,
    }
}

/// Makes a row by the action of its room. Returns its id.
pub async fn make(
    tx: &Tx,
    acting: &Acting,
    object: Object,
    under: Option<i64>,
    fields: &std::collections::BTreeMap<String, String>,
) -> Result<i64> {
    match object {
        Object::Problem => {
            let mut input = problem::rules::Input::default();
            for (field, to) in fields {
                if let Some(slot) = problem_field(&mut input, field) {
                    slot.clone_from(to);
                }
            }
            Ok(problem::actions::propose(tx, acting, &input).await?.id)
        }
        Object::Measure => {
            let under = under.ok_or_else(|| Error::invalid("under", "error-choose"))?;
            let mut input = measure::rules::Input::default();
            for (field, to) in fields {
                if field == "partners" {
                    input.partners = ids(to);
                } else if let Some(slot) = measure_field(&mut input, field) {
                    slot.clone_from(to);
                }
            }
            measure::actions::set(tx, acting, under, &input).await
        }
        Object::Pairing | Object::Outcome => Err(Error::invalid("object", "grid-cannot-make")),
    }
}

/// Takes back a row that a step made, by the verb that its life has for it.
pub async fn take_back(tx: &Tx, acting: &Acting, object: Object, id: i64) -> Result<()> {
    match object {
        Object::Problem => {
            let step = problem::actions::Step::default();
            let verb = problem::lifecycle::Action::Withdraw;
            problem::actions::advance(tx, acting, id, verb, &[], &step).await
        }
        Object::Measure => {
            let step = measure::actions::Step {
                reason: "撤回".to_owned(),
                ..measure::actions::Step::default()
            };
            let verb = measure::lifecycle::Action::Cancel;
            measure::actions::advance(tx, acting, id, verb, &step).await
        }
        Object::Pairing | Object::Outcome => Err(Error::conflict("grid-cannot-take-back")),
    }
}

/// Brings back a row that was taken back.
pub async fn bring_back(tx: &Tx, acting: &Acting, object: Object, id: i64) -> Result<()> {
    match object {
        Object::Problem => {
            let step = problem::actions::Step::default();
            let verb = problem::lifecycle::Action::Resubmit;
            problem::actions::advance(tx, acting, id, verb, &[], &step).await
        }
        _ => Err(Error::conflict("grid-cannot-bring-back")),
    }
}
