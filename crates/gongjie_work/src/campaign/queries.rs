//! The only code that writes campaigns, themes and stated totals.

use std::sync::Arc;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::rules::CampaignState;
use super::tables::{campaign, stated_figure, theme};
use crate::org::Actor;

/// Campaigns of the actor's organisation, newest first.
pub async fn list_campaigns(conn: &Conn, actor: &Actor) -> Result<Vec<campaign::Model>> {
    let load = async {
        conn.select(
            campaign::Entity::find()
                .filter(campaign::Column::OrganizationId.eq(actor.organization_id))
                .order_by_desc(campaign::Column::Year)
                .order_by_desc(campaign::Column::Id),
        )
        .await
    };
    let found: Arc<Vec<_>> = conn.known("campaigns", actor.organization_id, load).await?;
    Ok(found.as_ref().clone())
}

/// A campaign of the actor's organisation.
pub async fn find_campaign(conn: &Conn, actor: &Actor, id: i64) -> Result<campaign::Model> {
    campaign::Entity::find_by_id(id)
        .filter(campaign::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// The campaign that is open now; there is at most one.
pub async fn find_open_campaign(conn: &Conn, actor: &Actor) -> Result<campaign::Model> {
    campaign::Entity::find()
        .filter(campaign::Column::OrganizationId.eq(actor.organization_id))
        .filter(campaign::Column::State.eq(CampaignState::Open))
        .one(conn)
        .await?
        .ok_or_else(|| Error::conflict("error-no-open-campaign"))
}

/// Inserts a campaign and returns its id.
pub async fn insert_campaign(tx: &Tx, row: campaign::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed campaign; a version that moved on is a stale write.
pub async fn update_campaign(
    tx: &Tx,
    mut row: campaign::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    row.version = Set(version + 1);
    let done = campaign::Entity::update_many()
        .set(row)
        .filter(campaign::Column::Id.eq(id))
        .filter(campaign::Column::Version.eq(version))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let now = campaign::Entity::find_by_id(id).one(&**tx).await?;
    stale(version, now.map(|row| row.version))
}

fn stale(had: i64, now: Option<i64>) -> Result<()> {
    let now = now.ok_or(Error::NotFound)?;
    Err(Error::Stale { had, now })
}

/// Themes of the actor's organisation in their order, retired ones included.
pub async fn list_themes(conn: &Conn, actor: &Actor) -> Result<Vec<theme::Model>> {
    let load = async {
        conn.select(
            theme::Entity::find()
                .filter(theme::Column::OrganizationId.eq(actor.organization_id))
                .order_by_asc(theme::Column::Position)
                .order_by_asc(theme::Column::Id),
        )
        .await
    };
    let found: Arc<Vec<_>> = conn.known("themes", actor.organization_id, load).await?;
    Ok(found.as_ref().clone())
}

/// A theme of the actor's organisation.
pub async fn find_theme(conn: &Conn, actor: &Actor, id: i64) -> Result<theme::Model> {
    theme::Entity::find_by_id(id)
        .filter(theme::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// Inserts a theme and returns its id.
pub async fn insert_theme(tx: &Tx, row: theme::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed theme; a version that moved on is a stale write.
pub async fn update_theme(
    tx: &Tx,
    mut row: theme::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    row.version = Set(version + 1);
    let done = theme::Entity::update_many()
        .set(row)
        .filter(theme::Column::Id.eq(id))
        .filter(theme::Column::Version.eq(version))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let now = theme::Entity::find_by_id(id).one(&**tx).await?;
    stale(version, now.map(|row| row.version))
}

/// Totals that somebody stated for a campaign. The caller has found the campaign for the asker.
pub async fn list_stated(conn: &Conn, campaign_id: i64) -> Result<Vec<stated_figure::Model>> {
    let load = async {
        conn.select(
            stated_figure::Entity::find()
                .filter(stated_figure::Column::CampaignId.eq(campaign_id))
                .order_by_asc(stated_figure::Column::Id),
        )
        .await
    };
    let found: Arc<Vec<_>> = conn.known("stated", campaign_id, load).await?;
    Ok(found.as_ref().clone())
}

/// A stated total of the actor's organisation.
pub async fn find_stated(conn: &Conn, actor: &Actor, id: i64) -> Result<stated_figure::Model> {
    stated_figure::Entity::find_by_id(id)
        .filter(stated_figure::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// Inserts a stated total and returns its id.
pub async fn insert_stated(tx: &Tx, row: stated_figure::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed stated total; a version that moved on is a stale write.
pub async fn update_stated(
    tx: &Tx,
    mut row: stated_figure::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    row.version = Set(version + 1);
    let done = stated_figure::Entity::update_many()
        .set(row)
        .filter(stated_figure::Column::Id.eq(id))
        .filter(stated_figure::Column::Version.eq(version))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let now = stated_figure::Entity::find_by_id(id).one(&**tx).await?;
    stale(version, now.map(|row| row.version))
}
