//! The page of a roadmap: the picture, the same rows as a table, what has no date.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Result;
use jiff::civil::Date;

use super::ask::{Ask, Set};
use super::axis::{Axis, Scale, Tick};
use super::draw::{self, Drawing, Shape};
use super::gather::{self, Group, ROWS_MAX, Road};
use super::say::{self, RoadCritical, RoadMeasure, RoadProblem};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Reading, Visit, show};
use crate::figures::queries as figures;
use crate::layout::Page;
use crate::measure::light::Light;
use crate::org::queries as org;
use crate::pairing::queries as pairings;
use crate::problem::queries as problems;

/// Options of a filter: value and words.
type Options = Vec<(String, String)>;

/// A measure's row of the picture.
struct Bar {
    /// Place in the problem's measures.
    n: usize,
    drawing: Drawing,
    /// Lateness, or how far an extension moved it.
    beside: String,
    /// Everything that is drawn, in words.
    label: String,
}

/// A problem's rows of the picture.
struct Rows {
    n: usize,
    /// Measures without any date, which are not drawn.
    undated: usize,
    drawing: Drawing,
    bars: Vec<Bar>,
}

/// One picture: the whole axis, or one quarter of it.
struct Picture {
    axis: Axis,
    title: String,
    ticks: Vec<Tick>,
    today: Option<f64>,
    groups: Vec<Rows>,
}

/// A problem with its mark.
struct Item {
    road: RoadProblem,
    hue: String,
    mark: String,
    theme: String,
    /// The rest of its measures.
    more: Option<String>,
}

impl Item {
    fn measure(&self, n: &usize) -> Option<&RoadMeasure> {
        self.road.measures.get(*n)
    }
}

#[derive(Template)]
#[template(path = "roadmap/index.html")]
struct IndexPage {
    p: Page,
    set: Set,
    ask: Ask,
    /// Crumbs: address and words.
    crumbs: Vec<(String, String)>,
    items: Vec<Item>,
    pictures: Vec<Picture>,
    undated: Vec<(i64, String)>,
    span: String,
    /// Address of the view before and of the one behind.
    earlier: Option<String>,
    later: Option<String>,
    next: Option<String>,
    is_example: bool,
    campaigns: Options,
    themes: Options,
    units: Options,
    lights: Options,
}

/// `GET /roadmap`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    page(visit, Set::All, ask).await
}

/// `GET /problems/{id}/roadmap`
pub async fn of_problem(visit: Visit, Path(id): Path<i64>, Query(ask): Query<Ask>) -> Answer {
    page(visit, Set::Problem(id), ask).await
}

/// `GET /pairings/{id}/roadmap`
pub async fn of_pairing(visit: Visit, Path(id): Path<i64>, Query(ask): Query<Ask>) -> Answer {
    page(visit, Set::Pairing(id), ask).await
}

/// `GET /units/{id}/roadmap`
pub async fn of_unit(visit: Visit, Path(id): Path<i64>, Query(ask): Query<Ask>) -> Answer {
    page(visit, Set::Unit(id), ask).await
}

async fn page(visit: Visit, set: Set, ask: Ask) -> Answer {
    let reading = visit.reading()?;
    let today = reading.today;
    let asked = ask.campaign.parse().ok();
    let scope = figures::scope(reading.conn, reading.actor, asked, today).await?;
    let mut wanted = ask.wanted(scope.campaign.map(|c| c.id));
    gather::narrow(reading, set, &mut wanted).await?;
    let mut road = gather::gather(reading, &wanted).await?;
    let undated = road.by_time(today);
    let mut p = visit.page(reading.words.text("roadmap-title"));
    p.is_wide = true;
    let items: Vec<Item> = road
        .groups
        .iter()
        .map(|g| item(&p, &road, g, set, &ask))
        .collect();
    let (axis, pictures) = pictures(&p, &road, &items, &ask, today);
    let (before, behind) = axis.as_ref().map_or((None, None), Axis::neighbours);
    let at = |day: Date| ask.with(set, "from", &day.strftime("%Y-%m").to_string());
    let choices = choices(reading, &p).await?;
    show(&IndexPage {
        crumbs: crumbs(reading, set).await?,
        span: axis.as_ref().map(|a| span(&p, a)).unwrap_or_default(),
        earlier: before.map(at),
        later: behind.map(at),
        next: road.next.map(|id| ask.with(set, "before", &id.to_string())),
        undated: undated
            .into_iter()
            .map(|g| (g.problem.id, g.problem.title))
            .collect(),
        is_example: reading.actor.is_example,
        campaigns: choices.campaigns,
        themes: choices.themes,
        units: choices.units,
        lights: choices.lights,
        items,
        pictures,
        set,
        ask,
        p,
    })
}

fn item(p: &Page, road: &Road, group: &Group, set: Set, ask: &Ask) -> Item {
    let theme = road.facts.theme(group.problem.theme_id);
    let english = theme
        .and_then(|t| t.name_en.clone())
        .filter(|_| p.is_english());
    let own = Set::Problem(group.problem.id);
    let more = match group.after {
        Some(id) if set == own => Some(ask.with(set, "after", &id.to_string())),
        Some(_) => Some(own.path()),
        None => None,
    };
    Item {
        road: say::group(p.words, road, group, p.today),
        hue: theme.map_or_else(|| "none".to_owned(), |t| t.hue.to_string()),
        mark: theme.map_or_else(|| "未".to_owned(), |t| t.mark.clone()),
        theme: english
            .or_else(|| theme.map(|t| t.name.clone()))
            .unwrap_or_else(|| p.t("theme-none")),
        more,
    }
}

/// The axis of the page and its pictures; none where nothing has a date.
fn pictures(
    p: &Page,
    road: &Road,
    items: &[Item],
    ask: &Ask,
    today: Date,
) -> (Option<Axis>, Vec<Picture>) {
    let Some((first, last)) = road.reach(today) else {
        return (None, Vec::new());
    };
    let axis = Axis::over(ask.scale(), first, last, ask.begins(), today);
    let parts = if ask.is_split() {
        axis.quarters()
    } else {
        vec![axis.clone()]
    };
    let pictures = parts
        .into_iter()
        .map(|axis| Picture {
            title: span(p, &axis),
            ticks: axis.ticks(),
            today: axis.holds(today).then(|| axis.x(today)),
            groups: rows(p, road, items, &axis, today, ask.is_split()),
            axis,
        })
        .collect();
    (Some(axis), pictures)
}

/// Rows of one picture; a quarter shows only what lies in it.
fn rows(
    p: &Page,
    road: &Road,
    items: &[Item],
    axis: &Axis,
    today: Date,
    is_quarter: bool,
) -> Vec<Rows> {
    let mut found = Vec::new();
    for (n, (group, item)) in road.groups.iter().zip(items).enumerate() {
        let drawing = draw::of_when(axis, group.when);
        let lines = group.lines.iter().zip(&item.road.measures).enumerate();
        let bars: Vec<Bar> = lines
            .filter(|(_, (line, _))| !line.is_undated())
            .map(|(n, (line, said))| Bar {
                n,
                drawing: draw::of_line(axis, line, today),
                beside: draw::beside(&line.times, today)
                    .map(|say| p.words.say(&say))
                    .unwrap_or_default(),
                label: label(p, said),
            })
            .filter(|bar| !is_quarter || !bar.drawing.is_blank())
            .collect();
        let undated = group.lines.iter().filter(|l| l.is_undated()).count();
        if !is_quarter || !bars.is_empty() || !drawing.is_blank() {
            found.push(Rows {
                n,
                undated,
                drawing,
                bars,
            });
        }
    }
    found
}

/// "编权责表：2026年11月23日 到 2026年12月31日，绿灯 还有 38 天"
fn label(p: &Page, row: &RoadMeasure) -> String {
    let day = |d: &Option<String>| d.as_deref().map(|d| p.day(d));
    let mut said = vec![row.text.clone()];
    said.extend(day(&row.start_on).map(|d| p.t1("roadmap-said-start", "date", d)));
    said.extend(day(&row.first_due_on).map(|d| p.t1("roadmap-said-promise", "date", d)));
    if row.due_on != row.first_due_on {
        said.extend(day(&row.due_on).map(|d| p.t1("roadmap-said-due", "date", d)));
    }
    said.extend(day(&row.done_on).map(|d| p.t1("roadmap-said-done", "date", d)));
    said.push(p.code("light", row.light));
    said.extend(row.days_late.map(|n| p.t1("roadmap-late", "n", n)));
    said.join(&p.t("roadmap-said-comma"))
}

fn span(p: &Page, axis: &Axis) -> String {
    let month = |day: Date| {
        p.t2(
            "roadmap-month",
            ("year", day.year().to_string()),
            ("month", day.month().to_string()),
        )
    };
    let (from, to) = (month(axis.from), month(axis.to));
    if from == to {
        return from;
    }
    p.t2("roadmap-span", ("from", from), ("to", to))
}

async fn crumbs(reading: Reading<'_>, set: Set) -> Result<Vec<(String, String)>> {
    let Reading {
        conn, actor, words, ..
    } = reading;
    let up = |href: String, name: String| {
        vec![
            ("/roadmap".to_owned(), words.text("roadmap-title")),
            (href, name),
        ]
    };
    Ok(match set {
        Set::All => Vec::new(),
        Set::Problem(id) => {
            let found = problems::find(conn, actor, id).await?;
            up(format!("/problems/{id}"), found.title)
        }
        Set::Pairing(id) => {
            let found = pairings::find(conn, actor, id).await?;
            up(format!("/pairings/{id}"), found.title)
        }
        Set::Unit(id) => {
            let units = org::list_units(conn, actor).await?;
            let name = units.into_iter().find(|u| u.id == id).map(|u| u.name);
            up(format!("/units/{id}"), name.unwrap_or_default())
        }
    })
}

/// What the filters offer.
struct Choices {
    campaigns: Options,
    themes: Options,
    units: Options,
    lights: Options,
}

async fn choices(reading: Reading<'_>, p: &Page) -> Result<Choices> {
    let Reading { conn, actor, .. } = reading;
    let mut themes: Options = campaigns::list_themes(conn, actor)
        .await?
        .into_iter()
        .map(|t| {
            let english = t.name_en.filter(|_| p.is_english());
            (t.id.to_string(), english.unwrap_or(t.name))
        })
        .collect();
    themes.push(("none".to_owned(), p.t("theme-none")));
    let all = campaigns::list_campaigns(conn, actor).await?;
    let units = org::list_open_units(conn, actor).await?;
    Ok(Choices {
        campaigns: all
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        themes,
        units: units
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        lights: Light::ALL
            .iter()
            .map(|l| (l.to_string(), p.code("light", l)))
            .collect(),
    })
}

impl IndexPage {
    fn link(&self, field: &str, value: &str) -> String {
        self.ask.with(self.set, field, value)
    }

    fn scales(&self) -> Vec<(&'static str, bool)> {
        let here = self.ask.scale();
        Scale::ALL.iter().map(|s| (s.code(), *s == here)).collect()
    }

    /// What a filter leaves as it is.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        let ask = &self.ask;
        let mut kept = vec![
            ("scale", ask.scale.as_str()),
            ("paper", &ask.paper),
            ("split", &ask.split),
        ];
        kept.retain(|(_, value)| !value.is_empty());
        kept
    }

    fn is_all(&self) -> bool {
        self.set == Set::All
    }

    fn has_filters(&self) -> bool {
        matches!(self.set, Set::All | Set::Unit(_))
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.undated.is_empty()
    }

    fn item(&self, n: &usize) -> Option<&Item> {
        self.items.get(*n)
    }

    fn rows_hint(&self) -> String {
        let measures: usize = self.items.iter().map(|i| i.road.measures.len()).sum();
        self.p.t2(
            "roadmap-rows-hint",
            ("problems", self.items.len().to_string()),
            ("n", measures.to_string()),
        )
    }

    /// Problems whose end is moved beyond the first promise.
    fn critical(&self) -> Vec<(&Item, &RoadCritical)> {
        let mut found: Vec<_> = self
            .items
            .iter()
            .filter_map(|i| Some((i, i.road.critical.as_ref()?)))
            .collect();
        found.sort_by_key(|(_, critical)| std::cmp::Reverse(critical.days));
        found
    }
}
