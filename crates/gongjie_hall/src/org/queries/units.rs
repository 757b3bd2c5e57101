//! Units through time: names of a day, trees, covers, and what a merger moves.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result, Tx};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::journal::queries::Line;
use crate::org::actor::Actor;
use crate::org::rules::{Former, name_on};
use crate::org::tables::{unit, unit_cover, unit_name};

/// All units of the actor's organisation, merged and ended ones included.
pub async fn list_all_units(conn: &Conn, actor: &Actor) -> Result<Vec<unit::Model>> {
    let units = super::known_units(conn, actor.organization_id).await?;
    Ok(units.values().cloned().collect())
}

/// Other spellings and former names of all units of the actor's organisation.
pub async fn list_names_of_all(conn: &Conn, actor: &Actor) -> Result<Vec<unit_name::Model>> {
    names_of_organization(conn, actor.organization_id).await
}

async fn names_of_organization(conn: &Conn, organization: i64) -> Result<Vec<unit_name::Model>> {
    conn.select(
        unit_name::Entity::find()
            .filter(unit_name::Column::OrganizationId.eq(organization))
            .order_by_asc(unit_name::Column::Id),
    )
    .await
}

/// Names that held on `day`, by id of the unit, merged and ended ones included: how a ledger of an old year names them.
/// The caller has made sure that the asker belongs to the organisation.
pub async fn names_on(
    conn: &Conn,
    organization_id: i64,
    day: Date,
) -> Result<BTreeMap<i64, String>> {
    let day = day.to_string();
    let mut formers: BTreeMap<i64, Vec<Former>> = BTreeMap::new();
    for row in names_of_organization(conn, organization_id).await? {
        if row.kind == "former" {
            let former = Former {
                name: row.name,
                from: row.valid_from,
                until: row.valid_to,
            };
            formers.entry(row.unit_id).or_default().push(former);
        }
    }
    let mut names = super::unit_names(conn, organization_id).await?;
    for (id, formers) in formers {
        if let Some(name) = names.get_mut(&id) {
            *name = name_on(name, &formers, &day).to_owned();
        }
    }
    Ok(names)
}

/// The open unit of this exact name; there is at most one.
pub async fn find_open_unit_named(conn: &Conn, actor: &Actor, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM unit WHERE organization_id = $1 AND name = $2 \
               AND valid_to IS NULL AND merged_into_id IS NULL";
    conn.scalar(sql, [actor.organization_id.into(), name.into()])
        .await
}

/// A unit and everything below it in the tree. The caller has checked that the asker may see the unit.
pub async fn list_under(conn: &Conn, unit_id: i64) -> Result<BTreeSet<i64>> {
    let sql = "WITH RECURSIVE under (id) AS (SELECT id FROM unit WHERE id = $1 \
               UNION SELECT u.id FROM unit u JOIN under ON u.parent_id = under.id) \
               SELECT id FROM under";
    let ids = conn.column::<i64>(sql, [unit_id.into()]).await?;
    Ok(ids.into_iter().collect())
}

/// Which branch covers which unit, in the actor's organisation.
pub async fn list_covers(conn: &Conn, actor: &Actor) -> Result<Vec<unit_cover::Model>> {
    let sql = "SELECT c.id, c.branch_id, c.unit_id, c.valid_from, c.valid_to FROM unit_cover c \
               JOIN unit u ON u.id = c.branch_id WHERE u.organization_id = $1 ORDER BY c.id";
    conn.all(sql, [actor.organization_id.into()]).await
}

/// Whether the branch covers the unit.
pub async fn has_unit_cover(conn: &Conn, branch_id: i64, unit_id: i64) -> Result<bool> {
    let sql = "SELECT id FROM unit_cover WHERE branch_id = $1 AND unit_id = $2";
    let found: Option<i64> = conn.scalar(sql, [branch_id.into(), unit_id.into()]).await?;
    Ok(found.is_some())
}

/// Takes a cover away. Returns how many there were.
pub async fn delete_unit_cover(tx: &Tx, branch_id: i64, unit_id: i64) -> Result<u64> {
    let sql = "DELETE FROM unit_cover WHERE branch_id = $1 AND unit_id = $2";
    tx.run(sql, [branch_id.into(), unit_id.into()]).await
}

/// Takes a spelling away.
pub async fn delete_unit_name(tx: &Tx, id: i64) -> Result<()> {
    tx.run("DELETE FROM unit_name WHERE id = $1", [id.into()])
        .await
        .map(|_| ())
}

/// Moves children, people, roles, covers and predecessors of `from` to `to`. What `to` has already is not doubled.
/// Rows of other rooms stay where they are and follow by `merged_into_id`.
pub async fn update_belongings(tx: &Tx, from: i64, to: i64) -> Result<()> {
    let moves = [
        "UPDATE unit SET parent_id = $2, version = version + 1 WHERE parent_id = $1",
        "UPDATE unit SET successor_id = $2 WHERE successor_id = $1 AND id <> $2",
        "UPDATE person SET unit_id = $2, version = version + 1 WHERE unit_id = $1",
        "DELETE FROM role_grant WHERE unit_id = $1 AND EXISTS (SELECT 1 FROM role_grant g \
         WHERE g.unit_id = $2 AND g.person_id = role_grant.person_id AND g.role = role_grant.role)",
        "UPDATE role_grant SET unit_id = $2 WHERE unit_id = $1",
        "DELETE FROM unit_cover WHERE branch_id = $1 AND (unit_id = $2 OR unit_id IN \
         (SELECT c.unit_id FROM unit_cover c WHERE c.branch_id = $2))",
        "DELETE FROM unit_cover WHERE unit_id = $1 AND (branch_id = $2 OR branch_id IN \
         (SELECT c.branch_id FROM unit_cover c WHERE c.unit_id = $2))",
        "UPDATE unit_cover SET branch_id = $2 WHERE branch_id = $1",
        "UPDATE unit_cover SET unit_id = $2 WHERE unit_id = $1",
    ];
    for sql in moves {
        tx.run(sql, [from.into(), to.into()]).await?;
    }
    Ok(())
}

/// Puts names for the ids of units and people that entries hold. The caller has checked who may see the entries.
pub async fn name_changes(conn: &Conn, organization_id: i64, lines: &mut [Line]) -> Result<()> {
    let units = super::unit_names(conn, organization_id).await?;
    let people = super::known_people(conn, organization_id).await?;
    for change in lines
        .iter_mut()
        .flat_map(|l| l.changes.iter_mut().flatten())
    {
        let names = match change.field.as_str() {
            "unit_id" | "raised_by_unit_id" | "proposed_unit_id" => &units,
            "person_id" | "owner_id" | "verifier_id" => people.as_ref(),
            _ => continue,
        };
        for value in [&mut change.from, &mut change.to].into_iter().flatten() {
            if let Some(name) = value.parse().ok().and_then(|id: i64| names.get(&id)) {
                value.clone_from(name);
            }
        }
    }
    Ok(())
}
