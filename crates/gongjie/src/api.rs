//! The OpenAPI document: every route under `/api/v1`, from the rooms' own declarations.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::door::{Answer, Problem as Trouble, Routes, Who, json};
use crate::{
    activity, bulletin, calendar, campaign, charter, close_out, difference, directory, document,
    dossier, exclusion, figures, filling, grid, home, import, ledger, leniency, lists, measure,
    network, open_file, outbox, outcome, oversight, pairing, problem, rates, rise, roadmap, search,
    slip, template, trail, unit_sheet, urgent, view, voice,
};

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
        voice::api::index,
        voice::api::create,
        voice::api::show,
        voice::api::advance,
        voice::api::publish,
        urgent::api::index,
        urgent::api::show,
        urgent::api::advance,
        measure::api::index,
        measure::api::create,
        measure::api::start,
        measure::api::show,
        measure::api::update,
        measure::api::advance,
        measure::api::side::note_progress,
        measure::api::side::add_milestone,
        measure::api::side::complete_milestone,
        measure::api::side::ask_extension,
        measure::api::side::decide_extension,
        measure::api::side::dispute,
        measure::api::side::rule_dispute,
        activity::api::index,
        activity::api::create,
        activity::api::show,
        activity::api::update,
        activity::api::decisions::create,
        activity::api::decisions::measure,
        activity::api::decisions::note,
        outcome::api::index,
        outcome::api::totals::show,
        outcome::api::of_problem,
        outcome::api::create,
        outcome::api::show,
        outcome::api::update,
        outcome::api::withdraw,
        outcome::api::evidence::index,
        outcome::api::evidence::create,
        outcome::api::evidence::show,
        outcome::api::evidence::download,
        outcome::api::evidence::withdraw,
        document::api::index,
        document::api::create,
        document::api::show,
        document::api::update,
        document::api::agreements::index,
        document::api::agreements::create,
        document::api::agreements::show,
        document::api::agreements::update,
        close_out::api::show,
        close_out::api::apply,
        close_out::api::view,
        close_out::api::advance,
        rise::api::index,
        rise::api::of_problem,
        rise::api::create,
        rise::api::advance,
        rise::api::limits,
        rise::api::set_limit,
        close_out::api::objections::show,
        close_out::api::objections::create,
        close_out::api::objections::object,
        close_out::api::objections::answer,
        slip::api::index,
        slip::api::create,
        slip::api::show,
        slip::api::update,
        slip::api::advance,
        slip::api::answer,
        leniency::api::index,
        leniency::api::create,
        leniency::api::show,
        leniency::api::advance,
        exclusion::api::index,
        exclusion::api::create,
        exclusion::api::show,
        exclusion::api::advance,
        bulletin::api::index,
        bulletin::api::create,
        bulletin::api::show,
        bulletin::api::update,
        bulletin::api::advance,
        grid::api::index,
        grid::api::create,
        grid::api::show,
        grid::api::undo,
        grid::api::redo,
        grid::api::preview,
        import::api::index,
        import::api::create,
        import::api::show,
        import::api::progress,
        import::api::answer,
        import::api::confirm,
        import::api::undo,
        open_file::api::index,
        open_file::api::show,
        open_file::api::notices,
        dossier::api::show,
        directory::api::units::index,
        directory::api::units::create,
        directory::api::units::show,
        directory::api::units::update,
        directory::api::units::add_alias,
        directory::api::units::remove_alias,
        directory::api::units::cover,
        directory::api::units::uncover,
        directory::api::units::end,
        directory::api::units::merge,
        directory::api::people::index,
        directory::api::people::create,
        directory::api::people::show,
        directory::api::people::update,
        directory::api::people::deactivate,
        directory::api::people::reactivate,
        directory::api::people::grant,
        directory::api::people::revoke,
        directory::api::people::create_account,
        pairing::api::index,
        pairing::api::create,
        pairing::api::show,
        pairing::api::update,
        pairing::api::invite,
        pairing::api::answer,
        pairing::api::remove_member,
        pairing::api::conclude,
        pairing::api::terminate,
        pairing::api::link_problem,
        ledger::api::index,
        difference::api::index,
        difference::api::cell,
        lists::api::index,
        lists::api::units,
        lists::api::people,
        lists::api::closings,
        roadmap::api::index,
        charter::api::show,
        network::api::index,
        figures::api::index,
        figures::api::show,
        rates::api::index,
        rates::api::show,
        home::api::show,
        oversight::api::index,
        unit_sheet::api::show,
        search::api::index,
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
        template::api::index,
        template::api::create,
        template::api::show,
        template::api::remove,
        filling::api::filled,
        view::api::index,
        view::api::create,
        view::api::show,
        view::api::update,
        view::api::remove,
        view::api::start,
        calendar::api::show,
        calendar::api::load,
        calendar::api::set_day,
        calendar::api::add_vacation,
        calendar::api::remove_vacation,
        calendar::api::set_hours,
        outbox::api::inbox,
        outbox::api::read_one,
        outbox::api::read_all,
        outbox::api::channels::index,
        outbox::api::channels::create,
        outbox::api::channels::update,
        outbox::api::channels::remove,
        outbox::api::channels::name,
        outbox::api::deliveries::index,
        outbox::api::deliveries::retry,
    ),
    components(schemas(Trouble)),
    modifiers(&Bearer, &Names),
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

struct Names;

impl Modify for Names {
    /// Handlers of all rooms are called `index`, `show`, `create`; an operation is named by its method and address.
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            let place = path.trim_start_matches("/api/v1/");
            let place = place.replace(['/', '-'], "_").replace(['{', '}'], "");
            let operations = [
                ("get", &mut item.get),
                ("post", &mut item.post),
                ("patch", &mut item.patch),
            ];
            for (method, operation) in operations {
                if let Some(operation) = operation {
                    operation.operation_id = Some(format!("{method}_{place}"));
                }
            }
        }
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
