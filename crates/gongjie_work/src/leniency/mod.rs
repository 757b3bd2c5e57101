//! 容错: a note that an honest failure is not held against a unit: asked for, taken in, verified by two, decided, corrected. Owns `leniency`, `leniency_officer`. Bulletins, the board and the sheets of units ask it which marks were taken away.

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
const STEPS: [&str; 9] = [
    "leniency.accept",
    "leniency.refuse",
    "leniency.verify",
    "leniency.grant",
    "leniency.grant_partly",
    "leniency.deny",
    "leniency.correct",
    "leniency.close",
    "leniency.withdraw",
];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/leniency", Who::Staff, pages::index)
        .get("/leniency/new", Who::Staff, pages::new)
        .post("/leniency", Who::Staff, "leniency.apply", pages::create)
        .get("/leniency/{id}", Who::Staff, pages::show)
        .post("/leniency/{id}/moves", Who::Staff, STEPS, pages::advance)
        .get("/api/v1/leniency", Who::Staff, api::index)
        .post(
            "/api/v1/leniency",
            Who::Staff,
            "leniency.apply",
            api::create,
        )
        .get("/api/v1/leniency/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/leniency/{id}/moves",
            Who::Staff,
            STEPS,
            api::advance,
        )
}
