//! 演示: two organisations played through the same actions that users use: the article's facts, and an invented one that shows every state. Called by the command line.

mod article;
mod cast;
mod closing;
mod example;
mod founding;
mod open;
mod oversight;
mod pairs;
mod seed;
mod tasks;
mod voices;

use std::collections::BTreeMap;

use gongjie_base::{Error, Result};

use crate::calendar;
use crate::door::App;
use crate::journal;
use crate::org::{Acting, Actor};

/// Password of everybody in the demo. The demo listens on loopback and says so.
pub const PASSWORD: &str = "gongjie demo people";

const ARTICLE: &str = include_str!("../../seeds/article.json");
const EXAMPLE: &str = include_str!("../../seeds/example.json");

/// Holidays and make-up days as the State Council announced them for these years.
const NOTICES: [&str; 2] = [
    include_str!("../../seeds/notice-2025.json"),
    include_str!("../../seeds/notice-2026.json"),
];

/// Ids of what a seed names by keys.
#[derive(Default)]
struct Keys {
    units: BTreeMap<String, i64>,
    people: BTreeMap<String, i64>,
    themes: BTreeMap<String, i64>,
    campaign: i64,
    /// Years by which the campaigns of the seed moved.
    years_on: i64,
}

impl Keys {
    fn unit(&self, key: &str) -> Result<i64> {
        self.units
            .get(key)
            .copied()
            .ok_or_else(|| Error::internal(format!("no unit {key}")))
    }
}

/// Loads both organisations, each in one transaction.
pub async fn load(app: &App) -> Result<()> {
    let password = crate::account::actions::hash(PASSWORD)?;
    for text in [ARTICLE, EXAMPLE] {
        let seed: seed::Seed = serde_json::from_str(text).map_err(Error::internal)?;
        let tx = app.db.begin().await?;
        // Each organisation begins with this write, so its journal has no number yet.
        journal::take_turn(&tx, 0).await?;
        let (acting, mut keys) = founding::found(&tx, app, &seed).await?;
        for notice in NOTICES {
            calendar::actions::load(&tx, &acting, notice).await?;
        }
        cast::invite(&tx, &acting, &seed, &mut keys, &password).await?;
        article::play(&tx, &acting, &seed, &keys).await?;
        // Boxed: the plays hold many steps at once, and who waits for them should not.
        Box::pin(example::play(&tx, &acting, &app.clock, &seed, &keys)).await?;
        if acting.actor.is_example {
            Box::pin(voices::play(&tx, &acting, app, &keys)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The system in an organisation, at a moment.
fn system(app: &App, actor: Actor) -> Acting {
    Acting {
        actor,
        at: app.clock.now(),
        today: app.clock.today(),
        algorithm: app.settings.algorithm,
    }
}
