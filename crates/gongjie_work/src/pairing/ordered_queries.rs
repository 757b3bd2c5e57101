//! Pairings in the ledger's own order, part by part: by their position, those without one at the end by id.

use std::collections::HashMap;

use gongjie_base::{Conn, Result};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::queries::{Filter, filtered};
use super::tables::pairing::{Column, Model};
use crate::org::Actor;

/// Where a row stands in the ledger's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub position: Option<i64>,
    pub id: i64,
}

impl Seat {
    /// The seat of a row.
    pub const fn of(row: &Model) -> Self {
        Self {
            position: row.position,
            id: row.id,
        }
    }
}

/// What other orders are made of: few columns of many rows.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Sorted {
    pub id: i64,
    pub position: Option<i64>,
    pub date_from: Option<String>,
    pub theme_text: Option<String>,
    /// Name of the first member.
    pub first: Option<String>,
}

/// The filter with what is known about its campaign: most campaigns took nothing over, and their pairings are read from an index.
pub async fn settled(conn: &Conn, filter: Filter) -> Result<Filter> {
    let Some(campaign) = filter.campaign_id else {
        return Ok(filter);
    };
    let sql = "SELECT id FROM carry_over WHERE to_campaign_id = $1 LIMIT 1";
    let carried: Option<i64> = conn.scalar(sql, [campaign.into()]).await?;
    Ok(Filter {
        is_own_campaign: carried.is_none(),
        ..filter
    })
}

/// The next pairings after a seat, at most `limit`.
pub async fn list_by_seat(
    conn: &Conn,
    actor: &Actor,
    filter: &Filter,
    after: Option<Seat>,
    limit: u64,
) -> Result<Vec<Model>> {
    let mut found = Vec::new();
    if after.is_none_or(|seat| seat.position.is_some()) {
        let mut select = filtered(actor, filter).filter(Column::Position.is_not_null());
        if let Some(Seat {
            position: Some(position),
            id,
        }) = after
        {
            let same = Condition::all()
                .add(Column::Position.eq(position))
                .add(Column::Id.gt(id));
            let later = Condition::any()
                .add(Column::Position.gt(position))
                .add(same);
            // Said twice, so that the engine begins to read there.
            select = select.filter(Column::Position.gte(position)).filter(later);
        }
        let select = select
            .order_by_asc(Column::Position)
            .order_by_asc(Column::Id);
        found = conn.select(select.limit(limit)).await?;
    }
    let missing = limit.saturating_sub(found.len() as u64);
    if missing > 0 {
        let mut select = filtered(actor, filter).filter(Column::Position.is_null());
        if let Some(Seat { position: None, id }) = after {
            select = select.filter(Column::Id.gt(id));
        }
        let select = select.order_by_asc(Column::Id).limit(missing);
        found.extend(conn.select(select).await?);
    }
    Ok(found)
}

/// How many pairings of the filter stand up to a seat, itself included.
pub async fn count_to_seat(conn: &Conn, actor: &Actor, filter: &Filter, seat: Seat) -> Result<u64> {
    let placed = match seat.position {
        Some(position) => Condition::any().add(Column::Position.lt(position)).add(
            Condition::all()
                .add(Column::Position.eq(position))
                .add(Column::Id.lte(seat.id)),
        ),
        None => Condition::any().add(Column::Position.is_not_null()).add(
            Condition::all()
                .add(Column::Position.is_null())
                .add(Column::Id.lte(seat.id)),
        ),
    };
    Ok(filtered(actor, filter).filter(placed).count(conn).await?)
}

/// The few columns by which all pairings of a filter can be put in another order.
pub async fn list_sorted(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Sorted>> {
    let first = "(SELECT u.name FROM pairing_member f JOIN unit u ON u.id = f.unit_id \
                 WHERE f.pairing_id = pairing.id AND f.answer <> 'left' ORDER BY f.position, f.id LIMIT 1)";
    Ok(filtered(actor, filter)
        .select_only()
        .columns([
            Column::Id,
            Column::Position,
            Column::DateFrom,
            Column::ThemeText,
        ])
        .column_as(Expr::cust(first), "first")
        .into_model()
        .all(conn)
        .await?)
}

/// These pairings, in this order. The ids come from a finder that knows the actor.
pub async fn list_in_order(conn: &Conn, ids: &[i64]) -> Result<Vec<Model>> {
    let mut rows: Vec<Model> = conn.rows_in("id", ids).await?;
    let places: HashMap<i64, usize> = ids.iter().zip(0..).map(|(id, n)| (*id, n)).collect();
    rows.sort_by_key(|row| places.get(&row.id).copied());
    Ok(rows)
}
