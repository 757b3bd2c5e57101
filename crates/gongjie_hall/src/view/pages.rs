//! Pages of saved views: the list, the form, the link that leads on, and the bar that each place shows.

mod attach;
mod form;
mod index;

pub use attach::attach;
pub use form::{create, edit, new, readdress, update};
pub use index::{index, remove, start};

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect};
use gongjie_base::Error;

use super::queries;
use super::rules::{Place, Scope};
use crate::door::{Answer, Visit};
use crate::layout::Page;
use crate::org::queries as org;

/// Cookie that says which view of a place was opened last, so that the place can tell what was changed since.
fn cookie_of(place: Place) -> String {
    format!("gongjie_view_{place}")
}

/// `GET /views/{id}`: leads to the place with the view's filters. Who may not see the view does not find it.
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let view = queries::find(visit.read(), visit.actor()?, id).await?;
    let mut response = Redirect::to(&view.place.with(&view.query)).into_response();
    let cookie = format!(
        "{}={id}; Path=/; SameSite=Lax; HttpOnly",
        cookie_of(view.place)
    );
    let cookie = HeaderValue::from_str(&cookie).map_err(Error::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// For whom the actor may keep a view: value of the field and words.
async fn keepers(visit: &Visit, p: &Page) -> gongjie_base::Result<Vec<(String, String)>> {
    let actor = visit.actor()?;
    let mut keepers = vec![(Scope::Mine.code().to_owned(), p.code("view-keep", "mine"))];
    let units: Vec<i64> = actor
        .units()
        .into_iter()
        .filter(|id| actor.speaks_for(*id))
        .collect();
    if !units.is_empty() {
        let names = org::unit_names(visit.read(), actor.organization_id).await?;
        let named = units
            .iter()
            .filter_map(|id| Some((id, names.get(id)?)))
            .map(|(id, name)| (format!("unit:{id}"), p.t1("view-keep-unit", "unit", name)));
        keepers.extend(named);
    }
    if p.is_coordinator() {
        let code = Scope::Organization.code();
        keepers.push((code.to_owned(), p.code("view-keep", code)));
    }
    Ok(keepers)
}
