//! 路线图: measures, milestones and pairings over time, of the organisation, a problem, a pairing or a unit. Owns no table. Read only.

pub mod api;
pub mod ask;
pub mod axis;
mod draw;
mod gather;
mod pages;
pub mod queries;
pub mod rules;
mod say;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/roadmap", Who::Staff, pages::index)
        .get("/problems/{id}/roadmap", Who::Staff, pages::of_problem)
        .get("/pairings/{id}/roadmap", Who::Staff, pages::of_pairing)
        .get("/units/{id}/roadmap", Who::Staff, pages::of_unit)
        .get("/api/v1/roadmap", Who::Staff, api::index)
}
