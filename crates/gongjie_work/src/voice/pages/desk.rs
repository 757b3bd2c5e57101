//! 一线声音: the triage desk and the page of one voice for those who have it in hand. One form stands open at a time, and it is a plain page.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::lifecycle as table;
use gongjie_base::limits::COUNTED_ROWS_MAX;
use gongjie_base::{Error, FieldError, Result};
use gongjie_words::alike;
use serde::Deserialize;

use super::super::actions;
use super::super::clocks::{self, Hand};
use super::super::lifecycle::{Action, TABLE};
use super::super::queries::{self, Filter};
use super::super::rules::{self, Kind, Mode, Side, State, StepInput};
use super::super::tables::{unsealing, voice};
use super::{Turn, story};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::{Part, Role, queries as org};
use crate::problem::queries as problems;

/// Voices on a page of the desk.
const SHOWN: u64 = 30;
/// Days in which voices of the same matter are one bundle (domain 4.4).
const BUNDLE_DAYS: i64 = 30;
/// Like voices that make a bundle.
const BUNDLE_MIN: usize = 3;
/// How alike voices of one bundle are, from 0 to 1; those below the second are listed unticked.
const ALIKE_MIN: f64 = 0.18;
const ALIKE_SURE: f64 = 0.30;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

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
        TABS.iter().map(|(tab, _)| *tab).find(|t| *t == self.tab).unwrap_or("received")
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

/// Letters of the verbs, as the desk shows them.
const KEYS: &[(Action, &str)] = &[
    (Action::Reply, "a"),
    (Action::Dispatch, "d"),
    (Action::Merge, "m"),
    (Action::Promote, "p"),
    (Action::Divert, "v"),
    (Action::Decline, "x"),
    (Action::Redispatch, "d"),
    (Action::Sign, "s"),
    (Action::Contact, "c"),
    (Action::Answer, "a"),
    (Action::Dispute, "t"),
    (Action::Redo, "r"),
    (Action::Settle, "e"),
];

/// One voice in the list.
struct Line {
    v: voice::Model,
    light: &'static str,
    left: String,
    is_here: bool,
}

/// One clock.
struct Clocked {
    limit: &'static str,
    light: &'static str,
    words: String,
    by: String,
}

/// A like voice.
struct Like {
    id: i64,
    number: String,
    text: String,
    why: String,
    is_ticked: bool,
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

/// The voice in the middle.
struct One {
    v: voice::Model,
    raiser: String,
    when: String,
    clocks: Vec<Clocked>,
    turns: Vec<Turn>,
    lead: Option<String>,
    helpers: Vec<String>,
    handler: Option<String>,
    likes: Vec<Like>,
    is_bundle: bool,
    like_problems: Vec<(i64, String)>,
    verbs: Vec<(Action, &'static str)>,
    open: Option<Action>,
    input: StepInput,
    units: Vec<(String, String)>,
    people: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    unsealings: Vec<unsealing::Model>,
    may_ask_unseal: bool,
    me: i64,
    identity: Option<(String, String)>,
    title: String,
    answer_by: Vec<(&'static str, String)>,
}

fn light(hand: Option<&Hand>, v: &voice::Model, now: i64) -> &'static str {
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
fn left(p: &Page, by: i64, now: i64) -> String {
    let minutes = (by - now).abs() / 60_000;
    let (key, n) = match minutes {
        m if m < 120 => ("minutes", m),
        m if m < 48 * 60 => ("hours", m / 60),
        m => ("days", m / 60 / 24),
    };
    let side = if by >= now { "voice-left" } else { "voice-over" };
    p.words.text_with(&format!("{side}-{key}"), &[("n", n.to_string())])
}

async fn desk(visit: &Visit, ask: &Ask, id: Option<i64>, refused: Option<(StepInput, Errors)>) -> Result<DeskPage> {
    let actor = visit.actor()?;
    let conn = visit.read();
    let p = visit.page(visit.words().text("voices"));
    let now = visit.app.clock.now();
    let one = match id {
        Some(id) => Some(queries::find(conn, actor, id).await?),
        None => None,
    };
    let tab = match &one {
        Some(v) if ask.tab.is_empty() => {
            let found = TABS.iter().find(|(_, states)| states.contains(&v.state));
            found.map_or("received", |(tab, _)| *tab)
        }
        _ => ask.tab(),
    };
    let states = TABS.iter().find(|(t, _)| *t == tab).map(|(_, s)| s.to_vec());
    let after = ask.after.split_once('-').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let filter = Filter {
        states: states.unwrap_or_default(),
        text: Some(ask.q.trim().to_owned()).filter(|q| !q.is_empty()),
        after,
        limit: SHOWN + 1,
        ..Filter::default()
    };
    let mut found = queries::list(conn, actor, &filter).await?;
    let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let is_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| is_more).map(|last| {
        let at = if filter.is_open() { last.due_at.unwrap_or_default() } else { last.state_since };
        format!("{at}-{}", last.id)
    });
    let one = match one.or_else(|| found.first().cloned()) {
        Some(v) => Some(middle(visit, &p, v, ask, refused.as_ref().map(|(i, _)| i.clone()), now).await?),
        None => None,
    };
    let here = one.as_ref().map(|o| o.v.id);
    let lines = found
        .into_iter()
        .map(|v| {
            let hands = clocks::hands(&v);
            let running = hands.iter().filter(|h| h.met_at.is_none()).min_by_key(|h| h.by);
            let light = if v.due_at.is_some() { light(running, &v, now) } else { "idle" };
            Line {
                left: v.due_at.map_or_else(|| p.code("voice-state", v.state), |by| left(&p, by, now)),
                light,
                is_here: here == Some(v.id),
                v,
            }
        })
        .collect();
    let mut tabs = Vec::new();
    for (name, states) in &TABS[..3] {
        let mut n = 0;
        for state in *states {
            n += queries::count(conn, actor, *state, COUNTED_ROWS_MAX).await?;
        }
        tabs.push((*name, n));
    }
    Ok(DeskPage {
        tab,
        tabs,
        q: ask.q.clone(),
        lines,
        next,
        one,
        errors: refused.map(|(_, errors)| errors).unwrap_or_default(),
        is_desk: actions::is_desk(actor),
        is_guardian: actor.has(Role::Guardian),
        p,
    })
}

/// What the reader may call the raiser.
pub(super) fn raiser(p: &Page, v: &voice::Model) -> String {
    match v.mode {
        Mode::RealName => v.raiser_name.clone().unwrap_or_else(|| p.t("voice-name-forgotten")),
        Mode::Masked => p.t1("voice-masked-as", "number", v.id % 9_000 + 1_000),
        Mode::Anonymous => p.code("mode", v.mode),
    }
}

async fn middle(
    visit: &Visit,
    p: &Page,
    v: voice::Model,
    ask: &Ask,
    typed: Option<StepInput>,
    now: i64,
) -> Result<One> {
    let actor = visit.actor()?;
    let conn = visit.read();
    let names = org::unit_names(conn, v.organization_id).await?;
    let helpers = queries::find_helpers(conn, v.id).await?;
    let parts = rules::parts(actor, &v, &helpers);
    let events = queries::list_events(conn, &[v.id]).await?;
    let pictures = queries::list_pictures(conn, v.id).await?;
    let called = raiser(p, &v);
    let turns = story(p, &events, &pictures, &names, &called, v.mode == Mode::Anonymous, true);
    let verbs: Vec<(Action, &'static str)> = table::open_to(TABLE, v.state, &parts)
        .into_iter()
        .map(|line| {
            let key = KEYS.iter().find(|(a, _)| *a == line.action);
            (line.action, key.map_or("", |(_, k)| *k))
        })
        .collect();
    let open = Action::from_code(&ask.verb).filter(|a| verbs.iter().any(|(v, _)| v == a));
    let (likes, is_bundle) = likes(visit, p, &v, now).await?;
    let like_problems = like_problems(visit, &v).await?;
    let clocks = super::clocks(&visit.app, conn, v.organization_id).await?;
    let answer_by = Kind::ALL
        .iter()
        .map(|kind| (kind.code(), p.minute(&clocks.answer_by(now, *kind, 0))))
        .collect();
    let needs_units = matches!(open, Some(Action::Dispatch | Action::Redispatch | Action::Dispute));
    let units = if needs_units { inside_units(visit).await? } else { Vec::new() };
    let people = if open == Some(Action::Sign) { people_of(visit, &v).await? } else { Vec::new() };
    let themes = if open == Some(Action::Promote) { themes(visit, p).await? } else { Vec::new() };
    let kinds = Kind::ALL.iter().map(|k| (k.code().to_owned(), p.code("voice-kind", k))).collect();
    let unsealings = queries::list_unsealings(conn, v.id).await?;
    let asks = [Part::Lead, Part::Dispatcher, Part::Coordinator];
    let input = typed.unwrap_or_else(|| StepInput {
        kind: v.kind.map(|k| k.code().to_owned()).unwrap_or_default(),
        title: v.text.lines().next().unwrap_or_default().chars().take(60).collect(),
        version: v.version.to_string(),
        ..StepInput::default()
    });
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let handler = match v.handler_id {
        Some(id) => org::known_people(conn, v.organization_id).await?.get(&id).cloned(),
        None => None,
    };
    Ok(One {
        raiser: called,
        when: super::when(p, v.received_at, v.mode == Mode::Anonymous),
        clocks: clocked(p, &v, now),
        turns,
        lead: v.lead_unit_id.map(name),
        helpers: helpers.iter().map(|u| name(*u)).collect(),
        handler,
        likes,
        is_bundle,
        like_problems,
        verbs,
        open,
        input,
        units,
        people,
        kinds,
        themes,
        may_ask_unseal: v.sealed.is_some()
            && parts.iter().any(|p| asks.contains(p))
            && unsealings.iter().all(|u| u.decided_at.is_some()),
        unsealings,
        me: actor.person_id,
        identity: v.raiser_name.clone().map(|n| (n, v.raiser_contact.clone().unwrap_or_default())),
        title: v.text.lines().next().unwrap_or_default().to_owned(),
        answer_by,
        v,
    })
}

fn clocked(p: &Page, v: &voice::Model, now: i64) -> Vec<Clocked> {
    clocks::hands(v)
        .iter()
        .map(|hand| Clocked {
            limit: hand.limit.code(),
            light: light(Some(hand), v, now),
            words: match hand.standing(now) {
                "kept" => p.t("voice-clock-kept"),
                "late" => p.t("voice-clock-late"),
                _ => left(p, hand.by, now),
            },
            by: p.minute(&hand.by),
        })
        .collect()
}

/// Voices that speak of the same, and whether they are a bundle: three or more from two or more people in 30 days.
async fn likes(visit: &Visit, p: &Page, v: &voice::Model, now: i64) -> Result<(Vec<Like>, bool)> {
    if !State::OPEN.contains(&v.state) || !actions::is_desk(visit.actor()?) {
        return Ok((Vec::new(), false));
    }
    let mut said = queries::list_said(visit.read(), visit.actor()?, now - BUNDLE_DAYS * DAY_MS).await?;
    said.retain(|s| s.id != v.id);
    let gists: Vec<_> = said.iter().map(|s| alike::gist(&s.text)).collect();
    let found = alike::rank(&alike::gist(&v.text), &gists, ALIKE_MIN);
    let mut people: BTreeSet<String> = BTreeSet::new();
    let who = |id: i64, mode: &str, name: &Option<String>| match (mode, name) {
        ("real_name", Some(name)) => name.clone(),
        // Nobody knows whether two anonymous voices are one person: each counts as its own.
        _ => id.to_string(),
    };
    people.insert(who(v.id, v.mode.code(), &v.raiser_name));
    let mut sure = 1;
    let mut likes = Vec::new();
    for (at, how) in found.into_iter().take(12) {
        let Some(other) = said.get(at) else { continue };
        let is_ticked = how >= ALIKE_SURE;
        if is_ticked {
            sure += 1;
            people.insert(who(other.id, &other.mode, &other.raiser_name));
        }
        let words = alike::shared_words(&v.text, &other.text, 3).join(&p.t("list-comma"));
        likes.push(Like {
            id: other.id,
            number: super::when(p, other.received_at, other.mode == Mode::Anonymous.code()),
            text: other.text.chars().take(80).collect(),
            why: p.t1("voice-like-words", "words", words),
            is_ticked,
        });
    }
    Ok((likes, sure >= BUNDLE_MIN && people.len() >= 2))
}

/// Open problems that speak of the same.
async fn like_problems(visit: &Visit, v: &voice::Model) -> Result<Vec<(i64, String)>> {
    if !State::OPEN.contains(&v.state) {
        return Ok(Vec::new());
    }
    let filter = problems::Filter {
        is_counted: true,
        limit: Some(500),
        ..problems::Filter::default()
    };
    let mut found = problems::list(visit.read(), visit.actor()?, &filter).await?;
    found.retain(|p| !crate::problem::rules::State::ENDED.contains(&p.state));
    let gists: Vec<_> = found.iter().map(|p| alike::gist(&p.title)).collect();
    Ok(alike::rank(&alike::gist(&v.text), &gists, ALIKE_MIN)
        .into_iter()
        .take(3)
        .filter_map(|(at, _)| found.get(at).map(|p| (p.id, p.title.clone())))
        .collect())
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

async fn people_of(visit: &Visit, v: &voice::Model) -> Result<Vec<(String, String)>> {
    let people = org::list_people(visit.read(), visit.actor()?).await?;
    Ok(people
        .into_iter()
        .filter(|p| p.is_active && p.unit_id.is_some() && p.unit_id == v.lead_unit_id)
        .map(|p| (p.id.to_string(), p.name))
        .collect())
}

async fn themes(visit: &Visit, p: &Page) -> Result<Vec<(String, String)>> {
    let themes = campaigns::list_themes(visit.read(), visit.actor()?).await?;
    let named = |t: crate::campaign::tables::theme::Model| {
        let english = t.name_en.filter(|_| p.is_english());
        (t.id.to_string(), english.unwrap_or(t.name))
    };
    Ok(themes.into_iter().filter(|t| !t.is_retired).map(named).collect())
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
async fn refused(visit: &Visit, id: i64, action: Action, mut input: StepInput, error: Error) -> Answer {
    let fields = match error {
        Error::Invalid(fields) => fields,
        Error::Stale { .. } => {
            let now = queries::find(visit.read(), visit.actor()?, id).await?;
            input.version = now.version.to_string();
            vec![FieldError::new("state", gongjie_base::Say::new("voice-colleague-was-quicker"))]
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

impl One {
    fn is_verb(&self, action: &Action) -> bool {
        self.open == Some(*action)
    }

    fn asked_it(&self, request: &unsealing::Model) -> bool {
        request.asked_by_id == self.me
    }

    fn is_masked(&self) -> bool {
        self.v.mode == Mode::Masked
    }

    fn helper_ticked(&self, id: &str) -> bool {
        self.input.helpers.iter().any(|h| h == id)
    }

    fn may_promote(&self) -> bool {
        self.verbs.iter().any(|(a, _)| *a == Action::Promote)
    }

}
