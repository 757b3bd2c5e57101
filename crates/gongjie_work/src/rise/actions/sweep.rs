//! What the clock does every night: asks for the rise of what is blocked by rule, and reminds of what was not decided in time.

use std::collections::BTreeSet;

use gongjie_base::clock::plus_days;
use gongjie_base::{Clock, Result, Say, Tx};
use jiff::civil::Date;
use sea_orm::Set;

use super::{deciders, put, tell};
use crate::calendar;
use crate::calendar::Calendar;
use crate::journal;
use crate::org::{Acting, Role, queries as org};
use crate::problem::queries as problems;
use crate::problem::rules::Class;
use crate::rise::limits::{Limit, Limits, cutoff};
use crate::rise::queries::{self, Mark};
use crate::rise::rules::Ground;
use crate::rise::tables::rise::ActiveModel;

/// Requests that one rule makes in one transaction, so that nobody waits long for their turn.
pub const BATCH: i64 = 200;

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Requests made.
    pub asked: usize,
    /// People told of a decision that is late.
    pub told: usize,
    /// A rule found as many as it may take at once: look again.
    pub is_full: bool,
}

/// Since when, or how many times, each rule asks today; a rule that is switched off has no mark.
fn marks(limits: &Limits, calendar: &Calendar, today: Date, clock: &Clock) -> Vec<(Ground, Mark)> {
    let until = |count| Mark::Until(cutoff(calendar, today, count).to_string());
    let plan = limits.rule(Limit::PlanLate).map(|late| {
        let all = late.saturating_add(limits.of(Limit::PlanMultiDept));
        let day = plus_days(cutoff(calendar, today, all), 1);
        (Ground::PlanLate, Mark::Before(clock.start_of(day)))
    });
    let overdue = limits.rule(Limit::Overdue);
    let suspended = limits.rule(Limit::Suspended).map(|count| {
        let day = plus_days(today, -i64::from(count));
        (Ground::Suspended, Mark::Until(day.to_string()))
    });
    let times = |limit, ground| {
        let count = limits.rule(limit);
        count.map(|count| (ground, Mark::Times(count.into())))
    };
    let all = [
        plan,
        overdue.map(|count| (Ground::Overdue, until(count))),
        suspended,
        times(Limit::SentBack, Ground::SentBack),
        times(Limit::Disputed, Ground::Disputed),
    ];
    all.into_iter().flatten().collect()
}

/// Asks for the rise of what the rules find, once for each fact, and tells leaders and coordinators what was not decided in
/// time. For the clock of the house, as the product itself.
pub async fn sweep(tx: &Tx, acting: &Acting, clock: &Clock) -> Result<Swept> {
    let organization_id = acting.actor.organization_id;
    // Before anything is written: the past of a row stands at the number of its entry.
    journal::take_turn(tx, organization_id).await?;
    let calendar = calendar::queries::find(tx, organization_id).await?;
    let limits = queries::find_limits(tx, organization_id).await?;
    let mut swept = Swept::default();
    for (ground, mark) in marks(&limits, &calendar, acting.today, clock) {
        let rows = queries::list_blocked(tx, organization_id, ground, mark, BATCH).await?;
        swept.is_full |= i64::try_from(rows.len()).is_ok_and(|count| count >= BATCH);
        // One request for each problem: what else is wrong there waits for its decision.
        let mut asked = BTreeSet::new();
        for row in rows {
            if !asked.insert(row.problem_id) {
                continue;
            }
            let problem = problems::find(tx, &acting.actor, row.problem_id).await?;
            let new = ActiveModel {
                ground: Set(ground),
                fact: Set(Some(row.fact)),
                times: Set(row.times),
                measure_id: Set(row.measure_id),
                ..Default::default()
            };
            put(tx, acting, &problem, Class::SchoolLevel, new).await?;
            swept.asked += 1;
        }
    }
    for row in queries::list_undecided(tx, organization_id, &acting.day()).await? {
        let problem = problems::find(tx, &acting.actor, row.problem_id).await?;
        let mut recipients = deciders(tx, organization_id, row.to_class).await?;
        let leaders = org::list_holders(tx, organization_id, Role::Leader, None).await?;
        recipients.extend(leaders.into_iter().map(|(id, _)| id));
        let say = Say::new("rise-told-late")
            .with("title", &problem.title)
            .with("date", &row.decide_by);
        swept.told += tell(tx, acting, (row.id, problem.id), recipients, say).await?;
    }
    Ok(swept)
}
