//! The OpenAPI document: every route under `/api/v1`, from the rooms' own declarations.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::door::{Answer, Problem as Trouble, Routes, Who, json};
use crate::{campaign, problem, trail};

/// All operations of the JSON API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Gongjie 共解", description = "Raise it, pair it, solve it, prove it. The same actions and rules as the pages.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    paths(
        problem::api::index,
        problem::api::create,
        problem::api::show,
        problem::api::update,
        problem::api::advance,
        campaign::api::campaigns::index,
        campaign::api::campaigns::create,
        campaign::api::campaigns::show,
        campaign::api::campaigns::update,
        campaign::api::campaigns::advance,
        problem::carry_api::index,
        problem::carry_api::create,
        campaign::api::themes::index,
        campaign::api::themes::create,
        campaign::api::themes::show,
        campaign::api::themes::update,
        campaign::api::themes::retire,
        campaign::api::themes::restore,
        campaign::api::stated::index,
        campaign::api::stated::create,
        campaign::api::stated::show,
        campaign::api::stated::update,
        trail::api::index,
        trail::api::show,
    ),
    components(schemas(Trouble)),
    modifiers(&Bearer),
    security(("token" = []))
)]
pub struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", scheme);
    }
}

/// Routes of the document.
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/openapi.json", Who::Anybody, document)
}

/// `GET /api/v1/openapi.json`
async fn document() -> Answer {
    json(&Document::openapi())
}
