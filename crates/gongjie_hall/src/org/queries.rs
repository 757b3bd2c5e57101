//! The only code that writes organisations, units, people and roles.

mod people;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Set,
};

use super::actor::{Actor, Grant};
use super::rules::Role;
use super::tables::{organization, person, role_grant, unit, unit_cover, unit_name};

pub use people::{
    PeopleFilter, count_people_by_unit, list_grants, list_people_by_filter, list_people_of_unit,
    update_organization_lock, update_person,
};
pub use units::{
    delete_unit_cover, delete_unit_name, find_open_unit_named, has_unit_cover, list_all_units,
    list_covers, list_names_of_all, list_under, name_changes, names_on, update_belongings,
};

/// Inserts an organisation.
pub async fn insert_organization(
    tx: &Tx,
    row: organization::ActiveModel,
) -> Result<organization::Model> {
    Ok(row.insert(&**tx).await?)
}

/// The organisation with this code.
pub async fn find_organization(conn: &Conn, code: &str) -> Result<Option<organization::Model>> {
    let found = organization::Entity::find().filter(organization::Column::Code.eq(code));
    Ok(found.one(conn).await?)
}

/// All organisations of the installation, for the command line and for sign-in.
pub async fn list_organizations(conn: &Conn) -> Result<Vec<organization::Model>> {
    conn.select(organization::Entity::find().order_by_asc(organization::Column::Id))
        .await
}

/// Inserts a unit and returns it.
pub async fn insert_unit(tx: &Tx, row: unit::ActiveModel) -> Result<unit::Model> {
    Ok(row.insert(&**tx).await?)
}

/// A unit that the actor may see: any unit of the own organisation.
pub async fn find_unit(conn: &Conn, actor: &Actor, id: i64) -> Result<unit::Model> {
    unit::Entity::find_by_id(id)
        .filter(unit::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// All units of the actor's organisation, merged ones left out, ended ones kept, by tree then name.
pub async fn list_units(conn: &Conn, actor: &Actor) -> Result<Vec<unit::Model>> {
    let units = known_units(conn, actor.organization_id).await?;
    let apart = units.values().filter(|u| u.merged_into_id.is_none());
    Ok(apart.cloned().collect())
}

/// Every unit of an organisation by id, merged and ended ones included. The caller belongs to the organisation.
pub async fn known_units(
    conn: &Conn,
    organization_id: i64,
) -> Result<Arc<BTreeMap<i64, unit::Model>>> {
    let load = async {
        let units = unit::Entity::find()
            .filter(unit::Column::OrganizationId.eq(organization_id))
            .all(conn)
            .await?;
        Ok(units.into_iter().map(|u| (u.id, u)).collect())
    };
    conn.known("units", organization_id, load).await
}

/// Name of every person of an organisation by id, those who left included. The caller belongs to the organisation.
pub async fn known_people(conn: &Conn, organization_id: i64) -> Result<Arc<BTreeMap<i64, String>>> {
    let load = async {
        let sql = "SELECT id, name FROM person WHERE organization_id = $1";
        let people: Vec<Named> = conn.all(sql, [organization_id.into()]).await?;
        Ok(people.into_iter().map(|p| (p.id, p.name)).collect())
    };
    conn.known("people", organization_id, load).await
}

/// [`find_actor`], asked once for an edition of the organisation.
pub async fn known_actor(
    conn: &Conn,
    account_id: i64,
    person_id: i64,
) -> Result<Option<Arc<Actor>>> {
    let load = async {
        let actor = find_actor(conn, account_id, person_id).await?;
        Ok(actor.map(Arc::new))
    };
    let found: Arc<Option<Arc<Actor>>> = conn.known("actor", account_id, load).await?;
    Ok(found.as_ref().clone())
}

/// Units that can be chosen in forms: not ended, not merged.
pub async fn list_open_units(conn: &Conn, actor: &Actor) -> Result<Vec<unit::Model>> {
    let units = list_units(conn, actor).await?;
    Ok(units.into_iter().filter(|u| u.valid_to.is_none()).collect())
}

/// Names of all units of an organisation by id, merged and ended ones included: old rows keep their words.
pub async fn unit_names(conn: &Conn, organization_id: i64) -> Result<BTreeMap<i64, String>> {
    let units = known_units(conn, organization_id).await?;
    Ok(units.iter().map(|(id, u)| (*id, u.name.clone())).collect())
}

/// Writes a changed unit; a version that moved on is a stale write.
pub async fn update_unit(tx: &Tx, row: unit::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Notes another spelling of a unit's name; the same spelling twice is one row.
pub async fn insert_unit_name(tx: &Tx, row: unit_name::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Other spellings of a unit.
pub async fn list_unit_names(conn: &Conn, unit_id: i64) -> Result<Vec<unit_name::Model>> {
    conn.select(
        unit_name::Entity::find()
            .filter(unit_name::Column::UnitId.eq(unit_id))
            .order_by_asc(unit_name::Column::Id),
    )
    .await
}

/// Units whose name or other spelling is exactly `name`.
pub async fn find_units_named(conn: &Conn, actor: &Actor, name: &str) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM unit WHERE organization_id = $1 AND name = $2 AND merged_into_id IS NULL \
               UNION SELECT n.unit_id FROM unit_name n JOIN unit u ON u.id = n.unit_id \
               WHERE n.organization_id = $1 AND n.name = $2 AND u.merged_into_id IS NULL";
    conn.column(sql, [actor.organization_id.into(), name.into()])
        .await
}

/// A branch covers an administrative unit.
pub async fn insert_unit_cover(tx: &Tx, branch_id: i64, unit_id: i64) -> Result<()> {
    let row = unit_cover::ActiveModel {
        branch_id: Set(branch_id),
        unit_id: Set(unit_id),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    Ok(())
}

/// Inserts a person and returns the id.
pub async fn insert_person(tx: &Tx, row: person::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// People of the actor's organisation, by unit and name.
pub async fn list_people(conn: &Conn, actor: &Actor) -> Result<Vec<person::Model>> {
    conn.select(
        person::Entity::find()
            .filter(person::Column::OrganizationId.eq(actor.organization_id))
            .order_by_asc(person::Column::UnitId)
            .order_by_asc(person::Column::Id),
    )
    .await
}

/// A person of the actor's organisation.
pub async fn find_person(conn: &Conn, actor: &Actor, id: i64) -> Result<person::Model> {
    person::Entity::find_by_id(id)
        .filter(person::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)
}

/// Grants a role; the same grant twice is a conflict.
pub async fn insert_role_grant(tx: &Tx, row: role_grant::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

#[derive(FromQueryResult)]
struct Who {
    organization_id: i64,
    organization_name: String,
    is_example: bool,
    term_pack: super::rules::TermPack,
    person_id: i64,
    name: String,
    unit_id: Option<i64>,
    unit_name: Option<String>,
}

/// The actor behind an account, with every role and the units that each reaches.
pub async fn find_actor(conn: &Conn, account_id: i64, person_id: i64) -> Result<Option<Actor>> {
    let sql = "SELECT o.id AS organization_id, o.name AS organization_name, o.is_example, o.term_pack, \
               p.id AS person_id, p.name, p.unit_id, u.name AS unit_name \
               FROM person p JOIN organization o ON o.id = p.organization_id \
               LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id = $1 AND p.is_active";
    let Some(who) = conn.one::<Who>(sql, [person_id.into()]).await? else {
        return Ok(None);
    };
    let roles = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person_id))
        .order_by_asc(role_grant::Column::Id)
        .all(conn)
        .await?;
    let mut grants = Vec::new();
    for row in roles {
        let reach = match row.unit_id {
            Some(unit_id) => reach(conn, unit_id).await?,
            None => BTreeSet::new(),
        };
        grants.push(Grant {
            role: row.role,
            unit_id: row.unit_id,
            reach,
        });
    }
    Ok(Some(Actor {
        organization_id: who.organization_id,
        organization_name: who.organization_name,
        is_example: who.is_example,
        term_pack: who.term_pack,
        account_id,
        person_id: who.person_id,
        name: who.name,
        unit_id: who.unit_id,
        unit_name: who.unit_name,
        grants,
    }))
}

/// The unit, everything under it, what was merged into those or was followed by them, and the branches and units that
/// cover each other there.
async fn reach(conn: &Conn, unit_id: i64) -> Result<BTreeSet<i64>> {
    let sql = "WITH RECURSIVE under (id) AS (\
               SELECT id FROM unit WHERE id = $1 \
               UNION SELECT u.id FROM unit u JOIN under ON u.parent_id = under.id \
               OR u.merged_into_id = under.id OR u.successor_id = under.id) \
               SELECT id FROM under \
               UNION SELECT c.unit_id FROM unit_cover c JOIN under ON c.branch_id = under.id \
               UNION SELECT c.branch_id FROM unit_cover c JOIN under ON c.unit_id = under.id";
    Ok(conn
        .column::<i64>(sql, [unit_id.into()])
        .await?
        .into_iter()
        .collect())
}

/// People who hold `role` for a unit (or for the whole organisation when `unit_id` is nothing): ids and names.
pub async fn list_holders(
    conn: &Conn,
    organization_id: i64,
    role: Role,
    unit_id: Option<i64>,
) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT p.id, p.name FROM role_grant g JOIN person p ON p.id = g.person_id \
               WHERE p.organization_id = $1 AND p.is_active AND g.role = $2 \
               AND (g.unit_id = $3 OR ($3 IS NULL AND g.unit_id IS NULL)) ORDER BY p.id";
    let values = [organization_id.into(), role.into(), unit_id.into()];
    let rows: Vec<Named> = conn.all(sql, values).await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    name: String,
}

/// Marks role grants of a person as gone. Returns how many.
pub async fn delete_role_grant(tx: &Tx, person_id: i64, grant_id: i64) -> Result<u64> {
    let done = role_grant::Entity::delete_many()
        .filter(role_grant::Column::Id.eq(grant_id))
        .filter(role_grant::Column::PersonId.eq(person_id))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected)
}

/// Where an organisation's records come from, for the line at the foot of pages.
pub async fn find_source(conn: &Conn, organization_id: i64) -> Result<Option<String>> {
    let load = async {
        let found = organization::Entity::find_by_id(organization_id)
            .one(conn)
            .await?;
        Ok(found.and_then(|o| o.source))
    };
    let source: Arc<Option<String>> = conn.known("source", organization_id, load).await?;
    Ok(source.as_ref().clone())
}
