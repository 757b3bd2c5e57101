//! The ledger on screen, on paper, as xlsx, csv and docx.

use askama::Template;
use axum::extract::RawQuery;
use gongjie_paper::Workbook;
use jiff::civil::Date;

use super::address;
use super::export;
use super::rules::{self, Extra, Group, Row, Sort, Total, View};
use super::{queries, walk};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::{campaign, theme};
use crate::door::{Answer, Visit, show};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::layout::Page;
use crate::org::queries as org;
use crate::pairing::rules::MemberRole;

/// Rows of a page; further ones by `after`.
const ROWS: usize = 200;

#[derive(Template)]
#[template(path = "ledger/index.html")]
struct Index {
    p: Page,
    view: View,
    groups: Vec<(Heading, Vec<(usize, Row)>)>,
    count: usize,
    gaps: Option<usize>,
    next: Option<i64>,
    campaigns: Vec<campaign::Model>,
    title: String,
    themes: Vec<theme::Model>,
    units: Vec<(String, String)>,
    notes: Vec<String>,
    /// Today, whatever day is shown.
    now: Date,
    /// Rows that bear a date up to the day that is shown and were entered later.
    later: i64,
    organization: String,
    is_example: bool,
}

/// What stands over a group: its name in words and its sub-totals.
struct Heading {
    name: String,
    total: Total,
}

impl Index {
    /// "3 行，难题 3 道", and the sums of the chosen columns that count: "，举措数 7".
    fn subtotal(&self, total: &Total) -> String {
        let p = &self.p;
        let mut words = p.t2(
            "ledger-subtotal",
            ("rows", total.rows.to_string()),
            ("problems", total.problems.to_string()),
        );
        for (extra, sum) in &total.sums {
            words.push_str(&p.t2(
                "ledger-subtotal-of",
                ("column", p.code("ledger-extra", extra)),
                ("sum", sum.to_string()),
            ));
        }
        words
    }

    fn extras(&self) -> Vec<Extra> {
        self.view.extras()
    }

    fn is_chosen(&self, extra: &Extra) -> bool {
        self.view.cols.iter().any(|c| c == extra.code())
    }

    fn colspan(&self) -> usize {
        7 + self.extras().len()
    }

    /// This view's own query string.
    fn own(&self) -> String {
        self.view.query(&[])
    }

    /// How much of the folded panel is set, so that nobody has to open it to know.
    fn arranged(&self) -> usize {
        let view = &self.view;
        let is_sorted = view.order() != Sort::Position;
        view.extras().len() + usize::from(is_sorted) + usize::from(!view.group.is_empty())
    }

    /// The same view on another day beside this one.
    fn differences(&self) -> String {
        let View {
            campaign,
            theme,
            unit,
            as_of,
            ..
        } = &self.view;
        format!("/differences?of=ledger&campaign={campaign}&theme={theme}&unit={unit}&from={as_of}")
    }

    fn link(&self, name: &str, value: &str) -> String {
        format!("/ledger?{}", self.view.query(&[(name, value)]))
    }
}

/// `GET /ledger`
pub async fn index(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let asked = address::read(&visit, query).await?;
    let (view, campaigns, conn) = (asked.view, asked.campaigns, asked.picture.conn);
    let actor = visit.actor()?;
    let after = view.after.parse().ok();
    let part = walk::page(&conn, actor, &view, visit.words(), after, ROWS).await?;
    let chosen = campaigns.iter().find(|c| c.id.to_string() == view.campaign);
    let stated = match chosen {
        Some(campaign) => campaigns::list_stated(&conn, campaign.id).await?,
        None => Vec::new(),
    };
    let later = match asked.picture.as_of {
        Some(day) => queries::count_later(visit.read(), &conn, actor, &view, day).await?,
        None => 0,
    };
    let notes = export::footer(part.count, part.has_first_listed, &stated, visit.words());
    let mut p = visit.page(visit.words().text("ledger-title"));
    p.is_wide = true;
    p.today = asked.picture.today;
    let mut n = part.before;
    let groups = rules::grouped(part.rows, view.grouping())
        .into_iter()
        .map(|(heading, rows)| {
            let heading = Heading {
                name: heading_said(&p, view.grouping(), heading),
                total: Total::of(&rows, &view.extras()),
            };
            let numbered = rows
                .into_iter()
                .map(|row| {
                    n += 1;
                    (n, row)
                })
                .collect();
            (heading, numbered)
        })
        .collect();
    let units = org::list_open_units(&conn, actor).await?;
    let name = chosen.map(|c| c.name.clone()).unwrap_or_default();
    show(&Index {
        title: p.t1("ledger-title-of", "campaign", name),
        groups,
        count: part.count,
        gaps: part.gaps,
        next: part.next,
        themes: campaigns::list_themes(&conn, actor).await?,
        units: units
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        notes,
        now: visit.today(),
        later,
        organization: actor.organization_name.clone(),
        is_example: actor.is_example,
        campaigns,
        view,
        p,
    })
}

/// A month as the reader writes it; other headings are names.
fn heading_said(p: &Page, group: Option<Group>, heading: String) -> String {
    match (group, heading.split_once('-')) {
        (Some(Group::Month), Some((year, month))) => p.t2(
            "activity-month",
            ("year", year.to_owned()),
            ("month", month.trim_start_matches('0').to_owned()),
        ),
        _ => heading,
    }
}

/// `GET /ledger.xlsx`
pub async fn xlsx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let address::Asked { view, picture, .. } = address::read(&visit, query).await?;
    let (conn, words, day) = (&picture.conn, visit.words(), picture.today);
    let title = words.text("ledger-title");
    let about = download::properties(&visit, &title, day)?;
    let (bytes, _) = export::xlsx(conn, visit.actor()?, &view, words, day, &about).await?;
    Ok(download::file(bytes, Format::Xlsx, &named(&title)))
}

/// `GET /ledger.csv`
pub async fn csv(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    whole(&visit, query, Format::Csv).await
}

/// `GET /ledger.docx`
pub async fn docx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    whole(&visit, query, Format::Docx).await
}

/// A file whose rows are all in memory at once.
async fn whole(visit: &Visit, query: Option<String>, format: Format) -> Answer {
    let address::Asked { view, picture, .. } = address::read(visit, query.clone()).await?;
    let (conn, words, day) = (&picture.conn, visit.words(), picture.today);
    let sheet = export::export(conn, visit.actor()?, &view, words, day).await?;
    let book = Workbook {
        sheets: vec![sheet],
    };
    let title = words.text("ledger-title");
    download::send(visit, book, named(&title), format, query.as_deref(), day).await
}

fn named(title: &str) -> Name<'_> {
    Name {
        code: "ledger",
        shown: title,
    }
}
