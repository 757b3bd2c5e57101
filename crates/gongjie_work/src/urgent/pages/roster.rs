//! 值班表: who is paged in which order, whom to call outside, and the number that is answered day and night.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::super::actions;
use super::super::queries;
use super::super::rules::{self, PartnerInput, PartnerKind, Rank, ShiftInput};
use super::super::tables::urgent_partner;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;

/// One place of the roster in words.
struct Shift {
    id: i64,
    rank: Rank,
    name: String,
    phone: Option<String>,
    days: String,
    hours: String,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "urgent/roster.html")]
struct RosterPage {
    p: Page,
    shifts: Vec<Shift>,
    number: String,
    partners: Vec<urgent_partner::Model>,
    people: Vec<(String, String)>,
    ranks: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    days: Vec<(String, String)>,
    input: ShiftInput,
    partner: PartnerInput,
    errors: Errors,
    keeps: bool,
    has_channel: bool,
    link: String,
}

/// What was typed, where something was refused.
#[derive(Default)]
struct Typed {
    shift: ShiftInput,
    partner: PartnerInput,
    number: Option<String>,
    errors: Vec<gongjie_base::FieldError>,
}

impl RosterPage {
    fn is_ticked(&self, day: &str) -> bool {
        self.input.weekdays.iter().any(|d| d == day)
    }
}

async fn page(visit: &Visit, typed: Typed) -> Result<RosterPage> {
    let (actor, conn) = (visit.actor()?, visit.read());
    if !rules::sees_all(actor) {
        return Err(Error::NotFound);
    }
    let of = actor.organization_id;
    let p = visit.page(visit.words().text("duty-roster"));
    let now = visit.app.clock.civil(visit.app.clock.now());
    let (weekday, hour) = (
        i64::from(now.weekday().to_monday_one_offset()),
        i64::from(now.hour()),
    );
    let known = org::known_people(conn, of).await?;
    let mut shifts: Vec<Shift> = queries::list_shifts(conn, of)
        .await?
        .into_iter()
        .map(|s| Shift {
            id: s.id,
            rank: s.rank,
            name: known.get(&s.person_id).cloned().unwrap_or_default(),
            days: days_in_words(&p, &s.weekdays),
            hours: format!("{}:00–{}:00", s.from_hour, s.until_hour),
            is_now: rules::is_on(&s, weekday, hour),
            phone: s.phone,
        })
        .collect();
    shifts.sort_by_key(|s| (s.rank, s.id));
    let organizations = org::list_organizations(conn).await?;
    let own = organizations
        .into_iter()
        .find(|o| o.id == of)
        .ok_or(Error::NotFound)?;
    let people = org::list_people(conn, actor).await?;
    let number = queries::find_number(conn, of).await?.unwrap_or_default();
    Ok(RosterPage {
        shifts,
        number: typed.number.unwrap_or(number),
        partners: queries::list_partners(conn, of).await?,
        people: people
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect(),
        ranks: Rank::ENTERED
            .iter()
            .map(|r| (r.code().to_owned(), p.code("urgent-rank", r)))
            .collect(),
        kinds: PartnerKind::ALL
            .iter()
            .map(|k| (k.code().to_owned(), p.code("urgent-partner-kind", k)))
            .collect(),
        days: ('1'..='7')
            .map(|d| (d.to_string(), p.code("urgent-day", d)))
            .collect(),
        input: typed.shift,
        partner: typed.partner,
        errors: Errors(typed.errors),
        keeps: rules::keeps_roster(actor),
        has_channel: super::has_channel(conn, of).await?,
        link: format!("{}/urgent/{}", visit.app.settings.public_url, own.code),
        p,
    })
}

fn days_in_words(p: &Page, days: &str) -> String {
    if days == "1234567" {
        return p.t("urgent-every-day");
    }
    let words: Vec<String> = days.chars().map(|d| p.code("urgent-day", d)).collect();
    words.join(&p.t("urgent-comma"))
}

/// `GET /duty-roster`
pub async fn index(visit: Visit) -> Answer {
    show(&page(&visit, Typed::default()).await?)
}

/// `POST /duty-roster`
pub async fn add_shift(visit: Visit, Form(input): Form<ShiftInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::add_shift(&write, &write.acting, &input).await {
        Ok(_) => write.see("/duty-roster").await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let typed = Typed {
                shift: input,
                errors,
                ..Typed::default()
            };
            show_refused(&page(&visit, typed).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /duty-roster/{id}/removal`
pub async fn remove_shift(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::remove_shift(&write, &write.acting, id).await?;
    write.see("/duty-roster").await
}

/// The number as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NumberInput {
    campus_number: String,
}

/// `POST /duty-roster/number`
pub async fn set_number(visit: Visit, Form(input): Form<NumberInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::set_number(&write, &write.acting, &input.campus_number).await {
        Ok(()) => write.see("/duty-roster").await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let typed = Typed {
                number: Some(input.campus_number),
                errors,
                ..Typed::default()
            };
            show_refused(&page(&visit, typed).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /urgent-partners`
pub async fn add_partner(visit: Visit, Form(input): Form<PartnerInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::add_partner(&write, &write.acting, &input).await {
        Ok(_) => write.see("/duty-roster").await,
        Err(Error::Invalid(errors)) => {
            drop(write);
            let typed = Typed {
                partner: input,
                errors,
                ..Typed::default()
            };
            show_refused(&page(&visit, typed).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /urgent-partners/{id}/removal`
pub async fn remove_partner(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::remove_partner(&write, &write.acting, id).await?;
    write.see("/duty-roster").await
}
