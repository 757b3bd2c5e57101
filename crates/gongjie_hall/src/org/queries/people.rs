//! People by page, and what they hold.

use std::collections::BTreeMap;

use gongjie_base::db::like;
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Conn, Result, Tx};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::org::actor::Actor;
use crate::org::rules::Role;
use crate::org::tables::{person, role_grant};

/// What a list of people asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct PeopleFilter {
    pub unit_id: Option<i64>,
    pub role: Option<Role>,
    /// Part of a name.
    pub text: Option<String>,
    /// Those who left, too.
    pub with_inactive: bool,
    /// Rows with a greater id: the page after the one that ended there.
    pub after_id: Option<i64>,
    /// Rows, at most; nothing: one page and one row more, which tells that another page follows.
    pub limit: Option<u64>,
}

/// People of the actor's organisation by id.
pub async fn list_people_by_filter(
    conn: &Conn,
    actor: &Actor,
    filter: &PeopleFilter,
) -> Result<Vec<person::Model>> {
    let mut select = person::Entity::find()
        .filter(person::Column::OrganizationId.eq(actor.organization_id))
        .order_by_asc(person::Column::Id);
    if let Some(id) = filter.unit_id {
        select = select.filter(person::Column::UnitId.eq(id));
    }
    if !filter.with_inactive {
        select = select.filter(person::Column::IsActive.eq(true));
    }
    if let Some(role) = filter.role {
        let holders = role_grant::Entity::find()
            .select_only()
            .column(role_grant::Column::PersonId)
            .filter(role_grant::Column::Role.eq(role))
            .into_query();
        select = select.filter(person::Column::Id.in_subquery(holders));
    }
    if let Some(text) = &filter.text {
        select = select.filter(person::Column::Name.like(like(text)));
    }
    if let Some(id) = filter.after_id {
        select = select.filter(person::Column::Id.gt(id));
    }
    let limit = filter.limit.unwrap_or(PAGE_ROWS + 1);
    Ok(select.limit(limit).all(conn).await?)
}

/// People who work in the unit or hold a role for it, of the actor's organisation; those who left are left out.
pub async fn list_people_of_unit(
    conn: &Conn,
    actor: &Actor,
    unit_id: i64,
) -> Result<Vec<person::Model>> {
    let holders = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::PersonId)
        .filter(role_grant::Column::UnitId.eq(unit_id))
        .into_query();
    let concerned = Condition::any()
        .add(person::Column::UnitId.eq(unit_id))
        .add(person::Column::Id.in_subquery(holders));
    conn.select(
        person::Entity::find()
            .filter(person::Column::OrganizationId.eq(actor.organization_id))
            .filter(person::Column::IsActive.eq(true))
            .filter(concerned)
            .order_by_asc(person::Column::Id)
            .limit(PAGE_ROWS_MAX),
    )
    .await
}

/// Roles of these people, oldest first. The caller has checked that the asker may see them.
pub async fn list_grants(conn: &Conn, people: &[i64]) -> Result<Vec<role_grant::Model>> {
    conn.rows_by("person_id", people, "id").await
}

#[derive(FromQueryResult)]
struct Counted {
    unit_id: i64,
    people: i64,
}

/// How many people work in each unit of the actor's organisation.
pub async fn count_people_by_unit(conn: &Conn, actor: &Actor) -> Result<BTreeMap<i64, i64>> {
    let sql = "SELECT unit_id, count(*) AS people FROM person \
               WHERE organization_id = $1 AND is_active AND unit_id IS NOT NULL GROUP BY unit_id";
    let rows: Vec<Counted> = conn.all(sql, [actor.organization_id.into()]).await?;
    Ok(rows.into_iter().map(|r| (r.unit_id, r.people)).collect())
}

/// Writes a changed person; a version that moved on is a stale write.
pub async fn update_person(tx: &Tx, row: person::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Holds the organisation's row until the transaction ends, so that two writes that count its people take turns.
pub async fn update_organization_lock(tx: &Tx, organization_id: i64) -> Result<()> {
    let sql = "UPDATE organization SET version = version + 1 WHERE id = $1";
    tx.run(sql, [organization_id.into()]).await.map(|_| ())
}
