//! Which campaigns a problem belongs to, and the only code that writes `carry_over`. A problem belongs to the campaign that it was raised in and to every one that it was carried into.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::queries::visible;
use super::rules::{Carried, State};
use super::tables::{carry_over, problem};
use crate::org::Actor;

/// SQL: the problem under this name belongs to the campaign (a placeholder or a number). True in each of its years.
pub fn in_campaign(name: &str, campaign: &str) -> String {
    format!(
        "({name}.campaign_id = {campaign} OR EXISTS (SELECT 1 FROM carry_over ci \
         WHERE ci.problem_id = {name}.id AND ci.to_campaign_id = {campaign}))"
    )
}

/// SQL: the problem under this name goes on in a later campaign than this one, so that its ending counts there.
pub fn carried_on(name: &str, campaign: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM carry_over co WHERE co.problem_id = {name}.id \
         AND co.from_campaign_id = {campaign})"
    )
}

/// Problems of a campaign; `stays`: without those that go on in a later one.
pub fn of_campaign(campaign_id: i64, stays: bool) -> Condition {
    let id = campaign_id.to_string();
    let of = Condition::all().add(Expr::cust(in_campaign("problem", &id)));
    if stays {
        let on = carried_on("problem", &id);
        return of.add(Expr::cust(format!("NOT {on}")));
    }
    of
}

/// Problems whose last campaign is closed and not this one, and that have not ended.
fn to_carry(actor: &Actor, campaign_id: i64) -> sea_orm::Select<problem::Entity> {
    let of_this = in_campaign("problem", &campaign_id.to_string());
    let last_is_closed = "EXISTS (SELECT 1 FROM campaign k WHERE k.state = 'closed' AND k.id = \
         COALESCE((SELECT MAX(c.to_campaign_id) FROM carry_over c WHERE c.problem_id = problem.id \
         AND NOT EXISTS (SELECT 1 FROM carry_over d WHERE d.problem_id = problem.id \
         AND d.from_campaign_id = c.to_campaign_id)), problem.campaign_id))";
    problem::Entity::find()
        .filter(visible(actor))
        .filter(problem::Column::State.is_not_in(State::ENDED.iter().copied()))
        .filter(Expr::cust(format!("NOT {of_this}")))
        .filter(Expr::cust(last_is_closed))
}

/// Problems that can be carried into the campaign, after the row `after`, by id.
pub async fn list_to_carry(
    conn: &Conn,
    actor: &Actor,
    campaign_id: i64,
    after: i64,
    limit: u64,
) -> Result<Vec<problem::Model>> {
    Ok(to_carry(actor, campaign_id)
        .filter(problem::Column::Id.gt(after))
        .order_by_asc(problem::Column::Id)
        .limit(limit)
        .all(conn)
        .await?)
}

/// Those of these problems that can be carried into the campaign.
pub async fn list_chosen(
    conn: &Conn,
    actor: &Actor,
    campaign_id: i64,
    ids: &[i64],
) -> Result<Vec<problem::Model>> {
    Ok(to_carry(actor, campaign_id)
        .filter(problem::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(problem::Column::Id)
        .all(conn)
        .await?)
}

/// How many problems can be carried into the campaign.
pub async fn count_to_carry(conn: &Conn, actor: &Actor, campaign_id: i64) -> Result<u64> {
    Ok(to_carry(actor, campaign_id).count(conn).await?)
}

/// Where each of these problems was carried to, in order. The caller has checked that the problems may be seen.
pub async fn list_carries(
    conn: &Conn,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<carry_over::Model>>> {
    let mut found: BTreeMap<i64, Vec<carry_over::Model>> = BTreeMap::new();
    for row in conn
        .rows_by::<carry_over::Model>("problem_id", ids, "id")
        .await?
    {
        found.entry(row.problem_id).or_default().push(row);
    }
    Ok(found)
}

/// How these problems stand in one campaign beside the others. The caller has checked that the problems may be seen.
pub async fn marks(
    conn: &Conn,
    campaign_id: Option<i64>,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Carried>>> {
    let Some(campaign) = campaign_id else {
        return Ok(BTreeMap::new());
    };
    let mark = |row: carry_over::Model| match row {
        row if row.to_campaign_id == campaign => Some(Carried::In),
        row if row.from_campaign_id == campaign => Some(Carried::On),
        _ => None,
    };
    let carries = list_carries(conn, ids).await?;
    Ok(carries
        .into_iter()
        .map(|(id, rows)| (id, rows.into_iter().filter_map(mark).collect()))
        .collect())
}

/// Carries of one campaign, in either direction, newest first, of problems that the actor may see.
pub async fn list_of_campaign(
    conn: &Conn,
    actor: &Actor,
    campaign_id: i64,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<carry_over::Model>> {
    let either = Condition::any()
        .add(carry_over::Column::ToCampaignId.eq(campaign_id))
        .add(carry_over::Column::FromCampaignId.eq(campaign_id));
    let mut select = carry_over::Entity::find()
        .filter(either)
        .filter(super::queries::is_visible(
            actor,
            (carry_over::Entity, carry_over::Column::ProblemId),
        ))
        .order_by_desc(carry_over::Column::Id);
    if let Some(id) = before {
        select = select.filter(carry_over::Column::Id.lt(id));
    }
    Ok(select.limit(limit).all(conn).await?)
}

/// Writes down that a problem goes on in another campaign.
pub async fn insert_carry(tx: &Tx, row: carry_over::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}
