//! Verbs of rises: find -> rules -> write -> journal, inside the transaction they are given.

mod sweep;

use gongjie_base::check::Check;
use gongjie_base::{Conn, Error, Result, Say, Tx};
use sea_orm::Set;

pub use sweep::{BATCH, Swept, sweep};

use super::lifecycle::Action;
use super::limits::{COUNT_MAX, Limit};
use super::queries;
use super::rules::{self, Ground, Input, State, Step};
use super::tables::rise::{ActiveModel, Model};
use crate::calendar;
use crate::journal::{self, Entry};
use crate::measure::parts;
use crate::org::{Acting, Role, queries as org};
use crate::outbox::{self, Class as Soon, Note};
use crate::pairing::queries as pairings;
use crate::problem::rules::Class;
use crate::problem::tables::problem;
use crate::problem::{actions as problems, queries as problem_queries};

/// Asks for the other class 提级 in words: up, or back down. For units of the pairing and for coordinators.
pub async fn ask(tx: &Tx, acting: &Acting, problem_id: i64, input: &Input) -> Result<i64> {
    let problem = problem_queries::find(tx, &acting.actor, problem_id).await?;
    let parts = parts::of_problem(tx, &acting.actor, problem_id).await?;
    let waits = queries::find_waiting(tx, problem_id).await?.is_some();
    let to = rules::may_ask(&problem, &parts, waits)?;
    let reason = rules::read(input)?;
    let members = pairings::member_units(tx, problem_id).await?;
    let unit = members.into_iter().find(|u| acting.actor.speaks_for(*u));
    let row = ActiveModel {
        ground: Set(Ground::Word),
        reason: Set(Some(reason)),
        asked_by_id: Set(acting.by().person_id),
        asked_unit_id: Set(unit),
        ..Default::default()
    };
    put(tx, acting, &problem, to, row).await
}

/// Writes a request, its entry, and tells those who decide it.
async fn put(
    tx: &Tx,
    acting: &Acting,
    problem: &problem::Model,
    to: Class,
    mut row: ActiveModel,
) -> Result<i64> {
    let organization_id = acting.actor.organization_id;
    let calendar = calendar::queries::find(tx, organization_id).await?;
    let limits = queries::find_limits(tx, organization_id).await?;
    let until = calendar.plus_working_days(acting.today, limits.of(Limit::Decide));
    row.organization_id = Set(organization_id);
    row.problem_id = Set(problem.id);
    row.to_class = Set(to);
    row.state = Set(State::Asked);
    row.state_since = Set(acting.at);
    row.asked_on = Set(acting.day());
    row.decide_by = Set(until.to_string());
    row.version = Set(1);
    let ground = row.ground.clone().take().unwrap_or(Ground::Word);
    let reason = row.reason.clone().take().flatten();
    let times = row.times.clone().take().flatten();
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("rise.ask", "rise", id)
        .of_problem(problem.id)
        .set("to_class", to)
        .set("ground", ground)
        .change("times", None::<i64>, times)
        .change("reason", None::<String>, reason)
        .set("decide_by", until);
    journal::record(tx, acting.by(), entry).await?;
    let key = match to {
        Class::SchoolLevel => "rise-told-up",
        Class::MultiDept => "rise-told-down",
    };
    let say = Say::new(key)
        .with("title", &problem.title)
        .with("date", until);
    let mut recipients = deciders(tx, organization_id, to).await?;
    recipients.retain(|person| Some(*person) != acting.by().person_id);
    tell(tx, acting, (id, problem.id), recipients, say).await?;
    Ok(id)
}

/// Who decides: up the coordinators, down the leaders.
async fn deciders(conn: &Conn, organization_id: i64, to: Class) -> Result<Vec<i64>> {
    let role = match to {
        Class::SchoolLevel => Role::Coordinator,
        Class::MultiDept => Role::Leader,
    };
    let holders = org::list_holders(conn, organization_id, role, None).await?;
    Ok(holders.into_iter().map(|(id, _)| id).collect())
}

async fn tell(
    tx: &Tx,
    acting: &Acting,
    (id, problem_id): (i64, i64),
    recipients: Vec<i64>,
    say: Say,
) -> Result<usize> {
    let note = Note {
        recipients,
        subject: "rise",
        subject_id: id,
        path: format!("/problems/{problem_id}/rises"),
        fact: format!("{}:{id}", say.key),
        say,
        class: Soon::Instant,
    };
    outbox::tell(tx, acting, note).await
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Grant => "rise.grant",
        Action::Deny => "rise.deny",
        Action::Withdraw => "rise.withdraw",
    }
}

/// Takes a step of the table. A granted one changes the problem's class in the same transaction, with who and why.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, step: &Step) -> Result<()> {
    let (found, problem) = queries::find(tx, &acting.actor, id).await?;
    let (action, note) = rules::read_step(step)?;
    let parts = parts::of_problem(tx, &acting.actor, problem.id).await?;
    let line = rules::may_step(&acting.actor, &found, &problem, &parts, action)?;
    let row = ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        decided_on: Set(Some(acting.day())),
        decided_by_id: Set(acting.by().person_id),
        note: Set(note.clone()),
        ..Default::default()
    };
    let version = step.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    let entry = Entry::new(verb(action), "rise", id)
        .of_problem(problem.id)
        .change("note", None::<String>, note.as_ref())
        .change("state", Some(found.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await?;
    if action == Action::Grant {
        let why = note.or_else(|| found.reason.clone());
        problems::reclass(tx, acting, problem.id, found.to_class, why).await?;
    }
    if action != Action::Withdraw {
        tell_decided(tx, acting, &found, &problem, action).await?;
    }
    Ok(())
}

/// Tells the units of the pairing, the coordinators, who asked, and of a risen problem the leaders.
async fn tell_decided(
    tx: &Tx,
    acting: &Acting,
    found: &Model,
    problem: &problem::Model,
    action: Action,
) -> Result<()> {
    let of = acting.actor.organization_id;
    let mut recipients: Vec<i64> = found.asked_by_id.into_iter().collect();
    for unit in pairings::member_units(tx, problem.id).await? {
        for role in [Role::UnitHead, Role::Liaison] {
            let holders = org::list_holders(tx, of, role, Some(unit)).await?;
            recipients.extend(holders.into_iter().map(|(id, _)| id));
        }
    }
    let mut roles = vec![Role::Coordinator];
    if action == Action::Grant {
        roles.push(Role::Leader);
    }
    for role in roles {
        let holders = org::list_holders(tx, of, role, None).await?;
        recipients.extend(holders.into_iter().map(|(id, _)| id));
    }
    recipients.retain(|person| Some(*person) != acting.by().person_id);
    let key = match (action, found.to_class) {
        (Action::Grant, Class::SchoolLevel) => "rise-told-granted-up",
        (Action::Grant, Class::MultiDept) => "rise-told-granted-down",
        _ => "rise-told-denied",
    };
    let say = Say::new(key).with("title", &problem.title);
    tell(tx, acting, (found.id, problem.id), recipients, say)
        .await
        .map(|_| ())
}

/// Sets a number of the rules; nothing typed: the default again. For coordinators.
pub async fn set_limit(tx: &Tx, acting: &Acting, limit: Limit, typed: &str) -> Result<()> {
    if !acting.actor.has(Role::Coordinator) {
        return Err(Error::forbidden("rise-not-yours"));
    }
    let mut check = Check::new();
    let count: Option<u16> = check.parsed(limit.code(), typed, "error-not-a-number");
    let least = u16::from(!limit.is_rule());
    check.must(
        count.is_none_or(|c| (least..=COUNT_MAX).contains(&c)),
        limit.code(),
        "rise-limit-range",
    );
    check.done()?;
    let organization_id = acting.actor.organization_id;
    let set = queries::find_limits(tx, organization_id).await?;
    let was = set.0.get(&limit).copied();
    if was == count {
        return Ok(());
    }
    queries::replace_limit(tx, organization_id, limit, count).await?;
    let entry = Entry::new("rise.limit", "rise_limit", 0)
        .set("limit", limit)
        .change("count", was, count);
    journal::record(tx, acting.by(), entry).await
}
