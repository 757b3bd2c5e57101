//! 三张清单: problems, measures and responsibilities as one table, the same rows by unit, by person and as 销号台账. Owns no table. Read only.

pub mod address;
pub mod api;
mod bar;
pub mod export;
mod file_pages;
pub mod flat;
mod flat_ledger_queries;
mod flat_pages;
mod flat_queries;
mod pages;
pub mod queries;
pub mod rows;
pub mod rules;
mod say;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/lists", Who::Staff, pages::index)
        .get("/lists/problems", Who::Staff, flat_pages::problems)
        .get("/lists/measures", Who::Staff, flat_pages::measures)
        .get("/lists/duties", Who::Staff, flat_pages::duties)
        .get("/lists/ledger", Who::Staff, flat_pages::ledger)
        .get_heavy("/lists/ledger.xlsx", Who::Staff, flat_pages::ledger_file)
        .get_heavy(
            "/lists/problems.xlsx",
            Who::Staff,
            flat_pages::problems_file,
        )
        .get_heavy(
            "/lists/measures.xlsx",
            Who::Staff,
            flat_pages::measures_file,
        )
        .get_heavy("/lists/duties.xlsx", Who::Staff, flat_pages::duties_file)
        .get_heavy("/lists/ledger.docx", Who::Staff, flat_pages::ledger_paper)
        .get_heavy(
            "/lists/problems.docx",
            Who::Staff,
            flat_pages::problems_paper,
        )
        .get_heavy(
            "/lists/measures.docx",
            Who::Staff,
            flat_pages::measures_paper,
        )
        .get_heavy("/lists/duties.docx", Who::Staff, flat_pages::duties_paper)
        .get("/lists/units", Who::Staff, pages::units)
        .get("/lists/people", Who::Staff, pages::people)
        .get("/lists/closings", Who::Staff, pages::closings)
        .get_heavy("/lists.xlsx", Who::Staff, file_pages::xlsx)
        .get_heavy("/lists.csv", Who::Staff, file_pages::csv)
        .get_heavy("/lists.docx", Who::Staff, file_pages::docx)
        .get("/api/v1/lists", Who::Staff, api::index)
        .get("/api/v1/lists/units", Who::Staff, api::units)
        .get("/api/v1/lists/people", Who::Staff, api::people)
        .get("/api/v1/lists/closings", Who::Staff, api::closings)
}
