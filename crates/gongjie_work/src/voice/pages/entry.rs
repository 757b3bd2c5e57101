//! 代录: staff enter what somebody told them by phone or in person; the code goes to who spoke.

use askama::Template;
use gongjie_base::{Error, Result};

use super::super::actions::{self, Filed, With};
use super::super::code;
use super::super::rules::{self, Channel, Input, Kind, Mode};
use crate::door::{Answer, Form, Visit, Write, show, show_refused};
use crate::layout::{Errors, Page};

#[derive(Template)]
#[template(path = "voice/entry.html")]
struct EntryPage {
    p: Page,
    input: Input,
    errors: Errors,
    modes: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    channels: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "voice/entered.html")]
struct EnteredPage {
    p: Page,
    id: i64,
    shown_code: String,
}

fn page(visit: &Visit, input: Input, errors: Errors) -> EntryPage {
    let p = visit.page(visit.words().text("voice-enter"));
    EntryPage {
        modes: Mode::ALL
            .iter()
            .map(|m| (m.code().to_owned(), p.code("mode", m)))
            .collect(),
        kinds: Kind::ALL
            .iter()
            .map(|k| (k.code().to_owned(), p.code("voice-kind", k)))
            .collect(),
        channels: Channel::BY_STAFF
            .iter()
            .map(|c| (c.code().to_owned(), p.code("channel", c)))
            .collect(),
        input,
        errors,
        p,
    }
}

/// `GET /voices/new`
pub async fn new(visit: Visit) -> Answer {
    let input = Input {
        channel: Channel::Phone.code().to_owned(),
        mode: Mode::RealName.code().to_owned(),
        ..Input::default()
    };
    show(&page(&visit, input, Errors::none()))
}

/// What staff typed, with the key of its form.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    #[serde(rename = "_key")]
    key: String,
    #[serde(flatten)]
    input: Input,
}

/// Files what staff were told. Their name stands with it as who entered it; the raiser's mode decides what else is kept.
pub(in super::super) async fn enter(
    visit: &Visit,
    write: &Write,
    input: &Input,
    key: &str,
    channels: &[Channel],
) -> Result<Filed> {
    let read = rules::read(input, channels)?;
    let by = write.acting.by();
    let clocks = super::clocks(&visit.app, write, by.organization_id).await?;
    let with = With {
        key,
        ..With::default()
    };
    actions::raise(write, by, &visit.app.secret, &clocks, read, with).await
}

/// `POST /voices`
pub async fn create(visit: Visit, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    match enter(&visit, &write, &typed.input, &typed.key, Channel::BY_STAFF).await {
        Ok(filed) => {
            let page = EnteredPage {
                p: visit.page(visit.words().text("voice-entered")),
                id: filed.voice.id,
                shown_code: code::shown(&filed.code),
            };
            // The page is shown once, now: its code is stored nowhere.
            let shown = show(&page)?;
            write.see(format!("/voices/{}", filed.voice.id)).await?;
            Ok(shown)
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&page(&visit, typed.input, Errors(fields)))
        }
        Err(error) => Err(error.into()),
    }
}
