//! 督办: the board by light, and why each light shines. Read only: its forms post to the routes of measures.

pub mod api;
mod board;
mod pages;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/supervision", Who::Staff, pages::index)
        .get("/api/v1/supervision", Who::Staff, api::index)
}
