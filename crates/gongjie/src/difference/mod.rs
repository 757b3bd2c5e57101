//! 对照: what a view showed on one day beside what it showed on another, and how one cell came to what it says. Owns no table. Read only.

pub mod api;
mod ask;
mod book;
mod pages;
mod queries;
pub mod rules;
mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get_heavy("/differences", Who::Staff, pages::index)
        .get_heavy("/differences.xlsx", Who::Staff, pages::xlsx)
        .get_heavy("/differences.docx", Who::Staff, pages::docx)
        .get_heavy("/cells/{of}/{id}/{column}", Who::Staff, pages::show)
        .get_heavy("/api/v1/differences", Who::Staff, api::index)
        .get_heavy("/api/v1/cells/{of}/{id}/{column}", Who::Staff, api::cell)
}
