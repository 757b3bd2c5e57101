//! The first page after signing in.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use gongjie_base::Result;
use jiff::civil::Date;
use serde::Deserialize;

use super::network::{self, Look, Node, Picture};
use super::queries::{self, Numbers, Recent};
use super::todos::{self, Todo};
use crate::campaign::tables::theme;
use crate::door::{self, Answer, Visit, show};
use crate::figures::queries as figures;
use crate::figures::rules::Figure;
use crate::layout::Page;
use crate::org::Actor;
use crate::pairing::queries as pairings;
use crate::pairing::view::{Joint, Units};

/// Things to do that are in sight at once; the rest is behind one click.
const TODOS_IN_SIGHT: usize = 8;
/// Things behind that click; the rest is on a page of its own.
const TODOS_ON_PAGE: usize = 92;
/// Units of the list that stands in for the picture on a phone.
const BUSIEST: usize = 5;
/// Partners named beside an activity; the rest are counted.
const MATES_SHOWN: usize = 2;

/// One theme with its bar.
struct Bar {
    code: String,
    mark: String,
    name: String,
    /// The name up to its first comma.
    short: String,
    count: i64,
    /// 0 to 100.
    share: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "home/index.html")]
struct Index {
    p: Page,
    /// The most urgent ones.
    todos: Vec<Todo>,
    /// How many more there are.
    rest: usize,
    /// The rest, one click away; of very many the first.
    more: Vec<Todo>,
    business: Option<Business>,
    is_example: bool,
    source: Option<String>,
    /// The day that was asked for; empty for the present.
    as_of: String,
    /// Today, whatever day is shown.
    now: Date,
}

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AsOf {
    /// A day: the numbers as they were known when it ended.
    as_of: String,
    /// Everything that waits, however many.
    all: String,
}

/// What administrators of the system do not see.
struct Business {
    numbers: Arc<Numbers>,
    bars: Vec<Bar>,
    picture: Arc<Picture>,
    pairings: usize,
    recent: Vec<Happened>,
    campaign: String,
    campaign_id: i64,
}

/// An activity with those who held it: "财务处 × 审计处、实验室处".
struct Happened {
    activity: Recent,
    who: String,
}

impl Index {
    /// A figure on the day that is shown.
    fn figure(&self, figure: &Figure) -> String {
        if self.as_of.is_empty() {
            return format!("/figures/{figure}");
        }
        format!("/figures/{figure}?as_of={}", self.as_of)
    }
}

impl Business {
    /// The list of exactly the pairings that the picture counts for a unit.
    fn pairings_of(&self, unit_id: impl std::fmt::Display) -> String {
        let campaign = self.campaign_id;
        format!("/pairings?campaign={campaign}&unit={unit_id}&counted=1")
    }

    /// The units that work with most others.
    fn busiest(&self) -> impl Iterator<Item = &Node> {
        self.picture.nodes.iter().take(BUSIEST)
    }

    fn hint(&self, p: &Page) -> String {
        let joints = self.picture.edges.len().to_string();
        p.t2(
            "home-network-hint",
            ("pairings", self.pairings.to_string()),
            ("joints", joints),
        )
    }

    fn label(&self, p: &Page) -> String {
        let first = self.picture.nodes.first();
        let busiest = first.map(|n| n.unit.name.clone()).unwrap_or_default();
        let args = [
            ("units", self.picture.nodes.len().to_string()),
            ("joints", self.picture.edges.len().to_string()),
            ("busiest", busiest),
        ];
        p.words.text_with("home-network-label", &args)
    }
}

impl Node {
    /// Class of the circle.
    /// Class of the circle.
    pub fn class(&self) -> &'static str {
        match (self.unit.look, self.is_hub) {
            (_, true) => "n hub",
            (Look::Office, false) => "n",
            (Look::College, false) => "n col",
            (Look::Outside, false) => "n ext",
        }
    }

    /// Name and number of pairings.
    pub fn caption(&self, p: &Page) -> String {
        let name = ("name", self.unit.name.clone());
        p.t2(
            "home-network-node",
            name,
            ("n", self.unit.pairings.to_string()),
        )
    }
}

/// `GET /`
pub async fn index(visit: Visit, Query(asked): Query<AsOf>) -> Answer {
    let actor = visit.actor()?;
    let picture = visit.picture(&asked.as_of).await?;
    let conn = &picture.conn;
    // What waits is a matter of now.
    let todos = match picture.as_of {
        None => todos(&visit, conn).await?,
        Some(_) => Arc::default(),
    };
    let mut todos = todos.as_ref().clone();
    let title = match todos.len() {
        _ if picture.as_of.is_some() => visit.words().text("past-home"),
        0 => visit.words().text("home-nothing"),
        n => visit
            .words()
            .text_with("home-todos", &[("n", n.to_string())]),
    };
    let mut more = todos.split_off(todos.len().min(TODOS_IN_SIGHT));
    let rest = more.len();
    if asked.all.is_empty() {
        more.truncate(TODOS_ON_PAGE);
    }
    let mut p = visit.page(title);
    p.today = picture.today;
    let business = if actor.sees_business() {
        Some(business(&visit, &picture, &p).await?)
    } else {
        None
    };
    let is_example = actor.is_example;
    let source = crate::org::queries::find_source(conn, actor.organization_id).await?;
    show(&Index {
        p,
        todos,
        rest,
        more,
        business,
        is_example,
        source,
        as_of: picture.as_of_text(),
        now: visit.today(),
    })
}

/// What waits for the reader; the same until something is written or the day is over.
async fn todos(visit: &Visit, conn: &gongjie_base::Conn) -> Result<Arc<Vec<Todo>>> {
    let (actor, today) = (visit.actor()?, visit.today());
    let load = Box::pin(todos::list_todos(conn, actor, today, &visit.app.clock));
    conn.known_now("todos", on_day(actor.account_id, today), load)
        .await
}

/// An id on a day, as one number: days since year 0 take 22 bits.
fn on_day(id: i64, day: Date) -> i64 {
    (id << 22) | (i64::from(day.year()) * 372 + i64::from(day.month()) * 31 + i64::from(day.day()))
}

async fn business(visit: &Visit, seen: &door::Picture, p: &Page) -> Result<Business> {
    let (actor, conn) = (visit.actor()?, &seen.conn);
    let scope = figures::scope(conn, actor, None, seen.today).await?;
    let campaign = scope.campaign.as_ref().map_or(0, |c| c.id);
    let numbers = Box::pin(queries::numbers(conn, actor, &scope));
    let numbers = conn
        .known_now("numbers", on_day(campaign, seen.today), numbers)
        .await?;
    let themes = queries::themes(conn, actor, &numbers.themes).await?;
    let units = Units::load(conn, actor, p).await?;
    let campaign_id = scope.campaign.as_ref().map(|c| c.id);
    let (mut nodes, joints, pairings) = queries::list_joints(conn, actor, campaign_id).await?;
    for node in &mut nodes {
        node.name = units.short(node.id);
    }
    Ok(Business {
        numbers,
        bars: bars(p, themes),
        picture: drawn(conn, nodes, &joints).await?,
        pairings,
        recent: happened(conn, actor, p, &units).await?,
        campaign_id: scope.campaign.as_ref().map_or(0, |c| c.id),
        campaign: scope.campaign.map(|c| c.name).unwrap_or_default(),
    })
}

fn bars(p: &Page, themes: Vec<(Option<theme::Model>, i64)>) -> Vec<Bar> {
    let most = themes.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let bar = |(theme, count): (Option<theme::Model>, i64)| {
        let share = count * 100 / most;
        let Some(t) = theme else {
            return Bar {
                code: "none".to_owned(),
                mark: p.t("ledger-mark-none"),
                short: p.t("home-no-theme"),
                name: p.t("home-no-theme"),
                count,
                share,
                href: "/figures/problems?theme=none".to_owned(),
            };
        };
        let english = t.name_en.filter(|_| p.is_english());
        let name = english.unwrap_or(t.name);
        Bar {
            code: t.hue.to_string(),
            mark: t.mark,
            short: name.split(['，', ',']).next().unwrap_or(&name).to_owned(),
            name,
            count,
            share,
            href: format!("/figures/problems?theme={}", t.id),
        }
    };
    themes.into_iter().map(bar).collect()
}

/// The picture of these joints. It follows from them alone, and drawing takes longer than all the counting.
async fn drawn(
    conn: &gongjie_base::Conn,
    units: Vec<network::Unit>,
    joints: &[(i64, i64)],
) -> Result<Arc<Picture>> {
    let key = network::key(&units, joints);
    conn.known("picture", key, async { Ok(network::draw(units, joints)) })
        .await
}

/// The latest activities, each with its joint.
async fn happened(
    conn: &gongjie_base::Conn,
    actor: &Actor,
    p: &Page,
    units: &Units,
) -> Result<Vec<Happened>> {
    let recent = queries::list_recent(conn, actor).await?;
    let ids: Vec<i64> = recent.iter().map(|r| r.pairing_id).collect();
    let filter = pairings::Filter {
        ids: Some(ids.clone()),
        ..pairings::Filter::default()
    };
    let found = pairings::list(conn, actor, &filter).await?;
    let members = pairings::list_members(conn, &ids).await?;
    let who = |id: i64| {
        let pairing = found.iter().find(|f| f.id == id);
        pairing.map(|f| joint_in_words(p, &Joint::of(f, &members, units)))
    };
    Ok(recent
        .into_iter()
        .map(|activity| Happened {
            who: who(activity.pairing_id).unwrap_or_default(),
            activity,
        })
        .collect())
}

fn joint_in_words(p: &Page, joint: &Joint) -> String {
    let mates: Vec<&str> = joint.mates.iter().map(|m| m.name.as_str()).collect();
    let shown = mates.iter().take(MATES_SHOWN).copied().collect::<Vec<_>>();
    let named = format!("{} × {}", joint.lead, shown.join(&p.t("list-comma")));
    match mates.len().checked_sub(MATES_SHOWN) {
        Some(more) if more > 0 => p.t2(
            "home-recent-more",
            ("named", named),
            ("n", more.to_string()),
        ),
        _ => named,
    }
}
