//! 紧急通道: the green channel beside the call to 110. Owns `duty_shift`, `urgent_number`, `urgent_partner`, `urgent_call`, `urgent_event`, `urgent_page`. Uses the words of danger and the numbers of voices; the clock of the house pages people by `actions::sweep`.

pub mod actions;
pub mod api;
pub mod lifecycle;
mod pages;
pub mod paging;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/urgent/{org}", Who::Unasked, pages::open::new)
        .post(
            "/urgent/{org}",
            Who::Unasked,
            "urgent.raise",
            pages::open::create,
        )
        .get("/urgents", Who::Staff, pages::calls::index)
        .get("/urgents/new", Who::Staff, pages::calls::new)
        .post("/urgents", Who::Staff, "urgent.raise", pages::calls::create)
        .get("/urgents/{id}", Who::Staff, pages::calls::show_one)
        .post(
            "/urgents/{id}/steps",
            Who::Staff,
            "urgent.step",
            pages::calls::advance,
        )
        .get("/api/v1/urgents", Who::Staff, api::index)
        .get("/api/v1/urgents/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/urgents/{id}/steps",
            Who::Staff,
            "urgent.step",
            api::advance,
        )
        .merge(roster_routes())
}

/// The roster and what stands beside it.
fn roster_routes() -> Routes {
    Routes::new()
        .get("/duty-roster", Who::Staff, pages::roster::index)
        .post(
            "/duty-roster",
            Who::Staff,
            "duty_shift.add",
            pages::roster::add_shift,
        )
        .post(
            "/duty-roster/{id}/removal",
            Who::Staff,
            "duty_shift.remove",
            pages::roster::remove_shift,
        )
        .post(
            "/duty-roster/number",
            Who::Staff,
            "urgent.number",
            pages::roster::set_number,
        )
        .post(
            "/urgent-partners",
            Who::Staff,
            "urgent_partner.add",
            pages::roster::add_partner,
        )
        .post(
            "/urgent-partners/{id}/removal",
            Who::Staff,
            "urgent_partner.remove",
            pages::roster::remove_partner,
        )
}
