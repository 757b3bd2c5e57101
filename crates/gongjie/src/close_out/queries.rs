//! The only code that writes close-outs.

use gongjie_base::{Conn, Result};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::rules::State;
use super::tables::close_out::{Column, Entity};

/// A close-out of this problem is under way. The caller has checked that the problem may be seen.
pub async fn is_live(conn: &Conn, problem_id: i64) -> Result<bool> {
    let live = [
        State::Applied,
        State::Signed,
        State::Viewed,
        State::Verified,
        State::Notice,
    ];
    let found = Entity::find()
        .filter(Column::ProblemId.eq(problem_id))
        .filter(Column::State.is_in(live));
    Ok(found.count(conn).await? > 0)
}
