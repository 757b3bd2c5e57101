//! 督办单: slips of oversight and letters of the supervisor: numbered, signed for, answered, checked; and the ladder that says who is due one. Owns `slip`, `slip_answer`. Bulletins and lenient notes name them; the board, the sheets of units and the nightly job ask for them.

pub mod actions;
pub mod api;
pub mod compose;
pub mod ladder;
pub mod lifecycle;
mod pages;
pub mod queries;
pub mod rules;
pub mod standing;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod view;

use crate::door::{Routes, Who};

/// Types of the entries of a step.
const STEPS: [&str; 7] = [
    "slip.approve",
    "slip.send",
    "slip.receive",
    "slip.check",
    "slip.send_back",
    "slip.close",
    "slip.withdraw",
];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/slips", Who::Staff, pages::index)
        .get("/slips/new", Who::Staff, pages::new)
        .post("/slips", Who::Staff, "slip.draft", pages::create)
        .post(
            "/slips/proposals",
            Who::Staff,
            "slip.draft",
            pages::draft_proposed,
        )
        .get("/slips/{id}", Who::Staff, pages::show)
        .get("/slips/{id}/edit", Who::Staff, pages::edit)
        .post("/slips/{id}", Who::Staff, "slip.edit", pages::update)
        .post("/slips/{id}/moves", Who::Staff, STEPS, pages::advance)
        .post(
            "/slips/{id}/answers",
            Who::Staff,
            "slip.answer",
            pages::answer,
        )
        .get("/api/v1/slips", Who::Staff, api::index)
        .post("/api/v1/slips", Who::Staff, "slip.draft", api::create)
        .get("/api/v1/slips/{id}", Who::Staff, api::show)
        .patch("/api/v1/slips/{id}", Who::Staff, "slip.edit", api::update)
        .post("/api/v1/slips/{id}/moves", Who::Staff, STEPS, api::advance)
        .post(
            "/api/v1/slips/{id}/answers",
            Who::Staff,
            "slip.answer",
            api::answer,
        )
}
