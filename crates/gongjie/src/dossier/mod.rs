//! 一事一档: everything about one problem on one page, and the list of problems. Read only.

pub mod facts;
mod pages;
pub mod queries;
mod steps;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/problems", Who::Staff, pages::list::index)
        .get("/problems/{id}", Who::Staff, pages::file::show_one)
}
