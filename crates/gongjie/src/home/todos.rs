//! What waits for the actor today, each thing with its light, its reason and the exact place where it is done.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Clock, Conn, Result, Say};
use jiff::civil::Date;

use super::{rises, slips};
use crate::calendar;
use crate::close_out::queries as close_outs;
use crate::close_out::rules::{State as Closing, Verb as CloseVerb};
use crate::close_out::turn as closing;
use crate::dossier::facts::Want;
use crate::dossier::{queries as dossiers, rules as dossier};
use crate::measure::light::Light;
use crate::measure::queries as measures;
use crate::measure::rules::Verb;
use crate::org::{Actor, Part, Role};
use crate::outcome::queries as outcomes;
use crate::pairing::queries as pairings;
use crate::pairing::rules::{MemberAnswer, MemberRole, State as PairingState};
use crate::problem::queries as problems;
use crate::problem::rules::{Origin, State as ProblemState};
use crate::problem::tables::problem;

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Text key of the verb on the button.
    pub verb: String,
    pub title: String,
    /// The problem, where the thing is a measure of one.
    pub of: Option<String>,
    /// Its light, where one shines.
    pub light: Option<&'static str>,
    /// Its state where no light shines: text set and code.
    pub state: (&'static str, String),
    pub why: Vec<Say>,
    /// Page of the thing.
    pub page: String,
    /// Where it is done.
    pub href: String,
}

impl Todo {
    /// Red first, then yellow, then blue; the rest as it comes.
    fn rank(&self) -> u8 {
        let light = self.light.and_then(Light::from_code);
        light.map_or(0, Light::rank)
    }
}

/// Who asks, and when.
struct Asker<'a> {
    conn: &'a Conn,
    actor: &'a Actor,
    today: Date,
    clock: &'a Clock,
}

/// Everything that waits for this actor, the most urgent first.
pub async fn list_todos(
    conn: &Conn,
    actor: &Actor,
    today: Date,
    clock: &Clock,
) -> Result<Vec<Todo>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let asker = Asker {
        conn,
        actor,
        today,
        clock,
    };
    let mut todos = asker.problems().await?;
    todos.extend(asker.pairings().await?);
    todos.extend(asker.close_outs().await?);
    todos.extend(asker.measures().await?);
    todos.extend(slips::list(conn, actor, today).await?);
    todos.extend(rises::list(conn, actor, today).await?);
    todos.sort_by_key(|t| std::cmp::Reverse(t.rank()));
    Ok(todos)
}

/// Button of a problem's next step; steps that measures, pairings and close-outs ask for themselves are left out.
const STEPS: &[(&str, &str)] = &[
    ("next-sort", "todo-sort"),
    ("next-list", "todo-list"),
    ("next-resubmit", "todo-resubmit"),
    ("next-pair", "todo-pair"),
    ("next-measure", "todo-measure"),
    ("next-start", "todo-start"),
    ("next-outcome", "todo-outcome"),
    ("next-long-term", "todo-review"),
    ("next-suspended", "todo-review"),
];

impl Asker<'_> {
    async fn problems(&self) -> Result<Vec<Todo>> {
        let mut kept = Vec::new();
        for state in ProblemState::ALL {
            let Some(concern) = self.concern(*state) else {
                continue;
            };
            let filter = problems::Filter {
                state: Some(*state),
                concern: Some(concern),
                ..problems::Filter::default()
            };
            kept.extend(problems::list(self.conn, self.actor, &filter).await?);
        }
        let ids: Vec<i64> = kept.iter().map(|p| p.id).collect();
        let doers = outcomes::list_doers(self.conn, &ids).await?;
        let nobody = crate::outcome::doers::Doers::default();
        let parts: BTreeMap<i64, Vec<Part>> = kept
            .iter()
            .map(|p| {
                let doers = doers.get(&p.id).unwrap_or(&nobody);
                (p.id, dossier::parts(self.actor, p, doers))
            })
            .collect();
        let of = |id: i64| parts.get(&id).map_or(&[][..], Vec::as_slice);
        kept.retain(|p| concerns(p, of(p.id), self.today));
        kept.sort_by_key(|p| (p.state_since, p.id));
        let want = Want {
            measures: true,
            duties: true,
            outcomes: true,
            ..Want::default()
        };
        let facts =
            dossiers::of_problems(self.conn, self.actor, kept.clone(), want, self.today).await?;
        let mut todos = Vec::new();
        for found in kept {
            let next = dossier::next(&found, &facts, None, &|_| false);
            let verb = STEPS.iter().find(|(key, _)| *key == next.key);
            let Some((key, verb)) = verb.filter(|_| next.is_open_to(self.actor, of(found.id)))
            else {
                continue;
            };
            let page = format!("/problems/{}", found.id);
            todos.push(Todo {
                verb: (*verb).to_owned(),
                of: None,
                light: facts.problem_light(found.id).filter(|l| *l != "done"),
                state: ("problem-state", found.state.to_string()),
                why: vec![self.since(found.state_since), why_of(key)],
                href: match next.door {
                    dossier::Door::Link(href) => href,
                    _ => page.clone(),
                },
                page,
                title: found.title,
            });
        }
        Ok(todos)
    }

    /// Whose problems of this state may ask something of the actor; nothing where none can.
    fn concern(&self, state: ProblemState) -> Option<problems::Concern> {
        let actor = self.actor;
        let own = || problems::Concern::Of(actor.units(), actor.person_id);
        match state {
            ProblemState::Proposed if actor.has(Role::Coordinator) || actor.has(Role::Leader) => {
                Some(problems::Concern::All)
            }
            ProblemState::LongTerm | ProblemState::Suspended if actor.has(Role::Coordinator) => {
                Some(problems::Concern::DueForReview(self.today))
            }
            ProblemState::Listed | ProblemState::Posted if actor.has(Role::Coordinator) => {
                let concern = problems::Concern::OfOrVoiced(actor.units(), actor.person_id);
                Some(concern)
            }
            ProblemState::Returned
            | ProblemState::Listed
            | ProblemState::Posted
            | ProblemState::Paired
            | ProblemState::Working => Some(own()),
            _ => None,
        }
    }

    /// Invitations to answer, drafts to send.
    async fn pairings(&self) -> Result<Vec<Todo>> {
        let mut todos = Vec::new();
        for state in [PairingState::Invited, PairingState::Draft] {
            let filter = pairings::Filter {
                state: Some(state),
                ..pairings::Filter::default()
            };
            let found = pairings::list(self.conn, self.actor, &filter).await?;
            let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
            let mine: BTreeSet<i64> = pairings::list_members(self.conn, &ids)
                .await?
                .into_iter()
                .filter(|m| self.actor.speaks_for(m.unit_id))
                .filter(|m| match state {
                    PairingState::Draft => m.role == MemberRole::Lead,
                    _ => m.answer == MemberAnswer::Waiting,
                })
                .map(|m| m.pairing_id)
                .collect();
            let (verb, why) = match state {
                PairingState::Draft => ("todo-invite", "next-invite-what"),
                _ => ("todo-answer", "todo-why-invited"),
            };
            for pairing in found.into_iter().rev().filter(|p| mine.contains(&p.id)) {
                let page = format!("/pairings/{}", pairing.id);
                todos.push(Todo {
                    verb: verb.to_owned(),
                    of: None,
                    light: None,
                    state: ("pairing-state", state.to_string()),
                    why: vec![self.since(pairing.state_since), Say::new(why)],
                    href: page.clone(),
                    page,
                    title: pairing.title,
                });
            }
        }
        Ok(todos)
    }

    async fn close_outs(&self) -> Result<Vec<Todo>> {
        let waiting = close_outs::list_waiting(self.conn, self.actor, self.today).await?;
        let ids: Vec<i64> = waiting.iter().map(|w| w.problem_id).collect();
        let mut last: BTreeMap<i64, Closing> = BTreeMap::new();
        for row in close_outs::list_of_problems(self.conn, &ids).await? {
            last.entry(row.problem_id).or_insert(row.state);
        }
        let calendar = calendar::queries::find(self.conn, self.actor.organization_id).await?;
        let todo = |w: close_outs::Waiting| {
            let since = self.clock.date_of(w.since);
            let light = closing::days_for(w.verb)
                .map(|days| closing::limit(&calendar, since, days, self.today));
            let mut why = match light {
                Some((until, _)) => vec![Say::new("todo-until").with("date", until)],
                None => vec![self.since(w.since)],
            };
            let was_sent_back = last.get(&w.problem_id) == Some(&Closing::SentBack);
            why.push(Say::new(if was_sent_back && w.verb == CloseVerb::Apply {
                "todo-why-sent-back"
            } else {
                why_closing(w.verb)
            }));
            Todo {
                verb: format!("close-out-verb-{}", w.verb.code().replace('_', "-")),
                title: w.title,
                of: None,
                light: light.map(|(_, light)| light),
                state: ("todo-closing", w.verb.to_string()),
                why,
                page: format!("/problems/{}", w.problem_id),
                href: format!("/problems/{}/close", w.problem_id),
            }
        };
        Ok(waiting.into_iter().map(todo).collect())
    }

    async fn measures(&self) -> Result<Vec<Todo>> {
        let mut waiting = measures::list_waiting(self.conn, self.actor, self.today).await?;
        // A light by itself asks for nothing that another line of the same measure does not ask for.
        let asked: BTreeSet<i64> = waiting
            .iter()
            .filter(|w| !matches!(w.verb, Verb::Red | Verb::Yellow))
            .map(|w| w.measure.id)
            .collect();
        waiting.retain(|w| {
            !matches!(w.verb, Verb::Red | Verb::Yellow) || !asked.contains(&w.measure.id)
        });
        let rows: Vec<_> = waiting.iter().map(|w| w.measure.clone()).collect();
        let shines = measures::shines(self.conn, &rows, self.today).await?;
        let ids: BTreeSet<i64> = rows.iter().map(|m| m.problem_id).collect();
        let filter = problems::Filter {
            ids: Some(ids.into_iter().collect()),
            ..problems::Filter::default()
        };
        let titles: BTreeMap<i64, String> = problems::list(self.conn, self.actor, &filter)
            .await?
            .into_iter()
            .map(|p| (p.id, p.title))
            .collect();
        let todo = |w: measures::Waiting| {
            let shine = shines.get(&w.measure.id);
            let mut why: Vec<Say> = shine
                .map(crate::measure::light::Shine::brief)
                .into_iter()
                .collect();
            why.extend(why_measure(&w));
            let page = format!("/measures/{}", w.measure.id);
            Todo {
                verb: match w.verb {
                    Verb::Red | Verb::Yellow => "todo-open".to_owned(),
                    verb => format!("measure-verb-{verb}"),
                },
                of: titles.get(&w.measure.problem_id).cloned(),
                light: shine.map(|s| s.light.code()),
                state: ("measure-state", w.measure.state.to_string()),
                why,
                href: format!("{page}{}", place_of(w.verb)),
                page,
                title: w.measure.text,
            }
        };
        Ok(waiting.into_iter().map(todo).collect())
    }

    fn since(&self, at: i64) -> Say {
        Say::new("todo-since").with("date", self.clock.date_of(at))
    }
}

/// Whom a problem reminds: the coordinator may do much for others, but is asked only for the coordinator's own steps.
fn concerns(found: &problem::Model, parts: &[Part], today: Date) -> bool {
    let any = |wanted: &[Part]| wanted.iter().any(|p| parts.contains(p));
    match found.state {
        ProblemState::Proposed => any(&[Part::Coordinator, Part::Leader]),
        ProblemState::Returned | ProblemState::Listed | ProblemState::Posted => {
            let is_voiced = found.origin == Origin::Voice && found.raised_by_unit_id.is_none();
            any(&[Part::Raiser]) || (is_voiced && any(&[Part::Coordinator]))
        }
        ProblemState::Paired | ProblemState::Working => any(&[Part::Lead, Part::LeadHead]),
        ProblemState::LongTerm | ProblemState::Suspended => {
            let review: Option<Date> = found.review_on.as_deref().and_then(|d| d.parse().ok());
            any(&[Part::Coordinator]) && review.is_some_and(|day| day <= today)
        }
        ProblemState::Verifying
        | ProblemState::Closed
        | ProblemState::Declined
        | ProblemState::Merged
        | ProblemState::Withdrawn => false,
    }
}

/// What the step is for, in the words of the problem's own page.
fn why_of(key: &str) -> Say {
    Say::new(match key {
        "next-sort" => "next-sort-what",
        "next-list" => "todo-why-proposed",
        "next-resubmit" => "todo-why-returned",
        "next-pair" => "next-pair-what",
        "next-measure" => "next-measure-what",
        "next-start" => "next-start-what",
        "next-outcome" => "next-outcome-what",
        _ => "todo-why-review",
    })
}

const fn why_closing(verb: CloseVerb) -> &'static str {
    match verb {
        CloseVerb::Apply => "next-apply-what",
        CloseVerb::Sign => "next-close-sign-what",
        CloseVerb::View => "next-close-view-what",
        CloseVerb::GoOn => "next-close-go-on-what",
        CloseVerb::Verify => "todo-why-verify",
        CloseVerb::Judge => "next-close-verdict-what",
        CloseVerb::Lapse => "next-close-lapse-what",
        CloseVerb::Draw => "next-close-draw-what",
        CloseVerb::Check => "next-close-check-what",
        CloseVerb::Publish => "next-close-publish-what",
        CloseVerb::AnswerObjection => "next-close-answer-objection-what",
        CloseVerb::Strike => "todo-why-strike",
        CloseVerb::LookBack => "next-look-back-what",
    }
}

fn why_measure(w: &measures::Waiting) -> Option<Say> {
    let key = match w.verb {
        Verb::Sign => "todo-why-sign",
        Verb::Progress => "measure-progress-wanted",
        Verb::Pass => "todo-why-pass",
        Verb::Agree => "todo-why-agree",
        Verb::Decide => "todo-why-decide",
        Verb::Again => "todo-why-again",
        Verb::Rule => "todo-why-rule",
        Verb::Red | Verb::Yellow => return None,
    };
    let say = Say::new(key);
    Some(match w.due {
        Some(due) => say.with("date", due),
        None => say,
    })
}

/// Place on the page of the measure.
const fn place_of(verb: Verb) -> &'static str {
    match verb {
        Verb::Sign | Verb::Pass | Verb::Again => "#steps",
        Verb::Progress => "#say",
        Verb::Agree | Verb::Decide => "#extension",
        Verb::Rule => "#dispute",
        Verb::Red | Verb::Yellow => "",
    }
}
