//! 难题: what has to be solved. Owns `problem`, `carry_over`. Voices promote into it; pairings, measures and close-outs hang on it. Its reading pages are in the dossier.

pub mod actions;
pub mod api;
pub mod carry_api;
pub mod carry_queries;
pub mod lifecycle;
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
        .get("/problems/new", Who::Staff, pages::new)
        .post("/problems", Who::Staff, "problem.propose", pages::create)
        .get("/problems/{id}/edit", Who::Staff, pages::edit)
        .post("/problems/{id}", Who::Staff, "problem.edit", pages::update)
        .post(
            "/problems/{id}/moves",
            Who::Staff,
            "problem.move",
            pages::advance,
        )
        .get(
            "/campaigns/{id}/carry-overs",
            Who::Coordinator,
            pages::carry::index,
        )
        .post(
            "/campaigns/{id}/carry-overs",
            Who::Coordinator,
            "problem.carry_over",
            pages::carry::create,
        )
        .get(
            "/api/v1/campaigns/{id}/carry-overs",
            Who::Staff,
            carry_api::index,
        )
        .post(
            "/api/v1/campaigns/{id}/carry-overs",
            Who::Coordinator,
            "problem.carry_over",
            carry_api::create,
        )
        .get("/api/v1/problems", Who::Staff, api::index)
        .post(
            "/api/v1/problems",
            Who::Staff,
            "problem.propose",
            api::create,
        )
        .get("/api/v1/problems/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/problems/{id}",
            Who::Staff,
            "problem.edit",
            api::update,
        )
        .post(
            "/api/v1/problems/{id}/moves",
            Who::Staff,
            "problem.move",
            api::advance,
        )
}
