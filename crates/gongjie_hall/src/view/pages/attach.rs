//! The bar of views: loaded around every page, shown by the places that have views.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gongjie_base::{Error, Result};

use super::{cookie_of, keepers};
use crate::door::{Refused, Visit, cookie};
use crate::layout::{Aside, Page};
use crate::org::queries as org;
use crate::view::queries;
use crate::view::rules::{Place, Scope, Standing, may_keep, standing};
use crate::view::tables::saved_view::Model;

/// One view of the menu.
struct Item {
    id: i64,
    name: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "view/_bar.html")]
struct Bar {
    p: Page,
    place: Place,
    /// The present address, canonical.
    query: String,
    /// Whose (in words), and the views.
    groups: Vec<(String, Vec<Item>)>,
    /// The view that is shown, or from which the address differs.
    now: Option<Model>,
    is_changed: bool,
    /// The reader may change that view.
    may_keep: bool,
    keepers: Vec<(String, String)>,
}

/// The middleware: puts the bar of a place and the reader's starts beside the page.
pub async fn attach(mut request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let path = request.uri().path();
    let is_page = request.method() == Method::GET
        && !path.starts_with("/api/")
        && !path.starts_with("/assets/");
    let (Some(mut visit), true) = (visit, is_page) else {
        return next.run(request).await;
    };
    if !visit.who.as_ref().is_some_and(|a| a.sees_business()) {
        return next.run(request).await;
    }
    let place = Place::at(path);
    let last = place.and_then(|p| cookie(request.headers(), &cookie_of(p)));
    let query = request.uri().query().unwrap_or_default().to_owned();
    match load(&visit, place, last.as_deref(), &query).await {
        Ok(aside) => visit.aside = aside,
        Err(error) => return Refused(error).into_response(),
    }
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    // Who goes back to the plain place has left the view.
    if let (Some(place), true, true) = (place, last.is_some(), query.is_empty()) {
        let gone = format!(
            "{}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly",
            cookie_of(place)
        );
        if let Ok(value) = HeaderValue::from_str(&gone) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

async fn load(
    visit: &Visit,
    place: Option<Place>,
    last: Option<&str>,
    query: &str,
) -> Result<Aside> {
    let actor = visit.actor()?;
    // Before the page itself is read, so that nothing falls between the page and its stream.
    let is_past = query.split('&').any(|p| p.starts_with("as_of=2"));
    let head = match place {
        // A past day does not change any more.
        Some(place) if place.is_live() && !is_past => Some(visit.head),
        _ => None,
    };
    let starts = queries::list_starts(visit.read(), actor.person_id).await?;
    let starts = starts
        .into_iter()
        .map(|(place, id)| (place.address(), id))
        .collect();
    let views = match place {
        Some(place) => bar(visit, place, last, query).await?,
        None => String::new(),
    };
    Ok(Aside {
        views: views.into(),
        starts,
        live: place.map(Place::code).zip(head),
    })
}

async fn bar(visit: &Visit, place: Place, last: Option<&str>, query: &str) -> Result<String> {
    let actor = visit.actor()?;
    let views = queries::list(visit.read(), actor, Some(place)).await?;
    let query = place.canonical(query);
    let known: Vec<(i64, &str)> = views.iter().map(|v| (v.id, v.query.as_str())).collect();
    let standing = standing(&known, last.and_then(|id| id.parse().ok()), &query);
    let (now, is_changed) = match standing {
        Standing::Is(id) => (Some(id), false),
        Standing::Differs(id) => (Some(id), true),
        Standing::Free => (None, false),
    };
    let p = visit.page("");
    let now = views.iter().find(|v| Some(v.id) == now).cloned();
    let here = now.as_ref().filter(|_| !is_changed).map(|v| v.id);
    let groups = grouped(visit, &p, views, here).await?;
    Bar {
        keepers: keepers(visit, &p).await?,
        may_keep: now
            .as_ref()
            .is_some_and(|v| may_keep(actor, v.scope, v.unit_id, v.owner_id)),
        p,
        place,
        query,
        groups,
        now,
        is_changed,
    }
    .render()
    .map_err(Error::internal)
}

/// A scope, and the unit where it is a unit's.
type Whose = (Scope, Option<i64>);

async fn grouped(
    visit: &Visit,
    p: &Page,
    views: Vec<Model>,
    here: Option<i64>,
) -> Result<Vec<(String, Vec<Item>)>> {
    let units = if views.iter().any(|v| v.unit_id.is_some()) {
        org::unit_names(visit.read(), visit.actor()?.organization_id).await?
    } else {
        BTreeMap::new()
    };
    let mut groups: Vec<(Whose, Vec<Item>)> = Vec::new();
    for view in views {
        let item = Item {
            is_here: Some(view.id) == here,
            id: view.id,
            name: view.name,
        };
        let key = (view.scope, view.unit_id);
        match groups.iter_mut().find(|(own, _)| *own == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups.sort_by_key(|(key, _)| *key);
    let named = |((scope, unit), items): (Whose, Vec<Item>)| {
        let unit = unit.and_then(|id| units.get(&id)).cloned();
        (
            unit.unwrap_or_else(|| p.code("view-scope", scope.code())),
            items,
        )
    };
    Ok(groups.into_iter().map(named).collect())
}
