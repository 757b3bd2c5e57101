//! 数据: every counted number with its definition and its rows. Owns no table. Read only; the read-only rooms after it show its numbers.

pub mod api;
mod light_queries;
mod pages;
pub mod queries;
pub mod rate_rules;
pub mod rules;
pub mod tally_queries;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/figures", Who::Staff, pages::index)
        .get("/figures/{id}", Who::Staff, pages::show)
        .get("/api/v1/figures", Who::Staff, api::index)
        .get("/api/v1/figures/{id}", Who::Staff, api::show)
}
