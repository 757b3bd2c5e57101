//! What the triage desk and the handling units look at: voices by their next limit, and what is like what.

use gongjie_base::db::like;
use gongjie_base::{Conn, Result};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use super::visible;
use crate::org::Actor;
use crate::voice::rules::State;
use crate::voice::tables::voice::{Column, Entity, Model};

/// Voices that are compared with each other, at most: the newest ones.
pub const COMPARED_MAX: u64 = 2_000;

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these states; none: all.
    pub states: Vec<State>,
    pub lead_unit_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// Words of the text, or a number.
    pub text: Option<String>,
    /// Rows after this one: its next limit (or the moment of its state) and id.
    pub after: Option<(i64, i64)>,
    pub limit: u64,
}

impl Filter {
    /// Every voice asked for has a running clock.
    pub fn is_open(&self) -> bool {
        !self.states.is_empty() && self.states.iter().all(|s| State::OPEN.contains(s))
    }
}

/// Voices with a running clock, the nearest limit first; with other states the newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(visible(actor));
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(filter.states.iter().copied()));
    }
    if let Some(unit) = filter.lead_unit_id {
        select = select.filter(Column::LeadUnitId.eq(unit));
    }
    if let Some(problem) = filter.problem_id {
        select = select.filter(Column::ProblemId.eq(problem));
    }
    if let Some(text) = filter.text.as_deref().filter(|t| !t.is_empty()) {
        let words = Condition::any()
            .add(Column::Text.like(like(text)))
            .add(Column::Number.eq(text));
        select = select.filter(words);
    }
    let is_rising = filter.is_open();
    let column = if is_rising {
        Column::DueAt
    } else {
        Column::StateSince
    };
    if let Some((at, id)) = filter.after {
        let further = |c: Column, v: i64| if is_rising { c.gt(v) } else { c.lt(v) };
        let same = Condition::all()
            .add(column.eq(at))
            .add(further(Column::Id, id));
        select = select.filter(Condition::any().add(further(column, at)).add(same));
    }
    let select = if is_rising {
        select.order_by_asc(column).order_by_asc(Column::Id)
    } else {
        select.order_by_desc(column).order_by_desc(Column::Id)
    };
    Ok(select.limit(filter.limit).all(conn).await?)
}

/// How many voices in this state the actor may see; at most `most` are counted.
pub async fn count(conn: &Conn, actor: &Actor, state: State, most: u64) -> Result<usize> {
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(visible(actor))
        .filter(Column::State.eq(state))
        .limit(most)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.len())
}

/// A voice as it is compared with others.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Said {
    pub id: i64,
    pub text: String,
    pub place: Option<String>,
    pub mode: String,
    pub raiser_name: Option<String>,
    pub received_at: i64,
}

/// Open voices since a moment that the actor may see, the newest first, for finding like ones.
pub async fn list_said(conn: &Conn, actor: &Actor, since: i64) -> Result<Vec<Said>> {
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Text,
            Column::Place,
            Column::Mode,
            Column::RaiserName,
            Column::ReceivedAt,
        ])
        .filter(visible(actor))
        .filter(Column::State.is_in(State::OPEN.iter().copied()))
        .filter(Column::ReceivedAt.gte(since))
        .order_by_desc(Column::ReceivedAt)
        .limit(COMPARED_MAX)
        .into_model::<Said>()
        .all(conn)
        .await?)
}

/// Voices that follow this problem, and those merged into one that does. The caller may see the problem.
pub async fn list_followers(conn: &Conn, problem_id: i64) -> Result<Vec<Model>> {
    let masters: Vec<Model> = conn.rows_by("problem_id", &[problem_id], "id").await?;
    let ids: Vec<i64> = masters.iter().map(|m| m.id).collect();
    let merged: Vec<Model> = conn.rows_by("merged_into_id", &ids, "id").await?;
    let merged = merged.into_iter().filter(|m| m.problem_id.is_none());
    Ok(masters.into_iter().chain(merged).collect())
}

/// Answered voices whose raisers have been silent since before this moment.
pub async fn list_silent(
    conn: &Conn,
    organization_id: i64,
    before: i64,
    most: u64,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::State.eq(State::Answered))
        .filter(Column::StateSince.lt(before))
        .filter(Column::JudgedAt.is_null())
        .order_by_asc(Column::StateSince)
        .limit(most)
        .all(conn)
        .await?)
}
