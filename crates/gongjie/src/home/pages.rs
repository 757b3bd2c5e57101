//! The first page after signing in.

use askama::Template;
use gongjie_base::Result;

use super::network::{self, Look, Node, Picture};
use super::queries::{self, Recent, Todo};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, show};
use crate::figures::queries as figures;
use crate::figures::rules::{Figure, Trace};
use crate::layout::Page;

/// Numbers of the sentence, in the order in which it is read.
const SENTENCE: &[Figure] = &[
    Figure::Branches,
    Figure::Pairings,
    Figure::Problems,
    Figure::Measures,
    Figure::Documents,
    Figure::Closed,
];

/// Lights of the table, the loudest first.
const LIGHTS: &[(Figure, &str)] = &[
    (Figure::LightRed, "red"),
    (Figure::LightYellow, "yellow"),
    (Figure::LightBlue, "blue"),
    (Figure::LightGreen, "green"),
    (Figure::LightGrey, "grey"),
    (Figure::LightIdle, "idle"),
];

/// One theme with its bar.
struct Bar {
    code: String,
    mark: String,
    name: String,
    count: i64,
    /// 0 to 100.
    share: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "home/index.html")]
struct Index {
    p: Page,
    todos: Vec<Todo>,
    business: Option<Business>,
    is_example: bool,
    source: Option<String>,
}

/// What administrators of the system do not see.
struct Business {
    sentence: Vec<(Figure, Trace)>,
    lights: Vec<(Figure, &'static str, i64)>,
    solved: i64,
    checked: i64,
    bars: Vec<Bar>,
    picture: Picture,
    pairings: usize,
    recent: Vec<Recent>,
    campaign: String,
}

impl Business {
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
    fn class(&self) -> &'static str {
        match (self.unit.look, self.is_hub) {
            (_, true) => "n hub",
            (Look::Office, false) => "n",
            (Look::College, false) => "n col",
            (Look::Outside, false) => "n ext",
        }
    }

    fn caption(&self, p: &Page) -> String {
        let name = ("name", self.unit.name.clone());
        p.t2(
            "home-network-node",
            name,
            ("n", self.unit.pairings.to_string()),
        )
    }
}

/// `GET /`
pub async fn index(visit: Visit) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let todos = queries::list_todos(&conn, actor, visit.today()).await?;
    let title = match todos.len() {
        0 => visit.words().text("home-nothing"),
        n => visit
            .words()
            .text_with("home-todos", &[("n", n.to_string())]),
    };
    let p = visit.page(title);
    let business = if actor.sees_business() {
        Some(business(&visit, &conn, &p).await?)
    } else {
        None
    };
    let is_example = actor.is_example;
    let source = crate::org::queries::find_source(&conn, actor.organization_id).await?;
    show(&Index {
        p,
        todos,
        business,
        is_example,
        source,
    })
}

async fn business(visit: &Visit, conn: &gongjie_base::Conn, p: &Page) -> Result<Business> {
    let actor = visit.actor()?;
    let scope = figures::scope(conn, actor, None, visit.today()).await?;
    let mut sentence = Vec::new();
    for figure in SENTENCE {
        sentence.push((*figure, figures::trace(conn, actor, &scope, *figure).await?));
    }
    let counts = figures::count_lights(conn, actor, &scope).await?;
    let lights = LIGHTS
        .iter()
        .map(|(f, light)| (*f, *light, counts.get(light).copied().unwrap_or(0)))
        .collect();
    let by_theme = figures::count_themes(conn, actor, &scope).await?;
    let most = by_theme.values().copied().max().unwrap_or(0).max(1);
    let mut bars: Vec<Bar> = campaigns::list_themes(conn, actor)
        .await?
        .into_iter()
        .filter(|t| !t.is_retired)
        .map(|t| {
            let count = by_theme.get(&t.id).copied().unwrap_or(0);
            let name = if p.is_english() {
                t.name_en.unwrap_or(t.name)
            } else {
                t.name
            };
            let href = format!("/figures/problems?theme={}", t.id);
            Bar {
                code: t.hue.to_string(),
                mark: t.mark,
                name,
                count,
                share: count * 100 / most,
                href,
            }
        })
        .collect();
    bars.sort_by_key(|b| std::cmp::Reverse(b.count));
    if let Some(count) = by_theme.get(&0).copied().filter(|c| *c > 0) {
        bars.push(Bar {
            code: "none".to_owned(),
            mark: p.t("ledger-mark-none"),
            name: p.t("home-no-theme"),
            count,
            share: count * 100 / most,
            href: "/figures/problems?theme=none".to_owned(),
        });
    }
    let campaign_id = scope.campaign.as_ref().map(|c| c.id);
    let (units, joints, pairings) = queries::list_joints(conn, actor, campaign_id).await?;
    Ok(Business {
        solved: figures::count(conn, actor, &scope, Figure::Solved).await?,
        checked: figures::count(conn, actor, &scope, Figure::Checked).await?,
        sentence,
        lights,
        bars,
        picture: network::draw(units, &joints),
        pairings,
        recent: queries::list_recent(conn, actor).await?,
        campaign: scope.campaign.map(|c| c.name).unwrap_or_default(),
    })
}
