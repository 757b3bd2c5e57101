//! What people do with a call: answer it, bring in help, note, report, end it.

use gongjie_base::lifecycle as table;
use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use crate::journal::{self, Entry};
use crate::org::Acting;
use crate::problem::actions as problems;
use crate::urgent::lifecycle::{Action, TABLE};
use crate::urgent::queries::{self, NewEvent};
use crate::urgent::rules::{self, EventKind, State, StepInput};
use crate::urgent::tables::urgent_call::{ActiveModel, Model};

/// Takes one step. The table says who may and when; paging is the product's own and nobody's step.
pub async fn advance(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    action: Action,
    input: &StepInput,
) -> Result<()> {
    let call = queries::find(tx, &acting.actor, id).await?;
    let paged = queries::list_paged(tx, id).await?;
    let was_paged = paged
        .values()
        .any(|people| people.contains(&acting.actor.person_id));
    let parts = rules::parts(&acting.actor, was_paged);
    let say = Say::new("urgent-no-such-step").with("state", call.state);
    let line = table::find(TABLE, call.state, action).ok_or(Error::Conflict(say))?;
    if !line.who.iter().any(|p| parts.contains(p)) {
        return Err(Error::forbidden("urgent-not-your-step"));
    }
    let (event, mut row, entry) = step(tx, acting, &call, action, input).await?;
    let turn = call.turns + 1;
    queries::insert_event(tx, &call, turn, event).await?;
    row.turns = Set(turn);
    row.state = Set(line.to);
    if line.to != call.state {
        row.state_since = Set(acting.at);
    }
    queries::update(tx, row, id, call.version).await?;
    let entry = entry.set("action", action).set("turn", turn).change(
        "state",
        Some(call.state),
        Some(line.to),
    );
    journal::record(tx, acting.by(), entry).await
}

/// What a step writes besides its state.
async fn step(
    tx: &Tx,
    acting: &Acting,
    call: &Model,
    action: Action,
    input: &StepInput,
) -> Result<(NewEvent, ActiveModel, Entry)> {
    let mut row = ActiveModel::default();
    let mut entry = Entry::new("urgent.step", "urgent_call", call.id);
    let event = match action {
        Action::Ack => {
            row.acked_at = Set(Some(acting.at));
            row.acked_by_id = Set(Some(acting.actor.person_id));
            row.next_page_at = Set(None);
            super::event(acting, EventKind::Acked)
        }
        Action::Join => told(acting, input)?,
        Action::Note => {
            let event = noted(acting, input)?;
            if event.kind == EventKind::Report {
                row.report_due_at = Set(rules::next_report(call.state, acting.at));
            }
            event
        }
        Action::Stabilise => {
            row.report_due_at = Set(rules::next_report(State::Stabilised, acting.at));
            saying(
                acting,
                EventKind::Stabilised,
                input,
                "urgent-say-how-it-stands",
            )?
        }
        Action::Care => {
            row.report_due_at = Set(None);
            let event = saying(acting, EventKind::Care, input, "urgent-say-care")?;
            NewEvent {
                is_restricted: true,
                ..event
            }
        }
        Action::FalseAlarm => {
            row.report_due_at = Set(None);
            saying(acting, EventKind::FalseAlarm, input, "urgent-say-why-false")?
        }
        Action::Close => {
            let event = saying(acting, EventKind::Closed, input, "urgent-say-summary")?;
            row.report_due_at = Set(None);
            row.closed_at = Set(Some(acting.at));
            row.summary = Set(event.text.clone());
            event
        }
        Action::Promote => {
            let problem = promote(tx, acting, call, input).await?;
            row.problem_id = Set(Some(problem));
            entry = entry.of_problem(problem).set("problem_id", problem);
            super::event(acting, EventKind::Promoted)
        }
        Action::Page => return Err(Error::forbidden("urgent-not-your-step")),
    };
    Ok((event, row, entry))
}

fn saying(
    acting: &Acting,
    kind: EventKind,
    input: &StepInput,
    key: &'static str,
) -> Result<NewEvent> {
    Ok(NewEvent {
        text: Some(rules::words(&input.text, key)?),
        ..super::event(acting, kind)
    })
}

/// Who outside was told, by which way, and what else there is to say.
fn told(acting: &Acting, input: &StepInput) -> Result<NewEvent> {
    let (partner, how) = rules::read_told(input)?;
    let text = match input.text.trim() {
        "" => None,
        text => Some(rules::words(text, "urgent-say-what")?),
    };
    Ok(NewEvent {
        partner: Some(partner),
        how: Some(how),
        text,
        ..super::event(acting, EventKind::Partner)
    })
}

fn noted(acting: &Acting, input: &StepInput) -> Result<NewEvent> {
    let kind = EventKind::from_code(input.entry.trim()).filter(|k| EventKind::NOTED.contains(k));
    let kind = kind.ok_or_else(|| Error::invalid("entry", "error-choose"))?;
    if kind == EventKind::Partner {
        return told(acting, input);
    }
    saying(acting, kind, input, "urgent-say-what")
}

/// Makes a problem of what lies behind the call 转为难题. A drill makes none.
async fn promote(tx: &Tx, acting: &Acting, call: &Model, input: &StepInput) -> Result<i64> {
    if call.is_drill {
        return Err(Error::conflict("urgent-drill-no-problem"));
    }
    if call.problem_id.is_some() {
        return Err(Error::conflict("urgent-problem-already"));
    }
    let new = problems::FromVoice {
        title: &input.title,
        hurts: call.summary.as_deref().unwrap_or_default(),
        theme_id: "",
    };
    Ok(problems::propose_from_voice(tx, acting, &new).await?.id)
}
