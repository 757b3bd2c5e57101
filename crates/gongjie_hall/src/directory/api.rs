//! The directory as JSON: units with their names and relations, people with their roles; the same verbs as the pages.

pub mod people;
pub mod units;

use crate::door::{Routes, Who};

/// Routes of the directory under `/api/v1`.
pub fn routes() -> Routes {
    people_routes(unit_routes(Routes::new()))
}

fn unit_routes(routes: Routes) -> Routes {
    use units as u;
    let (all, one) = ("/api/v1/units", "/api/v1/units/{id}");
    routes
        .get(all, Who::SignedIn, u::index)
        .post(all, Who::Sysadmin, "unit.create", u::create)
        .get(one, Who::SignedIn, u::show)
        .patch(one, Who::Sysadmin, "unit.edit", u::update)
        .post(
            "/api/v1/units/{id}/aliases",
            Who::Sysadmin,
            "unit.add_alias",
            u::add_alias,
        )
        .post(
            "/api/v1/units/{id}/alias-removals",
            Who::Sysadmin,
            "unit.remove_alias",
            u::remove_alias,
        )
        .post(
            "/api/v1/units/{id}/covers",
            Who::Sysadmin,
            "unit.cover",
            u::cover,
        )
        .post(
            "/api/v1/units/{id}/cover-removals",
            Who::Sysadmin,
            "unit.uncover",
            u::uncover,
        )
        .post("/api/v1/units/{id}/end", Who::Sysadmin, "unit.end", u::end)
        .post(
            "/api/v1/units/{id}/merger",
            Who::Sysadmin,
            "unit.merge",
            u::merge,
        )
}

fn people_routes(routes: Routes) -> Routes {
    use people as p;
    let (all, one) = ("/api/v1/people", "/api/v1/people/{id}");
    routes
        .get(all, Who::SignedIn, p::index)
        .post(all, Who::Sysadmin, "person.create", p::create)
        .get(one, Who::SignedIn, p::show)
        .patch(one, Who::Sysadmin, "person.edit", p::update)
        .post(
            "/api/v1/people/{id}/deactivation",
            Who::Sysadmin,
            "person.deactivate",
            p::deactivate,
        )
        .post(
            "/api/v1/people/{id}/reactivation",
            Who::Sysadmin,
            "person.reactivate",
            p::reactivate,
        )
        .post(
            "/api/v1/people/{id}/roles",
            Who::Sysadmin,
            "role.grant",
            p::grant,
        )
        .post(
            "/api/v1/people/{id}/role-removals",
            Who::Sysadmin,
            "role.revoke",
            p::revoke,
        )
        .post(
            "/api/v1/people/{id}/account",
            Who::Sysadmin,
            "account.create",
            p::create_account,
        )
}
