//! Pages of voices: the form and the code page for everybody, the desk and what stands beside it for staff.

pub mod aside;
pub mod desk;
pub mod entry;
mod one;
pub mod raise;
pub mod track;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gongjie_base::{Conn, Error, FieldError, Result, Say};
use gongjie_reader::{Kind as Refused, apart};

use super::clocks::Clocks;
use super::queries::{self, NewPicture};
use super::rules::{EventKind, Side};
use super::tables::{voice_event, voice_picture};
use super::words::when;
use crate::calendar;
use crate::door::{App, UploadedFile};
use crate::layout::Page;

/// The clocks of an organisation.
pub async fn clocks(app: &App, conn: &Conn, organization_id: i64) -> Result<Clocks> {
    Ok(Clocks {
        calendar: calendar::queries::find(conn, organization_id).await?,
        clock: app.clock.clone(),
        limits: queries::find_limits(conn, organization_id).await?,
    })
}

/// Makes sent pictures anew, each in a process of its own.
async fn remake(app: &App, files: Vec<UploadedFile>) -> Result<Vec<NewPicture>> {
    let mut made = Vec::new();
    for file in files {
        let picture = app
            .aside(move |program| apart::remake_picture(program, &[apart::COMMAND], &file.bytes))
            .await?;
        let picture = picture.map_err(|refusal| {
            let key = match refusal.kind {
                Refused::TooLarge | Refused::TooSlow => "voice-picture-too-large",
                Refused::Unsupported => "voice-picture-kind",
                _ => "voice-picture-damaged",
            };
            Error::Invalid(vec![FieldError::new("pictures", Say::new(key))])
        })?;
        made.push(NewPicture {
            kind: "image/jpeg",
            width: picture.width.into(),
            height: picture.height.into(),
            data: picture.jpeg,
        });
    }
    Ok(made)
}

/// One turn as a page shows it.
pub struct Turn {
    pub side: Side,
    pub who: String,
    pub when: String,
    /// What happened, where it is more than words.
    pub what: String,
    pub text: String,
    pub is_internal: bool,
    pub pictures: Vec<Shot>,
}

/// A picture in a page: its own bytes, so that no address of it is ever asked for.
pub struct Shot {
    pub width: i64,
    pub height: i64,
    pub source: String,
}

fn shots(pictures: &[voice_picture::Model], turn: i64) -> Vec<Shot> {
    pictures
        .iter()
        .filter(|p| p.turn == turn && STANDARD.decode(&p.data).is_ok())
        .map(|p| Shot {
            width: p.width,
            height: p.height,
            source: format!("data:{};base64,{}", p.kind, p.data),
        })
        .collect()
}

/// The story as it is shown: to the raiser without what is internal.
fn story(
    p: &Page,
    events: &[voice_event::Model],
    pictures: &[voice_picture::Model],
    units: &BTreeMap<i64, String>,
    raiser: &str,
    is_half_day: bool,
    is_inside: bool,
) -> Vec<Turn> {
    events
        .iter()
        .filter(|e| is_inside || !e.is_internal)
        .map(|e| {
            let unit = e
                .unit_id
                .and_then(|u| units.get(&u))
                .cloned()
                .unwrap_or_default();
            let who = match e.side {
                Side::Raiser => raiser.to_owned(),
                Side::Us if unit.is_empty() || e.kind == EventKind::Dispatched => {
                    p.t("voice-by-desk")
                }
                Side::Us => unit.clone(),
                Side::System => p.t("voice-by-system"),
            };
            let what = match e.kind {
                EventKind::Said | EventKind::Contacted | EventKind::Noted => String::new(),
                kind => p.words.text_with(
                    &format!("voice-event-{}", kind.code().replace('_', "-")),
                    &[("unit", unit)],
                ),
            };
            Turn {
                side: e.side,
                who,
                when: when(p, e.at, is_half_day && e.side == Side::Raiser),
                what,
                text: e.text.clone().unwrap_or_default(),
                is_internal: e.is_internal,
                pictures: shots(pictures, e.turn),
            }
        })
        .collect()
}
