//! The roadmap as JSON, from the same rows as the picture and the table.

use axum::extract::Query;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Ask, Set};
use super::gather;
use super::say::{self, RoadProblem};
use crate::door::{Answer, Unreadable, Visit, json};
use crate::figures::queries as figures;

/// Whose roadmap; at most one of problem, pairing and unit. Nothing: the organisation's.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RoadWish {
    pub problem: Option<i64>,
    pub pairing: Option<i64>,
    pub unit: Option<i64>,
    /// A campaign's id, or `all`; nothing: the open one. Of a problem or pairing: not looked at.
    pub campaign: Option<String>,
    /// A theme's id, or `none`.
    pub theme: Option<String>,
    /// Measures under this light.
    pub light: Option<String>,
    /// `next` of the page before.
    pub before: Option<i64>,
    /// Measures behind this one, of a problem with more than one page holds.
    pub after: Option<i64>,
}

/// A page of a roadmap.
#[derive(Debug, Serialize, ToSchema)]
pub struct Roadmap {
    /// The day from which lateness is counted.
    pub today: String,
    /// In the order of time; problems without any date at the end.
    pub items: Vec<RoadProblem>,
    /// Give it as `before` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// Measures, milestones and pairings over time, with first promise, approved limit and actual date.
#[utoipa::path(get, path = "/api/v1/roadmap", tag = "views", params(RoadWish),
    responses((status = 200, body = Roadmap), Unreadable))]
pub async fn index(visit: Visit, Query(wish): Query<RoadWish>) -> Answer {
    let reading = visit.reading()?;
    let set = match (wish.problem, wish.pairing, wish.unit) {
        (None, None, None) => Set::All,
        (Some(id), None, None) => Set::Problem(id),
        (None, Some(id), None) => Set::Pairing(id),
        (None, None, Some(id)) => Set::Unit(id),
        _ => return Err(Error::invalid("problem", "roadmap-one-set").into()),
    };
    let ask = Ask {
        campaign: wish.campaign.unwrap_or_default(),
        theme: wish.theme.unwrap_or_default(),
        light: wish.light.unwrap_or_default(),
        before: wish.before.map(|id| id.to_string()).unwrap_or_default(),
        after: wish.after.map(|id| id.to_string()).unwrap_or_default(),
        ..Ask::default()
    };
    let asked = ask.campaign.parse().ok();
    let scope = figures::scope(reading.conn, reading.actor, asked, reading.today).await?;
    let mut wanted = ask.wanted(scope.campaign.map(|c| c.id));
    gather::narrow(reading, set, &mut wanted).await?;
    let mut road = gather::gather(reading, &wanted).await?;
    let undated = road.by_time(reading.today);
    let say = |g| say::group(reading.words, &road, g, reading.today);
    let items = road.groups.iter().chain(&undated).map(say).collect();
    json(&Roadmap {
        today: reading.today.to_string(),
        items,
        next: road.next,
    })
}
