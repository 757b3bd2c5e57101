//! 台账: one row per pairing, six columns as the offices know them, every cell a view over facts. Read only.

mod address;
pub mod api;
pub mod export;
mod pages;
pub mod queries;
pub mod rules;
pub mod walk;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/ledger", Who::Staff, pages::index)
        .get("/api/v1/ledger", Who::Staff, api::index)
        .get_heavy("/ledger.xlsx", Who::Staff, pages::xlsx)
        .get_heavy("/ledger.csv", Who::Staff, pages::csv)
        .get_heavy("/ledger.docx", Who::Staff, pages::docx)
}
