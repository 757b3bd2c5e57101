//! Pages of the dossier.

mod bar;
mod board;
mod calendar;
mod index;
mod lines;
mod pieces;
mod show;
mod turn;

use axum::extract::Query;

use crate::door::{Answer, Visit};
use crate::dossier::ask::Ask;

pub use show::show_one as show;

/// `GET /problems`: one list, as a table, a board or a calendar.
pub async fn index(visit: Visit, Query(view): Query<bar::Way>, Query(ask): Query<Ask>) -> Answer {
    match view.view.as_str() {
        "board" => board::board(visit, ask, view).await,
        "calendar" => calendar::calendar(visit, ask, view).await,
        _ => index::index(visit, Query(ask)).await,
    }
}
