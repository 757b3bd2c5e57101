//! One figure: its number, what differs, its rows, its definition, where it is used.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use super::queries::{self, FigureRow, Scope};
use super::rules::{Figure, Trace};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, show as render};
use crate::layout::Page;

/// What the address may narrow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    pub campaign: String,
    /// A theme's id, or `none`.
    pub theme: String,
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
    lines: Vec<Line>,
}

/// `GET /figures`
pub async fn index(visit: Visit, Query(narrow): Query<Narrow>) -> Answer {
    let actor = visit.actor()?;
    let scope = queries::scope(
        visit.read(),
        actor,
        narrow.campaign.parse().ok(),
        visit.today(),
    )
    .await?;
    let p = visit.page(visit.words().text("figures-title"));
    let mut lines = Vec::new();
    for figure in Figure::ALL {
        lines.push(Line {
            figure: *figure,
            name: name(&p, *figure),
            unit: p.t(figure.unit()),
            trace: queries::trace(visit.read(), actor, &scope, *figure).await?,
        });
    }
    let tail = scope
        .campaign
        .as_ref()
        .map(|c| format!("?campaign={}", c.id));
    let campaign = scope.campaign.map(|c| c.name).unwrap_or_default();
    render(&IndexPage {
        tail: tail.unwrap_or_default(),
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
}

/// `GET /figures/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>, Query(narrow): Query<Narrow>) -> Answer {
    let figure = Figure::from_code(&id).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let mut scope =
        queries::scope(&conn, actor, narrow.campaign.parse().ok(), visit.today()).await?;
    let theme = narrowed(&visit, &mut scope, figure, &narrow.theme).await?;
    let trace = queries::trace(&conn, actor, &scope, figure).await?;
    let after = narrow.after.parse().unwrap_or_default();
    let found = queries::rows(&conn, actor, &scope, figure, after, PAGE_ROWS + 1).await?;
    let is_more = found.len() as u64 > PAGE_ROWS;
    let shown: Vec<FigureRow> = found
        .into_iter()
        .take(usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX))
        .collect();
    let next = shown.last().filter(|_| is_more).map(|last| {
        let (campaign, theme) = (&narrow.campaign, &narrow.theme);
        format!(
            "/figures/{figure}?campaign={campaign}&theme={theme}&after={}",
            last.id
        )
    });
    let p = visit.page(name(&visit.page(""), figure));
    let period = scope
        .campaign
        .as_ref()
        .map(|c| format!("{} — {}", p.day(&c.starts_on), p.day(&c.ends_on)));
    render(&ShowPage {
        rows: shown
            .into_iter()
            .map(|r| (r.id, r.title, r.sub, address(figure, r.target)))
            .collect(),
        figure,
        trace,
        next,
        campaign: scope.campaign.map(|c| c.name).unwrap_or_default(),
        period: period.unwrap_or_default(),
        theme,
        p,
    })
}

/// Narrows to one theme where the figure has themes; returns its name.
async fn narrowed(
    visit: &Visit,
    scope: &mut Scope,
    figure: Figure,
    theme: &str,
) -> Result<Option<String>, Error> {
    if theme.is_empty() || !figure.has_theme() {
        return Ok(None);
    }
    if theme == "none" {
        scope.theme = Some(None);
        return Ok(Some(visit.words().text("theme-none")));
    }
    let id = theme.parse().map_err(|_| Error::NotFound)?;
    let found = campaigns::find_theme(visit.read(), visit.actor()?, id).await?;
    scope.theme = Some(Some(id));
    Ok(Some(found.name))
}

/// The page that shows a row of this figure.
fn address(figure: Figure, target: i64) -> String {
    match figure {
        Figure::Branches => format!("/units/{target}"),
        Figure::Pairings => format!("/pairings/{target}"),
        Figure::Activities => format!("/activities/{target}"),
        Figure::Themes => format!("/problems?theme={target}"),
        Figure::Documents => format!("/problems/{target}#documents"),
        Figure::Outcomes => format!("/problems/{target}#outcomes"),
        Figure::Problems
        | Figure::CarriedIn
        | Figure::CarriedOn
        | Figure::Closed
        | Figure::Solved
        | Figure::Checked => {
            format!("/problems/{target}")
        }
        _ => format!("/measures/{target}"),
    }
}
