//! 搜索: problems, pairings, measures, units, documents and people by words, only what the asker may see. Owns no table. Read only.

pub mod api;
mod find;
mod pages;
mod palette_pages;
pub mod queries;
pub mod rules;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get_heavy("/search", Who::SignedIn, pages::index)
        .get("/palette", Who::SignedIn, palette_pages::index)
        .get_heavy("/api/v1/search", Who::SignedIn, api::index)
}
