//! Every route on one page: each room adds its own, the door guards them all.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::compression::CompressionLayer;

use crate::door::{self, App, RouteTable, Routes};
use crate::{
    activity, api, bulletin, calendar, campaign, campaign_file, charter, close_out, difference,
    directory, document, dossier, exclusion, figures, filling, grid, handbook, home, import,
    ledger, leniency, lists, live, lobby, measure, network, open_file, outbox, outcome, oversight,
    pairing, pairing_file, problem, rates, rise, roadmap, search, slip, slip_file, template, trail,
    unit_sheet, urgent, view, voice,
};

/// All routes of the product.
pub fn routes() -> Routes {
    Routes::new()
        .merge(lobby::routes())
        .merge(campaign::routes())
        .merge(directory::routes())
        .merge(view::routes())
        .merge(calendar::routes())
        .merge(outbox::routes())
        .merge(problem::routes())
        .merge(voice::routes())
        .merge(urgent::routes())
        .merge(pairing::routes())
        .merge(measure::routes())
        .merge(rise::routes())
        .merge(activity::routes())
        .merge(outcome::routes())
        .merge(document::routes())
        .merge(pairing_file::routes())
        .merge(close_out::routes())
        .merge(slip::routes())
        .merge(leniency::routes())
        .merge(exclusion::routes())
        .merge(bulletin::routes())
        .merge(grid::routes())
        .merge(import::routes())
        .merge(template::routes())
        .merge(figures::routes())
        .merge(campaign_file::routes())
        .merge(oversight::routes())
        .merge(slip_file::routes())
        .merge(unit_sheet::routes())
        .merge(rates::routes())
        .merge(open_file::routes())
        .merge(dossier::routes())
        .merge(ledger::routes())
        .merge(lists::routes())
        .merge(filling::routes())
        .merge(roadmap::routes())
        .merge(charter::routes())
        .merge(difference::routes())
        .merge(trail::routes())
        .merge(live::routes())
        .merge(home::routes())
        .merge(network::routes())
        .merge(search::routes())
        .merge(handbook::routes())
        .merge(api::routes())
}

/// The service: routes, the gate around them, compression.
pub fn service(app: App) -> Router {
    let (router, table) = routes().finish();
    let app = App {
        routes: Arc::new(table),
        ..app
    };
    router
        .fallback(door::nowhere)
        .layer(from_fn(view::pages::attach))
        .layer(from_fn_with_state(app.clone(), door::enter))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// The access matrix alone, for tests and the help page.
pub fn table() -> RouteTable {
    routes().finish().1
}
