//! 帮助: what the product says about itself: help, lifecycles from their tables, accessibility. Owns no table. Read only.

mod lifecycles;
mod pages;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/help", Who::Anybody, pages::help)
        .get("/help/lifecycles", Who::Anybody, pages::lifecycles)
        .get("/accessibility", Who::Anybody, pages::accessibility)
}
