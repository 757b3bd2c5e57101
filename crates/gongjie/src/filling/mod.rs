//! 填进样表: the office's own sheet with the rows of a view in it. Owns no table. Read only.

pub mod api;
mod gather;
mod pages;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get_heavy(
            "/office-templates/{id}/filled.xlsx",
            Who::Staff,
            pages::filled,
        )
        .get_heavy(
            "/api/v1/office-templates/{id}/filled",
            Who::Staff,
            api::filled,
        )
}
