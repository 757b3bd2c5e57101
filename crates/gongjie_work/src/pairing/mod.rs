//! 结对: who takes problems together. Owns `pairing`, `pairing_member`, `pairing_problem`. Measures, activities, documents and close-outs ask it who leads. Its reading page is in the pairing file.

pub mod actions;
pub mod api;
pub mod input;
pub mod leaving;
pub mod lifecycle;
pub mod ordered_queries;
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
    api::routes()
        .get("/pairings", Who::Staff, pages::index)
        .get("/pairings/new", Who::Staff, pages::new)
        .post("/pairings", Who::Staff, "pairing.create", pages::create)
        .get("/pairings/{id}/edit", Who::Staff, pages::edit)
        .post("/pairings/{id}", Who::Staff, "pairing.edit", pages::update)
        .post(
            "/pairings/{id}/invitations",
            Who::Staff,
            "pairing.invite",
            pages::invite,
        )
        .post(
            "/pairings/{id}/answers",
            Who::Staff,
            "pairing.answer",
            pages::answer,
        )
        .post(
            "/pairings/{id}/removals",
            Who::Staff,
            "pairing.remove_member",
            pages::remove_member,
        )
        .post(
            "/pairings/{id}/conclusion",
            Who::Staff,
            "pairing.conclude",
            pages::conclude,
        )
        .post(
            "/pairings/{id}/termination",
            Who::Staff,
            "pairing.terminate",
            pages::terminate,
        )
        .post(
            "/pairings/{id}/problems",
            Who::Staff,
            "pairing.link_problem",
            pages::link_problem,
        )
}
