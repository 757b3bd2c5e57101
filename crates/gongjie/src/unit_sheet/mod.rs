//! 单位事实表: what stands on record about one unit in a campaign, instead of a score: no points, no ranking. Owns no table. Read only.

pub mod api;
mod pages;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/units/{id}/sheet", Who::Staff, pages::show_one)
        .get("/units/{id}/sheet/{fact}", Who::Staff, pages::show_rows)
        .get("/api/v1/units/{id}/sheet", Who::Staff, api::show)
}
