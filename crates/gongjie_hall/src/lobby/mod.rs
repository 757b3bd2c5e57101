//! 登录与我的: sign-in, sign-out, own display, password and sessions, embedded files, health. Owns no table.

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
        .get("/me", Who::SignedIn, pages::me)
        .post(
            "/me/display",
            Who::SignedIn,
            "account.language",
            pages::display,
        )
        .post(
            "/me/password",
            Who::SignedIn,
            "account.password",
            pages::password,
        )
        .post(
            "/me/sign-outs",
            Who::SignedIn,
            "session.end",
            pages::sign_outs,
        )
        .get("/assets/{name}", Who::Anybody, pages::asset)
        .get("/healthz", Who::Anybody, pages::health)
        .get("/readyz", Who::Anybody, pages::ready)
}
