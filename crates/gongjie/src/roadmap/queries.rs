//! Which problems stand on a roadmap, and the milestones and extensions of their measures.

use gongjie_base::{Conn, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::ask::Wanted;
use crate::measure::tables::{duty, measure};
use crate::org::Actor;
use crate::pairing::queries as pairings;
use crate::pairing::tables::{pairing_member, pairing_problem};
use crate::problem::carry_queries::of_campaign;
use crate::problem::queries::visible;
use crate::problem::rules::State;
use crate::problem::tables::problem;

/// Before they are on the list, and after they left it, problems have no road.
const OFF_ROAD: [State; 4] = [
    State::Proposed,
    State::Returned,
    State::Declined,
    State::Merged,
];

/// Problems that the unit takes part in, or in whose measures it has a duty.
fn with_unit(actor: &Actor, unit_id: i64) -> Condition {
    let pairing_id = (pairing_problem::Entity, pairing_problem::Column::PairingId);
    let paired = Query::select()
        .column((pairing_problem::Entity, pairing_problem::Column::ProblemId))
        .from(pairing_problem::Entity)
        .inner_join(
            pairing_member::Entity,
            Expr::col((pairing_member::Entity, pairing_member::Column::PairingId))
                .equals(pairing_id),
        )
        .and_where(pairing_member::Column::UnitId.eq(unit_id))
        .and_where(pairings::is_visible(actor, pairing_id))
        .to_owned();
    let charged = Query::select()
        .column((measure::Entity, measure::Column::ProblemId))
        .from(measure::Entity)
        .inner_join(
            duty::Entity,
            Expr::col((duty::Entity, duty::Column::MeasureId))
                .equals((measure::Entity, measure::Column::Id)),
        )
        .and_where(duty::Column::UnitId.eq(unit_id))
        .to_owned();
    Condition::any()
        .add(problem::Column::Id.in_subquery(paired))
        .add(problem::Column::Id.in_subquery(charged))
}

/// Problems with a road, newest first.
pub async fn list(
    conn: &Conn,
    actor: &Actor,
    wanted: &Wanted,
    limit: u64,
) -> Result<Vec<problem::Model>> {
    let mut select = problem::Entity::find().filter(visible(actor));
    if let Some(ids) = &wanted.problem_ids {
        select = select.filter(problem::Column::Id.is_in(ids.iter().copied()));
    } else {
        select = select.filter(problem::Column::State.is_not_in(OFF_ROAD));
    }
    if let Some(id) = wanted.campaign_id {
        select = select.filter(of_campaign(id, false));
    }
    match wanted.theme {
        Some(Some(id)) => select = select.filter(problem::Column::ThemeId.eq(id)),
        Some(None) => select = select.filter(problem::Column::ThemeId.is_null()),
        None => {}
    }
    if let Some(id) = wanted.unit_id {
        select = select.filter(with_unit(actor, id));
    }
    if let Some(id) = wanted.before {
        select = select.filter(problem::Column::Id.lt(id));
    }
    Ok(select
        .order_by_desc(problem::Column::Id)
        .limit(limit)
        .all(conn)
        .await?)
}
