//! What every room does with its rows in the same way: one that may be seen, a page of a list, a change against a version.

use std::str::FromStr;

use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::{Conn, Stored, Tx};
use crate::limits::PAGE_ROWS_MAX;
use crate::{Error, Result};

type ColumnOf<E> = <E as EntityTrait>::Column;

/// The column of this name; every table has `id`, those that people change have `version`.
fn column<E: EntityTrait>(name: &str) -> Result<ColumnOf<E>> {
    ColumnOf::<E>::from_str(name)
        .map_err(|_| Error::internal(format!("{} has no {name}", E::default().table_name())))
}

/// Rows whose text holds these words, whatever signs stand in them.
pub fn like(text: &str) -> LikeExpr {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

impl Conn {
    /// The row with this id among those that are `visible`; any other is not there.
    pub async fn find_row<E>(&self, id: i64, visible: Condition) -> Result<E::Model>
    where
        E: EntityTrait,
        E::Model: Stored,
    {
        let select = E::find().filter(column::<E>("id")?.eq(id)).filter(visible);
        self.select_one(select).await?.ok_or(Error::NotFound)
    }

    /// The newest rows, or those after the page that ended at `before`; at most `limit`.
    pub async fn page_rows<E>(
        &self,
        select: Select<E>,
        before: Option<i64>,
        limit: Option<u64>,
    ) -> Result<Vec<E::Model>>
    where
        E: EntityTrait,
        E::Model: Stored,
    {
        let id = column::<E>("id")?;
        let mut select = select.order_by_desc(id);
        if let Some(before) = before {
            select = select.filter(id.lt(before));
        }
        self.select(select.limit(limit.unwrap_or(PAGE_ROWS_MAX)))
            .await
    }
}

impl Tx {
    /// Writes changed fields if the version still stands; else the write is stale.
    pub async fn update_row<A: ActiveModelTrait>(
        &self,
        mut row: A,
        id: i64,
        version: i64,
    ) -> Result<()> {
        let key = column::<A::Entity>("id")?;
        let stands = column::<A::Entity>("version")?;
        row.try_set(stands, (version + 1).into())?;
        let done = A::Entity::update_many()
            .set(row)
            .filter(key.eq(id))
            .filter(stands.eq(version))
            .exec(&**self)
            .await?;
        if done.rows_affected == 1 {
            return Ok(());
        }
        let now: Option<i64> = A::Entity::find()
            .select_only()
            .column(stands)
            .filter(key.eq(id))
            .into_tuple()
            .one(&**self)
            .await?;
        Err(Error::Stale {
            had: version,
            now: now.ok_or(Error::NotFound)?,
        })
    }
}
