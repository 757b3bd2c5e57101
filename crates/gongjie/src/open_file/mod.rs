//! 公开栏: what everybody may see without an account: public problems with their progress, and notices of closing. Owns no table. Read only.

pub mod api;
mod gather;
mod pages;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room. Nobody is asked who they are.
pub fn routes() -> Routes {
    Routes::new()
        .get("/public", Who::Unasked, pages::index)
        .get("/public/problems/{id}", Who::Unasked, pages::show_one)
        .get("/public/notices", Who::Unasked, pages::notices)
        .get("/public/evidence/{id}", Who::Unasked, pages::evidence)
        .get("/api/v1/public/problems", Who::Unasked, api::index)
        .get("/api/v1/public/problems/{id}", Who::Unasked, api::show)
        .get("/api/v1/public/notices", Who::Unasked, api::notices)
}
