//! Work that goes on after its page has answered, in this process, and how far it is.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use gongjie_base::Say;

/// What stood in the way of a piece of work.
#[derive(Debug, Clone)]
pub struct Obstacle {
    /// Row of the source; 0 where it is about the whole.
    pub row: u32,
    /// What stands in that row.
    pub title: String,
    pub say: Say,
}

/// How far a piece of work is. What it does is in its transaction: a process that ends in between leaves nothing half done.
#[derive(Debug, Default)]
pub struct Job {
    done: AtomicUsize,
    total: AtomicUsize,
    ended: Mutex<Option<Vec<Obstacle>>>,
}

impl Job {
    /// So many steps in all.
    pub fn set_total(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Steps done, and steps in all.
    pub fn progress(&self) -> (usize, usize) {
        (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        )
    }

    /// Notes the end: with the reasons where nothing came of it.
    pub fn end(&self, refused: Vec<Obstacle>) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
    }

    /// How it ended; nothing while it goes on.
    pub fn ended(&self) -> Option<Vec<Obstacle>> {
        self.ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Obstacle {
    /// About the whole of it.
    pub fn whole(say: Say) -> Self {
        Self {
            row: 0,
            title: String::new(),
            say,
        }
    }
}

/// The work of this process by name; what another instance does is known by its rows alone.
#[derive(Clone, Default)]
pub struct Jobs(Arc<Mutex<HashMap<String, Arc<Job>>>>);

impl Jobs {
    /// The job of a name, if it was begun and its end was not taken yet.
    pub fn find(&self, name: &str) -> Option<Arc<Job>> {
        self.lock().get(name).cloned()
    }

    /// Forgets a job whose end was shown.
    pub fn forget(&self, name: &str) {
        self.lock().remove(name);
    }

    /// Begins work under a name; nothing where it is under way already.
    pub fn begin<F, W>(&self, name: &str, work: W) -> Option<Arc<Job>>
    where
        F: Future<Output = Vec<Obstacle>> + Send + 'static,
        W: FnOnce(Arc<Job>) -> F,
    {
        let mut jobs = self.lock();
        if jobs.get(name).is_some_and(|job| job.ended().is_none()) {
            return None;
        }
        let job = Arc::new(Job::default());
        jobs.insert(name.to_owned(), job.clone());
        let going = work(job.clone());
        let watched = job.clone();
        tokio::spawn(async move {
            // A panic inside is an end too: nobody may wait for ever.
            let refused = tokio::spawn(going).await;
            watched
                .end(refused.unwrap_or_else(|_| vec![Obstacle::whole(Say::new("error-internal"))]));
        });
        Some(job)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
