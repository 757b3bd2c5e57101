//! The rates on one page, and the rows behind each of their numbers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, RawQuery};
use gongjie_base::{Error, Result};
use jiff::civil::Date;

use super::ask::Narrow;
use super::book;
use super::line::{Line, line, lines, part_of};
use super::queries::{self, RateRow, Scope};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Reading, Visit, show as render};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::exclusion::queries as excluded;
use crate::exclusion::view::{self, ExclusionView};
use crate::figures::rate_rules::{Part, Rate};
use crate::layout::Page;
use crate::org::queries as org;

type Choices = Vec<(String, String)>;

/// What the filters offer, and what is shown, in words.
struct Frame {
    narrow: Narrow,
    campaigns: Choices,
    units: Choices,
    themes: Choices,
    /// Which campaign and which days.
    period: String,
    unit: Option<String>,
    theme: Option<String>,
    sees_all: bool,
    /// The day that was asked for; empty for the present.
    as_of: String,
    is_past: bool,
    /// Today, whatever day is shown.
    now: Date,
}

impl Frame {
    async fn load(visit: &Visit, p: &Page, narrow: Narrow, scope: &Scope) -> Result<Self> {
        let (conn, actor) = (visit.read(), visit.actor()?);
        let all = campaigns::list_campaigns(conn, actor).await?;
        let themes = campaigns::list_themes(conn, actor).await?;
        let themes: Choices = themes
            .into_iter()
            .map(|t| {
                let english = t.name_en.filter(|_| p.is_english());
                (t.id.to_string(), english.unwrap_or(t.name))
            })
            .collect();
        let units = org::unit_names(conn, actor.organization_id).await?;
        let units: Choices = units
            .into_iter()
            .filter(|(id, _)| queries::sees_unit(actor, *id))
            .map(|(id, name)| (id.to_string(), name))
            .collect();
        let chosen = |of: &Choices, id: Option<i64>| {
            let id = id?.to_string();
            of.iter().find(|(c, _)| *c == id).map(|(_, n)| n.clone())
        };
        Ok(Self {
            period: period(p, scope),
            unit: chosen(&units, scope.unit),
            theme: chosen(&themes, scope.theme),
            campaigns: all
                .into_iter()
                .map(|c| (c.id.to_string(), c.name))
                .collect(),
            sees_all: actor.sees_all(),
            as_of: narrow.as_of.trim().to_owned(),
            is_past: scope.is_past,
            now: visit.today(),
            units,
            themes,
            narrow,
        })
    }
}

/// The campaign, or the days that were asked for, in words.
fn period(p: &Page, scope: &Scope) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| p.day(&day.to_string()));
    let days = (scope.from.is_some() || scope.to.is_some())
        .then(|| format!("{} — {}", day(scope.from), day(scope.to)));
    let name = scope.campaign.as_ref().map(|c| c.name.clone());
    let said: Vec<String> = name.into_iter().chain(days).collect();
    said.join(" · ")
}

#[derive(Template)]
#[template(path = "rates/index.html")]
struct IndexPage {
    p: Page,
    f: Frame,
    lines: Vec<Line>,
}

impl IndexPage {
    /// The rows behind a number.
    fn rows_of(&self, line: &Line, part: &Part) -> String {
        let path = format!("/rates/{}", line.rate);
        self.f.narrow.link(&path, &[("part", part.code())])
    }

    /// A number that opens its rows; a dash where it is not told.
    fn number(&self, line: &Line, part: &str) -> String {
        let Some(part) = Part::from_code(part).filter(|part| line.tells(part)) else {
            return "—".to_owned();
        };
        let n = line.n(&part);
        let href = self.rows_of(line, &part);
        self.p.fig("rate-rows", n, &n.to_string(), &href)
    }

    fn file(&self, ending: &str) -> String {
        self.f.narrow.link(&format!("/rates.{ending}"), &[])
    }
}

/// `GET /rates`
pub async fn index(visit: Visit, Query(narrow): Query<Narrow>) -> Answer {
    let picture = visit.picture(&narrow.as_of).await?;
    let scope = narrow.scope(&visit, &picture).await?;
    let mut p = visit.page(visit.words().text("rates-title"));
    p.today = picture.today;
    render(&IndexPage {
        lines: lines(&picture.conn, visit.actor()?, &scope).await?,
        f: Frame::load(&visit, &p, narrow, &scope).await?,
        p,
    })
}

#[derive(Template)]
#[template(path = "rates/show.html")]
struct ShowPage {
    p: Page,
    f: Frame,
    line: Line,
    part: Part,
    rows: Vec<RateRow>,
    next: Option<String>,
    /// Who left out what, where the reader may know, by the exclusion's id.
    exclusions: BTreeMap<i64, ExclusionView>,
}

impl ShowPage {
    fn rows_of(&self, part: &Part) -> String {
        let path = format!("/rates/{}", self.line.rate);
        self.f.narrow.link(&path, &[("part", part.code())])
    }

    fn now(&self) -> String {
        self.f.narrow.now(&format!("/rates/{}", self.line.rate))
    }

    fn is_here(&self, part: &Part) -> bool {
        self.part == *part
    }

    fn back(&self) -> String {
        self.f.narrow.link("/rates", &[])
    }

    fn row_at(&self, row: &RateRow) -> String {
        self.line.rate.address(row.target)
    }

    /// How a row counts; of few words only that there is one.
    fn grade(&self, row: &RateRow) -> String {
        match self.line.grade(row.grade) {
            Some(grade) => self.p.code("rates-grade", grade),
            None => self.p.t("rates-part-answered"),
        }
    }

    fn exclusion(&self, row: &RateRow) -> Option<&ExclusionView> {
        self.exclusions.get(&row.exclusion?)
    }
}

/// The exclusions behind these rows that the reader may see.
async fn exclusions(at: Reading<'_>, rows: &[RateRow]) -> Result<BTreeMap<i64, ExclusionView>> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.exclusion).collect();
    let found = excluded::list_among(at.conn, at.actor, &ids).await?;
    let views = view::views(at, found).await?;
    Ok(views.into_iter().map(|view| (view.id, view)).collect())
}

/// `GET /rates/{code}`
pub async fn show(visit: Visit, Path(code): Path<String>, Query(narrow): Query<Narrow>) -> Answer {
    let rate = Rate::from_code(&code).ok_or(Error::NotFound)?;
    let picture = visit.picture(&narrow.as_of).await?;
    let scope = narrow.scope(&visit, &picture).await?;
    let (conn, actor) = (&picture.conn, visit.actor()?);
    let line = line(conn, actor, &scope, rate).await?;
    let part = part_of(&line, &narrow.part)?;
    let after = narrow.after.parse().unwrap_or_default();
    let limit = Narrow::ROWS + 1;
    let mut rows = queries::rows(conn, actor, &scope, (rate, part), after, limit).await?;
    let shown = usize::try_from(Narrow::ROWS).unwrap_or(usize::MAX);
    let is_more = rows.len() > shown;
    rows.truncate(shown);
    let last = rows.last().filter(|_| is_more).map(|r| r.id.to_string());
    let path = format!("/rates/{rate}");
    let next = last.map(|id| narrow.link(&path, &[("part", part.code()), ("after", &id)]));
    let mut p = visit.page(visit.words().code("rate", rate.code()));
    p.today = picture.today;
    let at = Reading {
        conn,
        ..visit.reading()?
    };
    render(&ShowPage {
        exclusions: exclusions(at, &rows).await?,
        f: Frame::load(&visit, &p, narrow, &scope).await?,
        line,
        part,
        rows,
        next,
        p,
    })
}

/// `GET /rates.xlsx`
pub async fn xlsx(visit: Visit, narrow: Query<Narrow>, RawQuery(query): RawQuery) -> Answer {
    file(&visit, narrow, query, Format::Xlsx).await
}

/// `GET /rates.csv`
pub async fn csv(visit: Visit, narrow: Query<Narrow>, RawQuery(query): RawQuery) -> Answer {
    file(&visit, narrow, query, Format::Csv).await
}

/// `GET /rates.docx`
pub async fn docx(visit: Visit, narrow: Query<Narrow>, RawQuery(query): RawQuery) -> Answer {
    file(&visit, narrow, query, Format::Docx).await
}

async fn file(
    visit: &Visit,
    Query(narrow): Query<Narrow>,
    query: Option<String>,
    format: Format,
) -> Answer {
    let picture = visit.picture(&narrow.as_of).await?;
    let scope = narrow.scope(visit, &picture).await?;
    let shown = visit.words().text("rates-title");
    let p = visit.page(shown.clone());
    let lines = lines(&picture.conn, visit.actor()?, &scope).await?;
    let f = Frame::load(visit, &p, narrow, &scope).await?;
    let day = picture
        .as_of
        .map(|day| p.t1("past-as-of", "day", p.day(&day.to_string())));
    let sight = Some(sight(&p, f.sees_all));
    let said = [Some(f.period), f.unit, f.theme, day, sight];
    let meta = said.into_iter().flatten().filter(|s| !s.is_empty());
    let workbook = book::workbook(&p, &lines, meta.collect());
    let name = Name {
        code: "rates",
        shown: &shown,
    };
    let today = picture.today;
    download::send(visit, workbook, name, format, query.as_deref(), today).await
}

fn sight(p: &Page, sees_all: bool) -> String {
    if sees_all {
        p.t("rates-sight-all")
    } else {
        p.t("rates-sight-own")
    }
}
