//! 首页: what needs me today, the sentence leaders read aloud, lights, themes, who works with whom. Read only.

pub mod api;
pub mod labels;
pub mod network;
mod pages;
mod queries;
#[cfg(test)]
mod tests;
mod rises;
mod slips;
mod todos;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new().get("/", Who::SignedIn, pages::index).get(
        "/api/v1/home",
        Who::SignedIn,
        api::show,
    )
}
