//! All views of a reader: mine, the units', the organisation's.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;

use crate::door::{Answer, Form, Visit, show as render};
use crate::layout::Page;
use crate::org::queries as org;
use crate::view::actions::{self, Removal, Start};
use crate::view::queries;
use crate::view::rules::{Scope, may_keep};
use crate::view::tables::saved_view::Model;

/// One view.
struct Row {
    view: Model,
    place: String,
    /// What it filters by, in words.
    fields: Vec<String>,
    may_keep: bool,
    is_start: bool,
}

#[derive(Template)]
#[template(path = "view/index.html")]
struct IndexPage {
    p: Page,
    groups: Vec<(String, Vec<Row>)>,
    count: usize,
}

/// `GET /views`
pub async fn index(visit: Visit) -> Answer {
    let actor = visit.actor()?;
    let p = visit.page(visit.words().text("views-title"));
    let starts = queries::list_starts(visit.read(), actor.person_id).await?;
    let names = org::unit_names(visit.read(), actor.organization_id).await?;
    let views = queries::list(visit.read(), actor, None).await?;
    let count = views.len();
    let mut groups: BTreeMap<(Scope, Option<i64>), Vec<Row>> = BTreeMap::new();
    for view in views {
        let pairs: Vec<(String, String)> =
            serde_html_form::from_str(&view.query).unwrap_or_default();
        let mut fields: Vec<String> = pairs
            .iter()
            .map(|(name, value)| match name.as_str() {
                "q" => p.t1("view-field-q", "words", value),
                _ => p.code("view-field", name),
            })
            .collect();
        fields.dedup();
        let row = Row {
            place: p.code("view-place", view.place),
            fields,
            may_keep: may_keep(actor, view.scope, view.unit_id, view.owner_id),
            is_start: starts.iter().any(|(_, id)| *id == view.id),
            view,
        };
        let key = (row.view.scope, row.view.unit_id);
        groups.entry(key).or_default().push(row);
    }
    let named = |((scope, unit), rows): ((Scope, Option<i64>), Vec<Row>)| {
        let unit = unit.and_then(|id| names.get(&id)).cloned();
        let name = unit.unwrap_or_else(|| p.code("view-scope", scope.code()));
        (name, rows)
    };
    let groups = groups.into_iter().map(named).collect();
    render(&IndexPage { p, groups, count })
}

/// `POST /views/{id}/removal`
pub async fn remove(visit: Visit, Path(id): Path<i64>, Form(removal): Form<Removal>) -> Answer {
    let write = visit.begin().await?;
    actions::remove(&write, &write.acting, id, &removal).await?;
    write.see("/views").await
}

/// `POST /views/{id}/start`
pub async fn start(visit: Visit, Path(id): Path<i64>, Form(start): Form<Start>) -> Answer {
    let write = visit.begin().await?;
    actions::start(&write, &write.acting, id, &start).await?;
    write.see(format!("/views#view-{id}")).await
}
