//! 年度行动: yearly drives, the dictionary of themes, totals that somebody stated. Owns `campaign`, `theme`, `stated_figure`. Called by problems and everything after them. Its reading pages are in the campaign file.

pub mod actions;
pub mod api;
pub mod lifecycle;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    api_routes(theme_routes(campaign_routes(Routes::new())))
}

fn campaign_routes(routes: Routes) -> Routes {
    use pages::{form, stated};
    let who = Who::Coordinator;
    routes
        .get("/campaigns/new", who, form::new)
        .post("/campaigns", who, "campaign.plan", form::create)
        .get("/campaigns/{id}/edit", who, form::edit)
        .post("/campaigns/{id}", who, "campaign.edit", form::update)
        .post("/campaigns/{id}/moves", who, "campaign.move", form::advance)
        .get("/campaigns/{id}/stated-figures/new", who, stated::new)
        .post(
            "/campaigns/{id}/stated-figures",
            who,
            "figure.state",
            stated::create,
        )
        .get("/stated-figures/{id}/edit", who, stated::edit)
        .post(
            "/stated-figures/{id}",
            who,
            "figure.restate",
            stated::update,
        )
}

fn theme_routes(routes: Routes) -> Routes {
    use pages::themes;
    let who = Who::Coordinator;
    routes
        .get("/themes", Who::Staff, themes::index)
        .get("/themes/new", who, themes::new)
        .post("/themes", who, "theme.add", themes::create)
        .get("/themes/{id}/edit", who, themes::edit)
        .post("/themes/{id}", who, "theme.edit", themes::update)
        .post(
            "/themes/{id}/retirement",
            who,
            "theme.retire",
            themes::retire,
        )
        .post(
            "/themes/{id}/restoration",
            who,
            "theme.restore",
            themes::restore,
        )
}

fn api_routes(routes: Routes) -> Routes {
    use api::{campaigns, stated, themes};
    let who = Who::Coordinator;
    routes
        .get("/api/v1/campaigns", Who::Staff, campaigns::index)
        .get("/api/v1/campaigns/{id}", Who::Staff, campaigns::show)
        .post("/api/v1/campaigns", who, "campaign.plan", campaigns::create)
        .patch(
            "/api/v1/campaigns/{id}",
            who,
            "campaign.edit",
            campaigns::update,
        )
        .post(
            "/api/v1/campaigns/{id}/moves",
            who,
            "campaign.move",
            campaigns::advance,
        )
        .get("/api/v1/themes", Who::Staff, themes::index)
        .get("/api/v1/themes/{id}", Who::Staff, themes::show)
        .post("/api/v1/themes", who, "theme.add", themes::create)
        .patch("/api/v1/themes/{id}", who, "theme.edit", themes::update)
        .post(
            "/api/v1/themes/{id}/retirement",
            who,
            "theme.retire",
            themes::retire,
        )
        .post(
            "/api/v1/themes/{id}/restoration",
            who,
            "theme.restore",
            themes::restore,
        )
        .get("/api/v1/stated-figures", Who::Staff, stated::index)
        .get("/api/v1/stated-figures/{id}", Who::Staff, stated::show)
        .post(
            "/api/v1/stated-figures",
            who,
            "figure.state",
            stated::create,
        )
        .patch(
            "/api/v1/stated-figures/{id}",
            who,
            "figure.restate",
            stated::update,
        )
}
