//! Load: some connections ask as fast as they are answered; one connection tells how long an answer takes.

use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use tokio::task::LocalSet;

use crate::client::{Client, Reply};

/// What one connection asks for the n-th time.
#[derive(Clone)]
pub enum Ask {
    Get(Rc<dyn Fn(u64) -> String>),
    /// Path and encoded form.
    Post(Rc<dyn Fn(u64) -> (String, String)>),
}

impl Ask {
    /// The same page every time.
    pub fn page(path: impl Into<String>) -> Self {
        let path = path.into();
        Self::Get(Rc::new(move |_| path.clone()))
    }

    async fn send(&self, client: &mut Client, n: u64) -> Result<Reply> {
        match self {
            Self::Get(path) => client.get(&path(n)).await,
            Self::Post(form) => {
                let (path, form) = form(n);
                client.post(&path, &form).await
            }
        }
    }

    /// Asks once and refuses anything but the right status.
    pub async fn once(&self, client: &mut Client, n: u64) -> Result<Reply> {
        let reply = self.send(client, n).await?;
        let is_right = match self {
            Self::Get(_) => reply.status == 200,
            // A form leads on, or answers with a receipt; one that is refused answers 422.
            Self::Post(_) => matches!(reply.status, 200 | 201 | 303),
        };
        if !is_right {
            let text = String::from_utf8_lossy(&reply.body);
            let text: String = text.chars().take(600).collect();
            bail!("status {}: {text}", reply.status);
        }
        Ok(reply)
    }
}

/// A number that no other question of this run has.
pub fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Answers in a second, all connections together.
pub async fn rate(clients: &mut Vec<(Client, Ask)>, time: Duration) -> Result<f64> {
    ensure!(!clients.is_empty(), "nobody asks");
    let local = LocalSet::new();
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for (mut client, ask) in clients.drain(..) {
        tasks.push(local.spawn_local(async move {
            let mut answers = 0_u32;
            while begun.elapsed() < time {
                ask.once(&mut client, next()).await?;
                answers += 1;
            }
            Ok::<_, anyhow::Error>((answers, client, ask))
        }));
    }
    local.await;
    let seconds = begun.elapsed().as_secs_f64();
    let mut total = 0.0;
    for task in tasks {
        let (answers, client, ask) = task.await??;
        total += f64::from(answers);
        clients.push((client, ask));
    }
    Ok(total / seconds)
}

/// Milliseconds of the middle answer on one connection.
pub async fn middle(client: &mut Client, ask: &Ask, time: Duration) -> Result<f64> {
    let begun = Instant::now();
    let mut taken = Vec::new();
    while taken.is_empty() || begun.elapsed() < time {
        let asked = Instant::now();
        ask.once(client, next()).await?;
        taken.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    taken.sort_by(f64::total_cmp);
    Ok(taken.get(taken.len() / 2).copied().unwrap_or_default())
}
