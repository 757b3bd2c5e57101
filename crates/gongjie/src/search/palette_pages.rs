//! `GET /palette`: what the palette offers, as JSON: what may be created and own views without words, rows with them.

use axum::extract::Query;
use gongjie_base::{Conn, Result};
use serde::{Deserialize, Serialize};

use super::find::find;
use super::queries;
use super::rules;
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, json};
use crate::layout::Words;
use crate::org::{Actor, Role};
use crate::view::queries as views;

/// Rows of one group.
const ROWS: usize = 6;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    q: String,
}

#[derive(Serialize)]
struct Item {
    title: String,
    note: String,
    href: String,
    icon: &'static str,
}

#[derive(Serialize)]
struct Group {
    name: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Offer {
    groups: Vec<Group>,
}

/// `GET /palette?q=`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let actor = visit.actor()?;
    let words = rules::words(look.q.trim());
    let mut groups = if words.is_empty() {
        vec![
            of_views(visit.read(), actor, visit.words()).await?,
            creatable(actor, visit.words()),
        ]
    } else {
        let conn = visit.app.db.snapshot().await?;
        let mut groups = vec![numbered(&conn, actor, &look.q, visit.words()).await?];
        groups.extend(found(&conn, actor, &words, visit.words()).await?);
        groups
    };
    groups.retain(|g| !g.items.is_empty());
    json(&Offer { groups })
}

/// Views that the actor sees, with the name of their place.
async fn of_views(conn: &Conn, actor: &Actor, say: Words) -> Result<Group> {
    let all = if actor.sees_business() {
        views::list(conn, actor, None).await?
    } else {
        Vec::new()
    };
    let item = |view: crate::view::tables::saved_view::Model| Item {
        note: say.code("view-place", view.place.code()),
        href: format!("/views/{}", view.id),
        title: view.name,
        icon: "filter",
    };
    Ok(Group {
        name: say.text("palette-views"),
        items: all.into_iter().map(item).collect(),
    })
}

/// Forms that this actor may send.
fn creatable(actor: &Actor, say: Words) -> Group {
    let is_one_of = |roles: &[Role]| roles.iter().any(|r| actor.has(*r));
    let coordinates = is_one_of(&[Role::Coordinator]);
    let pairs = is_one_of(&[Role::Liaison, Role::UnitHead, Role::Coordinator]);
    let keeps_directory = is_one_of(&[Role::Sysadmin, Role::Coordinator]);
    let forms = [
        (actor.sees_business(), "/problems/new", "raise"),
        (pairs, "/pairings/new", "pairing-new-title"),
        (coordinates, "/campaigns/new", "campaign-new-title"),
        (coordinates, "/themes/new", "theme-new-title"),
        (keeps_directory, "/units/new", "unit-new"),
        (keeps_directory, "/people/new", "person-new"),
    ];
    let item = |(_, href, key): (bool, &str, &'static str)| Item {
        title: say.text(key),
        note: String::new(),
        href: href.to_owned(),
        icon: "plus",
    };
    Group {
        name: say.text("palette-create"),
        items: forms.into_iter().filter(|f| f.0).map(item).collect(),
    }
}

/// Problems with the number that was typed, of every year or of the one that was typed too.
async fn numbered(conn: &Conn, actor: &Actor, q: &str, say: Words) -> Result<Group> {
    let mut items = Vec::new();
    if let Some((year, number)) = rules::number(q) {
        let campaigns = campaigns::list_campaigns(conn, actor).await?;
        for row in queries::list_problems_numbered(conn, actor, number).await? {
            let of = campaigns.iter().find(|c| c.id == row.campaign_id);
            let Some(of) = of.filter(|c| year.is_none_or(|y| y == c.year)) else {
                continue;
            };
            let said = [("year", of.year.to_string()), ("n", number.to_string())];
            items.push(Item {
                note: say.text_with("dossier-number", &said),
                href: format!("/problems/{}", row.id),
                title: row.title,
                icon: "list",
            });
        }
    }
    Ok(Group {
        name: say.text("palette-number"),
        items,
    })
}

async fn found(conn: &Conn, actor: &Actor, words: &[String], say: Words) -> Result<Vec<Group>> {
    let groups = find(conn, actor, words, say).await?;
    let group = |group: super::find::Group| Group {
        name: say.code("search-group", group.code),
        items: group
            .hits
            .into_iter()
            .take(ROWS)
            .map(|hit| item(group.code, hit))
            .collect(),
    };
    Ok(groups.into_iter().map(group).collect())
}

fn item(code: &str, hit: super::find::Hit) -> Item {
    let text = |parts: Vec<rules::Part>| -> String { parts.into_iter().map(|(_, t)| t).collect() };
    let sub = text(hit.sub);
    let of = hit.problem.map(|(_, title)| title).unwrap_or_default();
    let notes = [hit.note, of, sub];
    Item {
        title: text(hit.title),
        note: notes
            .into_iter()
            .find(|n| !n.is_empty())
            .unwrap_or_default(),
        href: hit.href,
        icon: match code {
            "problems" => "list",
            "pairings" => "joint",
            "measures" => "check",
            "units" => "inbox",
            "documents" => "doc",
            _ => "user",
        },
    }
}
