//! Where a problem stands on its eight steps, who is next and what the next step is. Pure.

use gongjie_base::lifecycle;

use super::facts::{Facts, of};
use crate::close_out::rules::{State as Closing, Verb, needs_notice};
pub use crate::layout::STEPS;
use crate::measure::rules::{DueKind, DutyRole, State as MeasureState};
use crate::measure::tables::measure;
use crate::org::{Actor, Part};
use crate::outcome::doers::Doers;
use crate::pairing::rules::{MemberAnswer, MemberRole, State as PairingState};
use crate::problem::lifecycle::{Action, TABLE};
use crate::problem::rules::{self as problems, Class, State};
use crate::problem::tables::problem;

/// Which of the eight steps is now; 8 when all are behind.
pub fn step_now(problem: &problem::Model, facts: &Facts) -> usize {
    match problem.state {
        State::Returned | State::Withdrawn => 0,
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
/// `is_checked`: closed on a check; the raiser has said nothing, so no verdict is behind it and no seal is set.
pub const fn step_state(n: usize, now: usize, is_checked: bool) -> &'static str {
    match (n, now) {
        (6, 8) if is_checked => "todo",
        (7, 8) if !is_checked => "sealed",
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
    /// Units whose people's step it is, where no part says so: those asked to join, those who do a measure.
    pub units: Vec<i64>,
    /// The named owner of a measure.
    pub person: Option<i64>,
    /// Who may not, whatever the part: a result is not passed by who reported it.
    pub barred: Option<i64>,
    pub door: Door,
}

impl Next {
    fn new(key: &'static str, who: &[Part], door: Door) -> Self {
        Self {
            key,
            who: who.to_vec(),
            units: Vec::new(),
            person: None,
            barred: None,
            door,
        }
    }

    /// The step is open to this actor, who plays `parts`.
    pub fn is_open_to(&self, actor: &Actor, parts: &[Part]) -> bool {
        let is_theirs = self.is_for(parts)
            || self.person == Some(actor.person_id)
            || self.units.iter().any(|u| actor.speaks_for(*u));
        is_theirs && self.barred != Some(actor.person_id)
    }

    /// The step is open to somebody who plays `parts`.
    pub fn is_for(&self, parts: &[Part]) -> bool {
        self.who.iter().any(|w| parts.contains(w))
    }
}

const LEADS: &[Part] = &[Part::Lead, Part::LeadHead];

/// The next step of a problem; `closing` is the state of its close-out, while one runs.
///
/// Where several measures wait, the one that `is_mine` says yes to comes first, else the one with the nearest limit.
pub fn next(
    problem: &problem::Model,
    facts: &Facts,
    closing: Option<Closing>,
    is_mine: &dyn Fn(&Next) -> bool,
) -> Next {
    let id = problem.id;
    let link = |tail: &str| Door::Link(format!("/problems/{id}{tail}"));
    match problem.state {
        State::Proposed => triage(problem),
        State::Withdrawn => Next::new(
            "next-withdrawn",
            &[Part::Raiser],
            Door::Move(Action::Resubmit),
        ),
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
        State::Working => working(problem, facts, is_mine),
        State::Verifying => {
            let (key, who) = closing_step(problem, closing);
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
    let pairings = facts.live_pairings(id);
    let Some(pairing) = pairings.first() else {
        let door = Door::Link(format!("/pairings/new?problem={id}"));
        return Next::new("next-pair", &[Part::Raiser, Part::Coordinator], door);
    };
    let members = of(&facts.members, pairing.id);
    let lead = members.iter().filter(|m| m.role != MemberRole::Partner);
    let door = Door::Link(format!("/pairings/{}", pairing.id));
    if pairing.state == PairingState::Draft {
        return Next {
            units: lead.map(|m| m.unit_id).collect(),
            ..Next::new("next-invite", &[], door)
        };
    }
    let waiting = members
        .iter()
        .filter(|m| m.answer == MemberAnswer::Waiting)
        .map(|m| m.unit_id);
    // An outside unit has nobody here: the lead notes its answer.
    let (outside, mut units): (Vec<i64>, Vec<i64>) = waiting.partition(|u| facts.is_outside(*u));
    if !outside.is_empty() {
        units.extend(lead.map(|m| m.unit_id));
    }
    Next {
        units,
        ..Next::new("next-confirm", &[], door)
    }
}

/// Whose turn it is while the problem is verified, as everybody sees it.
fn closing_step(
    problem: &problem::Model,
    closing: Option<Closing>,
) -> (&'static str, &'static [Part]) {
    let striker: &[Part] = if problem.grade == Some(3) {
        &[Part::Leader]
    } else {
        &[Part::Coordinator]
    };
    match closing {
        Some(Closing::Applied) => ("next-close-sign", &[Part::LeadHead]),
        Some(Closing::Signed) => ("next-close-view", &[Part::Partner, Part::PartnerHead]),
        Some(Closing::Viewed) => ("next-close-verify", &[Part::Outsider]),
        Some(Closing::Verified) => ("next-close-verdict", &[Part::Raiser]),
        Some(Closing::Unrated) => ("next-close-check", &[Part::Outsider]),
        Some(Closing::Judged | Closing::Checked) if needs_notice(problem.class, problem.grade) => {
            ("next-close-publish", &[Part::Coordinator])
        }
        Some(Closing::Judged | Closing::Checked) => ("next-close-strike", striker),
        Some(Closing::Notice) => ("next-close-notice", striker),
        _ => ("next-close", &[Part::Coordinator]),
    }
}

/// What the close-out asks of the reader: its own rules have said that the reader may.
pub fn own_closing_step(problem_id: i64, verb: Verb) -> Next {
    let key = match verb {
        Verb::Apply => "next-apply",
        Verb::Sign => "next-close-sign",
        Verb::View => "next-close-view",
        Verb::GoOn => "next-close-go-on",
        Verb::Verify => "next-close-verify",
        Verb::Judge => "next-close-verdict",
        Verb::Lapse => "next-close-lapse",
        Verb::Draw => "next-close-draw",
        Verb::Check => "next-close-check",
        Verb::Publish => "next-close-publish",
        Verb::AnswerObjection => "next-close-answer-objection",
        Verb::Strike => "next-close-strike",
        Verb::LookBack => "next-look-back",
    };
    Next::new(
        key,
        &[],
        Door::Link(format!("/problems/{problem_id}/close")),
    )
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

fn working(problem: &problem::Model, facts: &Facts, is_mine: &dyn Fn(&Next) -> bool) -> Next {
    let id = problem.id;
    let link = |tail: &str| Door::Link(format!("/problems/{id}{tail}"));
    if facts.live_measures(id).next().is_none() {
        return Next::new("next-measure", LEADS, link("/measures/new"));
    }
    if facts.is_all_done(id) {
        if of(&facts.outcomes, id).is_empty() {
            return Next::new("next-outcome", LEADS, link("/outcomes/new"));
        }
        return Next::new("next-apply", LEADS, link("/close"));
    }
    let is_open = |m: &&measure::Model| m.state != MeasureState::Done;
    let has_open_tasks = |parent: i64| {
        let mut tasks = facts.live_measures(id).filter(is_open);
        tasks.any(|m| m.parent_id == Some(parent))
    };
    let mut waiting: Vec<&measure::Model> = facts
        .live_measures(id)
        .filter(is_open)
        .filter(|m| !has_open_tasks(m.id))
        .collect();
    waiting.sort_by_key(|m| (m.due_on.is_none(), m.due_on.clone(), m.id));
    let mut steps: Vec<Next> = waiting.iter().map(|m| of_measure(m, facts)).collect();
    let place = steps.iter().position(is_mine).unwrap_or(0);
    if place < steps.len() {
        return steps.swap_remove(place);
    }
    Next::new("next-progress", LEADS, Door::Shut)
}

/// What a measure waits for.
fn of_measure(row: &measure::Model, facts: &Facts) -> Next {
    let door = |part: &str| Door::Link(format!("/measures/{}#{part}", row.id));
    let holds = |role| {
        of(&facts.duties, row.id)
            .iter()
            .filter(move |d| d.role == role)
    };
    let by_doers = |key, part| Next {
        units: holds(DutyRole::Lead).filter_map(|d| d.unit_id).collect(),
        person: holds(DutyRole::Owner).find_map(|d| d.person_id),
        ..Next::new(key, &[], door(part))
    };
    match row.state {
        MeasureState::Issued => by_doers("next-sign", "steps"),
        MeasureState::Signed => by_doers("next-begin", "steps"),
        MeasureState::Reported => Next {
            barred: row.reported_by_id,
            ..Next::new(
                "next-pass",
                &[Part::LeadHead, Part::Coordinator, Part::Inspector],
                door("steps"),
            )
        },
        MeasureState::Suspended => Next::new("next-go-on", &[Part::Coordinator], door("steps")),
        _ => by_doers("next-progress", "say"),
    }
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
