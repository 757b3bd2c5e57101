//! 剔除: a voice or a problem that is left out of the rates, with reason and evidence, asked by one and decided by another. Owns `exclusion`. The rates ask it what does not count.

pub mod actions;
pub mod api;
pub mod lifecycle;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod view;

use crate::door::{Routes, Who};

/// Types of the entries of a step.
const STEPS: [&str; 3] = ["exclusion.grant", "exclusion.refuse", "exclusion.withdraw"];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/exclusions", Who::Staff, pages::index)
        .get("/exclusions/new", Who::Staff, pages::new)
        .post("/exclusions", Who::Staff, "exclusion.ask", pages::create)
        .get("/exclusions/{id}", Who::Staff, pages::show)
        .post("/exclusions/{id}/moves", Who::Staff, STEPS, pages::advance)
        .get("/api/v1/exclusions", Who::Staff, api::index)
        .post(
            "/api/v1/exclusions",
            Who::Staff,
            "exclusion.ask",
            api::create,
        )
        .get("/api/v1/exclusions/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/exclusions/{id}/moves",
            Who::Staff,
            STEPS,
            api::advance,
        )
}
