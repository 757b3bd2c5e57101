//! Duty roster, outside partners, and the number that is answered day and night.

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::urgent::rules::{PartnerKind, Shift};
use crate::urgent::tables::{duty_shift, urgent_number, urgent_partner};

/// The roster of an organisation. The caller may page by it or keep it.
pub async fn list_shifts(conn: &Conn, organization_id: i64) -> Result<Vec<duty_shift::Model>> {
    conn.rows_by("organization_id", &[organization_id], "id")
        .await
}

/// Inserts a place of the roster.
pub async fn insert_shift(tx: &Tx, organization_id: i64, shift: &Shift) -> Result<i64> {
    let row = duty_shift::ActiveModel {
        organization_id: Set(organization_id),
        rank: Set(shift.rank),
        person_id: Set(shift.person_id),
        phone: Set(shift.phone.clone()),
        weekdays: Set(shift.weekdays.clone()),
        from_hour: Set(shift.from_hour),
        until_hour: Set(shift.until_hour),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Takes a place out of the roster and gives it back as it was.
pub async fn delete_shift(tx: &Tx, organization_id: i64, id: i64) -> Result<duty_shift::Model> {
    let found = duty_shift::Entity::find_by_id(id)
        .filter(duty_shift::Column::OrganizationId.eq(organization_id))
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)?;
    duty_shift::Entity::delete_many()
        .filter(duty_shift::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(found)
}

/// The number that is answered day and night, as everybody may know it.
pub async fn find_number(conn: &Conn, organization_id: i64) -> Result<Option<String>> {
    let rows: Vec<urgent_number::Model> = conn
        .rows_by("organization_id", &[organization_id], "id")
        .await?;
    Ok(rows.into_iter().next().map(|r| r.phone))
}

/// Sets that number; nothing: there is none any more.
pub async fn replace_number(tx: &Tx, organization_id: i64, phone: Option<&str>) -> Result<()> {
    urgent_number::Entity::delete_many()
        .filter(urgent_number::Column::OrganizationId.eq(organization_id))
        .exec(&**tx)
        .await?;
    if let Some(phone) = phone {
        let row = urgent_number::ActiveModel {
            organization_id: Set(organization_id),
            phone: Set(phone.to_owned()),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Partners outside.
pub async fn list_partners(
    conn: &Conn,
    organization_id: i64,
) -> Result<Vec<urgent_partner::Model>> {
    Ok(urgent_partner::Entity::find()
        .filter(urgent_partner::Column::OrganizationId.eq(organization_id))
        .order_by_asc(urgent_partner::Column::Id)
        .all(conn)
        .await?)
}

/// Inserts a partner.
pub async fn insert_partner(
    tx: &Tx,
    organization_id: i64,
    kind: PartnerKind,
    name: &str,
    phone: &str,
) -> Result<i64> {
    let row = urgent_partner::ActiveModel {
        organization_id: Set(organization_id),
        kind: Set(kind),
        name: Set(name.to_owned()),
        phone: Set(phone.to_owned()),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Takes a partner off the list and gives it back as it was.
pub async fn delete_partner(
    tx: &Tx,
    organization_id: i64,
    id: i64,
) -> Result<urgent_partner::Model> {
    let found = urgent_partner::Entity::find_by_id(id)
        .filter(urgent_partner::Column::OrganizationId.eq(organization_id))
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)?;
    urgent_partner::Entity::delete_many()
        .filter(urgent_partner::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(found)
}
