//! Keeping the duty roster, the partners outside and the number that is answered day and night.

use gongjie_base::check::Check;
use gongjie_base::{Error, Result, Tx};

use crate::journal::{self, Entry};
use crate::org::{Acting, queries as org};
use crate::outbox;
use crate::urgent::queries;
use crate::urgent::rules::{self, PartnerInput, ShiftInput};

/// Places of one roster.
const SHIFTS_MAX: usize = 200;
/// Partners of one organisation.
const PARTNERS_MAX: usize = 50;

fn check_keeper(acting: &Acting) -> Result<()> {
    if rules::keeps_roster(&acting.actor) {
        Ok(())
    } else {
        Err(Error::forbidden("urgent-not-your-roster"))
    }
}

/// Enters somebody into the roster 排班. By coordinators and duty officers.
pub async fn add_shift(tx: &Tx, acting: &Acting, input: &ShiftInput) -> Result<i64> {
    check_keeper(acting)?;
    let of = acting.actor.organization_id;
    let shift = rules::read_shift(input)?;
    org::find_person(tx, &acting.actor, shift.person_id)
        .await
        .map_err(|_| Error::invalid("person_id", "error-not-in-list"))?;
    if outbox::queries::list_recipients(tx, of, &[shift.person_id])
        .await?
        .is_empty()
    {
        return Err(Error::invalid("person_id", "error-not-in-list"));
    }
    if queries::list_shifts(tx, of).await?.len() >= SHIFTS_MAX {
        return Err(Error::conflict("urgent-roster-full"));
    }
    let id = queries::insert_shift(tx, of, &shift).await?;
    let entry = Entry::new("duty_shift.add", "duty_shift", id)
        .set("rank", shift.rank)
        .set("person_id", shift.person_id)
        .set("weekdays", shift.weekdays)
        .set("from_hour", shift.from_hour)
        .set("until_hour", shift.until_hour);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Takes a place out of the roster. By coordinators and duty officers.
pub async fn remove_shift(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    check_keeper(acting)?;
    let was = queries::delete_shift(tx, acting.actor.organization_id, id).await?;
    let entry = Entry::new("duty_shift.remove", "duty_shift", id)
        .change("rank", Some(was.rank), None::<&str>)
        .change("person_id", Some(was.person_id), None::<&str>);
    journal::record(tx, acting.by(), entry).await
}

/// Sets the number that is answered day and night 校内 24 小时电话; nothing typed: there is none. It is shown to everybody.
pub async fn set_number(tx: &Tx, acting: &Acting, typed: &str) -> Result<()> {
    check_keeper(acting)?;
    let of = acting.actor.organization_id;
    let mut check = Check::new();
    let phone = rules::read_phone(&mut check, "campus_number", typed);
    check.done()?;
    let was = queries::find_number(tx, of).await?;
    if was == phone {
        return Ok(());
    }
    queries::replace_number(tx, of, phone.as_deref()).await?;
    let entry = Entry::new("urgent.number", "organization", of).change("phone", was, phone);
    journal::record(tx, acting.by(), entry).await
}

/// Adds a partner outside. By coordinators and duty officers.
pub async fn add_partner(tx: &Tx, acting: &Acting, input: &PartnerInput) -> Result<i64> {
    check_keeper(acting)?;
    let of = acting.actor.organization_id;
    let (kind, name, phone) = rules::read_partner(input)?;
    if queries::list_partners(tx, of).await?.len() >= PARTNERS_MAX {
        return Err(Error::conflict("urgent-roster-full"));
    }
    let id = queries::insert_partner(tx, of, kind, &name, &phone).await?;
    let entry = Entry::new("urgent_partner.add", "urgent_partner", id)
        .set("kind", kind)
        .set("name", name)
        .set("phone", phone);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Takes a partner off the list. By coordinators and duty officers.
pub async fn remove_partner(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    check_keeper(acting)?;
    let was = queries::delete_partner(tx, acting.actor.organization_id, id).await?;
    let entry = Entry::new("urgent_partner.remove", "urgent_partner", id).change(
        "name",
        Some(was.name),
        None::<&str>,
    );
    journal::record(tx, acting.by(), entry).await
}
