//! 活动: meetings of a pairing and what was decided there. Owns `activity`, `activity_unit`, `decision`.

pub mod actions;
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
}
