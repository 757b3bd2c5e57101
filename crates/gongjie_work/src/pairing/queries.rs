//! The only code that writes `pairing`, `pairing_member`, `pairing_problem`. Finders take the actor and cannot return what the actor may not see.

use std::collections::BTreeSet;

use gongjie_base::db::like;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::rules::{MemberAnswer, State};
use super::tables::pairing::{self, Column, Entity, Model};
use super::tables::{pairing_member, pairing_problem};
use crate::org::Actor;

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub campaign_id: Option<i64>,
    /// Nothing was carried over into the campaign: only its own pairings belong to it.
    pub is_own_campaign: bool,
    pub state: Option<State>,
    pub theme_id: Option<i64>,
    /// A lead or a partner.
    pub unit_id: Option<i64>,
    /// Only states that count (no drafts, refusals, terminated ones).
    pub is_counted: bool,
    /// Words of the title or of the theme.
    pub text: Option<String>,
    pub ids: Option<Vec<i64>>,
    /// Rows with a smaller id: the page after the one that ended there.
    pub before_id: Option<i64>,
    pub limit: Option<u64>,
}

impl Filter {
    /// The ids, where nothing but them narrows the list (and whether it counts): such rows are read by their ids.
    fn only_ids(&self) -> Option<&[i64]> {
        match self {
            Self {
                campaign_id: None,
                is_own_campaign: _,
                state: None,
                theme_id: None,
                unit_id: None,
                is_counted: _,
                text: None,
                ids: Some(ids),
                before_id: None,
                limit: _,
            } => Some(ids),
            _ => None,
        }
    }
}

/// Rows of the actor's organisation that the actor may see: drafts, invitations and refusals only for the members' people.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.sees_all() {
        return own;
    }
    own.add(
        Condition::any()
            .add(Column::State.is_not_in(State::HIDDEN.iter().copied()))
            .add(has_member_of(actor.units())),
    )
}

/// The actor may see this pairing: [`visible`] for a row that was read already, with all its members, those who left
/// included; members of other pairings may stand among them.
pub fn sees(actor: &Actor, found: &Model, members: &[pairing_member::Model]) -> bool {
    let takes_part = || {
        let units = actor.units();
        let own = members.iter().filter(|m| m.pairing_id == found.id);
        own.into_iter().any(|m| units.contains(&m.unit_id))
    };
    found.organization_id == actor.organization_id
        && actor.sees_business()
        && (actor.sees_all() || !State::HIDDEN.contains(&found.state) || takes_part())
}

/// SQL: the pairing under this name belongs to the campaign (a placeholder or a number): it was drafted there,
/// or it was still in force when one of its problems was carried over into it 结转.
pub fn in_campaign(name: &str, campaign: &str) -> String {
    format!(
        "({name}.campaign_id = {campaign} OR EXISTS (SELECT 1 FROM pairing_problem cl \
         JOIN carry_over ci ON ci.problem_id = cl.problem_id WHERE cl.pairing_id = {name}.id \
         AND ci.to_campaign_id = {campaign} AND {name}.state IN ('active', 'concluded', 'terminated') \
         AND ({name}.state = 'active' OR {name}.state_since >= ci.at)))"
    )
}

/// Ids of pairings in which one of the units is or was a member.
fn with_units(units: impl IntoIterator<Item = i64>) -> SelectStatement {
    Query::select()
        .column(pairing_member::Column::PairingId)
        .from(pairing_member::Entity)
        .and_where(pairing_member::Column::UnitId.is_in(units))
        .to_owned()
}

/// One of the units is or was a member of the pairing: asked for each row, not listed for all.
fn has_member_of(units: impl IntoIterator<Item = i64>) -> SimpleExpr {
    let member = Query::select()
        .expr(Expr::val(1))
        .from(pairing_member::Entity)
        .and_where(
            Expr::col((pairing_member::Entity, pairing_member::Column::PairingId))
                .equals((Entity, Column::Id)),
        )
        .and_where(pairing_member::Column::UnitId.is_in(units))
        .to_owned();
    Expr::exists(member)
}

/// The pairing in this column of another table is one that the actor may see, for the finders of rooms whose rows hang
/// on a pairing.
pub fn is_visible(actor: &Actor, column: impl IntoColumnRef) -> SimpleExpr {
    let pairing = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).eq(Expr::col(column)))
        .cond_where(visible(actor))
        .to_owned();
    Expr::exists(pairing)
}

pub(super) fn filtered(actor: &Actor, filter: &Filter) -> sea_orm::Select<Entity> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(id) = filter.campaign_id {
        select = if filter.is_own_campaign {
            select.filter(Column::CampaignId.eq(id))
        } else {
            select.filter(Expr::cust(in_campaign("pairing", &id.to_string())))
        };
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.theme_id {
        select = select.filter(Column::ThemeId.eq(id));
    }
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::Id.in_subquery(with_units([id])));
    }
    if filter.is_counted {
        let counted = State::ALL.iter().copied().filter(|s| s.is_counted());
        select = select.filter(Column::State.is_in(counted));
    }
    if let Some(ids) = &filter.ids {
        select = select.filter(Column::Id.is_in(ids.iter().copied()));
    }
    if let Some(text) = &filter.text {
        let words = Condition::any()
            .add(Column::Title.like(like(text)))
            .add(Column::ThemeText.like(like(text)));
        select = select.filter(words);
    }
    select
}

/// One pairing.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Pairings, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    if let Some(ids) = filter.only_ids() {
        let members: Vec<pairing_member::Model> = conn.rows_in("pairing_id", ids).await?;
        let keep =
            |p: &Model| sees(actor, p, &members) && (!filter.is_counted || p.state.is_counted());
        return conn.page_of_ids(ids, filter.limit, keep).await;
    }
    let select = filtered(actor, filter);
    conn.page_rows(select, filter.before_id, filter.limit).await
}

/// How many pairings the filter meets.
pub async fn count(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<u64> {
    Ok(filtered(actor, filter).count(conn).await?)
}

/// Pairings of a problem in all states, newest first.
pub async fn list_of_problem(conn: &Conn, actor: &Actor, problem_id: i64) -> Result<Vec<Model>> {
    let of_problem = Query::select()
        .column(pairing_problem::Column::PairingId)
        .from(pairing_problem::Entity)
        .and_where(pairing_problem::Column::ProblemId.eq(problem_id))
        .to_owned();
    conn.select(
        Entity::find()
            .filter(visible(actor))
            .filter(Column::Id.in_subquery(of_problem))
            .order_by_desc(Column::Id),
    )
    .await
}

/// Members of these pairings by pairing and position, without those who left. The caller has checked that the pairings may be seen.
pub async fn list_members(conn: &Conn, ids: &[i64]) -> Result<Vec<pairing_member::Model>> {
    let mut members: Vec<pairing_member::Model> =
        conn.rows_by("pairing_id", ids, "position, id").await?;
    members.retain(|m| m.answer != MemberAnswer::Left);
    Ok(members)
}

/// Which problems these pairings solve. The caller has checked that the pairings may be seen.
pub async fn list_links(conn: &Conn, ids: &[i64]) -> Result<Vec<pairing_problem::Model>> {
    conn.rows_by("pairing_id", ids, "id").await
}

/// Which pairings solve these problems. The caller has checked that the problems may be seen; the pairings are still to be found.
pub async fn list_links_of_problems(
    conn: &Conn,
    problem_ids: &[i64],
) -> Result<Vec<pairing_problem::Model>> {
    conn.rows_by("problem_id", problem_ids, "id").await
}

/// Every unit that works or worked on a problem through a pairing; a refused invitation is no work.
pub async fn member_units(conn: &Conn, problem_id: i64) -> Result<BTreeSet<i64>> {
    let sql = "SELECT DISTINCT m.unit_id FROM pairing_member m JOIN pairing p ON p.id = m.pairing_id \
               JOIN pairing_problem l ON l.pairing_id = p.id WHERE l.problem_id = $1 \
               AND p.state NOT IN ($2, $3) AND m.answer <> $4";
    let values = [
        problem_id.into(),
        State::Declined.into(),
        State::Terminated.into(),
        MemberAnswer::Declined.into(),
    ];
    Ok(conn.column(sql, values).await?.into_iter().collect())
}

/// Another active pairing solves the problem too.
pub async fn has_other_active(conn: &Conn, problem_id: i64, pairing_id: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM pairing p JOIN pairing_problem l ON l.pairing_id = p.id \
               WHERE l.problem_id = $1 AND p.id <> $2 AND p.state = $3";
    let values = [problem_id.into(), pairing_id.into(), State::Active.into()];
    Ok(conn.scalar::<i64>(sql, values).await?.unwrap_or_default() > 0)
}

/// Units with which these units were paired last, the latest first.
pub async fn list_recent_units(
    conn: &Conn,
    actor: &Actor,
    units: BTreeSet<i64>,
    limit: u64,
) -> Result<Vec<i64>> {
    let latest = pairing_member::Column::Id.max();
    let rows: Vec<i64> = pairing_member::Entity::find()
        .select_only()
        .column(pairing_member::Column::UnitId)
        .filter(pairing_member::Column::PairingId.in_subquery(with_units(units.iter().copied())))
        .filter(is_visible(
            actor,
            (pairing_member::Entity, pairing_member::Column::PairingId),
        ))
        .filter(pairing_member::Column::UnitId.is_not_in(units))
        .group_by(pairing_member::Column::UnitId)
        .order_by_desc(latest)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows)
}

/// Inserts a pairing and returns its id.
pub async fn insert(tx: &Tx, row: pairing::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: pairing::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Takes the row until the transaction ends: of two answers at once the second sees the first.
pub async fn lock(tx: &Tx, id: i64) -> Result<()> {
    let sql = "UPDATE pairing SET version = version + 1 WHERE id = $1";
    tx.run(sql, [id.into()]).await?;
    Ok(())
}

/// Adds a member; one who left comes back into the same row.
pub async fn insert_member(tx: &Tx, row: pairing_member::ActiveModel) -> Result<()> {
    if let (Some(pairing_id), Some(unit_id)) =
        (row.pairing_id.try_as_ref(), row.unit_id.try_as_ref())
    {
        pairing_member::Entity::delete_many()
            .filter(pairing_member::Column::PairingId.eq(*pairing_id))
            .filter(pairing_member::Column::UnitId.eq(*unit_id))
            .filter(pairing_member::Column::Answer.eq(MemberAnswer::Left))
            .exec(&**tx)
            .await?;
    }
    row.insert(&**tx).await?;
    Ok(())
}

/// Writes changed fields of a member.
pub async fn update_member(tx: &Tx, row: pairing_member::ActiveModel, id: i64) -> Result<()> {
    pairing_member::Entity::update_many()
        .set(row)
        .filter(pairing_member::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Notes that an invited pairing's members are asked from now on.
pub async fn ask_members(tx: &Tx, pairing_id: i64, at: i64) -> Result<()> {
    let sql = "UPDATE pairing_member SET asked_at = $2 WHERE pairing_id = $1 AND asked_at IS NULL";
    tx.run(sql, [pairing_id.into(), at.into()]).await?;
    Ok(())
}

/// Takes out a member who never said yes.
pub async fn delete_member(tx: &Tx, id: i64) -> Result<()> {
    pairing_member::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

/// Links a problem and returns the link's id.
pub async fn insert_link(tx: &Tx, pairing_id: i64, problem_id: i64) -> Result<i64> {
    let row = pairing_problem::ActiveModel {
        pairing_id: Set(pairing_id),
        problem_id: Set(problem_id),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Takes a problem out of a pairing.
pub async fn delete_link(tx: &Tx, id: i64) -> Result<()> {
    pairing_problem::Entity::delete_by_id(id)
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The next number of a campaign: 结对〔2026〕N号. Asked for after a journal entry, whose lock makes numbers unique.
pub async fn next_number(tx: &Tx, campaign_id: i64) -> Result<i64> {
    // The whole prefix of the index: the greatest number is its last entry, however many there are.
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM pairing WHERE campaign_id = $1 \
               AND organization_id = (SELECT organization_id FROM campaign WHERE id = $1)";
    tx.scalar(sql, [campaign_id.into()])
        .await?
        .ok_or_else(|| Error::internal("no number"))
}
