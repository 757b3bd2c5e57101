//! The voice in the middle of the desk: its story, its clocks, what is like it, and what may be done.

use std::collections::BTreeSet;

use gongjie_base::Result;
use gongjie_base::lifecycle as table;
use gongjie_words::alike;

use super::super::actions;
use super::super::clocks;
use super::super::lifecycle::{Action, TABLE};
use super::super::queries;
use super::super::rules::{self, Kind, Mode, State, StepInput};
use super::super::tables::{unsealing, voice};
use super::desk::{Ask, inside_units, left, light, raiser};
use super::{Turn, story};
use crate::campaign::queries as campaigns;
use crate::door::Visit;
use crate::layout::Page;
use crate::org::{Part, queries as org};
use crate::problem::queries as problems;

/// Days in which voices of the same matter are one bundle (domain 4.4).
const BUNDLE_DAYS: i64 = 30;
/// Like voices that make a bundle.
const BUNDLE_MIN: usize = 3;
/// How alike voices of one bundle are, from 0 to 1; those below the second are listed unticked.
const ALIKE_MIN: f64 = 0.18;
const ALIKE_SURE: f64 = 0.25;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

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

/// One clock.
pub(super) struct Clocked {
    pub limit: &'static str,
    pub light: &'static str,
    pub words: String,
    pub by: String,
}

/// A like voice.
pub(super) struct Like {
    pub id: i64,
    pub number: String,
    pub text: String,
    pub why: String,
    pub is_ticked: bool,
}

/// The voice in the middle.
pub(super) struct One {
    pub v: voice::Model,
    pub raiser: String,
    pub when: String,
    pub clocks: Vec<Clocked>,
    pub turns: Vec<Turn>,
    pub lead: Option<String>,
    pub helpers: Vec<String>,
    pub handler: Option<String>,
    pub likes: Vec<Like>,
    pub is_bundle: bool,
    pub like_problems: Vec<(i64, String)>,
    pub verbs: Vec<(Action, &'static str)>,
    pub open: Option<Action>,
    pub input: StepInput,
    pub choices: Choices,
    pub unsealings: Vec<unsealing::Model>,
    pub may_ask_unseal: bool,
    /// May ask that it be left out of the rates.
    pub may_exclude: bool,
    pub me: i64,
    pub identity: Option<(String, String)>,
    pub title: String,
}

/// What the open form offers.
#[derive(Default)]
pub(super) struct Choices {
    pub units: Vec<(String, String)>,
    pub people: Vec<(String, String)>,
    pub kinds: Vec<(String, String)>,
    pub themes: Vec<(String, String)>,
    /// Until when each kind would be answered.
    pub answer_by: Vec<(&'static str, String)>,
}

async fn choices(
    visit: &Visit,
    p: &Page,
    v: &voice::Model,
    open: Option<Action>,
    now: i64,
) -> Result<Choices> {
    let mut choices = Choices::default();
    match open {
        Some(Action::Dispatch | Action::Redispatch | Action::Dispute) => {
            choices.units = inside_units(visit).await?;
        }
        Some(Action::Sign) => choices.people = people_of(visit, v).await?,
        Some(Action::Promote) => choices.themes = themes(visit, p).await?,
        _ => return Ok(choices),
    }
    let clocks = super::clocks(&visit.app, visit.read(), v.organization_id).await?;
    for kind in Kind::ALL {
        let by = p.minute(&clocks.answer_by(now, *kind, 0));
        choices.answer_by.push((kind.code(), by));
        let name = p.code("voice-kind", kind);
        choices.kinds.push((kind.code().to_owned(), name));
    }
    Ok(choices)
}

/// The verbs that are open, with their letters.
fn verbs_of(v: &voice::Model, parts: &[Part]) -> Vec<(Action, &'static str)> {
    let letter = |action| {
        KEYS.iter()
            .find(|(a, _)| *a == action)
            .map_or("", |(_, k)| *k)
    };
    table::open_to(TABLE, v.state, parts)
        .into_iter()
        .map(|line| (line.action, letter(line.action)))
        .collect()
}

/// A form that nobody has typed into.
fn fresh(v: &voice::Model) -> StepInput {
    let title = v.text.lines().next().unwrap_or_default();
    StepInput {
        kind: v.kind.map(|k| k.code().to_owned()).unwrap_or_default(),
        title: title.chars().take(60).collect(),
        version: v.version.to_string(),
        ..StepInput::default()
    }
}

pub(super) async fn middle(
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
    let turns = story(
        p,
        &events,
        &pictures,
        &names,
        &called,
        v.mode == Mode::Anonymous,
        true,
    );
    let verbs = verbs_of(&v, &parts);
    let open = Action::from_code(&ask.verb).filter(|a| verbs.iter().any(|(v, _)| v == a));
    let (likes, is_bundle) = likes(visit, p, &v, now).await?;
    let like_problems = like_problems(visit, &v).await?;
    let choices = choices(visit, p, &v, open, now).await?;
    let unsealings = queries::list_unsealings(conn, v.id).await?;
    let asks = [Part::Lead, Part::Dispatcher, Part::Coordinator];
    let excludes = [Part::LeadHead, Part::Dispatcher, Part::Coordinator];
    let input = typed.unwrap_or_else(|| fresh(&v));
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let handler = match v.handler_id {
        Some(id) => org::known_people(conn, v.organization_id)
            .await?
            .get(&id)
            .cloned(),
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
        choices,
        may_ask_unseal: v.sealed.is_some()
            && parts.iter().any(|p| asks.contains(p))
            && unsealings.iter().all(|u| u.decided_at.is_some()),
        may_exclude: v.dispatched_at.is_some() && parts.iter().any(|p| excludes.contains(p)),
        unsealings,
        me: actor.person_id,
        identity: v
            .raiser_name
            .clone()
            .map(|n| (n, v.raiser_contact.clone().unwrap_or_default())),
        title: v.text.lines().next().unwrap_or_default().to_owned(),
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
    let mut said =
        queries::list_said(visit.read(), visit.actor()?, now - BUNDLE_DAYS * DAY_MS).await?;
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
    Ok(themes
        .into_iter()
        .filter(|t| !t.is_retired)
        .map(named)
        .collect())
}

impl One {
    pub(super) fn is_verb(&self, action: &Action) -> bool {
        self.open == Some(*action)
    }

    pub(super) fn asked_it(&self, request: &unsealing::Model) -> bool {
        request.asked_by_id == self.me
    }

    pub(super) fn is_masked(&self) -> bool {
        self.v.mode == Mode::Masked
    }

    pub(super) fn helper_ticked(&self, id: &str) -> bool {
        self.input.helpers.iter().any(|h| h == id)
    }

    pub(super) fn may_promote(&self) -> bool {
        self.verbs.iter().any(|(a, _)| *a == Action::Promote)
    }
}
