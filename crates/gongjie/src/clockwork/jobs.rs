//! The clock of the house: every minute it lets the rooms do what is due, each organisation in a write of its own.

use std::time::Duration;

use gongjie_base::Result;
use tokio::sync::watch;

use crate::close_out::actions as close_outs;
use crate::door::App;
use crate::org::tables::organization;
use crate::org::{Acting, Actor, queries as org};
use crate::rise::actions as rises;
use crate::urgent::actions as urgents;
use crate::voice::actions as voices;

/// Time between two looks.
const LOOK: Duration = Duration::from_mins(1);

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Steps of the page-out of urgent calls.
    pub pages: usize,
    pub voices: voices::Swept,
    pub close_outs: close_outs::Swept,
    /// Messages of limits that were newly told.
    pub told: usize,
    /// Rises that a rule asked for.
    pub risen: usize,
}

/// Goes round until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut reminded_on = None;
    while !*stop.borrow() {
        let today = app.clock.today();
        // Looking at every limit is long: once a day, and after a start, is enough. What was told is not told again.
        let reminds = reminded_on != Some(today);
        let done = go(&app, reminds).await;
        if done.is_ok() {
            reminded_on = Some(today);
        }
        if let Err(error) = done {
            tracing::error!(%error, "what was due could not be done");
        }
        tokio::select! {
            _ = stop.changed() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Everything that is due now, for every organisation. Two instances at once do it once: what one has done is not due for the
/// other, which waits for the organisation's turn.
pub async fn go_round(app: &App) -> Result<Round> {
    go(app, true).await
}

async fn go(app: &App, reminds: bool) -> Result<Round> {
    let mut round = Round::default();
    let organizations = org::list_organizations(app.db.read()).await?;
    // Whoever waits for help goes before everything else, in every organisation; what fails in one keeps no other waiting.
    for organization in &organizations {
        match page_out(app, organization).await {
            Ok(steps) => round.pages += steps,
            Err(error) => tracing::error!(%error, "urgent calls could not be paged"),
        }
    }
    for organization in organizations {
        loop {
            let swept = sweep_voices(app, organization.id).await?;
            round.voices.add(swept);
            if !swept.is_full() {
                break;
            }
        }
        let tx = app.db.begin().await?;
        let algorithm = app.settings.algorithm;
        let swept = close_outs::sweep(&tx, organization.id, &app.clock, algorithm).await?;
        tx.commit().await?;
        round.close_outs.settled += swept.settled;
        round.close_outs.reminded += swept.reminded;
        if reminds {
            round.told += remind(app, &organization).await?;
            round.risen += ask_to_rise(app, &organization).await?;
        }
        app.pulse.poke(organization.id);
    }
    Ok(round)
}

/// Tells who has a limit before them, once a day.
async fn remind(app: &App, organization: &organization::Model) -> Result<usize> {
    let acting = Acting {
        actor: Actor::system(organization),
        at: app.clock.now(),
        today: app.clock.today(),
        algorithm: app.settings.algorithm,
    };
    super::reminding::remind(app, &acting).await
}

/// Asks for the rise of what is blocked by rule, some hundred problems to a write; gives how many were asked for.
async fn ask_to_rise(app: &App, organization: &organization::Model) -> Result<usize> {
    let mut asked = 0;
    loop {
        let tx = app.db.begin().await?;
        let acting = Acting {
            actor: Actor::system(organization),
            at: app.clock.now(),
            today: app.clock.today(),
            algorithm: app.settings.algorithm,
        };
        let swept = rises::sweep(&tx, &acting, &app.clock).await?;
        tx.commit().await?;
        asked += swept.asked;
        if !swept.is_full {
            return Ok(asked);
        }
    }
}

async fn page_out(app: &App, organization: &organization::Model) -> Result<usize> {
    let tx = app.db.begin().await?;
    let acting = Acting {
        actor: Actor::system(organization),
        at: app.clock.now(),
        today: app.clock.today(),
        algorithm: app.settings.algorithm,
    };
    let steps = urgents::sweep(&tx, &acting, &app.clock).await?;
    tx.commit().await?;
    if steps > 0 {
        app.pulse.poke(organization.id);
    }
    Ok(steps)
}

async fn sweep_voices(app: &App, organization_id: i64) -> Result<voices::Swept> {
    let tx = app.db.begin().await?;
    let (at, algorithm) = (app.clock.now(), app.settings.algorithm);
    let swept = voices::sweep(&tx, organization_id, at, algorithm).await?;
    tx.commit().await?;
    Ok(swept)
}
