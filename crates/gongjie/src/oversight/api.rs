//! The board of lights 督办 as JSON: open measures that concern the asker, each with the light that answers for itself.

use axum::extract::Query;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::board::{self, Asked, Card};
use crate::door::{Answer, Onward, Unreadable, Visit, json};
use crate::measure::extension::Decision;
use crate::measure::light::Light;
use crate::measure::queries::{self, Filter};
use crate::measure::view::LightView;

/// A light and why it shines, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct LightSaid {
    /// `red`, `yellow`, `blue`, `green`, `grey`, or the mark `idle`.
    pub light: &'static str,
    /// Days left, or what it waits for.
    pub brief: String,
    pub why: String,
    /// Other reasons for the same colour.
    pub also: Vec<String>,
    pub rule: String,
    pub since: Option<String>,
    pub turns_green: String,
    pub if_nothing: String,
}

impl From<LightView> for LightSaid {
    fn from(light: LightView) -> Self {
        Self {
            light: light.code,
            brief: light.brief,
            why: light.why,
            also: light.also,
            rule: light.rule,
            since: light.since,
            turns_green: light.turns_green,
            if_nothing: light.if_nothing,
        }
    }
}

/// A request for a later limit that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedExtension {
    pub id: i64,
    pub to_due_on: String,
    pub reason: String,
    /// What the asker may decide now.
    #[schema(value_type = Vec<String>)]
    pub decisions: Vec<&'static str>,
    pub version: i64,
}

impl From<Asked> for AskedExtension {
    fn from(asked: Asked) -> Self {
        Self {
            id: asked.id,
            to_due_on: asked.to_iso,
            reason: asked.reason,
            decisions: asked.decisions.into_iter().map(Decision::code).collect(),
            version: asked.version,
        }
    }
}

/// A slip about a measure on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupervisedSlip {
    pub id: i64,
    /// Its number, or its kind while it has none.
    pub name: String,
    pub state: &'static str,
    pub is_signed_late: bool,
}

impl From<board::Slip> for SupervisedSlip {
    fn from(slip: board::Slip) -> Self {
        Self {
            id: slip.id,
            name: slip.name,
            state: slip.state_code,
            is_signed_late: slip.is_signed_late,
        }
    }
}

/// A rung of the ladder that is due today.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupervisedRung {
    /// `remind`, `urge`, `press`, `bulletin` or `letter`.
    pub rung: &'static str,
    pub words: String,
    /// The kind of slip that the asker may draft for it.
    pub drafts: Option<&'static str>,
}

impl From<board::Proposal> for SupervisedRung {
    fn from(proposal: board::Proposal) -> Self {
        Self {
            rung: proposal.rung.code(),
            words: proposal.words,
            drafts: proposal.drafts,
        }
    }
}

/// An open measure on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupervisedMeasure {
    pub measure_id: i64,
    pub text: String,
    pub problem_id: i64,
    pub problem: String,
    /// Name of the problem's theme.
    pub theme: Option<String>,
    pub lead: String,
    pub partners: Vec<String>,
    /// In words.
    pub state: String,
    /// In words.
    pub due: Option<String>,
    pub light: LightSaid,
    /// The reported result, while it waits for its check.
    pub result: Option<String>,
    pub extension: Option<AskedExtension>,
    /// The asker may pass the result.
    pub can_pass: bool,
    /// Slips about it that the asker sees, oldest first.
    pub slips: Vec<SupervisedSlip>,
    /// How often its result was sent back.
    pub send_backs: usize,
    /// What the ladder says is due; for those who see all.
    pub ladder: Vec<SupervisedRung>,
    /// A lenient note took its being late away: it counts as no red light.
    pub is_excused: bool,
    /// The note that speaks for its being late.
    pub leniency_id: Option<i64>,
    pub version: i64,
}

impl From<Card> for SupervisedMeasure {
    fn from(card: Card) -> Self {
        let is_excused = card.is_excused();
        Self {
            measure_id: card.id,
            text: card.text,
            problem_id: card.problem_id,
            problem: card.problem,
            theme: card.theme.map(|t| t.name),
            lead: card.lead,
            partners: card.partners,
            state: card.state,
            due: card.due,
            light: card.light.into(),
            result: card.result,
            extension: card.asked.map(Into::into),
            can_pass: card.can_pass,
            is_excused,
            leniency_id: card.lenient.map(|g| g.leniency_id),
            send_backs: card.send_backs,
            slips: card.slips.into_iter().map(Into::into).collect(),
            ladder: card.proposals.into_iter().map(Into::into).collect(),
            version: card.version,
        }
    }
}

/// A page of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// The nearest limits, and among them the most urgent light first.
    pub items: Vec<SupervisedMeasure>,
    /// Give it as `from` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// How the asker looks at the board.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// A unit that answers or helps.
    pub unit_id: Option<i64>,
    pub theme_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// `red`, `yellow`, `blue`, `green`, `grey` or `idle`. Filters the rows of a page, which may then hold fewer.
    pub light: Option<String>,
    /// `next` of the page before.
    pub from: Option<String>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// Open measures that concern the asker, by light.
#[utoipa::path(get, path = "/api/v1/supervision", tag = "views", params(BoardQuery),
    responses((status = 200, body = Board), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<BoardQuery>) -> Answer {
    let light = match query.light.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let light = Light::from_code(code);
            Some(light.ok_or_else(|| Error::invalid("light", "error-not-in-list"))?)
        }
    };
    let place = query.from.as_deref().and_then(|f| f.split_once('~'));
    let ask = Onward {
        after: None,
        limit: query.limit,
    }
    .ask()?;
    let filter = Filter {
        unit_id: query.unit_id,
        theme_id: query.theme_id,
        problem_id: query.problem_id,
        after: place.and_then(|(due, id)| Some((due.to_owned(), id.parse().ok()?))),
        limit: Some(ask),
    };
    let mut rows = queries::list_open(visit.read(), visit.actor()?, &filter).await?;
    let is_more = u64::try_from(rows.len()).is_ok_and(|n| n >= ask);
    rows.truncate(usize::try_from(ask - 1).unwrap_or(usize::MAX));
    let last = rows.last().filter(|_| is_more).map(queries::place);
    let mut cards = board::cards(&visit, &visit.page(""), &rows).await?;
    // Unlike the page, which counts them apart, a script gets what was excused among the red ones, marked.
    cards.retain(|card| light.is_none_or(|l| card.kind == l));
    json(&Board {
        items: cards.into_iter().map(SupervisedMeasure::from).collect(),
        next: last.map(|(due, id)| format!("{due}~{id}")),
    })
}
