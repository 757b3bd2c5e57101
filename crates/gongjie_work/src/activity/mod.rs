//! 活动: meetings of a pairing and what was decided there. Owns `activity`, `activity_unit`, `decision`.

pub mod actions;
pub mod api;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/activities", Who::Staff, pages::index)
        .get("/activities/new", Who::Staff, pages::new)
        .post("/activities", Who::Staff, "activity.create", pages::create)
        .get("/activities/{id}", Who::Staff, pages::show_one)
        .get("/activities/{id}/edit", Who::Staff, pages::edit)
        .post(
            "/activities/{id}",
            Who::Staff,
            "activity.edit",
            pages::update,
        )
        .post(
            "/activities/{id}/decisions",
            Who::Staff,
            "activity.decide",
            pages::decide,
        )
        .get(
            "/decisions/{id}/measure/new",
            Who::Staff,
            pages::new_measure,
        )
        .post(
            "/decisions/{id}/measure",
            Who::Staff,
            "activity.make_measure",
            pages::make_measure,
        )
        .post(
            "/decisions/{id}/note",
            Who::Staff,
            "activity.note_decision",
            pages::note,
        )
        .merge(api_routes())
}

/// The same as JSON.
fn api_routes() -> Routes {
    use api::decisions;
    Routes::new()
        .get("/api/v1/activities", Who::Staff, api::index)
        .post(
            "/api/v1/activities",
            Who::Staff,
            "activity.create",
            api::create,
        )
        .get("/api/v1/activities/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/activities/{id}",
            Who::Staff,
            "activity.edit",
            api::update,
        )
        .post(
            "/api/v1/activities/{id}/decisions",
            Who::Staff,
            "activity.decide",
            decisions::create,
        )
        .post(
            "/api/v1/decisions/{id}/measure",
            Who::Staff,
            "activity.make_measure",
            decisions::measure,
        )
        .post(
            "/api/v1/decisions/{id}/note",
            Who::Staff,
            "activity.note_decision",
            decisions::note,
        )
}
