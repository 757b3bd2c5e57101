//! 举措: measures and tasks to any depth, duties, progress, extensions, send-backs, disputes. Owns `measure`, `duty`, `milestone`, `progress`, `extension`, `send_back`, `dispute`. Activities make measures from decisions, close-outs ask whether all are done, the board and the lists show them.

pub mod actions;
pub mod calendar;
pub mod extension;
pub mod lifecycle;
pub mod light;
mod pages;
pub mod parts;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod view;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/problems/{id}/measures/new", Who::Staff, pages::new)
        .post(
            "/problems/{id}/measures",
            Who::Staff,
            "measure.set",
            pages::create,
        )
        .post(
            "/problems/{id}/start",
            Who::Staff,
            "problem.move",
            pages::start,
        )
        .get("/measures/{id}", Who::Staff, pages::show)
        .get("/measures/{id}/edit", Who::Staff, pages::edit)
        .post("/measures/{id}", Who::Staff, "measure.edit", pages::update)
        .post(
            "/measures/{id}/moves",
            Who::Staff,
            "measure.move",
            pages::advance,
        )
        .post(
            "/measures/{id}/progress",
            Who::Staff,
            "measure.progress",
            pages::note_progress,
        )
        .post(
            "/measures/{id}/milestones",
            Who::Staff,
            "measure.milestone",
            pages::add_milestone,
        )
        .post(
            "/milestones/{id}/completion",
            Who::Staff,
            "measure.milestone_done",
            pages::complete_milestone,
        )
        .post(
            "/measures/{id}/extensions",
            Who::Staff,
            "measure.extension_ask",
            pages::ask_extension,
        )
        .post(
            "/extensions/{id}/decision",
            Who::Staff,
            "measure.extension_decide",
            pages::decide_extension,
        )
        .post(
            "/measures/{id}/dispute",
            Who::Staff,
            "measure.dispute",
            pages::dispute,
        )
        .post(
            "/disputes/{id}/ruling",
            Who::Staff,
            "measure.rule_dispute",
            pages::rule_dispute,
        )
}
