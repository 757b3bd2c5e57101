//! Reads the view of an address, for the pages, the files and the API.

use std::collections::BTreeMap;

use gongjie_base::Error;

use super::queries;
use super::rules::{Block, View};
use crate::door::{Picture, Visit};
use crate::figures::queries as figures;

/// The view of an address, with the open campaign where none is chosen, and the picture that it is a view of.
pub async fn read(visit: &Visit, query: Option<String>) -> Result<(View, Picture), Error> {
    let mut view: View = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let picture = visit.picture(&view.as_of).await?;
    view.as_of = picture.as_of_text();
    let wanted = view.campaign.trim().parse().ok();
    let scope = figures::scope(&picture.conn, visit.actor()?, wanted, picture.today).await?;
    view.campaign = scope.campaign.map(|c| c.id.to_string()).unwrap_or_default();
    Ok((view, picture))
}

/// Every block of a view at once, and how many live pairings each unit has there.
pub async fn all(
    visit: &Visit,
    picture: &Picture,
    view: &View,
) -> Result<(Vec<Block>, BTreeMap<i64, usize>), Error> {
    let (actor, clock) = (visit.actor()?, &visit.app.clock);
    queries::all(&picture.conn, actor, view, clock, picture.today).await
}
