//! 一结一档: everything about one pairing on one page: who confirmed, which problems, what was held, agreed and changed. Read only.

mod history;
mod pages;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new().get("/pairings/{id}", Who::Staff, pages::show_one)
}
