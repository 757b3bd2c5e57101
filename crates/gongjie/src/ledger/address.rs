//! Reads the view of an address, for the page, the files and the API.

use gongjie_base::Error;

use super::rules::View;
use crate::campaign::queries as campaigns;
use crate::campaign::tables::campaign;
use crate::door::Visit;
use crate::figures::queries as figures;

/// The view of an address, with the open campaign where none is chosen.
pub async fn read(
    visit: &Visit,
    query: Option<String>,
) -> Result<(View, Vec<campaign::Model>), Error> {
    let query = query.unwrap_or_default();
    let mut view: View = serde_html_form::from_str(&query)
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let campaigns = campaigns::list_campaigns(visit.read(), visit.actor()?).await?;
    if view.campaign.is_empty() {
        let scope = figures::scope(visit.read(), visit.actor()?, None, visit.today()).await?;
        view.campaign = scope.campaign.map(|c| c.id.to_string()).unwrap_or_default();
    }
    Ok((view, campaigns))
}
