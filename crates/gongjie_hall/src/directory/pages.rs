//! Pages of the directory: the tree of units, one unit, its form; people, one person.

pub mod edit;
pub mod people;
pub mod person;
pub mod show;
pub mod tree;

use gongjie_base::Error;

use crate::door::Visit;
use crate::layout::Page;
use crate::org::queries as org;

/// Open units as options, by name of kind and name.
async fn unit_options(visit: &Visit) -> Result<Vec<(String, String)>, Error> {
    let mut units = org::list_open_units(visit.read(), visit.actor()?).await?;
    units.sort_by_key(|u| (u.kind, u.id));
    Ok(units
        .into_iter()
        .map(|u| (u.id.to_string(), u.name))
        .collect())
}

/// A closed set of words as options.
fn coded(
    p: &Page,
    set: &str,
    codes: impl IntoIterator<Item = &'static str>,
) -> Vec<(String, String)> {
    codes
        .into_iter()
        .map(|code| (code.to_owned(), p.code(set, code)))
        .collect()
}

/// The number of a row as a form sends it.
fn typed_id(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}
