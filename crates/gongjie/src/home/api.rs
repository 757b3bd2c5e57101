//! The home page as JSON: what waits for the asker, the sentence that leaders read aloud, lights, themes.

use axum::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries::{self, Recent};
use super::todos::{self, Todo};
use crate::door::{Answer, Picture, Unreadable, Visit, json};
use crate::figures::api::CountedFigure;
use crate::figures::queries as figures;
use crate::layout::Words;

/// One thing to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingTask {
    /// What is to be done, in words.
    pub verb: String,
    pub title: String,
    /// The problem, where the thing is a measure of one.
    pub of: Option<String>,
    pub light: Option<&'static str>,
    /// Why it waits, in words.
    pub why: Vec<String>,
    /// Page of the thing.
    pub page: String,
    /// The page on which it is done.
    pub address: String,
}

impl WaitingTask {
    fn of(todo: Todo, words: Words) -> Self {
        Self {
            verb: words.text(&todo.verb),
            title: todo.title,
            of: todo.of,
            light: todo.light,
            why: todo.why.iter().map(|why| words.say(why)).collect(),
            page: todo.page,
            address: todo.href,
        }
    }
}

/// How many open measures show a light.
#[derive(Debug, Serialize, ToSchema)]
pub struct LightCount {
    pub light: &'static str,
    /// Code of the figure whose rows these are.
    pub figure: &'static str,
    pub count: i64,
}

/// How many problems a theme has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThemeCount {
    /// Null: problems without a theme.
    pub theme_id: Option<i64>,
    pub code: Option<String>,
    pub name: Option<String>,
    pub count: i64,
}

/// An activity of late.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecentActivity {
    pub id: i64,
    pub title: String,
    /// As written.
    pub date_text: Option<String>,
    pub pairing_id: i64,
}

impl From<Recent> for RecentActivity {
    fn from(row: Recent) -> Self {
        Self {
            id: row.id,
            title: row.title,
            date_text: row.date_text,
            pairing_id: row.pairing_id,
        }
    }
}

/// The numbers of the open campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomeNumbers {
    /// Null where the organisation has no campaign.
    pub campaign_id: Option<i64>,
    pub campaign: String,
    /// In the order in which the sentence is read.
    pub sentence: Vec<CountedFigure>,
    /// Closed on the raiser's word.
    pub solved: i64,
    /// Closed on a named independent check; never added to `solved`.
    pub checked: i64,
    /// The loudest first.
    pub lights: Vec<LightCount>,
    /// Most problems first.
    pub themes: Vec<ThemeCount>,
    pub recent: Vec<RecentActivity>,
}

/// What the numbers are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HomeAsOf {
    /// A day (`2026-03-31`): the numbers as they were known when it ended, and nothing that waits.
    pub as_of: Option<String>,
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Asker {
    pub person_id: i64,
    pub name: String,
    pub unit_id: Option<i64>,
    pub organization: String,
    /// Codes of the roles.
    pub roles: Vec<&'static str>,
}

/// The home page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Home {
    pub asker: Asker,
    /// What waits for the asker, the most urgent first.
    pub waiting: Vec<WaitingTask>,
    /// Null for the three administrators, who see no business data.
    pub numbers: Option<HomeNumbers>,
}

/// What waits for the asker, and the numbers of the open campaign.
#[utoipa::path(get, path = "/api/v1/home", tag = "views", params(HomeAsOf),
    responses((status = 200, body = Home), Unreadable))]
pub async fn show(visit: Visit, Query(asked): Query<HomeAsOf>) -> Answer {
    let actor = visit.actor()?;
    let picture = visit
        .picture(asked.as_of.as_deref().unwrap_or_default())
        .await?;
    let conn = &picture.conn;
    let words = visit.words();
    let todos = match picture.as_of {
        None => todos::list_todos(conn, actor, picture.today, &visit.app.clock).await?,
        Some(_) => Vec::new(),
    };
    let numbers = if actor.sees_business() {
        Some(numbers(&visit, &picture).await?)
    } else {
        None
    };
    json(&Home {
        asker: Asker {
            person_id: actor.person_id,
            name: actor.name.clone(),
            unit_id: actor.unit_id,
            organization: actor.organization_name.clone(),
            roles: actor.grants.iter().map(|g| g.role.code()).collect(),
        },
        waiting: todos
            .into_iter()
            .map(|t| WaitingTask::of(t, words))
            .collect(),
        numbers,
    })
}

async fn numbers(visit: &Visit, picture: &Picture) -> gongjie_base::Result<HomeNumbers> {
    let (actor, words, conn) = (visit.actor()?, visit.words(), &picture.conn);
    let scope = figures::scope(conn, actor, None, picture.today).await?;
    let numbers = queries::numbers(conn, actor, &scope).await?;
    let themes = queries::themes(conn, actor, &numbers.themes).await?;
    let recent = queries::list_recent(conn, actor).await?;
    Ok(HomeNumbers {
        sentence: numbers
            .sentence
            .iter()
            .map(|(figure, trace)| CountedFigure::of(*figure, trace, words))
            .collect(),
        solved: numbers.solved,
        checked: numbers.checked,
        lights: numbers
            .lights
            .into_iter()
            .map(|(figure, light, count)| LightCount {
                light,
                figure: figure.code(),
                count,
            })
            .collect(),
        themes: themes
            .into_iter()
            .map(|(theme, count)| ThemeCount {
                theme_id: theme.as_ref().map(|t| t.id),
                code: theme.as_ref().map(|t| t.code.clone()),
                name: theme.map(|t| t.name),
                count,
            })
            .collect(),
        recent: recent.into_iter().map(RecentActivity::from).collect(),
        campaign_id: scope.campaign.as_ref().map(|c| c.id),
        campaign: scope.campaign.map(|c| c.name).unwrap_or_default(),
    })
}
