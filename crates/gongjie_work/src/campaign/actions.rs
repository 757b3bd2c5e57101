//! Verbs of a campaign: plan one, edit it, open and close it.

mod stated;
mod themes;

use gongjie_base::{Error, Result, Say, Tx, lifecycle as table};
use sea_orm::Set;

pub use super::rules::CampaignInput;
pub use stated::{restate, state_figure, state_typed};
pub use themes::{ThemeStep, add_theme, add_typed, edit_theme, set_retired};

use super::lifecycle::{Action, TABLE};
use super::queries;
use super::rules::{self, CampaignState};
use super::tables::campaign;
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};

/// Only coordinators keep campaigns, themes and stated totals.
fn check_coordinates(acting: &Acting) -> Result<()> {
    if acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Ok(());
    }
    Err(Error::forbidden("campaign-coordinator-only"))
}

/// Plans a campaign 筹备年度行动. For coordinators.
pub async fn plan(tx: &Tx, acting: &Acting, input: &CampaignInput) -> Result<i64> {
    check_coordinates(acting)?;
    let read = rules::read_campaign(input)?;
    let row = campaign::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        year: Set(read.year),
        name: Set(read.name.clone()),
        starts_on: Set(read.starts_on.clone()),
        ends_on: Set(read.ends_on.clone()),
        state: Set(CampaignState::Planned),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_campaign(tx, row).await?;
    let entry = Entry::new("campaign.plan", "campaign", id)
        .set("name", read.name)
        .set("year", read.year)
        .set("starts_on", read.starts_on)
        .set("ends_on", read.ends_on);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Plans a campaign and opens it at once. Refused while another one is open.
pub async fn open(tx: &Tx, acting: &Acting, input: &CampaignInput) -> Result<i64> {
    let id = plan(tx, acting, input).await?;
    advance(tx, acting, id, Action::Open, None).await?;
    Ok(id)
}

/// Edits name, year and days. For coordinators, as long as the campaign is not closed.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &CampaignInput) -> Result<()> {
    check_coordinates(acting)?;
    let found = queries::find_campaign(tx, &acting.actor, id).await?;
    if found.state == CampaignState::Closed {
        return Err(Error::conflict("campaign-closed-stands"));
    }
    let read = rules::read_campaign(input)?;
    let entry = Entry::new("campaign.edit", "campaign", id)
        .change("year", Some(found.year), Some(read.year))
        .change("name", Some(&found.name), Some(&read.name))
        .change("starts_on", Some(&found.starts_on), Some(&read.starts_on))
        .change("ends_on", Some(&found.ends_on), Some(&read.ends_on));
    let row = campaign::ActiveModel {
        year: Set(read.year),
        name: Set(read.name),
        starts_on: Set(read.starts_on),
        ends_on: Set(read.ends_on),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update_campaign(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// Opens or closes a campaign. `version`: what the asker saw.
pub async fn advance(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    action: Action,
    version: Option<i64>,
) -> Result<()> {
    let found = queries::find_campaign(tx, &acting.actor, id).await?;
    let say = || Say::new("campaign-no-such-step").with("name", &found.name);
    let line = table::find(TABLE, found.state, action).ok_or_else(|| Error::Conflict(say()))?;
    let parts = acting.actor.standing_parts();
    if !line.who.iter().any(|p| parts.contains(p)) {
        return Err(Error::forbidden("campaign-coordinator-only"));
    }
    let mut row = campaign::ActiveModel {
        state: Set(line.to),
        ..Default::default()
    };
    if action == Action::Open {
        let all = queries::list_campaigns(tx, &acting.actor).await?;
        if let Some(open) = all.iter().find(|c| c.state == CampaignState::Open) {
            let say = Say::new("campaign-other-open").with("name", &open.name);
            return Err(Error::Conflict(say));
        }
        let last = all.iter().find(|c| c.state == CampaignState::Closed);
        row.previous_id = Set(last.map(|c| c.id));
    }
    queries::update_campaign(tx, row, id, version.unwrap_or(found.version)).await?;
    let entry = Entry::new("campaign.move", "campaign", id)
        .set("action", action)
        .change("state", Some(found.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await
}
