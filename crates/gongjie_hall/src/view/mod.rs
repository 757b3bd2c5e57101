//! 视图: names for addresses with their filters, mine, a unit's or the organisation's. Owns `saved_view` and `saved_view_start`. Knows the places only by their addresses; each place shows the bar that `attach` puts into its page.

pub mod actions;
pub mod api;
pub mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    api_routes(page_routes(Routes::new()))
}

fn page_routes(routes: Routes) -> Routes {
    let who = Who::Staff;
    routes
        .get("/views", who, pages::index)
        .get("/views/new", who, pages::new)
        .post("/views", who, "view.save", pages::create)
        .get("/views/{id}", who, pages::show)
        .get("/views/{id}/edit", who, pages::edit)
        .post("/views/{id}", who, "view.edit", pages::update)
        .post("/views/{id}/address", who, "view.edit", pages::readdress)
        .post("/views/{id}/removal", who, "view.remove", pages::remove)
        .post("/views/{id}/start", who, "view.start", pages::start)
}

fn api_routes(routes: Routes) -> Routes {
    let who = Who::Staff;
    routes
        .get("/api/v1/views", who, api::index)
        .get("/api/v1/views/{id}", who, api::show)
        .post("/api/v1/views", who, "view.save", api::create)
        .patch("/api/v1/views/{id}", who, "view.edit", api::update)
        .post(
            "/api/v1/views/{id}/removal",
            who,
            "view.remove",
            api::remove,
        )
        .post("/api/v1/views/{id}/start", who, "view.start", api::start)
}
