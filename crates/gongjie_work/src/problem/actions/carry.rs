//! Carrying problems over into the next campaign 结转.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use crate::campaign::queries as campaigns;
use crate::campaign::rules::CampaignState;
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};
use crate::problem::carry_queries as queries;
use crate::problem::rules::CarryInput;
use crate::problem::tables::{carry_over, problem};

/// Problems that are carried with one statement each.
const EACH: u64 = 500;

/// Carries open problems of closed campaigns into the open one: the chosen ones or all. For coordinators. Returns how many.
///
/// A problem keeps its row, number and history. In its old campaign it stays as carried on, in the new one it counts as open.
pub async fn carry_over(
    tx: &Tx,
    acting: &Acting,
    campaign_id: i64,
    input: &CarryInput,
) -> Result<usize> {
    let campaign = campaigns::find_campaign(tx, &acting.actor, campaign_id).await?;
    if !acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Err(Error::forbidden("campaign-coordinator-only"));
    }
    if campaign.state != CampaignState::Open {
        let say = Say::new("carry-into-open-only").with("name", &campaign.name);
        return Err(Error::Conflict(say));
    }
    let chosen = choose(tx, acting, campaign_id, input).await?;
    let names: BTreeMap<i64, String> = campaigns::list_campaigns(tx, &acting.actor)
        .await?
        .into_iter()
        .map(|c| (c.id, c.name))
        .collect();
    let ids: Vec<i64> = chosen.iter().map(|p| p.id).collect();
    let carries = queries::list_carries(tx, &ids).await?;
    for problem in &chosen {
        let last = carries.get(&problem.id).and_then(|rows| rows.last());
        let from = last.map_or(problem.campaign_id, |row| row.to_campaign_id);
        let row = carry_over::ActiveModel {
            organization_id: Set(acting.actor.organization_id),
            problem_id: Set(problem.id),
            from_campaign_id: Set(from),
            to_campaign_id: Set(campaign_id),
            carried_on: Set(acting.day()),
            at: Set(acting.at),
            person_id: Set(acting.by().person_id),
            ..Default::default()
        };
        queries::insert_carry(tx, row).await?;
        let entry = Entry::new("problem.carry_over", "problem", problem.id)
            .of_problem(problem.id)
            .change("campaign", names.get(&from), Some(&campaign.name));
        journal::record(tx, acting.by(), entry).await?;
    }
    Ok(chosen.len())
}

/// The problems that are asked for; one that cannot be carried refuses them all.
async fn choose(
    tx: &Tx,
    acting: &Acting,
    campaign_id: i64,
    input: &CarryInput,
) -> Result<Vec<problem::Model>> {
    if !input.all.trim().is_empty() {
        let mut all: Vec<problem::Model> = Vec::new();
        loop {
            let after = all.last().map_or(0, |p| p.id);
            let part = queries::list_to_carry(tx, &acting.actor, campaign_id, after, EACH).await?;
            if part.is_empty() {
                break;
            }
            all.extend(part);
        }
        if all.is_empty() {
            return Err(Error::invalid("problems", "carry-nothing"));
        }
        return Ok(all);
    }
    let mut ids = BTreeSet::new();
    for typed in &input.problems {
        let id = typed.trim().parse::<i64>();
        ids.insert(id.map_err(|_| Error::invalid("problems", "error-not-in-list"))?);
    }
    if ids.is_empty() {
        return Err(Error::invalid("problems", "carry-choose"));
    }
    let wanted: Vec<i64> = ids.into_iter().collect();
    let found = queries::list_chosen(tx, &acting.actor, campaign_id, &wanted).await?;
    if found.len() < wanted.len() {
        return Err(Error::invalid("problems", "carry-cannot"));
    }
    Ok(found)
}
