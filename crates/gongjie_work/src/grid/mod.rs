//! 表格: many cells at once. A step 一步 is what somebody did at once in a grid; it goes through the actions of the rooms above, can be undone and redone, and rows can be pasted. Owns `grid_step`. The lists and the ledger show the grids.

pub mod actions;
pub mod api;
pub mod columns;
pub mod labels;
mod pages;
mod paste;
mod plan;
pub mod queries;
mod reading;
pub mod rows;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// A step writes its own entry and those of the rooms whose rows it changes.
const STEP: [&str; 7] = [
    "grid.step",
    "problem.edit",
    "problem.propose",
    "measure.edit",
    "measure.set",
    "pairing.edit",
    "outcome.edit",
];
/// The same for taking it back.
const UNDO: [&str; 7] = [
    "grid.undo",
    "problem.edit",
    "problem.move",
    "measure.edit",
    "measure.move",
    "pairing.edit",
    "outcome.edit",
];
/// The same for doing it again.
const REDO: [&str; 6] = [
    "grid.redo",
    "problem.edit",
    "problem.move",
    "measure.edit",
    "pairing.edit",
    "outcome.edit",
];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/grid/steps", Who::Staff, pages::index)
        .post("/grid/steps", Who::Staff, STEP, pages::create)
        .get("/grid/pastes/new", Who::Staff, pages::paste::new)
        .post("/grid/pastes", Who::Staff, [], pages::paste::create)
        .get("/grid/bulks/new", Who::Staff, pages::bulk::new)
        .post("/api/v1/grid/pastes", Who::Staff, [], api::preview)
        .get("/grid/steps/{id}", Who::Staff, pages::show_step)
        .post("/grid/steps/{id}/undoing", Who::Staff, UNDO, pages::undo)
        .post("/grid/steps/{id}/redoing", Who::Staff, REDO, pages::redo)
        .get("/api/v1/grid/steps", Who::Staff, api::index)
        .post("/api/v1/grid/steps", Who::Staff, STEP, api::create)
        .get("/api/v1/grid/steps/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/grid/steps/{id}/undoing",
            Who::Staff,
            UNDO,
            api::undo,
        )
        .post(
            "/api/v1/grid/steps/{id}/redoing",
            Who::Staff,
            REDO,
            api::redo,
        )
}
