//! One figure: its number, what differs, its rows, its definition, where it is used.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;
use jiff::civil::Date;
use serde::Deserialize;

use super::queries::{self, FigureRow};
use super::rate_rules::Rate;
use super::rules::{Figure, Trace};
use crate::door::{Answer, Visit, show as render};
use crate::layout::{Page, SIZES};

/// What the address may narrow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    pub campaign: String,
    /// A theme's id, or `none`.
    pub theme: String,
    /// A day: as it was known when that day ended.
    pub as_of: String,
    /// The page after the row with this id.
    pub after: String,
}

/// One figure with its trace, for lists of figures.
struct Line {
    figure: Figure,
    name: String,
    unit: String,
    trace: Trace,
}

#[derive(Template)]
#[template(path = "figures/index.html")]
struct IndexPage {
    p: Page,
    campaign: String,
    /// Keeps the campaign in the links.
    tail: String,
    /// The day that was asked for; empty for the present.
    as_of: String,
    /// Today, whatever day is shown.
    now: Date,
    lines: Vec<Line>,
}

/// `GET /figures`
pub async fn index(visit: Visit, Query(narrow): Query<Narrow>) -> Answer {
    let actor = visit.actor()?;
    let picture = visit.picture(&narrow.as_of).await?;
    let conn = &picture.conn;
    let wanted = narrow.campaign.parse().ok();
    let scope = queries::scope(conn, actor, wanted, picture.today).await?;
    let mut p = visit.page(visit.words().text("figures-title"));
    p.today = picture.today;
    let mut lines = Vec::new();
    for figure in Figure::ALL {
        lines.push(Line {
            figure: *figure,
            name: name(&p, *figure),
            unit: p.t(figure.unit()),
            trace: queries::trace(conn, actor, &scope, *figure).await?,
        });
    }
    let as_of = picture.as_of_text();
    // The day stays in the links even where it knew no campaign yet.
    let campaign = scope
        .campaign
        .as_ref()
        .map(|c| format!("campaign={}", c.id));
    let day = picture.as_of.map(|day| format!("as_of={day}"));
    let kept: Vec<String> = campaign.into_iter().chain(day).collect();
    let tail = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    let campaign = scope.campaign.map(|c| c.name).unwrap_or_default();
    render(&IndexPage {
        tail,
        as_of,
        now: visit.today(),
        p,
        campaign,
        lines,
    })
}

/// A figure's name in the reader's language.
fn name(p: &Page, figure: Figure) -> String {
    p.code("figure", figure)
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct ShowPage {
    p: Page,
    figure: Figure,
    trace: Trace,
    rows: Vec<(i64, String, Option<String>, String)>,
    /// Address of the next page of rows.
    next: Option<String>,
    campaign: String,
    period: String,
    theme: Option<String>,
    /// The day that was asked for; empty for the present.
    as_of: String,
    /// Today, whatever day is shown.
    now: Date,
}

impl ShowPage {
    /// The figure as it is now.
    fn own(&self) -> String {
        format!("/figures/{}", self.figure)
    }
}

/// `GET /figures/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>, Query(narrow): Query<Narrow>) -> Answer {
    let figure = Figure::from_code(&id).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let picture = visit.picture(&narrow.as_of).await?;
    let conn = &picture.conn;
    let wanted = narrow.campaign.parse().ok();
    let mut scope = queries::scope(conn, actor, wanted, picture.today).await?;
    let theme = queries::narrow(conn, actor, &mut scope, figure, &narrow.theme).await?;
    let theme = match (theme, scope.theme) {
        (Some(theme), _) => Some(theme.name),
        (None, Some(_)) => Some(visit.words().text("theme-none")),
        (None, None) => None,
    };
    let trace = queries::trace(conn, actor, &scope, figure).await?;
    let after = narrow.after.parse().unwrap_or_default();
    let found = queries::rows(conn, actor, &scope, figure, after, PAGE_ROWS + 1).await?;
    let is_more = found.len() as u64 > PAGE_ROWS;
    let shown: Vec<FigureRow> = found
        .into_iter()
        .take(usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX))
        .collect();
    let as_of = picture.as_of_text();
    let next = shown.last().filter(|_| is_more).map(|last| {
        let (campaign, theme) = (&narrow.campaign, &narrow.theme);
        format!(
            "/figures/{figure}?campaign={campaign}&theme={theme}&as_of={as_of}&after={}",
            last.id
        )
    });
    let mut p = visit.page(name(&visit.page(""), figure));
    p.today = picture.today;
    let period = scope
        .campaign
        .as_ref()
        .map(|c| format!("{} — {}", p.day(&c.starts_on), p.day(&c.ends_on)));
    render(&ShowPage {
        rows: shown
            .into_iter()
            .map(|r| (r.id, r.title, r.sub, figure.address(r.target)))
            .collect(),
        figure,
        trace,
        next,
        campaign: scope.campaign.map(|c| c.name).unwrap_or_default(),
        period: period.unwrap_or_default(),
        theme,
        as_of,
        now: visit.today(),
        p,
    })
}
