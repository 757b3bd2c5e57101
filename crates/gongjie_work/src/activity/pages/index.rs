//! Activities by month.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::activity::queries::{self, Filter};
use crate::activity::rules::Kind;
use crate::activity::tables::activity::Model;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::pairing::queries as pairings;
use crate::pairing::view::{Joint, Units};

/// What the reader looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub kind: String,
    pub unit: String,
    pub q: String,
    /// `2026-06-21.15`: day and id of the last row of the page before.
    pub before: String,
}

impl Look {
    fn filter(&self) -> Filter {
        Filter {
            kind: Kind::from_code(self.kind.trim()),
            unit_id: self.unit.trim().parse().ok(),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            before: queries::read_place(&self.before),
            limit: Some(PAGE_ROWS + 1),
            ..Filter::default()
        }
    }

    fn after(&self, last: &Model) -> String {
        let before = queries::place(last);
        let query = [
            ("kind", self.kind.as_str()),
            ("unit", &self.unit),
            ("q", &self.q),
            ("before", &before),
        ];
        let kept: Vec<_> = query.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        let query = serde_html_form::to_string(kept).unwrap_or_default();
        format!("/activities?{query}")
    }

    fn is_plain(&self) -> bool {
        [&self.kind, &self.unit, &self.q, &self.before]
            .iter()
            .all(|t| t.trim().is_empty())
    }
}

struct Row {
    id: i64,
    title: String,
    kind: Kind,
    date: Option<String>,
    place: Option<String>,
    joint: Option<Joint>,
    decisions: usize,
    /// Decisions of which nothing became yet.
    open: usize,
}

struct Month {
    label: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "activity/index.html")]
struct IndexPage {
    p: Page,
    look: Look,
    months: Vec<Month>,
    next: Option<String>,
    kinds: Vec<(String, String)>,
    units: Vec<(String, String)>,
}

/// 2026 年 6 月; activities without a day stand together at the end.
fn month(p: &Page, activity: &Model) -> String {
    match queries::day_of(activity).split_once('-') {
        Some((year, rest)) => p.t2(
            "activity-month",
            ("year", year.to_owned()),
            (
                "month",
                rest.get(..2)
                    .unwrap_or_default()
                    .trim_start_matches('0')
                    .to_owned(),
            ),
        ),
        None => p.t("activity-no-month"),
    }
}

/// `GET /activities`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let p = visit.page(visit.words().text("activity-index-title"));
    let mut found = queries::list(conn, actor, &look.filter()).await?;
    let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = found.len() > page_rows;
    found.truncate(page_rows);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|l| look.after(l));
    let ids: Vec<i64> = found.iter().map(|f| f.id).collect();
    let pairing_ids: Vec<i64> = found.iter().map(|f| f.pairing_id).collect();
    let wanted = pairings::Filter {
        ids: Some(pairing_ids.clone()),
        ..pairings::Filter::default()
    };
    let paired: BTreeMap<i64, _> = pairings::list(conn, actor, &wanted)
        .await?
        .into_iter()
        .map(|f| (f.id, f))
        .collect();
    let members = pairings::list_members(conn, &pairing_ids).await?;
    let decisions = queries::list_decisions(conn, &ids).await?;
    let units = Units::load(conn, actor, &p).await?;
    let mut months: Vec<Month> = Vec::new();
    for activity in found {
        let label = month(&p, &activity);
        let own = || decisions.iter().filter(|d| d.activity_id == activity.id);
        let row = Row {
            id: activity.id,
            kind: activity.kind,
            joint: paired
                .get(&activity.pairing_id)
                .map(|f| Joint::of(f, &members, &units)),
            decisions: own().count(),
            open: own()
                .filter(|d| d.measure_id.is_none() && !d.is_noted)
                .count(),
            title: activity.title,
            date: activity.date_text,
            place: activity.place,
        };
        match months.last_mut().filter(|m| m.label == label) {
            Some(month) => month.rows.push(row),
            None => months.push(Month {
                label,
                rows: vec![row],
            }),
        }
    }
    show(&IndexPage {
        months,
        next,
        kinds: kinds(&p),
        units: units
            .open()
            .map(|u| (u.id.to_string(), units.short(u.id)))
            .collect(),
        look,
        p,
    })
}

/// Kinds with their words.
pub(super) fn kinds(p: &Page) -> Vec<(String, String)> {
    Kind::ALL
        .iter()
        .map(|k| (k.code().to_owned(), p.code("activity-kind", k)))
        .collect()
}
