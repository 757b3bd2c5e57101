//! The network of pairings as JSON, from the same counts as picture and table.

use axum::extract::Query;

use super::gather::{self, Network, Wish};
use crate::door::{Answer, Unreadable, Visit, json};

/// Who works with whom: units with their counts, and the joints between them.
#[utoipa::path(get, path = "/api/v1/pairings/network", tag = "views", params(Wish),
    responses((status = 200, body = Network), Unreadable))]
pub async fn index(visit: Visit, Query(wish): Query<Wish>) -> Answer {
    json(&gather::gather(visit.reading()?, &wish).await?)
}
