//! Finds rows that hold all the words, each through a condition that knows the actor. Reads only.

use gongjie_base::db::like;
use gongjie_base::{Conn, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::document::rules::DocumentState;
use crate::document::tables::document;
use crate::measure::rules::State as MeasureState;
use crate::measure::tables::measure;
use crate::org::Actor;
use crate::org::tables::{person, unit, unit_name};
use crate::pairing::queries::visible;
use crate::pairing::tables::pairing;
use crate::problem::queries::visible as visible_problem;
use crate::problem::tables::problem;

/// Rows of one group, and one more to know that there are more.
pub const ROWS: u64 = 20;

/// Every word stands in at least one of the columns; large and small letters are the same.
fn hold<C: ColumnTrait>(columns: &[C], words: &[String]) -> Condition {
    let mut all = Condition::all();
    for word in words {
        let mut any = Condition::any();
        for column in columns {
            let lower: SimpleExpr = Func::lower(column.into_simple_expr()).into();
            any = any
                .add(column.like(like(word)))
                .add(lower.like(like(&word.to_lowercase())));
        }
        all = all.add(any);
    }
    all
}

/// Problems whose title or description holds the words, newest first.
pub async fn list_problems(
    conn: &Conn,
    actor: &Actor,
    words: &[String],
) -> Result<Vec<problem::Model>> {
    let columns = [problem::Column::Title, problem::Column::Hurts];
    conn.select(
        problem::Entity::find()
            .filter(visible_problem(actor))
            .filter(hold(&columns, words))
            .order_by_desc(problem::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}

/// Problems with this number, of all years, newest first.
pub async fn list_problems_numbered(
    conn: &Conn,
    actor: &Actor,
    number: i64,
) -> Result<Vec<problem::Model>> {
    conn.select(
        problem::Entity::find()
            .filter(visible_problem(actor))
            .filter(problem::Column::Number.eq(number))
            .order_by_desc(problem::Column::Id)
            .limit(ROWS),
    )
    .await
}

/// Pairings whose title or theme holds the words, newest first.
pub async fn list_pairings(
    conn: &Conn,
    actor: &Actor,
    words: &[String],
) -> Result<Vec<pairing::Model>> {
    let columns = [pairing::Column::Title, pairing::Column::ThemeText];
    conn.select(
        pairing::Entity::find()
            .filter(visible(actor))
            .filter(hold(&columns, words))
            .order_by_desc(pairing::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}

/// Ids of all problems that the actor may see.
fn visible_problem_ids(actor: &Actor) -> sea_orm::sea_query::SelectStatement {
    problem::Entity::find()
        .select_only()
        .column(problem::Column::Id)
        .filter(visible_problem(actor))
        .into_query()
}

/// Measures of visible problems, cancelled ones left out, newest first, with the problem's title.
pub async fn list_measures(
    conn: &Conn,
    actor: &Actor,
    words: &[String],
) -> Result<Vec<measure::Model>> {
    let columns = [measure::Column::Text, measure::Column::Goal];
    conn.select(
        measure::Entity::find()
            .filter(measure::Column::ProblemId.in_subquery(visible_problem_ids(actor)))
            .filter(measure::Column::State.ne(MeasureState::Cancelled))
            .filter(hold(&columns, words))
            .order_by_desc(measure::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}

/// Documents of visible problems, dropped ones left out, newest first.
pub async fn list_documents(
    conn: &Conn,
    actor: &Actor,
    words: &[String],
) -> Result<Vec<document::Model>> {
    conn.select(
        document::Entity::find()
            .filter(document::Column::ProblemId.in_subquery(visible_problem_ids(actor)))
            .filter(document::Column::State.ne(DocumentState::Dropped))
            .filter(hold(&[document::Column::Title], words))
            .order_by_desc(document::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}

/// Titles of visible problems by id.
pub async fn problem_titles(
    conn: &Conn,
    actor: &Actor,
    ids: &[i64],
) -> Result<std::collections::BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> = problem::Entity::find()
        .select_only()
        .column(problem::Column::Id)
        .column(problem::Column::Title)
        .filter(visible_problem(actor))
        .filter(problem::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Units of the actor's organisation by name, short name, English name or other spelling; merged ones left out.
pub async fn list_units(conn: &Conn, actor: &Actor, words: &[String]) -> Result<Vec<unit::Model>> {
    let columns = [
        unit::Column::Name,
        unit::Column::ShortName,
        unit::Column::NameEn,
    ];
    let spelled = Query::select()
        .column(unit_name::Column::UnitId)
        .from(unit_name::Entity)
        .cond_where(hold(&[unit_name::Column::Name], words))
        .and_where(Expr::col(unit_name::Column::OrganizationId).eq(actor.organization_id))
        .to_owned();
    conn.select(
        unit::Entity::find()
            .filter(unit::Column::OrganizationId.eq(actor.organization_id))
            .filter(unit::Column::MergedIntoId.is_null())
            .filter(
                Condition::any()
                    .add(hold(&columns, words))
                    .add(unit::Column::Id.in_subquery(spelled)),
            )
            .order_by_asc(unit::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}

/// Other spellings of these units that hold the words, one for each unit. The caller has found the units for this actor.
pub async fn spellings(
    conn: &Conn,
    ids: &[i64],
    words: &[String],
) -> Result<std::collections::BTreeMap<i64, String>> {
    let rows = unit_name::Entity::find()
        .filter(unit_name::Column::UnitId.is_in(ids.iter().copied()))
        .filter(hold(&[unit_name::Column::Name], words))
        .order_by_desc(unit_name::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|n| (n.unit_id, n.name)).collect())
}

/// Active people of the actor's organisation by name.
pub async fn list_people(
    conn: &Conn,
    actor: &Actor,
    words: &[String],
) -> Result<Vec<person::Model>> {
    conn.select(
        person::Entity::find()
            .filter(person::Column::OrganizationId.eq(actor.organization_id))
            .filter(person::Column::IsActive.eq(true))
            .filter(hold(&[person::Column::Name], words))
            .order_by_asc(person::Column::Id)
            .limit(ROWS + 1),
    )
    .await
}
