//! The list of results: figures as written, credited units, evidence; and what may be added up.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use gongjie_base::Result;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use super::super::listing_queries::{self, FIGURES_SUMMED_MAX, Filter};
use super::super::queries;
use super::super::rules::evidence_state;
use super::super::tables::{figure, outcome_share};
use super::super::totals;
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::org::queries as org;

/// What the address asks for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Ask {
    campaign: String,
    theme: String,
    unit: String,
    before: String,
}

impl Ask {
    fn filter(&self) -> Filter {
        let id = |text: &str| text.trim().parse().ok();
        Filter {
            campaign_id: id(&self.campaign),
            theme_id: id(&self.theme),
            unit_id: id(&self.unit),
            before_id: id(&self.before),
            limit: None,
        }
    }

    /// The address of this list with one choice changed; paging starts again.
    fn address(&self, theme: &str, before: &str) -> String {
        let pairs = [
            ("campaign", self.campaign.as_str()),
            ("theme", theme),
            ("unit", self.unit.as_str()),
            ("before", before),
        ];
        let pairs: Vec<String> = pairs
            .iter()
            .filter_map(|(name, value)| {
                let id: i64 = value.trim().parse().ok()?;
                Some(format!("{name}={id}"))
            })
            .collect();
        if pairs.is_empty() {
            "/outcomes".to_owned()
        } else {
            format!("/outcomes?{}", pairs.join("&"))
        }
    }
}

/// A theme to choose.
struct ThemeChip {
    href: String,
    mark: String,
    code: String,
    name: String,
    is_here: bool,
}

/// One figure of the list, or a result without one.
struct Line {
    /// As written; empty for a result without a figure.
    figure: String,
    label: String,
    unit: String,
    qualifier: String,
    is_planned: bool,
    as_of: String,
}

/// One result with its figures.
struct Row {
    id: i64,
    problem_id: i64,
    problem: String,
    text: String,
    zi: Option<(String, String, String)>,
    lines: Vec<Line>,
    /// Unit with its percent, in words.
    units: Vec<String>,
    is_named: bool,
    evidence: &'static str,
    pieces: usize,
}

/// What figures of one name add up to, or why they do not.
struct Total {
    label: String,
    is_planned: bool,
    figures: usize,
    sum: String,
    why_not: String,
}

/// How many results a unit is credited with.
struct UnitLine {
    name: String,
    href: String,
    outcomes: i64,
    joint: i64,
}

#[derive(Template)]
#[template(path = "outcome/index.html")]
struct IndexPage {
    p: Page,
    ask: Ask,
    themes: Vec<ThemeChip>,
    all_themes: String,
    campaigns: Vec<(String, String)>,
    units: Vec<(String, String)>,
    /// Name of the chosen unit.
    unit: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
    count: i64,
    totals: Vec<Total>,
    is_too_many: bool,
    credits: Vec<UnitLine>,
    /// All credits of all units: more than `count` where credit is joint.
    credited: i64,
}

/// `GET /outcomes`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let filter = ask.filter();
    let p = visit.page(visit.words().text("outcomes-title"));
    let names = org::unit_names(conn, actor.organization_id).await?;
    let themes = campaigns::list_themes(conn, actor).await?;
    let theme_names: BTreeMap<i64, (String, String, String)> = themes
        .iter()
        .map(|t| {
            let name = match &t.name_en {
                Some(name) if p.is_english() => name.clone(),
                _ => t.name.clone(),
            };
            (t.id, (t.hue.to_string(), t.mark.clone(), name))
        })
        .collect();
    let (rows, next) = rows(&visit, &p, &filter, &names, &theme_names).await?;
    let summands = listing_queries::list_summands(conn, actor, &filter).await?;
    let is_too_many = summands.len() as u64 > FIGURES_SUMMED_MAX;
    let totals = if is_too_many {
        Vec::new()
    } else {
        in_words(&p, totals::totals(&summands))
    };
    let credits = credits(&visit, &ask, &names).await?;
    let all_campaigns = campaigns::list_campaigns(conn, actor).await?;
    let units = org::list_units(conn, actor).await?;
    show(&IndexPage {
        themes: theme_names
            .iter()
            .map(|(id, (code, mark, name))| ThemeChip {
                href: ask.address(&id.to_string(), ""),
                mark: mark.clone(),
                code: code.clone(),
                name: name.clone(),
                is_here: filter.theme_id == Some(*id),
            })
            .collect(),
        all_themes: ask.address("", ""),
        campaigns: all_campaigns
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        units: units
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        unit: filter.unit_id.and_then(|id| names.get(&id).cloned()),
        rows,
        next: next.map(|id| ask.address(&ask.theme, &id.to_string())),
        count: listing_queries::count(conn, actor, &filter).await?,
        totals,
        is_too_many,
        credited: credits.iter().map(|c| c.outcomes).sum(),
        credits,
        ask,
        p,
    })
}

/// Credits by unit; each leads to the results of that unit.
async fn credits(visit: &Visit, ask: &Ask, names: &BTreeMap<i64, String>) -> Result<Vec<UnitLine>> {
    let found = listing_queries::list_credits(visit.read(), visit.actor()?, &ask.filter()).await?;
    let line = |c: listing_queries::Credit| {
        let of_unit = Ask {
            unit: c.unit_id.to_string(),
            ..ask.clone()
        };
        UnitLine {
            name: names.get(&c.unit_id).cloned().unwrap_or_default(),
            href: of_unit.address(&ask.theme, ""),
            outcomes: c.outcomes,
            joint: c.joint,
        }
    };
    Ok(found.into_iter().map(line).collect())
}

async fn rows(
    visit: &Visit,
    p: &Page,
    filter: &Filter,
    names: &BTreeMap<i64, String>,
    themes: &BTreeMap<i64, (String, String, String)>,
) -> Result<(Vec<Row>, Option<i64>)> {
    let conn = visit.read();
    let mut found = listing_queries::list(conn, visit.actor()?, filter).await?;
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = found.len() > page;
    found.truncate(page);
    let next = found.last().map(|r| r.id).filter(|_| is_more);
    let ids: Vec<i64> = found.iter().map(|r| r.id).collect();
    let problem_ids: Vec<i64> = found.iter().map(|r| r.problem_id).collect();
    let mut figures: BTreeMap<i64, Vec<figure::Model>> = BTreeMap::new();
    for figure in queries::list_figures(conn, &ids).await? {
        figures.entry(figure.outcome_id).or_default().push(figure);
    }
    let mut shares: BTreeMap<i64, Vec<outcome_share::Model>> = BTreeMap::new();
    for share in queries::list_shares(conn, &ids).await? {
        shares.entry(share.outcome_id).or_default().push(share);
    }
    let pieces = queries::count_evidence(conn, &ids).await?;
    let doers = queries::list_doers(conn, &problem_ids).await?;
    let rows = found.into_iter().map(|row| {
        let named = shares.remove(&row.id).unwrap_or_default();
        let named: Vec<_> = named.iter().map(|s| (s.unit_id, s.percent)).collect();
        let words = |(unit, percent): (i64, Option<i64>)| {
            let name = names.get(&unit).cloned().unwrap_or_default();
            percent.map_or(name.clone(), |percent| format!("{name} {percent}%"))
        };
        let doers = doers.get(&row.problem_id);
        let credited = doers.map(|d| d.credited(&named)).unwrap_or(named.clone());
        let units = credited.into_iter().map(words).collect();
        let found = pieces.get(&row.id).copied().unwrap_or_default();
        Row {
            id: row.id,
            problem_id: row.problem_id,
            problem: row.title,
            text: row.text,
            zi: row.theme_id.and_then(|id| themes.get(&id).cloned()),
            lines: lines(p, figures.remove(&row.id).unwrap_or_default()),
            units,
            is_named: !named.is_empty(),
            evidence: evidence_state(found > 0),
            pieces: found,
        }
    });
    Ok((rows.collect(), next))
}

fn lines(p: &Page, figures: Vec<figure::Model>) -> Vec<Line> {
    figures
        .into_iter()
        .map(|f| Line {
            qualifier: match f.number {
                Some(_) => p.code("qualifier", f.qualifier),
                None => p.t("outcome-not-a-number"),
            },
            figure: f.text,
            label: f.label,
            unit: f.unit,
            is_planned: f.is_planned,
            as_of: f.as_of.map(|d| p.day(&d)).unwrap_or_default(),
        })
        .collect()
}

/// Sums and refusals in words.
fn in_words(p: &Page, totals: Vec<totals::Total>) -> Vec<Total> {
    let words = |total: totals::Total| Total {
        sum: total.sum(),
        why_not: total
            .why_not()
            .map(|say| p.words.say(&say))
            .unwrap_or_default(),
        label: total.label,
        is_planned: total.is_planned,
        figures: total.figures,
    };
    totals.into_iter().map(words).collect()
}
