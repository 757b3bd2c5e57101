//! Which of two units covers the other: both the page and the API state it from either side.

use gongjie_base::Error;

use crate::door::Visit;
use crate::org::{UnitKind, queries as org};

/// Branch and unit of a relation that is stated on either's page.
pub async fn pair(visit: &Visit, id: i64, other_id: &str) -> Result<(i64, i64), Error> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let own = org::find_unit(conn, actor, id).await?;
    let key = if other_id.trim().is_empty() {
        "error-choose"
    } else {
        "error-not-in-list"
    };
    let other = other_id.trim().parse().unwrap_or_default();
    org::find_unit(conn, actor, other)
        .await
        .map_err(|_| Error::invalid("other_id", key))?;
    Ok(if own.kind == UnitKind::Branch {
        (id, other)
    } else {
        (other, id)
    })
}
