//! The only code that writes campaigns, themes and stated totals.

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rules::CampaignState;
use super::tables::{campaign, stated_figure, theme};
use crate::org::Actor;

/// Campaigns of the actor's organisation, newest first.
pub async fn list_campaigns(conn: &Conn, actor: &Actor) -> Result<Vec<campaign::Model>> {
    Ok(campaign::Entity::find()
        .filter(campaign::Column::OrganizationId.eq(actor.organization_id))
        .order_by_desc(campaign::Column::Year)
        .order_by_desc(campaign::Column::Id)
        .all(conn)
        .await?)
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

/// Themes of the actor's organisation in their order, retired ones included.
pub async fn list_themes(conn: &Conn, actor: &Actor) -> Result<Vec<theme::Model>> {
    Ok(theme::Entity::find()
        .filter(theme::Column::OrganizationId.eq(actor.organization_id))
        .order_by_asc(theme::Column::Position)
        .all(conn)
        .await?)
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

/// Totals that somebody stated for a campaign.
pub async fn list_stated(conn: &Conn, campaign_id: i64) -> Result<Vec<stated_figure::Model>> {
    Ok(stated_figure::Entity::find()
        .filter(stated_figure::Column::CampaignId.eq(campaign_id))
        .order_by_asc(stated_figure::Column::Id)
        .all(conn)
        .await?)
}

/// Inserts a stated total and returns its id.
pub async fn insert_stated(tx: &Tx, row: stated_figure::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}
