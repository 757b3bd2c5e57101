//! The page of the board: columns by light, or a table.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Query;
use gongjie_base::Result;
use gongjie_base::limits::PAGE_ROWS_MAX;
use serde::Deserialize;

use super::board::{self, Card};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::measure::light::Light;
use crate::measure::queries::{self, Filter};
use crate::org::queries as org;
use crate::problem::queries as problems;

/// The filter that stands beside the lights: red ones that a lenient note speaks for.
const EXCUSED: &str = "excused";
/// Cards of a column before the rest is left to the table.
const COLUMN_CARDS_MAX: usize = 20;

/// How the reader looks at the board. Empty means all.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Look {
    /// `table`, `list`, or columns.
    view: String,
    unit: String,
    theme: String,
    problem: String,
    light: String,
    /// Limit and id of the last row of the page before, joined by `~`.
    after: String,
}

impl Look {
    fn is_table(&self) -> bool {
        self.view == "table"
    }

    fn is_list(&self) -> bool {
        self.view == "list"
    }

    fn is_plain(&self) -> bool {
        [
            &self.unit,
            &self.theme,
            &self.problem,
            &self.light,
            &self.after,
        ]
        .iter()
        .all(|f| f.is_empty())
    }

    /// The same look with one thing changed.
    fn link(&self, view: &str, light: &str, after: &str) -> String {
        let pairs = [
            ("view", view),
            ("unit", &self.unit),
            ("theme", &self.theme),
            ("problem", &self.problem),
            ("light", light),
            ("after", after),
        ];
        let kept: Vec<_> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        match serde_html_form::to_string(kept) {
            Ok(query) if !query.is_empty() => format!("/supervision?{query}"),
            _ => "/supervision".to_owned(),
        }
    }

    fn filter(&self) -> Filter {
        let after = self.after.split_once('~');
        Filter {
            unit_id: self.unit.parse().ok(),
            theme_id: self.theme.parse().ok(),
            problem_id: self.problem.parse().ok(),
            after: after.and_then(|(due, id)| Some((due.to_owned(), id.parse().ok()?))),
            limit: Some(PAGE_ROWS_MAX),
        }
    }
}

/// One column.
struct Column {
    code: &'static str,
    tone: &'static str,
    count: usize,
    cards: Vec<Card>,
    /// How many the column leaves to the table.
    rest: usize,
    /// The table of this light.
    link: String,
}

#[derive(Template)]
#[template(path = "oversight/index.html")]
struct IndexPage {
    p: Page,
    look: Look,
    as_columns: String,
    as_table: String,
    columns: Vec<Column>,
    cards: Vec<Card>,
    as_list: String,
    /// The list of all lights.
    all_list: String,
    /// The lights with how many shine so, for the list.
    tabs: Vec<Tab>,
    /// Red ones that a lenient note speaks for: counted apart, and the table of them.
    excused: usize,
    excused_link: String,
    /// Measures without a clock, which stand in no column, and the table of them.
    idle: usize,
    idle_link: String,
    is_empty: bool,
    /// What is not on this page is less urgent by its limit.
    next: Option<String>,
    codes: Vec<(String, String)>,
    units: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    problems: Vec<(String, String)>,
    lights: Vec<(String, String)>,
}

/// `GET /supervision`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let mut p = visit.page(visit.words().text("oversight-title"));
    p.is_wide = true;
    let filter = look.filter();
    let rows = queries::list_open(conn, actor, &filter).await?;
    let is_full = u64::try_from(rows.len()).is_ok_and(|n| n >= PAGE_ROWS_MAX);
    let last = rows.last().filter(|_| is_full).map(queries::place);
    let next = last.map(|(due, id)| look.link(&look.view, &look.light, &format!("{due}~{id}")));
    let mut cards = board::cards(&visit, &p, &rows).await?;
    let tabs = tabs(&look, &cards);
    let excused = cards.iter().filter(|c| c.is_excused()).count();
    if look.light == EXCUSED {
        cards.retain(Card::is_excused);
    } else if let Some(light) = Light::from_code(&look.light) {
        cards.retain(|card| card.kind == light && !card.is_excused());
    }
    let is_empty = cards.is_empty();
    let mut columns = Vec::new();
    let mut idle = 0;
    if !look.is_table() && !look.is_list() {
        idle = cards.iter().filter(|c| c.kind == Light::Idle).count();
        columns = by_light(&look, std::mem::take(&mut cards));
    }
    let names = names(&visit, &p).await?;
    show(&IndexPage {
        as_columns: look.link("", &look.light, ""),
        as_table: look.link("table", &look.light, ""),
        as_list: look.link("list", &look.light, ""),
        all_list: look.link("list", "", ""),
        tabs,
        excused: if look.light.is_empty() { excused } else { 0 },
        excused_link: look.link("table", EXCUSED, ""),
        codes: board::codes(&p),
        lights: Light::ALL
            .iter()
            .filter(|l| **l != Light::Done)
            .map(|l| (l.to_string(), p.code("light", l)))
            .chain([(EXCUSED.to_owned(), p.t("oversight-excused"))])
            .collect(),
        units: names.units,
        themes: names.themes,
        problems: names.problems,
        columns,
        cards,
        idle: if look.light.is_empty() { idle } else { 0 },
        idle_link: look.link("table", Light::Idle.code(), ""),
        is_empty,
        next,
        look,
        p,
    })
}

/// A tab of the list.
struct Tab {
    code: &'static str,
    count: usize,
    is_here: bool,
    link: String,
    /// The table of the same, whose rows are counted.
    rows: String,
}

fn tabs(look: &Look, cards: &[Card]) -> Vec<Tab> {
    let lights = Light::ALL.iter().filter(|l| is_light(**l));
    let of = |light: &Light| {
        let of_light = |c: &&Card| c.kind == *light && !c.is_excused();
        Tab {
            code: light.code(),
            count: cards.iter().filter(of_light).count(),
            is_here: look.light == light.code(),
            link: look.link("list", light.code(), ""),
            rows: look.link("table", light.code(), ""),
        }
    };
    lights.map(of).collect()
}

/// Red first. What has no clock is no light and gets no column, unless it is asked for.
fn by_light(look: &Look, cards: Vec<Card>) -> Vec<Column> {
    let chosen = Light::from_code(&look.light);
    let mut columns: Vec<Column> = Light::ALL
        .iter()
        .filter(|l| chosen.map_or(is_light(**l), |c| c == **l))
        .map(|light| Column {
            code: light.code(),
            tone: tone(*light),
            count: 0,
            cards: Vec::new(),
            rest: 0,
            link: look.link("table", light.code(), ""),
        })
        .collect();
    for card in cards {
        let code = if card.is_excused() {
            EXCUSED
        } else {
            card.kind.code()
        };
        let Some(column) = columns.iter_mut().find(|c| c.code == code) else {
            continue;
        };
        column.count += 1;
        if column.cards.len() < COLUMN_CARDS_MAX {
            column.cards.push(card);
        } else {
            column.rest += 1;
        }
    }
    columns
}

const fn is_light(light: Light) -> bool {
    !matches!(light, Light::Idle | Light::Done)
}

const fn tone(light: Light) -> &'static str {
    match light {
        Light::Red => "late",
        Light::Yellow => "warn",
        Light::Blue => "near",
        Light::Green => "ok",
        Light::Grey | Light::Idle | Light::Done => "idle",
    }
}

/// What the filters offer.
struct Names {
    units: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    problems: Vec<(String, String)>,
}

async fn names(visit: &Visit, p: &Page) -> Result<Names> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let all = queries::list_open(conn, actor, &Filter::default()).await?;
    let ids: BTreeSet<i64> = all.iter().map(|m| m.problem_id).collect();
    let filter = problems::Filter {
        ids: Some(ids.into_iter().collect()),
        ..problems::Filter::default()
    };
    let problems = problems::list(conn, actor, &filter).await?;
    let units = org::list_open_units(conn, actor).await?;
    let themes = campaigns::list_themes(conn, actor).await?;
    Ok(Names {
        units: units
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        themes: themes
            .into_iter()
            .map(|t| {
                let english = t.name_en.filter(|_| p.is_english());
                (t.id.to_string(), english.unwrap_or(t.name))
            })
            .collect(),
        problems: problems
            .into_iter()
            .map(|row| (row.id.to_string(), row.title))
            .collect(),
    })
}
