//! Verbs of stated totals 原文所述、上报数: never recomputed, always shown beside what the rows give.

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::check_coordinates;
use crate::campaign::queries;
use crate::campaign::rules::{self, Counted, Stated, StatedInput};
use crate::campaign::tables::stated_figure;
use crate::journal::{self, Entry};
use crate::org::Acting;

/// Notes a stated total as typed. For coordinators, in a campaign of any state: reports come after its end.
pub async fn state_typed(
    tx: &Tx,
    acting: &Acting,
    campaign_id: i64,
    input: &StatedInput,
) -> Result<i64> {
    let read = rules::read_stated(input)?;
    state_figure(tx, acting, campaign_id, &read).await
}

/// Notes a stated total of a campaign. For coordinators.
pub async fn state_figure(
    tx: &Tx,
    acting: &Acting,
    campaign_id: i64,
    stated: &Stated,
) -> Result<i64> {
    check_coordinates(acting)?;
    queries::find_campaign(tx, &acting.actor, campaign_id).await?;
    check_once(tx, campaign_id, stated.kind, None).await?;
    let row = stated_figure::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign_id),
        version: Set(1),
        ..fields(stated)
    };
    let id = queries::insert_stated(tx, row).await?;
    let entry = Entry::new("figure.state", "stated_figure", id)
        .set("kind", stated.kind)
        .change("label", None::<String>, stated.label.as_ref())
        .set("text", &stated.text)
        .set("unit", &stated.unit)
        .change("as_of", None::<String>, stated.as_of.as_ref())
        .set("source", &stated.source);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

fn fields(stated: &Stated) -> stated_figure::ActiveModel {
    stated_figure::ActiveModel {
        kind: Set(stated.kind),
        label: Set(stated.label.clone()),
        number: Set(stated.number),
        text: Set(stated.text.clone()),
        qualifier: Set(stated.qualifier),
        unit: Set(stated.unit.clone()),
        as_of: Set(stated.as_of.clone()),
        source: Set(stated.source.clone()),
        ..Default::default()
    }
}

/// One total of a kind in a campaign, so that a count stands beside one number; others are told apart by their labels.
async fn check_once(tx: &Tx, campaign_id: i64, kind: Counted, own: Option<i64>) -> Result<()> {
    let all = queries::list_stated(tx, campaign_id).await?;
    let same = |s: &stated_figure::Model| s.kind == kind && Some(s.id) != own;
    if kind != Counted::Other && all.iter().any(same) {
        return Err(Error::invalid("kind", "stated-kind-taken"));
    }
    Ok(())
}

/// Corrects a stated total. For coordinators. Returns the campaign's id.
pub async fn restate(tx: &Tx, acting: &Acting, id: i64, input: &StatedInput) -> Result<i64> {
    check_coordinates(acting)?;
    let found = queries::find_stated(tx, &acting.actor, id).await?;
    let read = rules::read_stated(input)?;
    check_once(tx, found.campaign_id, read.kind, Some(id)).await?;
    let entry = Entry::new("figure.restate", "stated_figure", id)
        .change("kind", Some(found.kind), Some(read.kind))
        .change("label", found.label.as_ref(), read.label.as_ref())
        .change("text", Some(&found.text), Some(&read.text))
        .change("unit", Some(&found.unit), Some(&read.unit))
        .change("as_of", found.as_of.as_ref(), read.as_of.as_ref())
        .change("source", Some(&found.source), Some(&read.source));
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update_stated(tx, fields(&read), id, version).await?;
    journal::record(tx, acting.by(), entry).await?;
    Ok(found.campaign_id)
}
