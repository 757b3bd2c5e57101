//! 成效: results, figures, shares, evidence. Owns `outcome`, `figure`, `outcome_share`, `evidence`. Close-outs and the reading rooms call it.

pub mod actions;
pub mod api;
mod attach;
pub mod doers;
pub mod kinds;
pub mod listing_queries;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
pub mod totals;

use crate::door::{Routes, Who};

/// Bytes of a request with a file at most, whatever the settings say: the hard cap of one file and its form.
const UPLOAD_BYTES_MAX: usize = (1 << 30) + (1 << 20);

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/outcomes", Who::Staff, pages::list::index)
        .get("/problems/{id}/outcomes/new", Who::Staff, pages::new)
        .post(
            "/problems/{id}/outcomes",
            Who::Staff,
            "outcome.submit",
            pages::create,
        )
        .get("/outcomes/{id}/edit", Who::Staff, pages::edit)
        .post("/outcomes/{id}", Who::Staff, "outcome.edit", pages::update)
        .post(
            "/outcomes/{id}/withdrawal",
            Who::Staff,
            "outcome.withdraw",
            pages::withdraw,
        )
        .get(
            "/problems/{id}/evidence/new",
            Who::Staff,
            pages::evidence::new,
        )
        .upload(
            "/problems/{id}/evidence",
            Who::Staff,
            "evidence.attach",
            UPLOAD_BYTES_MAX,
            pages::evidence::create,
        )
        .get("/evidence/{id}/file", Who::Staff, api::evidence::download)
        .post(
            "/evidence/{id}/withdrawal",
            Who::Staff,
            "evidence.withdraw",
            pages::evidence::withdraw,
        )
        .merge(api_routes())
}

/// The same as JSON.
fn api_routes() -> Routes {
    use api::evidence;
    Routes::new()
        .get("/api/v1/outcomes", Who::Staff, api::index)
        .get("/api/v1/outcomes/totals", Who::Staff, api::totals::show)
        .get(
            "/api/v1/problems/{id}/outcomes",
            Who::Staff,
            api::of_problem,
        )
        .post(
            "/api/v1/problems/{id}/outcomes",
            Who::Staff,
            "outcome.submit",
            api::create,
        )
        .get("/api/v1/outcomes/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/outcomes/{id}",
            Who::Staff,
            "outcome.edit",
            api::update,
        )
        .post(
            "/api/v1/outcomes/{id}/withdrawal",
            Who::Staff,
            "outcome.withdraw",
            api::withdraw,
        )
        .get(
            "/api/v1/problems/{id}/evidence",
            Who::Staff,
            evidence::index,
        )
        .upload(
            "/api/v1/problems/{id}/evidence",
            Who::Staff,
            "evidence.attach",
            UPLOAD_BYTES_MAX,
            evidence::create,
        )
        .get("/api/v1/evidence/{id}", Who::Staff, evidence::show)
        .get("/api/v1/evidence/{id}/file", Who::Staff, evidence::download)
        .post(
            "/api/v1/evidence/{id}/withdrawal",
            Who::Staff,
            "evidence.withdraw",
            evidence::withdraw,
        )
}
