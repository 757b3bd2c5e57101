//! Where a problem stands on its eight steps, who is next and what the next step is. Pure.

use gongjie_base::lifecycle;

use super::facts::{Facts, of};
use crate::close_out::rules::State as Closing;
pub use crate::layout::STEPS;
use crate::measure::rules::{DueKind, DutyRole, State as MeasureState};
use crate::measure::tables::measure;
use crate::org::{Actor, Part};
use crate::outcome::doers::Doers;
use crate::problem::lifecycle::{Action, TABLE};
use crate::problem::rules::{self as problems, Class, State};
use crate::problem::tables::problem;

/// Which of the eight steps is now; 8 when all are behind.
pub fn step_now(problem: &problem::Model, facts: &Facts) -> usize {
    match problem.state {
        State::Returned => 0,
        State::Proposed | State::Declined | State::Merged => 1,
        State::Listed | State::Posted => 2,
        State::Paired => 3,
        State::Working if facts.is_all_done(problem.id) => 5,
        State::Working | State::LongTerm | State::Suspended => 4,
        State::Verifying => 6,
        State::Closed => 8,
    }
}

/// How step `n` stands: `done`, `now`, `todo`, or `sealed` for the last one of a closed problem.
pub const fn step_state(n: usize, now: usize) -> &'static str {
    match (n, now) {
        (7, 8) => "sealed",
        (n, now) if n < now => "done",
        (n, now) if n == now => "now",
        _ => "todo",
    }
}

/// What the actor is toward the problem: raiser, member, owner, or somebody who did none of the work.
pub fn parts(actor: &Actor, problem: &problem::Model, doers: &Doers) -> Vec<Part> {
    let mut parts = problems::parts(actor, problem);
    parts.extend(doers.parts(actor));
    if doers.units().is_disjoint(&actor.units()) {
        parts.push(Part::Outsider);
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Where the one primary button leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// A page.
    Link(String),
    /// A step of the problem itself: `POST /problems/{id}/moves`.
    Move(Action),
    /// `POST /problems/{id}/start`.
    Start,
    /// Nothing to press.
    Shut,
}

/// The next step: what it is (texts `next-…` and `next-…-do`), whose it is and where it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub key: &'static str,
    pub who: Vec<Part>,
    pub door: Door,
}

impl Next {
    fn new(key: &'static str, who: &[Part], door: Door) -> Self {
        Self {
            key,
            who: who.to_vec(),
            door,
        }
    }

    /// The step is open to somebody who plays `parts`.
    pub fn is_for(&self, parts: &[Part]) -> bool {
        self.who.iter().any(|w| parts.contains(w))
    }
}

const LEADS: &[Part] = &[Part::Lead, Part::LeadHead];

/// The next step of a problem; `closing` is the state of its close-out, while one runs.
pub fn next(problem: &problem::Model, facts: &Facts, closing: Option<Closing>) -> Next {
    let id = problem.id;
    let link = |tail: &str| Door::Link(format!("/problems/{id}{tail}"));
    match problem.state {
        State::Proposed => triage(problem),
        State::Returned => Next::new(
            "next-resubmit",
            &[Part::Raiser],
            Door::Move(Action::Resubmit),
        ),
        State::Declined => Next::new("next-declined", &[], Door::Shut),
        State::Merged => Next::new("next-merged", &[], Door::Shut),
        State::Listed | State::Posted => pairing(id, facts),
        State::Paired if is_startable(id, facts) => Next::new(
            "next-start",
            &[Part::Lead, Part::LeadHead, Part::Coordinator],
            Door::Start,
        ),
        State::Paired => Next::new("next-measure", LEADS, link("/measures/new")),
        State::Working => working(problem, facts),
        State::Verifying => {
            let (key, who) = closing_step(closing);
            Next::new(key, who, link("/close"))
        }
        State::Closed => Next::new("next-none", &[], Door::Shut),
        State::LongTerm => Next::new(
            "next-long-term",
            &[Part::Coordinator],
            Door::Move(Action::Resume),
        ),
        State::Suspended => Next::new(
            "next-suspended",
            &[Part::Coordinator],
            Door::Move(Action::Resume),
        ),
    }
}

fn pairing(id: i64, facts: &Facts) -> Next {
    let Some(pairing) = facts.live_pairings(id).first().copied() else {
        let door = Door::Link(format!("/pairings/new?problem={id}"));
        return Next::new("next-pair", &[Part::Raiser, Part::Coordinator], door);
    };
    let door = Door::Link(format!("/pairings/{}", pairing.id));
    let who = &[Part::Partner, Part::PartnerHead, Part::Lead];
    Next::new("next-confirm", who, door)
}

/// Whose turn it is while the problem is verified.
fn closing_step(closing: Option<Closing>) -> (&'static str, &'static [Part]) {
    match closing {
        Some(Closing::Applied) => ("next-close-sign", &[Part::LeadHead]),
        Some(Closing::Signed) => ("next-close-view", &[Part::Partner, Part::PartnerHead]),
        Some(Closing::Viewed) => ("next-close-verify", &[Part::Coordinator, Part::Outsider]),
        Some(Closing::Verified | Closing::Notice) => {
            ("next-close-strike", &[Part::Coordinator, Part::Leader])
        }
        _ => ("next-close", &[Part::Coordinator]),
    }
}

fn triage(problem: &problem::Model) -> Next {
    let is_sorted =
        problem.class.is_some() && problem.theme_id.is_some() && problem.grade.is_some();
    if !is_sorted {
        let door = Door::Link(format!("/problems/{}/edit", problem.id));
        return Next::new("next-sort", &[Part::Coordinator], door);
    }
    let who = match problem.class {
        Some(Class::SchoolLevel) => Part::Leader,
        _ => Part::Coordinator,
    };
    Next::new("next-list", &[who], Door::Move(Action::List))
}

/// At least one measure with a unit, an owner and a limit.
fn is_startable(problem_id: i64, facts: &Facts) -> bool {
    let holds = |id, role| of(&facts.duties, id).iter().any(|d| d.role == role);
    facts.live_measures(problem_id).any(|m| {
        m.due_kind != DueKind::None && holds(m.id, DutyRole::Lead) && holds(m.id, DutyRole::Owner)
    })
}

fn working(problem: &problem::Model, facts: &Facts) -> Next {
    let id = problem.id;
    let link = |tail: &str| Door::Link(format!("/problems/{id}{tail}"));
    if facts.live_measures(id).next().is_none() {
        return Next::new("next-measure", LEADS, link("/measures/new"));
    }
    if facts.is_all_done(id) {
        if of(&facts.outcomes, id).is_empty() {
            return Next::new("next-outcome", LEADS, link("/outcomes/new"));
        }
        return Next::new(
            "next-apply",
            &[Part::Lead, Part::LeadHead, Part::Owner],
            link("/close"),
        );
    }
    let open = facts
        .live_measures(id)
        .filter(|m| m.state != MeasureState::Done)
        .min_by_key(|m| (m.due_on.is_none(), m.due_on.clone(), m.id));
    let door = open.map_or(Door::Shut, |m| Door::Link(format!("/measures/{}", m.id)));
    Next::new(
        "next-progress",
        &[Part::Owner, Part::Lead, Part::LeadHead, Part::Partner],
        door,
    )
}

/// Further steps of the problem itself that the actor may take here, the primary one left out.
pub fn other_moves(problem: &problem::Model, parts: &[Part], primary: &Next) -> Vec<Action> {
    lifecycle::open_to(TABLE, problem.state, parts)
        .into_iter()
        .map(|line| line.action)
        .filter(|a| *a != Action::Start && primary.door != Door::Move(*a))
        .filter(|a| *a != Action::List)
        .collect()
}

/// Measures and tasks that the problem's own lines state (47 条、69 条), when they do not nest in the campaign's total.
pub fn nesting(problem_id: i64, facts: &Facts, total: i64) -> Option<(i64, i64)> {
    let sum = |pick: fn(&measure::Model) -> Option<i64>| -> i64 {
        facts.live_measures(problem_id).filter_map(pick).sum()
    };
    let (measures, tasks) = (sum(|m| m.stated_count), sum(|m| m.stated_tasks));
    (measures + tasks > total).then_some((measures, tasks))
}
