//! What waits for somebody: only what this actor may do now.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Facts, facts_of, list_views};
use crate::close_out::case::{Case, is_under_way};
use crate::close_out::rules::{LookBack, State, Verb};
use crate::close_out::tables::close_out::{Column, Entity, Model};
use crate::close_out::tables::close_out_view;
use crate::measure::queries as measures;
use crate::org::{Actor, Part, Role};
use crate::problem::queries as problems;
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// One thing that waits for the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub problem_id: i64,
    pub title: String,
    pub verb: Verb,
    /// Moment since which it waits.
    pub since: i64,
}

/// Everything about closing problems that waits for the actor, longest first.
pub async fn list_waiting(conn: &Conn, actor: &Actor, today: Date) -> Result<Vec<Waiting>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let rows = candidates(conn, actor, today).await?;
    let ready = ready(conn, actor).await?;
    let wanted: BTreeSet<i64> = rows.iter().map(|r| r.problem_id).collect();
    let filter = problems::Filter {
        ids: Some(wanted.into_iter().collect()),
        ..problems::Filter::default()
    };
    let mut titled: BTreeMap<i64, problem::Model> = problems::list(conn, actor, &filter)
        .await?
        .into_iter()
        .map(|p| (p.id, p))
        .collect();
    let ready_ids: Vec<i64> = ready.iter().map(|p| p.id).collect();
    titled.extend(ready.into_iter().map(|p| (p.id, p)));
    let ids: Vec<i64> = titled.keys().copied().collect();
    let facts = facts_of(conn, actor, &ids).await?;
    let row_ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let views = list_views(conn, &row_ids).await?;
    let mut found: Vec<Waiting> = Vec::new();
    let waiting = |problem: &problem::Model, verb, since| Waiting {
        problem_id: problem.id,
        title: problem.title.clone(),
        verb,
        since,
    };
    for row in &rows {
        let Some((problem, facts)) = titled.get(&row.problem_id).zip(facts.get(&row.problem_id))
        else {
            continue;
        };
        let own = views.iter().filter(|v| v.close_out_id == row.id);
        let verb = verb(&facts.case(actor, problem, today), facts, row, own);
        found.extend(verb.map(|verb| waiting(problem, verb, row.state_since)));
    }
    for problem in ready_ids.iter().filter_map(|id| titled.get(id)) {
        let may = |facts: &Facts| may_apply_now(&facts.case(actor, problem, today));
        if facts.get(&problem.id).is_some_and(may) {
            found.push(waiting(problem, Verb::Apply, problem.state_since));
        }
    }
    found.sort_by_key(|w| (w.since, w.problem_id));
    Ok(found)
}

/// What the close-out of one problem asks of the actor now, if anything. The caller has checked that the problem may be seen.
pub async fn find_waiting(
    conn: &Conn,
    actor: &Actor,
    problem: &problem::Model,
    today: Date,
) -> Result<Option<Verb>> {
    let rows: Vec<Model> = conn.rows_by("problem_id", &[problem.id], "id").await?;
    let over = [State::SentBack, State::Withdrawn];
    let Some(row) = rows.into_iter().rfind(|r| !over.contains(&r.state)) else {
        return Ok(None);
    };
    let facts = facts_of(conn, actor, &[problem.id]).await?;
    let Some(facts) = facts.get(&problem.id) else {
        return Ok(None);
    };
    let views = list_views(conn, &[row.id]).await?;
    let case = facts.case(actor, problem, today);
    Ok(verb(&case, facts, &row, views.iter()))
}

/// The coordinator may apply for everybody, but is not reminded of it.
fn may_apply_now(case: &Case<'_>) -> bool {
    let leads = [Part::Lead, Part::LeadHead];
    leads.iter().any(|p| case.parts.contains(p)) && case.may_apply().is_ok()
}

fn verb<'a>(
    case: &Case<'_>,
    facts: &Facts,
    row: &Model,
    mut views: impl Iterator<Item = &'a close_out_view::Model>,
) -> Option<Verb> {
    let verb = match row.state {
        State::Applied => case.may_sign(row).is_ok().then_some(Verb::Sign),
        State::Signed => {
            let asked = views.any(|v| {
                let is_outside = facts.outside.contains(&v.unit_id);
                case.may_view(row, Some(v), is_outside).is_ok()
            });
            let goes = case.may_go_on(row).is_ok().then_some(Verb::GoOn);
            asked.then_some(Verb::View).or(goes)
        }
        State::Viewed => case.may_verify(row).is_ok().then_some(Verb::Verify),
        State::Verified => case.may_lapse(row).is_ok().then_some(Verb::Lapse),
        State::Unrated if case.may_check(row).is_ok() => Some(Verb::Check),
        State::Unrated => {
            let is_drawn = case.judgement.is_some_and(|j| j.checker_id.is_some());
            (!is_drawn && case.may_draw(row).is_ok()).then_some(Verb::Draw)
        }
        State::Judged | State::Checked => case.may_publish(row).is_ok().then_some(Verb::Publish),
        State::Struck => {
            let holds = case.may_look_back(row, LookBack::Holds);
            holds.is_ok().then_some(Verb::LookBack)
        }
        State::Notice if case.has_to_answer(row) => Some(Verb::AnswerObjection),
        State::Notice | State::SentBack | State::Withdrawn => None,
    };
    verb.or_else(|| case.may_strike(row).is_ok().then_some(Verb::Strike))
}

/// Close-outs on their way, and for those who look back the ones whose day has come.
async fn candidates(conn: &Conn, actor: &Actor, today: Date) -> Result<Vec<Model>> {
    let mut any = Condition::any().add(Column::State.is_in(State::LIVE.iter().copied()));
    if actor.has(Role::Supervisor) || actor.has(Role::Coordinator) {
        any = any.add(
            Condition::all()
                .add(Column::State.eq(State::Struck))
                .add(Column::LookBack.is_null())
                .add(Column::LookBackOn.lte(today.to_string())),
        );
    }
    conn.select(
        Entity::find()
            .filter(Column::OrganizationId.eq(actor.organization_id))
            .filter(any)
            .order_by_asc(Column::StateSince)
            .order_by_asc(Column::Id)
            .limit(PAGE_ROWS_MAX),
    )
    .await
}

/// Problems of the actor's units whose measures are all over.
async fn ready(conn: &Conn, actor: &Actor) -> Result<Vec<problem::Model>> {
    if actor.units().is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for state in [ProblemState::Working, ProblemState::LongTerm] {
        let filter = problems::Filter {
            state: Some(state),
            concern: Some(problems::Concern::Of(actor.units(), actor.person_id)),
            ..problems::Filter::default()
        };
        found.extend(problems::list(conn, actor, &filter).await?);
    }
    found.retain(|p| is_under_way(p.state));
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let mut open: BTreeSet<i64> = BTreeSet::new();
    let mut any: BTreeSet<i64> = BTreeSet::new();
    for row in measures::list_of_problems(conn, &ids).await? {
        any.insert(row.problem_id);
        if row.state.is_open() {
            open.insert(row.problem_id);
        }
    }
    found.retain(|p| any.contains(&p.id) && !open.contains(&p.id));
    Ok(found)
}
