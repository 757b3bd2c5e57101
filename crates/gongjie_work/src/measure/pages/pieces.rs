//! The pieces of the page of a measure, in the reader's words.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::layout::Page;
use crate::measure::extension::Decision;
use crate::measure::facts::Facts;
use crate::measure::light::Shine;
use crate::measure::queries;
use crate::measure::rules::{DutyRole, ExtensionState, SendBackReason, State};
use crate::measure::tables::{dispute, extension as request, measure, milestone, progress};
use crate::measure::tree::{Done, Tree};
use crate::measure::view::LightView;
use crate::org::Actor;
use crate::org::tables::person;
use crate::pairing::view::Units;

/// One task below.
pub(super) struct Task {
    /// 1: direct child.
    pub level: usize,
    pub id: i64,
    pub text: String,
    pub unit: String,
    pub done: Done,
    pub due: String,
    pub light: LightView,
}

/// A milestone.
pub(super) struct Stone {
    pub id: i64,
    pub text: String,
    pub due: String,
    pub done: Option<String>,
    pub is_late: bool,
}

/// A request for extension.
pub(super) struct Asked {
    pub id: i64,
    pub version: i64,
    pub title: String,
    pub to: String,
    pub to_iso: String,
    pub reason: String,
    pub so_far: Option<String>,
    pub state: ExtensionState,
    pub note: Option<String>,
    /// Decisions open to the reader.
    pub decisions: Vec<Decision>,
}

/// What an extension form is filled with before anything is typed.
pub(super) struct Ask {
    pub last: String,
    pub last_iso: String,
    pub left: usize,
}

/// A dispute.
pub(super) struct Quarrel {
    pub id: i64,
    pub basis: String,
    pub unit: String,
    pub ruling: Option<String>,
    pub may_rule: bool,
}

/// One entry of progress.
pub(super) struct Said {
    pub when: String,
    pub who: String,
    pub text: String,
    pub next_step: Option<String>,
    pub percent: Option<i64>,
}

/// The limit as written, and the day that was understood.
pub(super) fn due_words(row: &measure::Model, p: &Page) -> String {
    let day = row.due_on.as_deref().map(|d| p.day(d));
    match (&row.due_text, day) {
        (Some(text), Some(day)) if *text != day && row.due_on.as_ref() != Some(text) => {
            format!("{text}（{day}）")
        }
        (_, Some(day)) => day,
        (Some(text), None) => text.clone(),
        (None, None) => String::new(),
    }
}

pub(super) fn tasks(
    facts: &Facts,
    tree: &Tree<'_>,
    shines: &BTreeMap<i64, Shine>,
    units: &Units,
    p: &Page,
) -> Vec<Task> {
    tree.under(facts.row.id)
        .into_iter()
        .filter_map(|(level, row)| {
            let lead = facts
                .duties
                .iter()
                .find(|d| d.measure_id == row.id && d.role == DutyRole::Lead)
                .and_then(|d| d.unit_id);
            let due = row.due_on.as_deref().or_else(|| tree.next_due(row.id));
            Some(Task {
                level,
                id: row.id,
                text: row.text.clone(),
                unit: lead.map(|u| units.short(u)).unwrap_or_default(),
                done: tree.done(row.id),
                due: due
                    .map(|d| p.day(d))
                    .or_else(|| row.due_text.clone())
                    .unwrap_or_default(),
                light: LightView::of(shines.get(&row.id)?, p),
            })
        })
        .collect()
}

pub(super) fn said(entry: &progress::Model, people: &[person::Model], p: &Page) -> Said {
    let plain = entry.is_no_change.then(|| p.t("did-measure-no-change"));
    Said {
        when: p.day(&entry.entered_on),
        who: entry
            .person_id
            .and_then(|id| name(people, id))
            .unwrap_or_default(),
        text: entry.sentence.clone().or(plain).unwrap_or_default(),
        next_step: entry.next_step.clone(),
        percent: entry.percent,
    }
}

pub(super) fn progress_hint(facts: &Facts, p: &Page, today: Date) -> Option<String> {
    let by = facts.progress_wanted(today)?;
    Some(p.t1("measure-progress-wanted", "date", p.day(&by.to_string())))
}

pub(super) fn stone(row: &milestone::Model, p: &Page, today: Date) -> Stone {
    Stone {
        id: row.id,
        text: row.text.clone(),
        due: p.day(&row.due_on),
        done: row.done_on.as_deref().map(|d| p.day(d)),
        is_late: row.done_on.is_none() && row.due_on < today.to_string(),
    }
}

pub(super) fn asked(row: &request::Model, facts: &Facts, actor: &Actor, p: &Page) -> Asked {
    Asked {
        id: row.id,
        version: row.version,
        title: p.t2(
            "measure-extension-from-to",
            ("from", p.day(&row.from_due_on)),
            ("to", p.day(&row.to_due_on)),
        ),
        to: p.day(&row.to_due_on),
        to_iso: row.to_due_on.clone(),
        reason: row.reason.clone(),
        so_far: row.progress_so_far.clone(),
        state: row.state,
        note: row.decision_note.clone(),
        decisions: facts.decisions(row, actor),
    }
}

/// The form's facts, or why there is none.
pub(super) fn ask(facts: &Facts, p: &Page, today: Date) -> (Option<Ask>, Option<String>) {
    match facts.may_ask(today) {
        None => (None, None),
        Some(Ok(last)) => {
            let ask = Ask {
                last: p.day(&last.to_string()),
                last_iso: last.to_string(),
                left: facts.limit().left(),
            };
            (Some(ask), None)
        }
        Some(Err(refused)) => (None, Some(p.words.say(&refused.say()))),
    }
}

pub(super) fn quarrel(row: &dispute::Model, facts: &Facts, units: &Units, p: &Page) -> Quarrel {
    Quarrel {
        id: row.id,
        basis: row.basis.clone(),
        unit: row
            .proposed_unit_id
            .map(|u| units.name(u))
            .unwrap_or_default(),
        ruling: row.ruling.map(|r| p.code("ruling", r)),
        may_rule: facts.may_rule(),
    }
}

/// Whose step is next.
pub(super) fn whose(row: &measure::Model, lead: &str, p: &Page) -> String {
    let key = match row.state {
        State::Issued => "measure-next-issued",
        State::Signed => "measure-next-signed",
        State::Working => "measure-next-working",
        State::Reported => "measure-next-reported",
        State::Suspended => "measure-next-suspended",
        State::Done => "measure-next-done",
        State::Cancelled => "measure-next-cancelled",
    };
    p.t1(key, "unit", lead)
}

pub(super) fn done_words(done: Done, p: &Page) -> String {
    p.t2(
        "measure-done-of",
        ("done", done.done.to_string()),
        ("all", done.all.to_string()),
    )
}

/// Who is in charge, and when.
pub(super) struct Head {
    pub parent: Option<(i64, String)>,
    pub lead: String,
    pub partners: Vec<String>,
    pub owner: Option<String>,
    pub due: String,
    /// The first promise, where another limit stands now.
    pub first_due: Option<String>,
}

pub(super) fn head(facts: &Facts, units: &Units, people: &[person::Model], p: &Page) -> Head {
    let row = &facts.row;
    let (lead, owner) = queries::lead_and_owner(&facts.own);
    let parent = row
        .parent_id
        .and_then(|id| facts.rows.iter().find(|m| m.id == id));
    let partners = facts.own.iter().filter(|d| d.role == DutyRole::Partner);
    let first_due = row.first_due_on.as_ref();
    Head {
        parent: parent.map(|m| (m.id, m.text.clone())),
        lead: lead.map(|u| units.name(u)).unwrap_or_default(),
        partners: partners
            .filter_map(|d| Some(units.name(d.unit_id?)))
            .collect(),
        owner: owner.and_then(|id| name(people, id)),
        due: due_words(row, p),
        first_due: first_due
            .filter(|first| row.due_on.as_ref() != Some(first))
            .map(|first| p.day(first)),
    }
}

fn name(people: &[person::Model], id: i64) -> Option<String> {
    let found = people.iter().find(|x| x.id == id);
    found.map(|x| x.name.clone())
}

/// What can be chosen in the forms of the page.
pub(super) struct Choices {
    pub people: Vec<(String, String)>,
    pub units: Vec<(String, String)>,
    /// Reasons of a send-back.
    pub codes: Vec<(String, String)>,
}

pub(super) fn choices(units: &Units, people: &[person::Model], p: &Page) -> Choices {
    let active = people.iter().filter(|x| x.is_active);
    Choices {
        people: active.map(|x| (x.id.to_string(), x.name.clone())).collect(),
        units: units
            .open()
            .map(|u| (u.id.to_string(), units.name(u.id)))
            .collect(),
        codes: SendBackReason::ALL
            .iter()
            .map(|c| (c.to_string(), p.code("send-back", c)))
            .collect(),
    }
}
