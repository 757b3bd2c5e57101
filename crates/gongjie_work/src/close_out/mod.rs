//! 销号: closing a problem, checked by somebody who did none of the work. Owns `close_out`, `close_out_view`, `judgement`, `verdict`, `objection`. The reading rooms ask it what is closed and what waits.

pub mod actions;
pub mod api;
pub mod cannot;
pub mod case;
pub mod kin;
pub mod lifecycle;
pub mod objection;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod turn;
mod words;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/problems/{id}/close", Who::Staff, pages::show_sheet)
        .post(
            "/problems/{id}/close-out",
            Who::Staff,
            "close_out.apply",
            pages::apply,
        )
        .post(
            "/close-outs/{id}/signature",
            Who::Staff,
            "close_out.sign",
            pages::sign,
        )
        .post(
            "/close-outs/{id}/view",
            Who::Staff,
            "close_out.view",
            pages::view,
        )
        .post(
            "/close-outs/{id}/continuation",
            Who::Staff,
            "close_out.go_on",
            pages::go_on,
        )
        .post(
            "/close-outs/{id}/verification",
            Who::Staff,
            "close_out.verify",
            pages::verify,
        )
        .merge(verdict_routes())
        .post(
            "/close-outs/{id}/notice",
            Who::Staff,
            "close_out.publish",
            pages::publish,
        )
        .post(
            "/close-outs/{id}/strike",
            Who::Staff,
            "close_out.strike",
            pages::strike,
        )
        .post(
            "/close-outs/{id}/send-back",
            Who::Staff,
            "close_out.send_back",
            pages::send_back,
        )
        .post(
            "/close-outs/{id}/withdrawal",
            Who::Staff,
            "close_out.withdraw",
            pages::withdraw,
        )
        .post(
            "/close-outs/{id}/look-back",
            Who::Staff,
            "close_out.look_back",
            pages::look_back,
        )
        .merge(notice_routes())
        .merge(api_routes())
}

/// The public notice: anybody reads it and may object, nobody is asked who they are; a named person answers.
fn notice_routes() -> Routes {
    Routes::new()
        .get(
            "/public/notices/{id}",
            Who::Unasked,
            pages::objections::show_notice,
        )
        .post(
            "/public/notices/{id}/objections",
            Who::Unasked,
            "close_out.object",
            pages::objections::create,
        )
        .post(
            "/close-outs/{id}/objections",
            Who::Staff,
            "close_out.object",
            pages::objections::object,
        )
        .post(
            "/objections/{id}/answer",
            Who::Staff,
            "close_out.answer_objection",
            pages::objections::answer,
        )
        .get(
            "/api/v1/public/notices/{id}",
            Who::Unasked,
            api::objections::show,
        )
        .post(
            "/api/v1/public/notices/{id}/objections",
            Who::Unasked,
            "close_out.object",
            api::objections::create,
        )
        .post(
            "/api/v1/close-outs/{id}/objections",
            Who::Staff,
            "close_out.object",
            api::objections::object,
        )
        .post(
            "/api/v1/objections/{id}/answer",
            Who::Staff,
            "close_out.answer_objection",
            api::objections::answer,
        )
}

/// The raisers' word: by the unit, by a one-time link, by the code of a voice.
fn verdict_routes() -> Routes {
    Routes::new()
        .post(
            "/close-outs/{id}/lapse",
            Who::Staff,
            "close_out.lapse",
            pages::lapse,
        )
        .post(
            "/close-outs/{id}/draw",
            Who::Staff,
            "close_out.draw",
            pages::draw,
        )
        .post(
            "/close-outs/{id}/check",
            Who::Staff,
            "close_out.check",
            pages::check,
        )
        .post(
            "/close-outs/{id}/verdict",
            Who::Staff,
            "close_out.judge",
            pages::judge,
        )
        .post(
            "/verdicts/{id}/link",
            Who::Staff,
            "close_out.link",
            pages::verdicts::make_link,
        )
        .get("/verdict/{link}", Who::Unasked, pages::verdicts::new)
        .post(
            "/verdict/{link}",
            Who::Unasked,
            "close_out.judge",
            pages::verdicts::create,
        )
        .post(
            "/track/problem-verdicts",
            Who::Unasked,
            "close_out.judge",
            pages::verdicts::by_code,
        )
}

/// The same as JSON.
fn api_routes() -> Routes {
    Routes::new()
        .get("/api/v1/problems/{id}/close-out", Who::Staff, api::show)
        .post(
            "/api/v1/problems/{id}/close-out",
            Who::Staff,
            "close_out.apply",
            api::apply,
        )
        .post(
            "/api/v1/close-outs/{id}/view",
            Who::Staff,
            "close_out.view",
            api::view,
        )
        .post(
            "/api/v1/close-outs/{id}/moves",
            Who::Staff,
            [
                "close_out.sign",
                "close_out.go_on",
                "close_out.verify",
                "close_out.lapse",
                "close_out.draw",
                "close_out.check",
                "close_out.publish",
                "close_out.strike",
                "close_out.send_back",
                "close_out.withdraw",
                "close_out.look_back",
            ],
            api::advance,
        )
}
