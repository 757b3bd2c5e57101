//! 结对网络: who works with whom, as a picture and as a table, with the filters of the list of pairings. Owns no table. Read only.

pub mod api;
mod gather;
mod pages;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/pairings/network", Who::Staff, pages::index)
        .get("/api/v1/pairings/network", Who::Staff, api::index)
}
