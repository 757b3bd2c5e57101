//! 诉求 / 一线声音: what people at the front line say, and what becomes of it. Owns `voice`, `voice_helper`, `voice_event`, `voice_picture`, `unsealing`, `poster`, `voice_limit`, `public_problem`. Promotes into problems; close-outs ask it who raised them.

pub mod actions;
pub mod api;
pub mod clocks;
pub mod code;
pub mod danger;
pub mod lifecycle;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
pub mod words;

use crate::door::{Routes, Who};

/// Bytes of a form with pictures.
const PICTURES_BYTES_MAX: usize = 6 * gongjie_reader::picture::BYTES_MAX + 64 * 1024;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/raise", Who::Unasked, pages::raise::index)
        .get("/raise/{org}", Who::Unasked, pages::raise::new)
        .upload(
            "/raise/{org}",
            Who::Unasked,
            "voice.raise",
            PICTURES_BYTES_MAX,
            pages::raise::create,
        )
        .post(
            "/raise/{org}/alike",
            Who::Unasked,
            [],
            pages::raise::alike_problems,
        )
        .get("/track", Who::Unasked, pages::track::new)
        .post("/track", Who::Unasked, [], pages::track::show_mine)
        .upload(
            "/track/messages",
            Who::Unasked,
            "voice.say",
            PICTURES_BYTES_MAX,
            pages::track::say,
        )
        .post(
            "/track/verdicts",
            Who::Unasked,
            "voice.judge",
            pages::track::judge,
        )
        .post(
            "/track/appeals",
            Who::Unasked,
            "voice.appeal",
            pages::track::appeal,
        )
        .merge(desk_routes())
        .merge(side_routes())
}

/// The desk and the units that have a voice in hand.
fn desk_routes() -> Routes {
    Routes::new()
        .get("/voices", Who::Staff, pages::desk::index)
        .get("/voices/new", Who::Staff, pages::entry::new)
        .post("/voices", Who::Staff, "voice.raise", pages::entry::create)
        .get("/voices/{id}", Who::Staff, pages::desk::show_one)
        .post(
            "/voices/{id}/steps",
            Who::Staff,
            ["voice.step", "voice.promote"],
            pages::desk::advance,
        )
        .get("/api/v1/voices", Who::Staff, api::index)
        .post("/api/v1/voices", Who::Staff, "voice.raise", api::create)
        .get("/api/v1/voices/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/voices/{id}/steps",
            Who::Staff,
            ["voice.step", "voice.promote"],
            api::advance,
        )
}

/// What stands beside voices.
fn side_routes() -> Routes {
    Routes::new()
        .get("/posters", Who::Staff, pages::aside::posters)
        .post(
            "/posters",
            Who::Staff,
            "poster.create",
            pages::aside::create_poster,
        )
        .get("/posters/{id}", Who::Staff, pages::aside::poster)
        .post(
            "/posters/{id}/removal",
            Who::Staff,
            "poster.retire",
            pages::aside::retire_poster,
        )
        .get("/voice-limits", Who::Staff, pages::aside::limits)
        .post(
            "/voice-limits",
            Who::Coordinator,
            "voice.limit",
            pages::aside::set_limits,
        )
        .get("/unsealings", Who::Staff, pages::aside::unsealings)
        .post(
            "/voices/{id}/unsealings",
            Who::Staff,
            "unsealing.ask",
            pages::aside::ask_to_unseal,
        )
        .post(
            "/unsealings/{id}/decision",
            Who::Staff,
            ["unsealing.agree", "unsealing.refuse"],
            pages::aside::decide,
        )
        .post(
            "/unsealings/{id}/looks",
            Who::Staff,
            "unsealing.open",
            pages::aside::look,
        )
        .post(
            "/problems/{id}/publication",
            Who::Coordinator,
            "problem.publish",
            pages::aside::publish,
        )
        .post(
            "/api/v1/problems/{id}/publication",
            Who::Coordinator,
            "problem.publish",
            api::publish,
        )
}
