//! 一线声音: the triage desk and the page of one voice for those who have it in hand. One form stands open at a time, and it is a plain page.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::limits::COUNTED_ROWS_MAX;
use gongjie_base::{Error, FieldError, Result};
use serde::Deserialize;

use super::super::actions;
use super::super::clocks::{self, Hand};
use super::super::lifecycle::Action;
use super::super::queries::{self, Filter};
use super::super::rules::{Mode, Side, State, StepInput};
use super::super::tables::voice;
use super::one::{One, middle};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::{Role, queries as org};

/// Voices on a page of the desk.
const SHOWN: u64 = 30;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// `received`, `working`, `answered` or `ended`.
    pub tab: String,
    pub q: String,
    /// Verb whose form stands open.
    #[serde(rename = "do")]
    pub verb: String,
    /// Page after this limit and id.
    pub after: String,
}

impl Ask {
    fn tab(&self) -> &'static str {
        TABS.iter()
            .map(|(tab, _)| *tab)
            .find(|t| *t == self.tab)
            .unwrap_or("received")
    }
}

/// Tabs of the desk and the states in each.
const TABS: [(&str, &[State]); 4] = [
    ("received", &[State::Received]),
    ("working", &[State::Dispatched, State::Handling]),
    ("answered", &[State::Answered]),
    (
        "ended",
        &[
            State::Closed,
            State::Promoted,
            State::Merged,
            State::Diverted,
            State::Declined,
        ],
    ),
];

/// One voice in the list.
struct Line {
    v: voice::Model,
    light: &'static str,
    left: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "voice/desk.html")]
struct DeskPage {
    p: Page,
    tab: &'static str,
    tabs: Vec<(&'static str, usize)>,
    q: String,
    lines: Vec<Line>,
    next: Option<String>,
    one: Option<One>,
    errors: Errors,
    is_desk: bool,
    is_guardian: bool,
}

pub(super) fn light(hand: Option<&Hand>, v: &voice::Model, now: i64) -> &'static str {
    let Some(hand) = hand else { return "idle" };
    let span = (hand.by - v.state_since).max(1);
    let gone = now - v.state_since;
    match hand.standing(now) {
        "kept" => "done",
        "late" | "over" => "red",
        _ if gone * 5 >= span * 4 => "yellow",
        _ if gone * 2 >= span => "blue",
        _ => "green",
    }
}

/// How long is left, or how long it is over.
pub(super) fn left(p: &Page, by: i64, now: i64) -> String {
    let minutes = (by - now).abs() / 60_000;
    let (key, n) = match minutes {
        m if m < 120 => ("minutes", m),
        m if m < 48 * 60 => ("hours", m / 60),
        m => ("days", m / 60 / 24),
    };
    let side = if by >= now {
        "voice-left"
    } else {
        "voice-over"
    };
    p.words
        .text_with(&format!("{side}-{key}"), &[("n", n.to_string())])
}

/// The tab that the address asks for, or the one in which the voice stands.
fn tab_of(ask: &Ask, one: Option<&voice::Model>) -> &'static str {
    let own = one.filter(|_| ask.tab.is_empty());
    let own = own.and_then(|v| TABS.iter().find(|(_, states)| states.contains(&v.state)));
    own.map_or_else(|| ask.tab(), |(tab, _)| *tab)
}

/// Voices of a tab, and where the next page begins.
async fn listed(
    visit: &Visit,
    ask: &Ask,
    tab: &str,
) -> Result<(Vec<voice::Model>, Option<String>)> {
    let states = TABS
        .iter()
        .find(|(t, _)| *t == tab)
        .map(|(_, s)| s.to_vec());
    let after = ask.after.split_once('-');
    let filter = Filter {
        states: states.unwrap_or_default(),
        text: Some(ask.q.trim().to_owned()).filter(|q| !q.is_empty()),
        after: after.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?))),
        limit: SHOWN + 1,
        ..Filter::default()
    };
    let mut found = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let is_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| is_more).map(|last| {
        let at = if filter.is_open() {
            last.due_at.unwrap_or_default()
        } else {
            last.state_since
        };
        format!("{at}-{}", last.id)
    });
    Ok((found, next))
}

fn line(p: &Page, v: voice::Model, here: Option<i64>, now: i64) -> Line {
    let hands = clocks::hands(&v);
    let running = hands.iter().filter(|h| h.met_at.is_none());
    let running = running.min_by_key(|h| h.by).filter(|_| v.due_at.is_some());
    Line {
        left: match v.due_at {
            Some(by) => left(p, by, now),
            None => p.code("voice-state", v.state),
        },
        light: light(running, &v, now),
        is_here: here == Some(v.id),
        v,
    }
}

/// How many voices stand in each of the first three tabs.
async fn counted(visit: &Visit) -> Result<Vec<(&'static str, usize)>> {
    let mut tabs = Vec::new();
    for (name, states) in TABS.iter().take(3) {
        let mut n = 0;
        for state in *states {
            n += queries::count(visit.read(), visit.actor()?, *state, COUNTED_ROWS_MAX).await?;
        }
        tabs.push((*name, n));
    }
    Ok(tabs)
}

async fn desk(
    visit: &Visit,
    ask: &Ask,
    id: Option<i64>,
    refused: Option<(StepInput, Errors)>,
) -> Result<DeskPage> {
    let actor = visit.actor()?;
    let p = visit.page(visit.words().text("voices"));
    let now = visit.app.clock.now();
    let one = match id {
        Some(id) => Some(queries::find(visit.read(), actor, id).await?),
        None => None,
    };
    let tab = tab_of(ask, one.as_ref());
    let (found, next) = listed(visit, ask, tab).await?;
    let (typed, errors) = refused.map_or_else(Default::default, |(i, e)| (Some(i), e));
    let one = match one.or_else(|| found.first().cloned()) {
        Some(v) => Some(middle(visit, &p, v, ask, typed, now).await?),
        None => None,
    };
    let here = one.as_ref().map(|o| o.v.id);
    Ok(DeskPage {
        tab,
        tabs: counted(visit).await?,
        q: ask.q.clone(),
        lines: found.into_iter().map(|v| line(&p, v, here, now)).collect(),
        next,
        one,
        errors,
        is_desk: actions::is_desk(actor),
        is_guardian: actor.has(Role::Guardian),
        p,
    })
}

/// What the reader may call the raiser.
pub(super) fn raiser(p: &Page, v: &voice::Model) -> String {
    match v.mode {
        Mode::RealName => v
            .raiser_name
            .clone()
            .unwrap_or_else(|| p.t("voice-name-forgotten")),
        Mode::Masked => p.t1("voice-masked-as", "number", v.id % 9_000 + 1_000),
        Mode::Anonymous => p.code("mode", v.mode),
    }
}

/// Units inside the organisation that may be given a voice.
pub(super) async fn inside_units(visit: &Visit) -> Result<Vec<(String, String)>> {
    let units = org::list_open_units(visit.read(), visit.actor()?).await?;
    Ok(units
        .into_iter()
        .filter(|u| !u.is_outside)
        .map(|u| (u.id.to_string(), u.name))
        .collect())
}

/// `GET /voices`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    show(&desk(&visit, &ask, None, None).await?)
}

/// `GET /voices/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>, Query(ask): Query<Ask>) -> Answer {
    show(&desk(&visit, &ask, Some(id), None).await?)
}

/// `POST /voices/{id}/steps`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let action = Action::from_code(&input.action);
    let action = action.ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let organization = write.acting.actor.organization_id;
    let clocks = super::clocks(&visit.app, &write, organization).await?;
    let next = match actions::advance(&write, &write.acting, &clocks, id, action, &input).await {
        Ok(()) if actions::is_desk(&write.acting.actor) => "/voices".to_owned(),
        Ok(()) => format!("/voices/{id}"),
        Err(error) => {
            drop(write);
            return refused(&visit, id, action, input, error).await;
        }
    };
    write.see(next).await
}

/// The desk again with what was typed; where a colleague was quicker, with how the voice stands now.
async fn refused(
    visit: &Visit,
    id: i64,
    action: Action,
    mut input: StepInput,
    error: Error,
) -> Answer {
    let fields = match error {
        Error::Invalid(fields) => fields,
        Error::Stale { .. } => {
            let now = queries::find(visit.read(), visit.actor()?, id).await?;
            input.version = now.version.to_string();
            vec![FieldError::new(
                "state",
                gongjie_base::Say::new("voice-colleague-was-quicker"),
            )]
        }
        Error::Conflict(say) => vec![FieldError::new("state", say)],
        other => return Err(other.into()),
    };
    let ask = Ask {
        verb: action.code().to_owned(),
        ..Ask::default()
    };
    show_refused(&desk(visit, &ask, Some(id), Some((input, Errors(fields)))).await?)
}
