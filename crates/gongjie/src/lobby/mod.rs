//! 登录与我的: sign-in, sign-out, own display, embedded files, health. Owns no table.

mod pages;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/login", Who::Anybody, pages::login)
        .post("/login", Who::Anybody, "session.start", pages::sign_in)
        .post(
            "/demo/people",
            Who::Anybody,
            "session.start",
            pages::sign_in_as,
        )
        .post("/logout", Who::SignedIn, "session.end", pages::sign_out)
        .get("/assets/{name}", Who::Anybody, pages::asset)
        .get("/healthz", Who::Anybody, pages::health)
        .get("/readyz", Who::Anybody, pages::ready)
}
