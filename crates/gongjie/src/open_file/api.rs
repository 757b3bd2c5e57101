//! What is public as JSON, without a token: the same rows and words as the pages.

use axum::extract::{Path, Query};
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::gather::{self, Measure, Piece, Verdict};
use super::pages::organization;
use super::queries::{self, Filter};
use super::rules::{self, Stage, Step};
use crate::close_out::api::objections::PublicNotice;
use crate::close_out::queries as closings;
use crate::door::{Answer, Unreadable, Visit, json};
use crate::org::tables::organization::Model as Organization;
use crate::problem::rules::Class;

/// A public problem in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicProblemRow {
    pub id: i64,
    pub title: String,
    /// 难题〔year〕number 号.
    pub year: i64,
    pub number: Option<i64>,
    pub state: &'static str,
    /// `open`, `working`, `checking` or `closed`.
    pub stage: Option<&'static str>,
    /// Day of the newest movement.
    pub moved_on: String,
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCount {
    pub stage: &'static str,
    pub problems: i64,
}

/// A page of public problems.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicProblems {
    pub organization: String,
    /// All public problems of the organisation by stage, whatever is asked for.
    pub counts: Vec<PublicCount>,
    pub items: Vec<PublicProblemRow>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// A public problem with its progress.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicProblem {
    pub id: i64,
    pub organization: String,
    pub title: String,
    /// Only where the coordinator tells it to everybody.
    pub hurts: Option<String>,
    /// `multi_dept` or `school_level`.
    pub class: Option<&'static str>,
    pub year: i64,
    pub number: Option<i64>,
    pub state: &'static str,
    pub leads: Vec<String>,
    pub partners: Vec<String>,
    pub steps: Vec<Step>,
    pub measures: Vec<Measure>,
    /// What was achieved; only after raisers or a named check confirmed it.
    pub result: Option<String>,
    pub outcomes: Vec<String>,
    pub evidence: Vec<Piece>,
    pub verdict: Option<Verdict>,
    /// `solved`, `partly` or `checked`.
    pub closed_as: Option<String>,
    pub closed_on: Option<String>,
    /// `holds` or `rebound`.
    pub look_back: Option<&'static str>,
    pub looked_back_on: Option<String>,
    pub look_back_on: Option<String>,
    pub rebounds: i64,
    /// Close-out whose notice stands at `/api/v1/public/notices/{id}`.
    pub notice_id: Option<i64>,
    pub may_join: bool,
}

/// A page of public notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicNotices {
    pub organization: String,
    pub items: Vec<PublicNotice>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PublicQuery {
    /// Code of an organisation; needed where there are several.
    pub org: Option<String>,
    /// `open`, `working`, `checking` or `closed`.
    pub stage: Option<String>,
    /// Words of the title.
    pub q: Option<String>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// Which notices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PublicNoticeQuery {
    /// Code of an organisation; needed where there are several.
    pub org: Option<String>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

async fn named(visit: &Visit, code: Option<&str>) -> Result<Organization> {
    let found = organization(visit, code.unwrap_or_default()).await?;
    found.map_err(|_| Error::invalid("org", "error-choose"))
}

fn wanted(limit: Option<u64>) -> Result<u64> {
    let limit = limit.unwrap_or(PAGE_ROWS);
    if (1..=PAGE_ROWS_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Error::invalid("limit", "error-limit"))
}

/// Reads where the page before ended.
fn behind<T>(typed: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    match typed {
        None | Some("") => Ok(None),
        Some(typed) => {
            let found = read(typed);
            Ok(Some(found.ok_or_else(|| {
                Error::invalid("after", "error-not-in-list")
            })?))
        }
    }
}

/// Cuts one row more than wanted; true: there are more.
fn cut<T>(rows: &mut Vec<T>, wanted: u64) -> bool {
    let most = usize::try_from(wanted).unwrap_or(usize::MAX);
    let is_more = rows.len() > most;
    rows.truncate(most);
    is_more
}

/// Public problems, the newest movement first. No token is asked for.
#[utoipa::path(get, path = "/api/v1/public/problems", tag = "public", params(PublicQuery), security(()),
    responses((status = 200, body = PublicProblems), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<PublicQuery>) -> Answer {
    visit.pass_reading()?;
    let organization = named(&visit, query.org.as_deref()).await?;
    let limit = wanted(query.limit)?;
    let stage = match query.stage.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let stage = Stage::from_code(code);
            Some(stage.ok_or_else(|| Error::invalid("stage", "error-not-in-list"))?)
        }
    };
    let filter = Filter {
        organization_id: organization.id,
        stage,
        words: rules::patterns(query.q.as_deref().unwrap_or_default()),
        after: behind(query.after.as_deref(), rules::read_after)?,
        limit: limit + 1,
    };
    let mut rows = queries::list(visit.read(), &filter).await?;
    let is_more = cut(&mut rows, limit);
    let last = rows.last().filter(|_| is_more);
    let counts = queries::count(visit.read(), organization.id).await?;
    let counts = counts.into_iter().map(|(stage, problems)| PublicCount {
        stage: stage.code(),
        problems,
    });
    json(&PublicProblems {
        organization: organization.name,
        counts: counts.collect(),
        next: last.map(|r| format!("{}-{}", r.moved_at, r.id)),
        items: rows
            .into_iter()
            .map(|r| PublicProblemRow {
                id: r.id,
                title: r.title,
                year: r.year,
                number: r.number,
                state: r.state.code(),
                stage: Stage::of(r.state).map(Stage::code),
                moved_on: visit.app.clock.date_of(r.moved_at).to_string(),
            })
            .collect(),
    })
}

/// One public problem with its progress. What is not public is not there. No token is asked for.
#[utoipa::path(get, path = "/api/v1/public/problems/{id}", tag = "public", params(("id" = i64, Path)), security(()),
    responses((status = 200, body = PublicProblem), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    visit.pass_reading()?;
    let file = gather::of(visit.read(), &visit.app.clock, id).await?;
    let problem = file.problem;
    json(&PublicProblem {
        id,
        organization: problem.organization,
        title: problem.title,
        hurts: problem.hurts,
        class: problem.class.map(Class::code),
        year: problem.year,
        number: problem.number,
        state: problem.state.code(),
        leads: file.leads,
        partners: file.partners,
        steps: file.steps.into(),
        measures: file.measures,
        result: file.result,
        outcomes: file.outcomes,
        evidence: file.evidence,
        verdict: file.verdict,
        closed_as: problem.closed_as.map(|c| c.to_string()),
        closed_on: problem.closed_on,
        look_back: file.look_back.as_ref().map(|(found, _)| found.code()),
        looked_back_on: file.look_back.map(|(_, day)| day),
        look_back_on: file.look_back_on,
        rebounds: problem.rebounds,
        notice_id: file.notice,
        may_join: file.may_join,
    })
}

/// Public notices, the latest end first. No token is asked for.
#[utoipa::path(get, path = "/api/v1/public/notices", tag = "public", params(PublicNoticeQuery), security(()),
    responses((status = 200, body = PublicNotices), Unreadable))]
pub async fn notices(visit: Visit, Query(query): Query<PublicNoticeQuery>) -> Answer {
    visit.pass_reading()?;
    let organization = named(&visit, query.org.as_deref()).await?;
    let limit = wanted(query.limit)?;
    let after = behind(query.after.as_deref(), rules::read_notice_after)?;
    let after = after.as_ref().map(|(day, id)| (day.as_str(), *id));
    let mut rows = closings::list_notices(visit.read(), organization.id, after, limit + 1).await?;
    let is_more = cut(&mut rows, limit);
    let last = rows.last().filter(|_| is_more);
    let next = last.map(|n| format!("{}.{}", n.notice_to, n.id));
    let today = visit.today();
    json(&PublicNotices {
        organization: organization.name,
        items: rows
            .into_iter()
            .map(|n| PublicNotice::of(n, today))
            .collect(),
        next,
    })
}
