//! 提级: a problem's class is changed by a decision, never by the way: asked for by a unit's word or by a rule about what is blocked, decided by the coordinator, on the way back by the leader. Owns `rise`, `rise_limit`. The dossier shows what waits; the clock of the house asks by rule.

pub mod actions;
pub mod api;
pub mod lifecycle;
pub mod limits;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod view;

use crate::door::{Routes, Who};

/// Types of the entries of a step; a granted one changes the problem too.
const STEPS: [&str; 4] = [
    "rise.grant",
    "rise.deny",
    "rise.withdraw",
    "problem.reclass",
];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/rises", Who::Staff, pages::index)
        .get("/problems/{id}/rises", Who::Staff, pages::of_problem)
        .post(
            "/problems/{id}/rises",
            Who::Staff,
            "rise.ask",
            pages::create,
        )
        .post("/rises/{id}/moves", Who::Staff, STEPS, pages::advance)
        .get("/rise-limits", Who::Staff, pages::limits)
        .post(
            "/rise-limits",
            Who::Coordinator,
            "rise.limit",
            pages::set_limits,
        )
        .get("/api/v1/rises", Who::Staff, api::index)
        .get("/api/v1/problems/{id}/rises", Who::Staff, api::of_problem)
        .post(
            "/api/v1/problems/{id}/rises",
            Who::Staff,
            "rise.ask",
            api::create,
        )
        .post("/api/v1/rises/{id}/moves", Who::Staff, STEPS, api::advance)
        .get("/api/v1/rise-limits", Who::Staff, api::limits)
        .post(
            "/api/v1/rise-limits",
            Who::Coordinator,
            "rise.limit",
            api::set_limit,
        )
}
