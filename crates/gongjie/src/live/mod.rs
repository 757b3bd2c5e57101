//! Live rows: an open page is told which rows changed, never what may not be seen. Owns no table. Read only; its source is the journal.

mod pages;
pub mod queries;
pub mod rules;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new().get("/events", Who::Staff, pages::events)
}
