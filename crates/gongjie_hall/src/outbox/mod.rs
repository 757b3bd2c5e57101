//! 消息: what people are told, in the product and outside it. Owns `message`, `channel`, `channel_name`, `delivery`, `delivery_message`, `digest_run`, `delivery_turn`. Rooms below call `actions::tell` in the transaction of what happened.

pub mod actions;
pub mod api;
pub mod jobs;
mod pages;
pub mod queries;
pub mod render;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod wire;

pub use actions::{Note, tell, tell_all};
pub use rules::Class;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    api_routes(page_routes(Routes::new()))
}

fn page_routes(routes: Routes) -> Routes {
    use pages::{channels, deliveries, inbox};
    let keeper = Who::Sysadmin;
    routes
        .get("/inbox", Who::SignedIn, inbox::index)
        .post(
            "/inbox/reading",
            Who::SignedIn,
            "message.read",
            inbox::read_all,
        )
        .post(
            "/inbox/{id}/reading",
            Who::SignedIn,
            "message.read",
            inbox::read_one,
        )
        .get("/channels", keeper, channels::index)
        .get("/channels/new", keeper, channels::new)
        .post("/channels", keeper, "channel.add", channels::create)
        .post("/channels/names", keeper, "channel.name", channels::name)
        .get("/channels/{id}/edit", keeper, channels::edit)
        .post("/channels/{id}", keeper, "channel.edit", channels::update)
        .post(
            "/channels/{id}/removal",
            keeper,
            "channel.remove",
            channels::remove,
        )
        .get("/outbox", Who::Postroom, deliveries::index)
        .post(
            "/outbox/{id}/retry",
            Who::Postroom,
            "delivery.retry",
            deliveries::retry,
        )
}

fn api_routes(routes: Routes) -> Routes {
    let keeper = Who::Sysadmin;
    routes
        .get("/api/v1/inbox", Who::SignedIn, api::inbox)
        .post(
            "/api/v1/inbox/reading",
            Who::SignedIn,
            "message.read",
            api::read_all,
        )
        .post(
            "/api/v1/inbox/{id}/reading",
            Who::SignedIn,
            "message.read",
            api::read_one,
        )
        .get("/api/v1/channels", keeper, api::channels::index)
        .post(
            "/api/v1/channels",
            keeper,
            "channel.add",
            api::channels::create,
        )
        .patch(
            "/api/v1/channels/{id}",
            keeper,
            "channel.edit",
            api::channels::update,
        )
        .post(
            "/api/v1/channels/{id}/removal",
            keeper,
            "channel.remove",
            api::channels::remove,
        )
        .post(
            "/api/v1/channels/names",
            keeper,
            "channel.name",
            api::channels::name,
        )
        .get("/api/v1/outbox", Who::Postroom, api::deliveries::index)
        .post(
            "/api/v1/outbox/{id}/retry",
            Who::Postroom,
            "delivery.retry",
            api::deliveries::retry,
        )
}
