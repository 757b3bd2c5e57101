//! 任务书: one problem's measures, responsibilities and dates on a sheet that is printed and signed. Owns no table. Read only.

pub mod api;
mod export;
mod gather;
mod pages;
pub mod rules;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/problems/{id}/taskbook", Who::Staff, pages::show_one)
        .get("/api/v1/problems/{id}/taskbook", Who::Staff, api::show)
        .get_heavy("/problems/{id}/taskbook.xlsx", Who::Staff, pages::xlsx)
        .get_heavy("/problems/{id}/taskbook.docx", Who::Staff, pages::docx)
}
