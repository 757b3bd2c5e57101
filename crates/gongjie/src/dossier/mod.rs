//! 一事一档: everything about one problem on one page, and the list of problems. Owns no table. Read only; the read-only rooms after it share its facts.

pub mod api;
mod ask;
pub mod facts;
mod month;
mod pages;
pub mod queries;
pub mod rules;
mod stages;
mod story;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/problems", Who::Staff, pages::index)
        .get("/problems/{id}", Who::Staff, pages::show)
        .get("/api/v1/problems/{id}/dossier", Who::Staff, api::show)
}
