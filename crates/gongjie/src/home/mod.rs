//! 首页: what needs me today, the sentence leaders read aloud, lights, themes, who works with whom. Read only.

mod network;
mod pages;
mod queries;
#[cfg(test)]
mod tests;
mod todos;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new().get("/", Who::SignedIn, pages::index)
}
