//! 率: the rates of voices, measures and problems, each with formula, sample, coverage and its rows; what is excluded stands beside it. No ranking, no score. Owns no table. Read only.

pub mod api;
mod ask;
mod book;
mod line;
mod pages;
pub mod queries;
mod source_queries;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/rates", Who::Staff, pages::index)
        .get_heavy("/rates.xlsx", Who::Staff, pages::xlsx)
        .get_heavy("/rates.csv", Who::Staff, pages::csv)
        .get_heavy("/rates.docx", Who::Staff, pages::docx)
        .get("/rates/{code}", Who::Staff, pages::show)
        .get("/api/v1/rates", Who::Staff, api::index)
        .get("/api/v1/rates/{code}", Who::Staff, api::show)
}
