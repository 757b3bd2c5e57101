//! 留痕: pages that show the journal. Owns no table. Read only. For coordinators, inspectors and supervisors; the audit administrator sees ids and field names without the business words.

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
        .get("/history", Who::Inspection, pages::index)
        .get("/history/{kind}/{id}", Who::Inspection, pages::show_one)
        .get("/api/v1/history", Who::Inspection, api::index)
        .get("/api/v1/history/{kind}/{id}", Who::Inspection, api::show)
}
