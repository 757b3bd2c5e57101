//! Figures 数据 as JSON: every counted number with what was stated, its definition and the rows behind it.

use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries::{self, FigureRow, Scope};
use super::rules::{Basis, Definition, Figure, Period, Sense, Trace};
use crate::campaign::rules::Qualifier;
use crate::door::{Answer, Onward, Rows, Unreadable, Visit, json};
use crate::layout::Words;

/// A total as somebody stated it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatedTotal {
    pub number: i64,
    /// As written, for example `90余`.
    pub text: String,
    #[schema(value_type = String)]
    pub qualifier: Qualifier,
    pub source: String,
}

/// A counted number beside what was stated about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedFigure {
    /// Its code, for `/api/v1/figures/{id}`.
    pub id: &'static str,
    pub name: String,
    /// The word that is counted.
    pub unit: String,
    /// Rows that there are.
    pub counted: i64,
    pub stated: Option<StatedTotal>,
    /// The number as it is read aloud: as stated where somebody stated it.
    pub text: String,
    /// `full`, `part` or `none`: how far rows support the text.
    pub support: &'static str,
    /// What differs, in words.
    pub trace: String,
}

impl CountedFigure {
    /// A figure in the words of the asker.
    pub fn of(figure: Figure, trace: &Trace, words: Words) -> Self {
        Self {
            id: figure.code(),
            name: words.code("figure", figure.code()),
            unit: words.text(figure.unit()),
            counted: trace.counted,
            text: trace.text(),
            support: trace.support().code(),
            trace: words.say(&trace.say()),
            stated: trace.stated.clone().map(|s| StatedTotal {
                number: s.number,
                text: s.text,
                qualifier: s.qualifier,
                source: s.source,
            }),
        }
    }
}

/// What figures may be narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FigureScope {
    /// A campaign's id; the open one where none is named.
    pub campaign_id: Option<i64>,
    /// A day (`2026-03-31`): as it was known when that day ended.
    pub as_of: Option<String>,
}

/// Every figure of a campaign.
#[utoipa::path(get, path = "/api/v1/figures", tag = "views", params(FigureScope),
    responses((status = 200, body = Rows<CountedFigure>), Unreadable))]
pub async fn index(visit: Visit, Query(narrow): Query<FigureScope>) -> Answer {
    let actor = visit.actor()?;
    let picture = visit
        .picture(narrow.as_of.as_deref().unwrap_or_default())
        .await?;
    let conn = &picture.conn;
    let scope = queries::scope(conn, actor, narrow.campaign_id, picture.today).await?;
    let mut items = Vec::new();
    for figure in Figure::ALL {
        let trace = queries::trace(conn, actor, &scope, *figure).await?;
        items.push(CountedFigure::of(*figure, &trace, visit.words()));
    }
    json(&Rows { items, next: None })
}

/// What exactly is counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureDefinition {
    pub object: String,
    pub filter: String,
    /// How nothing is counted twice.
    pub once: String,
    /// `campaign`: all of it, as recorded so far; `day`: as it is on the day.
    #[schema(value_type = String)]
    pub period: Period,
    /// The day of which the number speaks, `2026-11-23`.
    pub as_of: String,
    /// `counted` from rows, or `stated` by somebody and repeated.
    #[schema(value_type = String)]
    pub basis: Basis,
    /// `recorded`, `planned` or `achieved`; planned and achieved are never added together.
    #[schema(value_type = String)]
    pub sense: Sense,
    /// Addresses of pages that show the number.
    pub uses: Vec<&'static str>,
}

/// A row behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowOfFigure {
    pub id: i64,
    pub title: String,
    /// What it belongs to.
    pub sub: Option<String>,
    /// The page that shows it.
    pub address: String,
}

/// A figure with its definition and a page of its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureFile {
    #[serde(flatten)]
    pub figure: CountedFigure,
    pub definition: FigureDefinition,
    pub campaign_id: Option<i64>,
    pub items: Vec<RowOfFigure>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// What one figure may be narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FigureNarrow {
    /// A campaign's id; the open one where none is named.
    pub campaign_id: Option<i64>,
    /// A day (`2026-03-31`): as it was known when that day ended.
    pub as_of: Option<String>,
    /// A theme's id, or `none`; for figures that have themes.
    pub theme: Option<String>,
}

/// One figure: its number, its definition, its rows.
#[utoipa::path(get, path = "/api/v1/figures/{id}", tag = "views",
    params(("id" = String, Path, description = "Code of the figure, for example `problems`"), FigureNarrow, Onward),
    responses((status = 200, body = FigureFile), Unreadable))]
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(narrow): Query<FigureNarrow>,
    Query(onward): Query<Onward>,
) -> Answer {
    let figure = Figure::from_code(&id).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let picture = visit
        .picture(narrow.as_of.as_deref().unwrap_or_default())
        .await?;
    let conn = &picture.conn;
    let mut scope = queries::scope(conn, actor, narrow.campaign_id, picture.today).await?;
    let theme = narrow.theme.unwrap_or_default();
    queries::narrow(conn, actor, &mut scope, figure, &theme).await?;
    let trace = queries::trace(conn, actor, &scope, figure).await?;
    let after = onward.after.unwrap_or_default();
    let found = queries::rows(conn, actor, &scope, figure, after, onward.ask()?).await?;
    let rows = found.into_iter().map(|r| row(figure, r)).collect();
    let page = onward.page::<RowOfFigure, RowOfFigure>(rows, |r| r.id)?;
    json(&file(figure, &trace, &scope, page, visit.words()))
}

fn row(figure: Figure, row: FigureRow) -> RowOfFigure {
    RowOfFigure {
        id: row.id,
        title: row.title,
        sub: row.sub,
        address: figure.address(row.target),
    }
}

/// The condition in words; that of a light names it.
fn filter_of(figure: Figure, defined: &Definition, words: Words) -> String {
    match figure.light() {
        Some(light) => words.text_with(
            &defined.filter_key,
            &[("light", words.code("light", light))],
        ),
        None => words.text(&defined.filter_key),
    }
}

fn file(
    figure: Figure,
    trace: &Trace,
    scope: &Scope,
    page: Rows<RowOfFigure>,
    words: Words,
) -> FigureFile {
    let defined = figure.definition();
    FigureFile {
        figure: CountedFigure::of(figure, trace, words),
        definition: FigureDefinition {
            object: words.text(&defined.object_key),
            filter: filter_of(figure, &defined, words),
            once: words.text(&defined.once_key),
            period: defined.period,
            as_of: scope.today.to_string(),
            basis: Definition::basis(trace),
            sense: defined.sense,
            uses: defined.uses.iter().map(|(address, _)| *address).collect(),
        },
        campaign_id: scope.campaign.as_ref().map(|c| c.id),
        items: page.items,
        next: page.next,
    }
}
