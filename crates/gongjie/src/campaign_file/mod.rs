//! 一年一档: everything about one campaign on one page, and the list of campaigns. Owns no table. Read only: its numbers are figures, each a link to its rows.

mod pages;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/campaigns", Who::Staff, pages::index)
        .get("/campaigns/{id}", Who::Staff, pages::show_one)
}
