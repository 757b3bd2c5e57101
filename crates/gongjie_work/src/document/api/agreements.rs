//! Agreements of pairings as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Result;
use gongjie_base::check::Check;
use gongjie_base::limits::TITLE_CHARS_MAX;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::document::actions;
use crate::document::queries::{self, AgreementFilter};
use crate::document::rules::{self, AgreementInput, AgreementState, Term};
use crate::document::tables::agreement::Model;
use crate::door::{
    Answer, Json, Key, Paging, Reading, Refusals, Rows, Unreadable, Visit, Write, json,
};

/// An agreement 协议 of a pairing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    pub id: i64,
    pub pairing_id: i64,
    pub title: String,
    pub other_party: Option<String>,
    /// `none`, `drafting`, `reviewing`, `pending_sign`, `signed` or `expired`.
    pub state: &'static str,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    /// Days to the end of a signed one, in its last 30 days and after them (negative).
    pub days_left: Option<i64>,
    /// Where an old record comes from.
    pub source: Option<String>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl Agreement {
    fn of(row: Model, today: Date) -> Self {
        let term = rules::term(row.state, row.ends_on.as_deref(), today);
        Self {
            id: row.id,
            pairing_id: row.pairing_id,
            title: row.title,
            other_party: row.other_party,
            state: row.state.code(),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            days_left: match term {
                Term::Running => None,
                Term::Ending(left) => Some(left),
                Term::Ended(since) => Some(-since),
            },
            source: row.source,
            version: row.version,
        }
    }
}

/// What a list of agreements asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AgreementQuery {
    pub state: Option<String>,
    /// Words of the title or of the other party.
    pub q: Option<String>,
}

impl AgreementQuery {
    fn filter(&self) -> Result<AgreementFilter> {
        let mut check = Check::new();
        let typed = |text: &Option<String>| text.clone().unwrap_or_default();
        let filter = AgreementFilter {
            state: check.code("state", &typed(&self.state), AgreementState::from_code),
            text: check.optional("q", &typed(&self.q), TITLE_CHARS_MAX),
            ..AgreementFilter::default()
        };
        check.done()?;
        Ok(filter)
    }
}

/// Agreements of pairings that the asker may see, newest first.
#[utoipa::path(get, path = "/api/v1/agreements", tag = "documents", params(AgreementQuery, Paging),
    responses((status = 200, body = Rows<Agreement>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<AgreementQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let at = visit.reading()?;
    let filter = AgreementFilter {
        before_id: paging.before,
        limit: Some(paging.ask()?),
        ..query.filter()?
    };
    let mut rows = queries::page_agreements(at.conn, at.actor, &filter).await?;
    let next = paging.cut(&mut rows, |r| r.id)?;
    let items = rows.into_iter().map(|row| Agreement::of(row, at.today));
    json(&Rows {
        items: items.collect(),
        next,
    })
}

/// One agreement.
#[utoipa::path(get, path = "/api/v1/agreements/{id}", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = Agreement), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&read(visit.reading()?, id).await?)
}

async fn read(at: Reading<'_>, id: i64) -> Result<Agreement> {
    let row = queries::find_agreement(at.conn, at.actor, id).await?;
    Ok(Agreement::of(row, at.today))
}

/// Ends a write with the agreement as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let agreement = read(write.reading(visit), id).await?;
    write.json(status, &agreement).await
}

/// Adds an agreement of a pairing.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/agreements", tag = "documents", request_body = AgreementInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Agreement), Refusals))]
pub async fn create(
    visit: Visit,
    Path(pairing_id): Path<i64>,
    Json(input): Json<AgreementInput>,
) -> Answer {
    let write = visit.begin().await?;
    let id = actions::add_agreement(&write, &write.acting, pairing_id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits an agreement, its state too. All fields are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/agreements/{id}", tag = "documents", request_body = AgreementInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Agreement), Refusals))]
pub async fn update(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<AgreementInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::edit_agreement(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}
