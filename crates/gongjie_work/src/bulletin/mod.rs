//! 通报: drafted from the facts of a period, each sentence with its rows; edited by one person, released by another, read-only from then on. Owns `bulletin`, `bulletin_line`. Nobody calls it but the room that makes files.

pub mod actions;
pub mod api;
pub mod draft;
pub mod lifecycle;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod view;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    let steps = ["bulletin.release", "bulletin.drop"];
    Routes::new()
        .get("/bulletins", Who::Staff, pages::index)
        .get("/bulletins/new", Who::Staff, pages::new)
        .post("/bulletins", Who::Staff, "bulletin.draft", pages::create)
        .get("/bulletins/{id}", Who::Staff, pages::show)
        .get("/bulletins/{id}/edit", Who::Staff, pages::edit)
        .post(
            "/bulletins/{id}",
            Who::Staff,
            "bulletin.edit",
            pages::update,
        )
        .post("/bulletins/{id}/moves", Who::Staff, steps, pages::advance)
        .get("/api/v1/bulletins", Who::Staff, api::index)
        .post(
            "/api/v1/bulletins",
            Who::Staff,
            "bulletin.draft",
            api::create,
        )
        .get("/api/v1/bulletins/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/bulletins/{id}",
            Who::Staff,
            "bulletin.edit",
            api::update,
        )
        .post(
            "/api/v1/bulletins/{id}/moves",
            Who::Staff,
            steps,
            api::advance,
        )
}
