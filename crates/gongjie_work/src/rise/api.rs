//! Rises as JSON: the same actions and rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;
use gongjie_base::check::Check;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::limits::Limit;
use super::queries::{self, Filter};
use super::rules::{Input, State, Step};
use super::view::{self, ClassView, RiseView};
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, json};

/// What a list of rises asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RiseQuery {
    /// For example `asked`.
    pub state: Option<String>,
}

/// Changes of class that were asked for, newest first.
#[utoipa::path(get, path = "/api/v1/rises", tag = "problems", params(RiseQuery, Paging),
    responses((status = 200, body = Rows<RiseView>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<RiseQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let mut check = Check::new();
    let state = query.state.unwrap_or_default();
    let filter = Filter {
        state: check.code("state", &state, State::from_code),
        problem_id: None,
        before: paging.before,
        limit: Some(paging.ask()?),
    };
    check.done()?;
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let rows = view::views(visit.reading()?, rows).await?;
    json(&paging.page::<RiseView, RiseView>(rows, |row| row.id)?)
}

/// The class of a problem: until when its stage may last, and every change that was asked for.
#[utoipa::path(get, path = "/api/v1/problems/{id}/rises", tag = "problems", params(("id" = i64, Path)),
    responses((status = 200, body = ClassView), Unreadable))]
pub async fn of_problem(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&view::of_problem(visit.reading()?, &visit.app.clock, id).await?)
}

/// Asks for the other class, with a reason: up for every unit of the pairing, back down for the lead; and for coordinators.
#[utoipa::path(post, path = "/api/v1/problems/{id}/rises", tag = "problems", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 201, body = RiseView), Refusals))]
pub async fn create(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::ask(&write, &write.acting, id, &input).await?;
    let rise = view::one(write.reading(&visit), id).await?;
    write.json(StatusCode::CREATED, &rise).await
}

/// Decides a request, or takes it back. A granted one changes the class of the problem.
#[utoipa::path(post, path = "/api/v1/rises/{id}/moves", tag = "problems", request_body = Step,
    params(("id" = i64, Path), Key), responses((status = 200, body = RiseView), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(step): Json<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    let rise = view::one(write.reading(&visit), id).await?;
    write.json(StatusCode::OK, &rise).await
}

/// A number of the rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiseLimit {
    /// For example `overdue`.
    pub code: &'static str,
    /// The number that holds; 0: the rule is switched off.
    pub count: u16,
    /// What holds where nothing is set.
    pub default: u16,
}

async fn shown(visit: &Visit) -> Result<Vec<RiseLimit>, Error> {
    let own = visit.actor()?.organization_id;
    let limits = queries::find_limits(visit.read(), own).await?;
    let shown = |limit: &Limit| RiseLimit {
        code: limit.code(),
        count: limits.of(*limit),
        default: limit.default_count(),
    };
    Ok(Limit::ALL.iter().map(shown).collect())
}

/// Deadlines by class, and when a rule asks for a rise.
#[utoipa::path(get, path = "/api/v1/rise-limits", tag = "problems",
    responses((status = 200, body = Vec<RiseLimit>), Unreadable))]
pub async fn limits(visit: Visit) -> Answer {
    json(&shown(&visit).await?)
}

/// A number to be set.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RiseLimitInput {
    pub code: String,
    /// Empty: the default again.
    pub count: String,
}

/// Sets a number of the rules. For coordinators.
#[utoipa::path(post, path = "/api/v1/rise-limits", tag = "problems", request_body = RiseLimitInput,
    params(Key), responses((status = 200, body = RiseLimit), Refusals))]
pub async fn set_limit(visit: Visit, Json(input): Json<RiseLimitInput>) -> Answer {
    let write = visit.begin().await?;
    let limit = Limit::from_code(input.code.trim());
    let limit = limit.ok_or_else(|| Error::invalid("code", "error-not-in-list"))?;
    actions::set_limit(&write, &write.acting, limit, &input.count).await?;
    let own = write.acting.actor.organization_id;
    let count = queries::find_limits(&write, own).await?.of(limit);
    let shown = RiseLimit {
        code: limit.code(),
        count,
        default: limit.default_count(),
    };
    write.json(StatusCode::OK, &shown).await
}
