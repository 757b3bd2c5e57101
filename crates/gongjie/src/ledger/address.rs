//! Reads the view of an address and the picture that it is a view of, for the page, the files and the API.

use gongjie_base::Error;

use super::rules::View;
use crate::campaign::queries as campaigns;
use crate::campaign::tables::campaign;
use crate::door::{Picture, Visit};
use crate::figures::queries as figures;

/// What an address asks for.
pub struct Asked {
    pub view: View,
    /// The organisation as it is, or as it was on the day that the view asks for.
    pub picture: Picture,
    /// Campaigns of that picture.
    pub campaigns: Vec<campaign::Model>,
}

/// The view of an address, with the open campaign where none is chosen.
pub async fn read(visit: &Visit, query: Option<String>) -> Result<Asked, Error> {
    let query = query.unwrap_or_default();
    let mut view: View = serde_html_form::from_str(&query)
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let picture = visit.picture(&view.as_of).await?;
    view.as_of = picture.as_of_text();
    let campaigns = campaigns::list_campaigns(&picture.conn, visit.actor()?).await?;
    if view.campaign.is_empty() {
        let scope = figures::scope(&picture.conn, visit.actor()?, None, picture.today).await?;
        view.campaign = scope.campaign.map(|c| c.id.to_string()).unwrap_or_default();
    }
    Ok(Asked {
        view,
        picture,
        campaigns,
    })
}
