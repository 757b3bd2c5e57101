//! 文件与协议: papers that the work drafts, agreements with partners. Owns `document`, `agreement`.

pub mod actions;
pub mod api;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/documents", Who::Staff, pages::documents::index)
        .get(
            "/problems/{id}/documents/new",
            Who::Staff,
            pages::documents::new,
        )
        .post(
            "/problems/{id}/documents",
            Who::Staff,
            "document.add",
            pages::documents::create,
        )
        .get("/documents/{id}/edit", Who::Staff, pages::documents::edit)
        .post(
            "/documents/{id}",
            Who::Staff,
            "document.edit",
            pages::documents::update,
        )
        .get("/agreements", Who::Staff, pages::agreements::index)
        .get(
            "/pairings/{id}/agreements/new",
            Who::Staff,
            pages::agreements::new,
        )
        .post(
            "/pairings/{id}/agreements",
            Who::Staff,
            "document.add_agreement",
            pages::agreements::create,
        )
        .get("/agreements/{id}/edit", Who::Staff, pages::agreements::edit)
        .post(
            "/agreements/{id}",
            Who::Staff,
            "document.edit_agreement",
            pages::agreements::update,
        )
        .merge(api_routes())
}

/// The same as JSON.
fn api_routes() -> Routes {
    use api::agreements;
    Routes::new()
        .get("/api/v1/documents", Who::Staff, api::index)
        .post(
            "/api/v1/problems/{id}/documents",
            Who::Staff,
            "document.add",
            api::create,
        )
        .get("/api/v1/documents/{id}", Who::Staff, api::show)
        .patch(
            "/api/v1/documents/{id}",
            Who::Staff,
            "document.edit",
            api::update,
        )
        .get("/api/v1/agreements", Who::Staff, agreements::index)
        .post(
            "/api/v1/pairings/{id}/agreements",
            Who::Staff,
            "document.add_agreement",
            agreements::create,
        )
        .get("/api/v1/agreements/{id}", Who::Staff, agreements::show)
        .patch(
            "/api/v1/agreements/{id}",
            Who::Staff,
            "document.edit_agreement",
            agreements::update,
        )
}
