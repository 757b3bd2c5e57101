//! 填进样表: the office's own sheet with the rows of a view in it. Owns no table. Read only.

mod gather;
mod pages;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new().get_heavy(
        "/office-templates/{id}/filled.xlsx",
        Who::Staff,
        pages::filled,
    )
}
