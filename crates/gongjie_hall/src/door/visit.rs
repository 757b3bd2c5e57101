//! One request from its asker's side: actor, language, proofs; and the only way to open a write.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongjie_base::{Conn, Error, Result, Tx};
use jiff::civil::Date;
use serde::Serialize;

use super::crowd::{Gate, Turnstile};
use super::queries::{self, Claim};
use super::{App, Pulse, Refused};
use crate::journal::{self, By};
use crate::layout::{Aside, Lang, Page, Words};
use crate::org::{Acting, Actor, TermPack};

/// Pages that one network may read, for each voice that it may file.
const READS_PER_RAISE: u32 = 20;

/// Who is asking, in which language, for which address.
#[derive(Clone)]
pub struct Visit {
    pub app: App,
    pub who: Option<Arc<Actor>>,
    pub lang: Lang,
    /// `light`, `dark` or nothing (as the device says).
    pub scheme: Option<&'static str>,
    /// Larger text, as the asker chose.
    pub is_large: bool,
    /// Path with query.
    pub address: String,
    pub request_id: String,
    /// The session's CSRF token; empty without a session.
    pub csrf: String,
    /// Stored hash of the session's reference.
    pub session: Option<String>,
    /// /32 or /64 of the asker; empty where nobody is asked.
    pub network: String,
    /// Where nobody is asked: the mark of the crowd that the asker came with.
    pub(super) turnstile: Option<Turnstile>,
    /// Number of the organisation's last entry in the journal when the request came; 0 without a session.
    pub head: i64,
    /// What stands beside the page besides its own contents.
    pub aside: Aside,
    /// Bytes of this route's body, at most.
    pub(super) body_bytes_max: usize,
    /// Set when the request proved that it comes from our own page, or carries a token.
    pub(super) claim: Option<Claim>,
    /// A bearer token, not a cookie: no CSRF token is asked for.
    pub(super) is_bearer: bool,
}

impl Visit {
    /// The signed-in actor.
    pub fn actor(&self) -> Result<&Actor> {
        self.who.as_deref().ok_or(Error::Unauthenticated)
    }

    /// For reading.
    pub fn read(&self) -> &Conn {
        self.app.db.read()
    }

    /// Today, where the organisation is.
    pub fn today(&self) -> Date {
        self.app.clock.today()
    }

    /// The words of this visit.
    pub fn words(&self) -> Words {
        let pack = self.who.as_ref().map_or(TermPack::Party, |a| a.term_pack);
        Words {
            lang: self.lang,
            pack,
        }
    }

    /// What every page needs besides its own contents. `title` is a text key or ready text.
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page {
            words: self.words(),
            title: title.into(),
            scheme: self.scheme,
            is_large: self.is_large,
            address: self.address.clone(),
            csrf: self.csrf.clone(),
            actor: self.who.clone(),
            is_demo: self.app.is_demo,
            today: self.today(),
            clock: self.app.clock.clone(),
            is_wide: false,
            aside: self.aside.clone(),
        }
    }

    /// The actor at this moment.
    pub fn acting(&self) -> Result<Acting> {
        Ok(Acting {
            actor: self.actor()?.clone(),
            at: self.app.clock.now(),
            today: self.today(),
            algorithm: self.app.settings.algorithm,
        })
    }

    /// Passes a turnstile, where nobody is asked who they are. `per_hour`: how many of one network pass in an hour.
    pub fn pass_turnstile(&self, gate: Gate, per_hour: u32) -> Result<()> {
        let mark = self
            .turnstile
            .ok_or_else(|| Error::internal("no turnstile stands here"))?;
        self.app
            .crowd
            .pass(gate, mark, per_hour, self.app.clock.now())
    }

    /// Passes the turnstile of those who read what everybody may read.
    pub fn pass_reading(&self) -> Result<()> {
        let raises = self.app.settings.raises_per_hour;
        self.pass_turnstile(Gate::Read, raises.saturating_mul(READS_PER_RAISE))
    }

    /// Opens a write of somebody who was not asked, in this organisation. It has no key: what must happen once only says
    /// so itself.
    pub async fn begin_unasked(&self, organization_id: i64) -> Result<Open> {
        let tx = self.app.db.begin().await?;
        let by = By {
            organization_id,
            person_id: None,
            at: self.app.clock.now(),
            algorithm: self.app.settings.algorithm,
        };
        Ok(Open {
            tx,
            by,
            today: self.today(),
            pulse: self.app.pulse.clone(),
        })
    }

    /// Opens the write of this request. The same request a second time gives [`Error::Repeated`] with the first answer.
    pub async fn begin(&self) -> Result<Write> {
        let acting = self.acting()?;
        let Some(claim) = self.claim.clone() else {
            return Err(Error::forbidden("error-csrf"));
        };
        let tx = self.app.db.begin().await?;
        journal::take_turn(&tx, acting.actor.organization_id).await?;
        queries::claim(&tx, &acting.actor, &claim, acting.at).await?;
        Ok(Write {
            tx,
            acting,
            claim,
            pulse: self.app.pulse.clone(),
        })
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refused> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Refused(Error::internal("a route outside the door")))
    }
}

/// An open write of somebody who was not asked who they are. Dropped without [`Open::commit`] it changes nothing.
pub struct Open {
    tx: Tx,
    /// For the journal: nobody, now.
    pub by: By,
    pub today: Date,
    pulse: Pulse,
}

impl Deref for Open {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl Open {
    /// Makes it so.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        self.pulse.poke(self.by.organization_id);
        Ok(())
    }
}

/// An open write with the actor who makes it. Dropped without an answer it changes nothing.
pub struct Write {
    tx: Tx,
    pub acting: Acting,
    claim: Claim,
    pulse: Pulse,
}

impl Deref for Write {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl Write {
    /// Commits and sends the browser to `location`.
    pub async fn see(self, location: impl Into<String>) -> Result<Response, Refused> {
        let location = location.into();
        let account = self.acting.actor.account_id;
        let status = StatusCode::SEE_OTHER.as_u16();
        queries::store(&self.tx, account, &self.claim, status, Some(&location), "").await?;
        self.tx.commit().await?;
        self.pulse.poke(self.acting.actor.organization_id);
        Ok(Redirect::to(&location).into_response())
    }

    /// Commits and answers with JSON.
    pub async fn json(
        self,
        status: StatusCode,
        body: &impl Serialize,
    ) -> Result<Response, Refused> {
        let body = serde_json::to_string(body).map_err(Error::internal)?;
        let account = self.acting.actor.account_id;
        queries::store(&self.tx, account, &self.claim, status.as_u16(), None, &body).await?;
        self.tx.commit().await?;
        self.pulse.poke(self.acting.actor.organization_id);
        Ok(json_answer(status, body))
    }
}

impl Write {
    /// Commits and answers with `told`; a repetition of the request is answered with `stored`, which holds no secret.
    pub async fn json_once(
        self,
        status: StatusCode,
        stored: &impl Serialize,
        told: &impl Serialize,
    ) -> Result<Response, Refused> {
        let told = serde_json::to_string(told).map_err(Error::internal)?;
        self.json(status, stored).await?;
        Ok(json_answer(status, told))
    }
}

/// A ready JSON text as an answer.
pub(super) fn json_answer(status: StatusCode, body: String) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}
