//! Verbs of a campaign: open one, add themes, note what somebody stated.

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Result, Say, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::queries;
use super::rules::{CampaignState, Counted, Qualifier};
use super::tables::{campaign, stated_figure, theme};
use crate::journal::{self, Entry};
use crate::org::Acting;

/// A campaign as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CampaignInput {
    pub year: String,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
}

/// Opens a campaign 开启年度行动. Refused while another one is open.
pub async fn open(tx: &Tx, acting: &Acting, input: &CampaignInput) -> Result<i64> {
    let mut check = Check::new();
    let year: i64 = check
        .parsed("year", &input.year, "error-not-a-number")
        .unwrap_or_default();
    check.must((2000..2200).contains(&year), "year", "error-year");
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let starts_on = check.day("starts_on", &input.starts_on);
    let ends_on = check.day("ends_on", &input.ends_on);
    check.must(starts_on.is_some(), "starts_on", "error-empty");
    check.must(ends_on.is_some(), "ends_on", "error-empty");
    if let (Some(start), Some(end)) = (starts_on, ends_on)
        && end < start
    {
        check.refuse("ends_on", Say::new("error-ends-before-start"));
    }
    check.done()?;
    let row = campaign::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        year: Set(year),
        name: Set(name.clone()),
        starts_on: Set(starts_on.map(|d| d.to_string()).unwrap_or_default()),
        ends_on: Set(ends_on.map(|d| d.to_string()).unwrap_or_default()),
        state: Set(CampaignState::Open),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_campaign(tx, row).await?;
    let entry = Entry::new("campaign.open", "campaign", id)
        .set("name", name)
        .set("year", year);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Adds a theme 主题方面; `mark` is the one character in its square.
pub async fn add_theme(
    tx: &Tx,
    acting: &Acting,
    code: &str,
    mark: &str,
    name: &str,
    name_en: Option<&str>,
) -> Result<i64> {
    let mut check = Check::new();
    let code = check.text("code", code, 20);
    let mark = check.text("mark", mark, 1);
    let name = check.text("name", name, NAME_CHARS_MAX);
    check.done()?;
    let position = queries::list_themes(tx, &acting.actor).await?.len();
    let row = theme::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        code: Set(code),
        mark: Set(mark),
        name: Set(name.clone()),
        name_en: Set(name_en.map(str::to_owned)),
        position: Set(i64::try_from(position).unwrap_or(i64::MAX)),
        is_retired: Set(false),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_theme(tx, row).await?;
    journal::record(
        tx,
        acting.by(),
        Entry::new("theme.add", "theme", id).set("name", name),
    )
    .await?;
    Ok(id)
}

/// A total as somebody stated it: never recomputed, always shown beside what the rows give.
pub struct Stated<'a> {
    pub kind: Counted,
    pub number: i64,
    pub text: &'a str,
    pub qualifier: Qualifier,
    pub unit: &'a str,
    pub source: &'a str,
}

/// Notes a stated total of a campaign.
pub async fn state_figure(
    tx: &Tx,
    acting: &Acting,
    campaign_id: i64,
    stated: &Stated<'_>,
) -> Result<i64> {
    queries::find_campaign(tx, &acting.actor, campaign_id).await?;
    let row = stated_figure::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign_id),
        kind: Set(stated.kind),
        number: Set(stated.number),
        text: Set(stated.text.to_owned()),
        qualifier: Set(stated.qualifier),
        unit: Set(stated.unit.to_owned()),
        source: Set(stated.source.to_owned()),
        ..Default::default()
    };
    let id = queries::insert_stated(tx, row).await?;
    let entry =
        Entry::new("figure.state", "stated_figure", id).set(stated.kind.code(), stated.text);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}
