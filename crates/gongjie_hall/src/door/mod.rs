//! The hall: every request comes in here. Who is asking, which route, how often, CSRF, idempotency, headers, and the one printer of errors. Owns `idempotency` and `request_count`.

mod attached;
mod body;
mod crowd;
mod error;
mod gate;
mod jobs;
mod pace;
mod pulse;
mod picture;
mod queries;
mod reading;
mod routes;
mod shape;
mod visit;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gongjie_base::files::Files;
use gongjie_base::{Clock, Db, Error, Result, Secret};

use crate::journal::Moment;
use crate::settings::Settings;

pub use attached::{attached, clean_name, disposition, disposition_of};
pub use body::{Form, Json, Parts, Upload, UploadedFile};
pub use crowd::{Crowd, Gate};
pub use error::{Answer, Problem, Refused, json, retry_after, show, show_clash, show_refused};
pub use gate::{SESSION_COOKIE, SESSION_COOKIE_HTTPS, cookie, enter};
pub use jobs::{Job, Jobs, Obstacle};
pub use pace::{Asker, Cost, Pace};
pub use picture::Picture;
pub use pulse::{Heard, Listener, Pulse};
pub use reading::Reading;
pub use routes::{Method, Route, RouteTable, Routes, Who};
pub use shape::{Key, Onward, Paging, Refusals, Rows, Unreadable};
pub use visit::{Open, Visit, Write};

/// The answer to an address that is no page.
pub async fn nowhere() -> Refused {
    Refused(gongjie_base::Error::NotFound)
}

/// What every handler can reach. Cheap to clone; nothing in it is state that another instance would miss.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub files: Files,
    pub settings: Arc<Settings>,
    pub routes: Arc<RouteTable>,
    /// What this process holds of the rate limits that the database counts.
    pub pace: Pace,
    /// How many come from one network to the doors where nobody is asked who they are.
    pub crowd: Crowd,
    /// What codes and seals are made with.
    pub secret: Secret,
    /// Which journals this process follows for its open streams.
    pub pulse: Pulse,
    /// What this process does behind pages that show how far it is.
    pub jobs: Jobs,
    /// This program, for the processes of its own that open foreign files.
    pub program: PathBuf,
    /// The demo's people may be signed in with one click.
    pub is_demo: bool,
}

impl App {
    /// Does what takes the processor for long beside the threads that answer; `work` is given this program.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> T + Send + 'static,
    ) -> Result<T> {
        let program = self.program.clone();
        let done = tokio::task::spawn_blocking(move || work(&program));
        done.await.map_err(Error::internal)
    }

    /// Now, and the journal's algorithm of the settings.
    pub fn moment(&self) -> Moment {
        Moment {
            at: self.clock.now(),
            algorithm: self.settings.algorithm,
        }
    }
}
