//! Pages of the urgent channel: numbers first for everybody, calls and the roster for those on duty.

pub mod calls;
pub mod open;
pub mod roster;

use gongjie_base::{Conn, Result};

use super::queries;
use crate::layout::Page;
use crate::outbox::{self, Class};
use crate::voice::danger::{Danger, NUMBERS};

/// A number to call.
struct Call {
    /// What the phone dials.
    dial: String,
    shown: String,
    whose: String,
}

/// What a phone dials of a number as it was typed.
fn dial(shown: &str) -> String {
    shown
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

/// The numbers of the whole country and the one of this organisation.
async fn numbers(conn: &Conn, p: &Page, organization_id: i64) -> Result<Vec<Call>> {
    let mut calls: Vec<Call> = NUMBERS
        .iter()
        .map(|(number, key)| Call {
            dial: (*number).to_owned(),
            shown: (*number).to_owned(),
            whose: p.t(key),
        })
        .collect();
    if let Some(own) = queries::find_number(conn, organization_id).await? {
        calls.push(Call {
            dial: dial(&own),
            shown: own,
            whose: p.t("urgent-campus-number"),
        });
    }
    Ok(calls)
}

/// Does any channel carry urgent messages to a phone? Without one there is only the inbox of the product.
async fn has_channel(conn: &Conn, organization_id: i64) -> Result<bool> {
    let channels = outbox::queries::list_channels(conn, organization_id).await?;
    Ok(channels
        .iter()
        .any(|c| c.is_on && outbox::rules::takes(&c.takes, Class::Urgent)))
}

fn kinds(p: &Page) -> Vec<(String, String)> {
    Danger::ALL
        .iter()
        .map(|k| (k.code().to_owned(), p.code("urgent-kind", k)))
        .collect()
}
