//! Open measures for the board of lights: those whose limit is nearest come first.

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::super::rules::{DutyRole, State};
use super::super::tables::duty;
use super::super::tables::measure::{Column, Entity, Model};
use crate::org::Actor;
use crate::pairing::rules::State as PairingState;
use crate::pairing::tables::{pairing, pairing_member, pairing_problem};
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// Stands for "no limit" in the order; the page after a row begins behind its limit and id.
const NO_LIMIT: &str = "9999-12-31";

/// What the board asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub unit_id: Option<i64>,
    pub theme_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// Rows behind this limit and id.
    pub after: Option<(String, i64)>,
    pub limit: Option<u64>,
}

/// In the measure one of the units answers or helps: asked for each row.
fn has_duty_of(units: impl IntoIterator<Item = i64>) -> SimpleExpr {
    Expr::exists(
        of_measure()
            .and_where(duty::Column::UnitId.is_in(units))
            .to_owned(),
    )
}

/// The person is the named owner of the measure.
fn has_owner(person_id: i64) -> SimpleExpr {
    let owner = of_measure()
        .and_where(duty::Column::Role.eq(DutyRole::Owner))
        .and_where(duty::Column::PersonId.eq(person_id))
        .to_owned();
    Expr::exists(owner)
}

fn of_measure() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(duty::Entity)
        .and_where(Expr::col((duty::Entity, duty::Column::MeasureId)).equals((Entity, Column::Id)))
        .to_owned()
}

/// Measures in which one of the units answers or helps.
fn with_units(units: impl IntoIterator<Item = i64>) -> SelectStatement {
    Query::select()
        .column(duty::Column::MeasureId)
        .from(duty::Entity)
        .and_where(duty::Column::UnitId.is_in(units))
        .to_owned()
}

/// Problems that the units solve together.
fn paired_with(units: impl IntoIterator<Item = i64>) -> SelectStatement {
    let gone = [
        PairingState::Draft,
        PairingState::Declined,
        PairingState::Terminated,
    ];
    Query::select()
        .column((pairing_problem::Entity, pairing_problem::Column::ProblemId))
        .from(pairing_problem::Entity)
        .inner_join(
            pairing::Entity,
            Expr::col((pairing::Entity, pairing::Column::Id))
                .equals((pairing_problem::Entity, pairing_problem::Column::PairingId)),
        )
        .inner_join(
            pairing_member::Entity,
            Expr::col((pairing_member::Entity, pairing_member::Column::PairingId))
                .equals((pairing::Entity, pairing::Column::Id)),
        )
        .and_where(Expr::col((pairing::Entity, pairing::Column::State)).is_not_in(gone))
        .and_where(Expr::col((pairing_member::Entity, pairing_member::Column::UnitId)).is_in(units))
        .to_owned()
}

/// The measure's problem runs: asked for each row.
pub(super) fn is_running() -> SimpleExpr {
    let problem = running_problems(None)
        .and_where(
            Expr::col((problem::Entity, problem::Column::Id)).equals((Entity, Column::ProblemId)),
        )
        .to_owned();
    Expr::exists(problem)
}

/// Problems whose measures run.
fn running_problems(theme_id: Option<i64>) -> SelectStatement {
    let states = [
        ProblemState::Paired,
        ProblemState::Working,
        ProblemState::LongTerm,
        ProblemState::Suspended,
    ];
    let mut select = Query::select();
    select
        .column(problem::Column::Id)
        .from(problem::Entity)
        .and_where(problem::Column::State.is_in(states));
    if let Some(id) = theme_id {
        select.and_where(problem::Column::ThemeId.eq(id));
    }
    select
}

/// Marks of a unit are seen by the unit, its partners, and those who see all (domain 10.6).
fn concerned(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.sees_all() {
        return own;
    }
    own.add(
        Condition::any()
            .add(has_duty_of(actor.units()))
            .add(has_owner(actor.person_id))
            .add(Column::ProblemId.in_subquery(paired_with(actor.units()))),
    )
}

fn filtered(actor: &Actor, filter: &Filter) -> sea_orm::Select<Entity> {
    let open = State::ALL.iter().copied().filter(|s| s.is_open());
    let mut select = Entity::find()
        .filter(concerned(actor))
        .filter(Column::State.is_in(open))
        .filter(Column::ProblemId.in_subquery(running_problems(filter.theme_id)));
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::Id.in_subquery(with_units([id])));
    }
    if let Some(id) = filter.problem_id {
        select = select.filter(Column::ProblemId.eq(id));
    }
    select
}

fn limit_or_last() -> SimpleExpr {
    let parts: [Expr; 2] = [Expr::col((Entity, Column::DueOn)), Expr::val(NO_LIMIT)];
    Func::coalesce(parts).into()
}

/// Open measures that concern the actor, nearest limit first.
pub async fn list_open(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = filtered(actor, filter)
        .order_by(limit_or_last(), Order::Asc)
        .order_by_asc(Column::Id);
    if let Some((due, id)) = &filter.after {
        let same = Condition::all()
            .add(limit_or_last().eq(due.as_str()))
            .add(Column::Id.gt(*id));
        let later = limit_or_last().gt(due.as_str());
        select = select.filter(Condition::any().add(same).add(later));
    }
    let limit = filter.limit.unwrap_or(PAGE_ROWS_MAX);
    Ok(select.limit(limit).all(conn).await?)
}

/// Open measures of running problems whose limit is one of these days, by id, some at a time. For the nightly job, which
/// looks at what is due and not at everything that is open.
pub async fn list_limited_on(
    conn: &Conn,
    organization_id: i64,
    days: &[String],
    after: i64,
    most: u64,
) -> Result<Vec<Model>> {
    let open = State::ALL.iter().copied().filter(|s| s.is_open());
    let select = Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::State.is_in(open))
        .filter(Column::DueOn.is_in(days))
        .filter(Column::Id.gt(after))
        .filter(is_running());
    Ok(select
        .order_by_asc(Column::Id)
        .limit(most)
        .all(conn)
        .await?)
}

/// How many open measures concern the actor.
pub async fn count_open(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<u64> {
    Ok(filtered(actor, filter).count(conn).await?)
}

/// Where a row stands in the order of [`list_open`].
pub fn place(measure: &Model) -> (String, i64) {
    let due = measure.due_on.as_deref().unwrap_or(NO_LIMIT);
    (due.to_owned(), measure.id)
}
