//! 名录: pages for units, people and roles. Owns no table; calls the verbs of the organisation and of accounts.

mod account;
pub mod api;
mod covering;
mod pages;
mod rules;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Visit, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    units(people_routes(api::routes()))
}

fn units(routes: Routes) -> Routes {
    use pages::{edit as e, show as s, tree as t};
    routes
        .get("/units", Who::SignedIn, t::index)
        .get("/units/new", Who::Sysadmin, e::new)
        .post("/units", Who::Sysadmin, "unit.create", e::create)
        .get("/units/{id}", Who::SignedIn, s::show)
        .get("/units/{id}/edit", Who::Sysadmin, e::edit)
        .post("/units/{id}", Who::Sysadmin, "unit.edit", e::update)
        .post(
            "/units/{id}/aliases",
            Who::Sysadmin,
            "unit.add_alias",
            s::add_alias,
        )
        .post(
            "/units/{id}/alias-removals",
            Who::Sysadmin,
            "unit.remove_alias",
            s::remove_alias,
        )
        .post("/units/{id}/covers", Who::Sysadmin, "unit.cover", s::cover)
        .post(
            "/units/{id}/cover-removals",
            Who::Sysadmin,
            "unit.uncover",
            s::uncover,
        )
        .post("/units/{id}/end", Who::Sysadmin, "unit.end", s::end)
        .post("/units/{id}/merger", Who::Sysadmin, "unit.merge", s::merge)
}

fn people_routes(routes: Routes) -> Routes {
    use pages::{people as l, person as p};
    routes
        .get("/people", Who::SignedIn, l::index)
        .get("/people/new", Who::Sysadmin, p::new)
        .post("/people", Who::Sysadmin, "person.create", p::create)
        .get("/people/{id}", Who::SignedIn, p::show)
        .get("/people/{id}/edit", Who::Sysadmin, p::edit)
        .post("/people/{id}", Who::Sysadmin, "person.edit", p::update)
        .post(
            "/people/{id}/deactivation",
            Who::Sysadmin,
            "person.deactivate",
            p::deactivate,
        )
        .post(
            "/people/{id}/reactivation",
            Who::Sysadmin,
            "person.reactivate",
            p::reactivate,
        )
        .post("/people/{id}/roles", Who::Sysadmin, "role.grant", p::grant)
        .post(
            "/people/{id}/role-removals",
            Who::Sysadmin,
            "role.revoke",
            p::revoke,
        )
        .post(
            "/people/{id}/account",
            Who::Sysadmin,
            "account.create",
            p::create_account,
        )
}

/// May change units, people and roles, and see telephone numbers.
fn may_write(visit: &Visit) -> bool {
    Who::Sysadmin.admits(visit.who.as_deref())
}
