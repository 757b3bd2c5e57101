//! Side records of a measure: duties, milestones, progress, extensions, send-backs, disputes.

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::super::rules::{DutyRole, ExtensionState};
use super::super::tables::{dispute, duty, extension, measure, milestone, progress, send_back};
use super::find;
use crate::org::Actor;

/// Puts a unit or person in charge of something.
pub async fn insert_duty(tx: &Tx, row: duty::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Takes everybody with one of these roles out of charge.
pub async fn delete_duties(tx: &Tx, measure_id: i64, roles: &[DutyRole]) -> Result<()> {
    duty::Entity::delete_many()
        .filter(duty::Column::MeasureId.eq(measure_id))
        .filter(duty::Column::Role.is_in(roles.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Takes one unit out of the partners.
pub async fn delete_partner(tx: &Tx, measure_id: i64, unit_id: i64) -> Result<()> {
    duty::Entity::delete_many()
        .filter(duty::Column::MeasureId.eq(measure_id))
        .filter(duty::Column::Role.eq(DutyRole::Partner))
        .filter(duty::Column::UnitId.eq(unit_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Inserts a milestone and returns its id.
pub async fn insert_milestone(tx: &Tx, row: milestone::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// A milestone with its measure.
pub async fn find_milestone(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(milestone::Model, measure::Model)> {
    let found = milestone::Entity::find_by_id(id).one(conn).await?;
    let found = found.ok_or(Error::NotFound)?;
    let measure = find(conn, actor, found.measure_id).await?;
    Ok((found, measure))
}

/// Marks a milestone as done; false when it was already.
pub async fn update_milestone_done(tx: &Tx, id: i64, day: &str) -> Result<bool> {
    let done = milestone::Entity::update_many()
        .col_expr(milestone::Column::DoneOn, Expr::value(day))
        .filter(milestone::Column::Id.eq(id))
        .filter(milestone::Column::DoneOn.is_null())
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves the date of an open milestone.
pub async fn update_milestone_due(tx: &Tx, id: i64, day: &str) -> Result<()> {
    milestone::Entity::update_many()
        .col_expr(milestone::Column::DueOn, Expr::value(day))
        .filter(milestone::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Inserts an entry of progress and returns its id.
pub async fn insert_progress(tx: &Tx, row: progress::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Inserts a request for extension and returns its id.
pub async fn insert_extension(tx: &Tx, row: extension::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// A request for extension with its measure.
pub async fn find_extension(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(extension::Model, measure::Model)> {
    let found = extension::Entity::find_by_id(id).one(conn).await?;
    let found = found.ok_or(Error::NotFound)?;
    let measure = find(conn, actor, found.measure_id).await?;
    Ok((found, measure))
}

/// Writes changed fields of a request if the version still stands; else the write is stale.
pub async fn update_extension(
    tx: &Tx,
    mut row: extension::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    row.version = Set(version.saturating_add(1));
    let done = extension::Entity::update_many()
        .set(row)
        .filter(extension::Column::Id.eq(id))
        .filter(extension::Column::Version.eq(version))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let now = extension::Entity::find_by_id(id).one(&**tx).await?;
    let now = now.ok_or(Error::NotFound)?.version;
    Err(Error::Stale { had: version, now })
}

/// Withdraws what is still open, because its measure is over.
pub async fn update_open_extensions(tx: &Tx, measure_id: i64, day: &str) -> Result<()> {
    let open = [ExtensionState::Asked, ExtensionState::HeadAgreed];
    extension::Entity::update_many()
        .col_expr(
            extension::Column::State,
            Expr::value(ExtensionState::Withdrawn),
        )
        .col_expr(extension::Column::DecidedOn, Expr::value(day))
        .filter(extension::Column::MeasureId.eq(measure_id))
        .filter(extension::Column::State.is_in(open))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Notes a send-back.
pub async fn insert_send_back(tx: &Tx, row: send_back::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Notes a dispute and returns its id.
pub async fn insert_dispute(tx: &Tx, row: dispute::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// A dispute with its measure.
pub async fn find_dispute(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(dispute::Model, measure::Model)> {
    let found = dispute::Entity::find_by_id(id).one(conn).await?;
    let found = found.ok_or(Error::NotFound)?;
    let measure = find(conn, actor, found.measure_id).await?;
    Ok((found, measure))
}

/// Writes the ruling of a dispute; false when it was ruled already.
pub async fn update_dispute(tx: &Tx, row: dispute::ActiveModel, id: i64) -> Result<bool> {
    let done = dispute::Entity::update_many()
        .set(row)
        .filter(dispute::Column::Id.eq(id))
        .filter(dispute::Column::Ruling.is_null())
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected == 1)
}
