//! Calls for those on duty: the list, one call with its time line and next steps, and a call that staff raise.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::lifecycle as table;
use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Error, FieldError, Result};
use serde::Deserialize;

use super::super::actions;
use super::super::lifecycle::{Action, TABLE};
use super::super::queries;
use super::super::rules::{self, ACK_MINUTES, EventKind, Input, MINUTE_MS, State, StepInput};
use super::super::tables::{urgent_call, urgent_event, urgent_partner};
use super::Call;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::voice::queries as voices;

/// One call in the list.
struct Row {
    call: urgent_call::Model,
    when: String,
    light: &'static str,
    left: String,
}

#[derive(Template)]
#[template(path = "urgent/index.html")]
struct IndexPage {
    p: Page,
    is_ended: bool,
    rows: Vec<Row>,
    next: Option<i64>,
    keeps_roster: bool,
}

#[derive(Template)]
#[template(path = "urgent/new.html")]
struct NewPage {
    p: Page,
    numbers: Vec<Call>,
    kinds: Vec<(String, String)>,
    input: Input,
    errors: Errors,
    is_sent: bool,
}

/// One clock.
struct Clocked {
    key: &'static str,
    light: &'static str,
    words: String,
    by: String,
}

/// One line of the time line.
struct Turn {
    when: String,
    who: String,
    what: String,
    text: String,
    is_restricted: bool,
}

#[derive(Template)]
#[template(path = "urgent/show.html")]
struct ShowPage {
    p: Page,
    call: urgent_call::Model,
    when: String,
    phone_dial: Option<String>,
    clocks: Vec<Clocked>,
    turns: Vec<Turn>,
    verbs: Vec<Action>,
    open: Option<Action>,
    entries: Vec<(String, String)>,
    input: StepInput,
    errors: Errors,
    numbers: Vec<Call>,
    partners: Vec<(urgent_partner::Model, String)>,
    is_nobody: bool,
    has_channel: bool,
}

impl ShowPage {
    fn is_verb(&self, action: &Action) -> bool {
        self.open == Some(*action)
    }

    fn needs_partner(&self) -> bool {
        matches!(self.open, Some(Action::Join | Action::Note))
    }
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    tab: String,
    after: Option<i64>,
    /// The verb whose form is open.
    #[serde(rename = "do")]
    verb: String,
    voice: String,
    sent: String,
}

/// How long is left, or how long it is over.
fn left(p: &Page, by: i64, now: i64) -> String {
    let minutes = (by - now).abs() / MINUTE_MS;
    let (key, n) = if minutes < 120 {
        ("minutes", minutes)
    } else {
        ("hours", minutes / 60)
    };
    let side = if by >= now {
        "voice-left"
    } else {
        "voice-over"
    };
    p.t1(&format!("{side}-{key}"), "n", n)
}

/// Light and words of what a call waits for next.
fn waits(p: &Page, call: &urgent_call::Model, now: i64) -> (&'static str, String) {
    if call.closed_at.is_some() {
        return ("done", p.code("urgent-state", call.state));
    }
    let is_open = matches!(call.state, State::Raised | State::Paged);
    let answer_by = call.raised_at + ACK_MINUTES * MINUTE_MS;
    let by = if is_open {
        Some(answer_by)
    } else {
        call.report_due_at
    };
    match by {
        None => ("green", p.code("urgent-state", call.state)),
        Some(by) => {
            let key = if is_open {
                "urgent-clock-answer"
            } else {
                "urgent-clock-report"
            };
            let words = format!("{}{}{}", p.t(key), p.t("colon"), left(p, by, now));
            let is_late = rules::is_late(Some(by), now) || rules::is_late(call.report_due_at, now);
            (if is_late { "red" } else { "yellow" }, words)
        }
    }
}

/// `GET /urgents`: open ones first; red is past the limit of its answer or report.
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let actor = visit.actor()?;
    if !rules::sees_all(actor) {
        return Err(Error::NotFound.into());
    }
    let is_ended = ask.tab == "ended";
    let mut found = queries::list(visit.read(), actor, !is_ended, ask.after, PAGE_ROWS + 1).await?;
    let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = found.len() > most;
    found.truncate(most);
    let p = visit.page(visit.words().text("urgents"));
    let now = visit.app.clock.now();
    show(&IndexPage {
        next: found.last().filter(|_| is_more).map(|c| c.id),
        rows: found
            .into_iter()
            .map(|call| {
                let (light, left) = waits(&p, &call, now);
                let when = p.minute(&call.raised_at);
                Row {
                    call,
                    when,
                    light,
                    left,
                }
            })
            .collect(),
        is_ended,
        keeps_roster: rules::keeps_roster(actor),
        p,
    })
}

async fn new_page(visit: &Visit, input: Input, errors: Errors, is_sent: bool) -> Result<NewPage> {
    let p = visit.page(visit.words().text("urgent-new"));
    let organization = visit.actor()?.organization_id;
    Ok(NewPage {
        numbers: super::numbers(visit.read(), &p, organization).await?,
        kinds: super::kinds(&p),
        input,
        errors,
        is_sent,
        p,
    })
}

/// `GET /urgents/new`
pub async fn new(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let input = Input {
        voice_id: ask.voice,
        ..Input::default()
    };
    show(&new_page(&visit, input, Errors::none(), ask.sent == "1").await?)
}

/// `POST /urgents`: by anybody of the staff; who is not on duty is told that it was sent and sees no more of it.
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    let acting = write.acting.clone();
    let raised = async {
        let read = rules::read(&input)?;
        let voice_id = match input.voice_id.trim() {
            "" => None,
            typed => {
                let wrong = || Error::invalid("voice_id", "error-not-in-list");
                let id = typed.parse().map_err(|_| wrong())?;
                Some(
                    voices::find(&write, &acting.actor, id)
                        .await
                        .map_err(|_| wrong())?
                        .id,
                )
            }
        };
        let hash = actions::form_hash(&visit.app.secret, acting.actor.organization_id, &input.key)?;
        actions::raise(&write, &acting, &visit.app.clock, &hash, read, voice_id).await
    };
    match raised.await {
        Ok(raised) => {
            let id = raised.call.id;
            let is_seen = queries::find(&write, &acting.actor, id).await.is_ok();
            let to = if is_seen {
                format!("/urgents/{id}")
            } else {
                "/urgents/new?sent=1".to_owned()
            };
            write.see(to).await
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&new_page(&visit, input, Errors(fields), false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn clocks(p: &Page, call: &urgent_call::Model, now: i64) -> Vec<Clocked> {
    let answer_by = call.raised_at + ACK_MINUTES * MINUTE_MS;
    let (light, words) = match call.acked_at {
        Some(at) if at <= answer_by => ("done", p.minute(&at)),
        Some(at) => ("red", p.minute(&at)),
        None if now > answer_by => ("red", left(p, answer_by, now)),
        None => ("yellow", left(p, answer_by, now)),
    };
    let mut clocks = vec![Clocked {
        key: "urgent-clock-answer",
        light,
        words,
        by: p.minute(&answer_by),
    }];
    if let Some(due) = call.report_due_at {
        clocks.push(Clocked {
            key: "urgent-clock-report",
            light: if rules::is_late(Some(due), now) {
                "red"
            } else {
                "yellow"
            },
            words: left(p, due, now),
            by: p.minute(&due),
        });
    }
    if let Some(next) = call.next_page_at {
        clocks.push(Clocked {
            key: "urgent-clock-page",
            light: "blue",
            words: left(p, next, now),
            by: p.minute(&next),
        });
    }
    clocks
}

/// One line of the time line in words; what is restricted only for those who work on the call.
fn turn(
    p: &Page,
    event: &urgent_event::Model,
    paged: &[String],
    people: &BTreeMap<i64, String>,
    reads_restricted: bool,
) -> Turn {
    let mut what = p.code("urgent-event", event.kind);
    if event.kind == EventKind::Paged {
        let rank = event
            .rank
            .map(|r| p.code("urgent-rank", r))
            .unwrap_or_default();
        let step = event.step.unwrap_or_default().to_string();
        let reached = event.reached.unwrap_or_default().to_string();
        let names = paged.join(&p.t("urgent-comma"));
        let key = if paged.is_empty() {
            "urgent-paged-nobody"
        } else {
            "urgent-paged-who"
        };
        let args = [
            ("step", step),
            ("rank", rank),
            ("names", names),
            ("reached", reached),
        ];
        what = p.words.text_with(key, &args);
    }
    if let (Some(partner), Some(how)) = (&event.partner, &event.how) {
        what = p.t2(
            "urgent-partner-told",
            ("partner", partner.clone()),
            ("how", how.clone()),
        );
    }
    let text = event.text.clone().unwrap_or_default();
    let is_hidden = event.is_restricted && !reads_restricted;
    Turn {
        when: p.minute(&event.at),
        who: event
            .person_id
            .and_then(|id| people.get(&id).cloned())
            .unwrap_or_else(|| {
                p.t(if event.kind == EventKind::Raised {
                    "urgent-by-somebody"
                } else {
                    "urgent-by-system"
                })
            }),
        what,
        text: if is_hidden {
            p.t("urgent-restricted")
        } else {
            text
        },
        is_restricted: event.is_restricted,
    }
}

async fn show_page(
    visit: &Visit,
    id: i64,
    verb: &str,
    input: StepInput,
    errors: Errors,
) -> Result<ShowPage> {
    let (actor, conn) = (visit.actor()?, visit.read());
    let call = queries::find(conn, actor, id).await?;
    let p = visit.page(visit.words().text("urgent-one"));
    let now = visit.app.clock.now();
    let events = queries::list_events(conn, id).await?;
    let paged = queries::list_paged(conn, id).await?;
    let people = org::known_people(conn, actor.organization_id).await?;
    let was_paged = paged.values().any(|who| who.contains(&actor.person_id));
    let parts = rules::parts(actor, was_paged);
    let reads_restricted = rules::reads_restricted(&parts);
    let verbs: Vec<Action> = table::open_to(TABLE, call.state, &parts)
        .iter()
        .map(|line| line.action)
        .filter(|a| *a != Action::Promote || (call.problem_id.is_none() && !call.is_drill))
        .collect();
    let open = Action::from_code(verb)
        .filter(|a| verbs.contains(a))
        .or_else(|| verbs.first().copied());
    let names = |step: Option<i64>| {
        let who = step.and_then(|s| paged.get(&s)).into_iter().flatten();
        who.filter_map(|id| people.get(id).cloned())
            .collect::<Vec<String>>()
    };
    let turns = events
        .iter()
        .map(|e| turn(&p, e, &names(e.step), &people, reads_restricted))
        .collect();
    let reached: i64 = events.iter().filter_map(|e| e.reached).sum();
    let partners = queries::list_partners(conn, actor.organization_id).await?;
    Ok(ShowPage {
        when: p.minute(&call.raised_at),
        phone_dial: call
            .phone
            .as_deref()
            .map(super::dial)
            .filter(|d| !d.is_empty()),
        clocks: if call.closed_at.is_some() {
            Vec::new()
        } else {
            clocks(&p, &call, now)
        },
        turns,
        verbs,
        open,
        entries: EventKind::NOTED
            .iter()
            .map(|k| (k.code().to_owned(), p.code("urgent-event", k)))
            .collect(),
        input,
        errors,
        numbers: super::numbers(conn, &p, actor.organization_id).await?,
        partners: partners
            .into_iter()
            .map(|one| (one.clone(), super::dial(&one.phone)))
            .collect(),
        is_nobody: call.acked_at.is_none() && reached == 0,
        has_channel: super::has_channel(conn, actor.organization_id).await?,
        call,
        p,
    })
}

/// `GET /urgents/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>, Query(ask): Query<Ask>) -> Answer {
    show(&show_page(&visit, id, &ask.verb, StepInput::default(), Errors::none()).await?)
}

/// `POST /urgents/{id}/steps`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let action = Action::from_code(&input.action);
    let action = action.ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    match actions::advance(&write, &write.acting, id, action, &input).await {
        Ok(()) => write.see(format!("/urgents/{id}")).await,
        // Somebody else was quicker: the page shows how it stands now, with the words.
        Err(Error::Conflict(say)) => {
            drop(write);
            let errors = Errors(vec![FieldError::new("do", say)]);
            show_refused(&show_page(&visit, id, "", input, errors).await?)
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            let verb = input.action.clone();
            show_refused(&show_page(&visit, id, &verb, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
