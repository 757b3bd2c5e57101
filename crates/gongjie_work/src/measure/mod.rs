//! 举措: measures and tasks to any depth, duties, progress, extensions, send-backs, disputes. Owns `measure`, `duty`, `milestone`, `progress`, `extension`, `send_back`, `dispute`. Activities make measures from decisions, close-outs ask whether all are done, the board and the lists show them.

pub mod actions;
pub mod api;
pub mod calendar;
pub mod extension;
pub mod facts;
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
        .merge(api_routes())
}

/// The same as JSON.
fn api_routes() -> Routes {
    use api::side;
    Routes::new()
        .get("/api/v1/problems/{id}/measures", Who::Staff, api::index)
        .post(
            "/api/v1/problems/{id}/measures",
            Who::Staff,
            "measure.set",
            api::create,
        )
        .post(
            "/api/v1/problems/{id}/start",
            Who::Staff,
            "problem.move",
            api::start,
        )
        .get("/api/v1/measures/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/measures/{id}",
            Who::Staff,
            "measure.edit",
            api::update,
        )
        .post(
            "/api/v1/measures/{id}/moves",
            Who::Staff,
            "measure.move",
            api::advance,
        )
        .post(
            "/api/v1/measures/{id}/progress",
            Who::Staff,
            "measure.progress",
            side::note_progress,
        )
        .post(
            "/api/v1/measures/{id}/milestones",
            Who::Staff,
            "measure.milestone",
            side::add_milestone,
        )
        .post(
            "/api/v1/milestones/{id}/completion",
            Who::Staff,
            "measure.milestone_done",
            side::complete_milestone,
        )
        .post(
            "/api/v1/measures/{id}/extensions",
            Who::Staff,
            "measure.extension_ask",
            side::ask_extension,
        )
        .post(
            "/api/v1/extensions/{id}/decision",
            Who::Staff,
            "measure.extension_decide",
            side::decide_extension,
        )
        .post(
            "/api/v1/measures/{id}/dispute",
            Who::Staff,
            "measure.dispute",
            side::dispute,
        )
        .post(
            "/api/v1/disputes/{id}/ruling",
            Who::Staff,
            "measure.rule_dispute",
            side::rule_dispute,
        )
}
