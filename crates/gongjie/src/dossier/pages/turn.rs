//! Whose turn it is on a problem's page: the one primary button, the further steps, and in the demo who may do it.

use gongjie_base::Result;

use crate::account::queries as accounts;
use crate::close_out::queries as close_outs;
use crate::close_out::rules::State as Closing;
use crate::door::Visit;
use crate::dossier::facts::Facts;
use crate::dossier::rules::{self, Door, Next};
use crate::layout::Page;
use crate::org::{Part, queries as org};
use crate::outcome::queries as outcomes;
use crate::problem::lifecycle::{Action, needs_reason};
use crate::problem::queries as problems;
use crate::problem::rules::State;
use crate::problem::tables::problem;

/// People of the demo that are offered.
const PEOPLE_MAX: usize = 6;

/// A further step of the problem itself.
pub struct Move {
    pub action: Action,
    pub needs_reason: bool,
    /// The step goes into another problem, which is chosen.
    pub needs_master: bool,
}

/// A person of the demo who may take the next step.
pub struct Doer {
    pub login: String,
    pub name: String,
    pub unit: String,
}

/// Everything about whose turn it is.
pub struct Turn {
    pub next: Next,
    pub is_mine: bool,
    /// Parts that may take the step, in words.
    pub who: Vec<String>,
    pub moves: Vec<Move>,
    /// Problems that this one may join.
    pub masters: Vec<(String, String)>,
    pub doers: Vec<Doer>,
}

impl Turn {
    /// The page where the step is done.
    pub fn link(&self) -> Option<&str> {
        match &self.next.door {
            Door::Link(href) => Some(href),
            _ => None,
        }
    }

    /// The step of the problem itself.
    pub fn step(&self) -> Option<Action> {
        match self.next.door {
            Door::Move(action) => Some(action),
            _ => None,
        }
    }

    /// The step is 立单.
    pub fn is_start(&self) -> bool {
        self.next.door == Door::Start
    }
}

/// Whose turn it is.
pub async fn of(
    visit: &Visit,
    p: &Page,
    problem: &problem::Model,
    facts: &Facts,
    parts: &[Part],
    closing: Option<Closing>,
) -> Result<Turn> {
    let actor = visit.actor()?;
    let mut next = rules::next(problem, facts, closing, &|n| n.is_open_to(actor, parts));
    let mut is_mine = next.is_open_to(actor, parts);
    if has_close_out(problem) {
        let verb = close_outs::find_waiting(visit.read(), actor, problem, visit.today()).await?;
        is_mine = verb.is_some();
        if let Some(verb) = verb {
            next = rules::own_closing_step(problem.id, verb);
        }
    }
    let moves: Vec<Move> = rules::other_moves(problem, parts, &next)
        .into_iter()
        .map(|action| Move {
            action,
            needs_reason: needs_reason(action),
            needs_master: action == Action::Merge,
        })
        .collect();
    let masters = if moves.iter().any(|m| m.needs_master) {
        masters(visit, problem).await?
    } else {
        Vec::new()
    };
    let doers = if p.is_demo && !is_mine {
        doers(visit, problem, &next).await?
    } else {
        Vec::new()
    };
    Ok(Turn {
        who: who(p, &next, facts),
        is_mine,
        moves,
        masters,
        doers,
        next,
    })
}

/// The close-out has rules of its own about whose turn it is.
fn has_close_out(problem: &problem::Model) -> bool {
    matches!(problem.state, State::Verifying | State::Closed)
}

/// Whose step it is, in words: parts, then the units and the person that are meant.
fn who(p: &Page, next: &Next, facts: &Facts) -> Vec<String> {
    let parts = next.who.iter().map(|part| p.code("part", part));
    let units = next.units.iter().map(|u| facts.unit_name(*u).to_owned());
    let person = next.person.and_then(|id| facts.people.get(&id)).cloned();
    parts.chain(units).chain(person).collect()
}

/// Problems of the same campaign that are on the list and open.
async fn masters(visit: &Visit, problem: &problem::Model) -> Result<Vec<(String, String)>> {
    let filter = problems::Filter {
        campaign_id: Some(problem.campaign_id),
        is_counted: true,
        ..problems::Filter::default()
    };
    let found = problems::list(visit.read(), visit.actor()?, &filter).await?;
    Ok(found
        .into_iter()
        .filter(|f| f.id != problem.id && f.state != State::Closed)
        .map(|f| (f.id.to_string(), f.title))
        .collect())
}

/// People of the demo, in the reader's organisation, who may take the next step.
async fn doers(visit: &Visit, problem: &problem::Model, next: &Next) -> Result<Vec<Doer>> {
    let conn = visit.read();
    let own = visit.actor()?.organization_id;
    let work = outcomes::find_doers(conn, problem.id).await?;
    let mut found = Vec::new();
    for account in accounts::list_accounts(conn).await? {
        let Some(actor) = org::find_actor(conn, account.id, account.person_id).await? else {
            continue;
        };
        if actor.organization_id != own || !actor.sees_business() || actor.grants.is_empty() {
            continue;
        }
        let may = if has_close_out(problem) {
            let verb = close_outs::find_waiting(conn, &actor, problem, visit.today()).await?;
            verb.is_some()
        } else {
            next.is_open_to(&actor, &rules::parts(&actor, problem, &work))
        };
        if may {
            found.push(Doer {
                login: account.login,
                name: actor.name,
                unit: actor.unit_name.unwrap_or_default(),
            });
        }
        if found.len() == PEOPLE_MAX {
            break;
        }
    }
    Ok(found)
}
