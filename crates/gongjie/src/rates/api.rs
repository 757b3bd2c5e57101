//! Rates as JSON: each with its formula, its sample, its coverage and the rows behind each number.

use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::Narrow;
use super::line::{Line, line, lines, part_of};
use super::queries::{self, RateRow, Scope};
use crate::door::{Answer, Onward, Picture, Rows, Unreadable, Visit, json};
use crate::figures::rate_rules::{Counts, Grade, Part, Rate};
use crate::layout::Words;

/// A number of a rate, with where its rows are.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatePart {
    /// `numerator`, `half`, `denominator`, `answered`, `population`, `silent`, `checked` or `excluded`.
    #[schema(value_type = String)]
    pub part: Part,
    pub name: String,
    /// As many rows as the part has.
    pub number: i64,
}

/// A rate 率 with its definition and sample.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateFigure {
    /// Its code, for `/api/v1/rates/{code}`.
    pub id: &'static str,
    pub name: String,
    /// What one row is: `voice`, `verdict`, `measure`, `problem` or `close_out`.
    #[schema(value_type = String)]
    pub counts: Counts,
    /// What stands above the line, in words.
    pub numerator: String,
    /// What stands below it.
    pub denominator: String,
    /// What counts at all, and by which day.
    pub population: String,
    /// As it is printed, `71.1%`; null where the sample is too small.
    pub value: Option<String>,
    /// Tenths of a percent; null where the sample is too small.
    pub tenths: Option<i64>,
    /// 样本不足: fewer than ten answers, or answers of less than 30 percent. Nothing is stated then, and of fewer than ten
    /// words of people the parts do not say which way they went.
    pub is_small: bool,
    /// Answers of everything that counts.
    pub coverage: Option<String>,
    /// Excluded ones of everything.
    pub excluded_share: Option<String>,
    pub parts: Vec<RatePart>,
}

impl RateFigure {
    fn of(line: &Line, words: Words) -> Self {
        let rate = line.rate;
        let part = |part: Part| RatePart {
            name: words.code("rates-part", part.code()),
            number: line.n(&part),
            part,
        };
        Self {
            id: rate.code(),
            name: words.code("rate", rate.code()),
            counts: rate.counts(),
            numerator: words.text(&rate.key("numerator")),
            denominator: words.text(&rate.key("denominator")),
            population: words.text(&rate.key("population")),
            tenths: line.tally.stated(rate),
            value: line.value(),
            is_small: line.is_small(),
            coverage: line.coverage(),
            excluded_share: line.share(),
            parts: line.parts().into_iter().map(part).collect(),
        }
    }
}

/// What rates are narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RateScope {
    /// A campaign's id; the present one where neither a campaign nor a day is named.
    pub campaign_id: Option<i64>,
    /// First day of the period, `2026-01-01`.
    pub from: Option<String>,
    /// Last day of the period.
    pub to: Option<String>,
    /// The unit that leads.
    pub unit_id: Option<i64>,
    pub theme_id: Option<i64>,
    /// A day (`2026-03-31`): as it was known when that day ended; rates of voices and of words have no past.
    pub as_of: Option<String>,
}

impl RateScope {
    async fn read(self, visit: &Visit) -> Result<(Picture, Scope)> {
        let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let narrow = Narrow {
            campaign: text(self.campaign_id),
            from: self.from.unwrap_or_default(),
            to: self.to.unwrap_or_default(),
            unit: text(self.unit_id),
            theme: text(self.theme_id),
            as_of: self.as_of.unwrap_or_default(),
            ..Narrow::default()
        };
        let picture = visit.picture(&narrow.as_of).await?;
        let scope = narrow.scope(visit, &picture).await?;
        Ok((picture, scope))
    }
}

/// Every rate over what the asker may see: all, or what concerns the own units. No ranking and no composite.
#[utoipa::path(get, path = "/api/v1/rates", tag = "views", params(RateScope),
    responses((status = 200, body = Rows<RateFigure>), Unreadable))]
pub async fn index(visit: Visit, Query(scope): Query<RateScope>) -> Answer {
    let (picture, scope) = scope.read(&visit).await?;
    let words = visit.words();
    let lines = lines(&picture.conn, visit.actor()?, &scope).await?;
    let items = lines.iter().map(|l| RateFigure::of(l, words)).collect();
    json(&Rows { items, next: None })
}

/// A row behind a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowOfRate {
    pub id: i64,
    pub title: String,
    /// The unit that has it, or what it belongs to.
    pub sub: Option<String>,
    /// `full`, `half`, `zero`, `silent` or `excluded`: how it counts; null for one of few words.
    #[schema(value_type = Option<String>)]
    pub grade: Option<Grade>,
    /// The page that shows it.
    pub address: String,
    /// What leaves it out, for `/api/v1/exclusions/{id}`.
    pub exclusion_id: Option<i64>,
}

/// A rate with a page of the rows of one of its numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateFile {
    #[serde(flatten)]
    pub rate: RateFigure,
    #[schema(value_type = String)]
    pub part: Part,
    pub campaign_id: Option<i64>,
    pub items: Vec<RowOfRate>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// Which rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RatePartQuery {
    /// `numerator`, `half`, `denominator`, `answered`, `population`, `silent`, `checked` or `excluded`; the denominator where none is named.
    pub part: Option<String>,
}

/// One rate and the rows of one of its numbers.
#[utoipa::path(get, path = "/api/v1/rates/{code}", tag = "views",
    params(("code" = String, Path, description = "Code of the rate, for example `solved`"), RateScope, RatePartQuery, Onward),
    responses((status = 200, body = RateFile), Unreadable))]
pub async fn show(
    visit: Visit,
    Path(code): Path<String>,
    Query(scope): Query<RateScope>,
    Query(asked): Query<RatePartQuery>,
    Query(onward): Query<Onward>,
) -> Answer {
    let rate = Rate::from_code(&code).ok_or(Error::NotFound)?;
    let (picture, scope) = scope.read(&visit).await?;
    let (conn, actor) = (&picture.conn, visit.actor()?);
    let line = line(conn, actor, &scope, rate).await?;
    let part = part_of(&line, &asked.part.unwrap_or_default())?;
    let after = onward.after.unwrap_or_default();
    let found = queries::rows(conn, actor, &scope, (rate, part), after, onward.ask()?).await?;
    let row = |row: RateRow| RowOfRate {
        address: rate.address(row.target),
        id: row.id,
        title: row.title,
        sub: row.sub,
        grade: line.grade(row.grade),
        exclusion_id: row.exclusion,
    };
    let rows = found.into_iter().map(row).collect();
    let page = onward.page::<RowOfRate, RowOfRate>(rows, |r| r.id)?;
    json(&RateFile {
        rate: RateFigure::of(&line, visit.words()),
        part,
        campaign_id: scope.campaign.map(|c| c.id),
        items: page.items,
        next: page.next,
    })
}
