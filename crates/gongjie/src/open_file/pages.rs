//! The pages of what is public: the list, one problem, the notices, a public piece of evidence.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::gather::{self, File};
use super::queries::{self, Filter, Row};
use super::rules::{self, Shares, Stage};
use crate::close_out::objection::{Stage as NoticeStage, stage};
use crate::close_out::queries::{self as closings, Notice};
use crate::door::{Answer, Visit, attached, show};
use crate::layout::Page;
use crate::org::queries as org;
use crate::org::tables::organization;

/// Running notices that the list shows; all of them stand on their own page.
const NOTICES_SHOWN: u64 = 20;

/// What an address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// Code of an organisation, where there are several.
    org: String,
    stage: String,
    q: String,
    after: String,
}

impl Ask {
    fn href(&self, stage: &str, after: &str) -> String {
        let pairs: Vec<(&str, &str)> = [
            ("org", self.org.as_str()),
            ("stage", stage),
            ("q", self.q.trim()),
            ("after", after),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        format!("/public?{query}")
    }
}

/// The organisation of an address; nothing where there are several and none is named.
pub(super) async fn organization(
    visit: &Visit,
    code: &str,
) -> Result<Result<organization::Model, Vec<organization::Model>>> {
    let mut all = org::list_organizations(visit.read()).await?;
    if code.is_empty() && all.len() != 1 {
        return Ok(Err(all));
    }
    let place = all.iter().position(|o| code.is_empty() || o.code == code);
    Ok(Ok(all.swap_remove(place.ok_or(Error::NotFound)?)))
}

#[derive(Template)]
#[template(path = "open_file/where.html")]
struct WherePage {
    p: Page,
    path: &'static str,
    organizations: Vec<organization::Model>,
}

fn choose(visit: &Visit, path: &'static str, organizations: Vec<organization::Model>) -> Answer {
    show(&WherePage {
        p: visit.page(visit.words().text("open-file")),
        path,
        organizations,
    })
}

/// A problem in the list.
struct Line {
    id: i64,
    title: String,
    number: Option<String>,
    state: String,
    moved: String,
}

/// How many problems stand in one stage, and where they are.
struct Chip {
    code: &'static str,
    n: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "open_file/index.html")]
struct IndexPage {
    p: Page,
    organization: organization::Model,
    ask: Ask,
    stage: Option<Stage>,
    all: i64,
    all_href: String,
    chips: Vec<Chip>,
    lines: Vec<Line>,
    notices: Vec<Notice>,
    next: Option<String>,
}

/// 难题〔2026〕3号; nothing before it is on the list.
fn number(p: &Page, year: i64, number: Option<i64>) -> Option<String> {
    let n = ("n", number?.to_string());
    Some(p.t2("dossier-number", ("year", year.to_string()), n))
}

fn line(p: &Page, row: Row) -> Line {
    Line {
        number: number(p, row.year, row.number),
        state: p.code("problem-state", row.state),
        moved: p.day(&p.clock.date_of(row.moved_at).to_string()),
        id: row.id,
        title: row.title,
    }
}

/// `GET /public`
pub async fn index(visit: Visit, Query(mut ask): Query<Ask>) -> Answer {
    visit.pass_reading()?;
    let organization = match organization(&visit, &ask.org).await? {
        Ok(one) => one,
        Err(several) => return choose(&visit, "/public", several),
    };
    organization.code.clone_into(&mut ask.org);
    let conn = visit.read();
    let stage = Stage::from_code(&ask.stage);
    let filter = Filter {
        organization_id: organization.id,
        stage,
        words: rules::patterns(&ask.q),
        after: rules::read_after(&ask.after),
        limit: PAGE_ROWS + 1,
    };
    let mut rows = queries::list(conn, &filter).await?;
    let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| is_more);
    let next = last.map(|r| ask.href(&ask.stage, &format!("{}-{}", r.moved_at, r.id)));
    let p = visit.page(visit.words().text("open-file"));
    let counted = queries::count(conn, organization.id).await?;
    let today = visit.today().to_string();
    let plain = Ask {
        org: ask.org.clone(),
        ..Ask::default()
    };
    show(&IndexPage {
        all: counted.iter().map(|(_, n)| n).sum(),
        all_href: plain.href("", ""),
        chips: counted
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(stage, n)| Chip {
                code: stage.code(),
                n,
                href: plain.href(stage.code(), ""),
            })
            .collect(),
        lines: rows.into_iter().map(|row| line(&p, row)).collect(),
        notices: closings::list_running_notices(conn, organization.id, &today, NOTICES_SHOWN)
            .await?,
        organization,
        stage,
        ask,
        next,
        p,
    })
}

#[derive(Template)]
#[template(path = "open_file/show.html")]
struct ShowPage {
    p: Page,
    file: File,
    number: Option<String>,
}

/// `GET /public/problems/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    visit.pass_reading()?;
    let file = gather::of(visit.read(), &visit.app.clock, id).await?;
    let p = visit.page(file.problem.title.clone());
    show(&ShowPage {
        number: number(&p, file.problem.year, file.problem.number),
        file,
        p,
    })
}

/// A notice in the list.
struct Shown {
    notice: Notice,
    stage: NoticeStage,
}

#[derive(Template)]
#[template(path = "open_file/notices.html")]
struct NoticesPage {
    p: Page,
    organization: organization::Model,
    rows: Vec<Shown>,
    next: Option<String>,
}

/// `GET /public/notices`
pub async fn notices(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    visit.pass_reading()?;
    let organization = match organization(&visit, &ask.org).await? {
        Ok(one) => one,
        Err(several) => return choose(&visit, "/public/notices", several),
    };
    let after = rules::read_notice_after(&ask.after);
    let after = after.as_ref().map(|(day, id)| (day.as_str(), *id));
    let mut rows =
        closings::list_notices(visit.read(), organization.id, after, PAGE_ROWS + 1).await?;
    let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| is_more).map(|n| {
        let code = &organization.code;
        format!("/public/notices?org={code}&after={}.{}", n.notice_to, n.id)
    });
    let today = visit.today();
    let shown = |notice: Notice| Shown {
        stage: stage(notice.state, Some(&notice.notice_to), today),
        notice,
    };
    show(&NoticesPage {
        p: visit.page(visit.words().text("notices")),
        organization,
        rows: rows.into_iter().map(shown).collect(),
        next,
    })
}

/// `GET /public/evidence/{id}`: always a download, never shown inside a page of ours.
pub async fn evidence(visit: Visit, Path(id): Path<i64>) -> Answer {
    visit.pass_reading()?;
    let row = queries::find_evidence(visit.read(), id).await?;
    let hash = row.file_hash.clone().ok_or(Error::NotFound)?;
    let bytes = visit.app.files.get(&hash).await?;
    let name = queries::file_name(&row);
    let kind = row.file_type.unwrap_or_default();
    Ok(attached(bytes, &kind, &name)?)
}

impl IndexPage {
    /// Text key of a count of one stage.
    fn words(code: &str) -> &'static str {
        match Stage::from_code(code) {
            Some(Stage::Working) => "open-file-n-working",
            Some(Stage::Checking) => "open-file-n-checking",
            Some(Stage::Closed) => "open-file-n-closed",
            Some(Stage::Open) | None => "open-file-n-open",
        }
    }

    fn is_here(&self, chip: &Chip) -> bool {
        self.stage.is_some_and(|s| s.code() == chip.code)
    }
}

impl ShowPage {
    /// The raisers' word, added up.
    fn said(&self, shares: &Shares) -> String {
        let all = [
            ("all", shares.asked.to_string()),
            ("said", shares.said.to_string()),
            ("yes", shares.solved.to_string()),
        ];
        self.p.words.text_with("close-out-verdict-said", &all)
    }
}
