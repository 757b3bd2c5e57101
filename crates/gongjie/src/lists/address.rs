//! Reads the view of an address, for the pages, the files and the API.

use gongjie_base::{Conn, Error};

use super::rules::View;
use crate::door::Visit;
use crate::figures::queries as figures;

/// The view of an address, with the open campaign where none is chosen.
pub async fn read(visit: &Visit, conn: &Conn, query: Option<String>) -> Result<View, Error> {
    let mut view: View = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let wanted = view.campaign.trim().parse().ok();
    let scope = figures::scope(conn, visit.actor()?, wanted, visit.today()).await?;
    view.campaign = scope.campaign.map(|c| c.id.to_string()).unwrap_or_default();
    Ok(view)
}
