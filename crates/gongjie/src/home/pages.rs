//! The first page after signing in.

use askama::Template;
use gongjie_base::Result;

use super::network::{self, Look, Node, Picture};
use super::queries::{self, Numbers, Recent, Todo};
use crate::campaign::tables::theme;
use crate::door::{Answer, Visit, show};
use crate::figures::queries as figures;
use crate::layout::Page;

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
    numbers: Numbers,
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
    let numbers = queries::numbers(conn, actor, &scope).await?;
    let themes = queries::themes(conn, actor, &scope).await?;
    let campaign_id = scope.campaign.as_ref().map(|c| c.id);
    let (units, joints, pairings) = queries::list_joints(conn, actor, campaign_id).await?;
    Ok(Business {
        numbers,
        bars: bars(p, themes),
        picture: network::draw(units, &joints),
        pairings,
        recent: queries::list_recent(conn, actor).await?,
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
                name: p.t("home-no-theme"),
                count,
                share,
                href: "/figures/problems?theme=none".to_owned(),
            };
        };
        let english = t.name_en.filter(|_| p.is_english());
        Bar {
            code: t.code,
            mark: t.mark,
            name: english.unwrap_or(t.name),
            count,
            share,
            href: format!("/figures/problems?theme={}", t.id),
        }
    };
    themes.into_iter().map(bar).collect()
}
