//! `gongjie serve` and `gongjie demo`: listen, answer, and finish what is under way when told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::Place;
use crate::account::queries as accounts;
use crate::demo;
use crate::door::App;
use crate::org::queries as org;
use crate::{clockwork, migrations, outbox, router};

/// How long a told stop waits for messages on their way.
const SENDING_ENDS: Duration = Duration::from_secs(25);

/// One line for scripts.
#[derive(Serialize)]
struct Ready {
    listening: String,
    people: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    login: String,
    password: &'static str,
    role: String,
    name: String,
    organization: String,
}

/// Serves until SIGTERM or Ctrl-C.
pub async fn serve(place: &Place, listen: Option<String>, json: bool) -> anyhow::Result<ExitCode> {
    let app = prepare(place, listen, false).await?;
    listen_and_answer(app, json, Vec::new()).await
}

/// Loads the demo into an empty database, then serves it with one-click sign-in.
pub async fn demo(place: &Place, listen: Option<String>, json: bool) -> anyhow::Result<ExitCode> {
    let app = prepare(place, listen, true).await?;
    if org::list_organizations(app.db.read()).await?.is_empty() {
        if !json {
            println!("Loading the demo organisations …");
        }
        Box::pin(demo::load(&app))
            .await
            .context("loading the demo")?;
    }
    let mut people = Vec::new();
    for account in accounts::list_accounts(app.db.read()).await? {
        let found = org::find_actor(app.db.read(), account.id, account.person_id).await?;
        let Some(actor) = found else { continue };
        let roles: Vec<&str> = actor.grants.iter().map(|g| g.role.code()).collect();
        people.push(Person {
            login: account.login,
            password: demo::PASSWORD,
            role: roles.join(","),
            name: actor.name,
            organization: actor.organization_name,
        });
    }
    listen_and_answer(app, json, people).await
}

async fn prepare(place: &Place, listen: Option<String>, is_demo: bool) -> anyhow::Result<App> {
    let settings = place.settings(listen)?;
    let filter = EnvFilter::try_new(&settings.log).context("log is no filter")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if settings.log_as_json {
        log.json().try_init()
    } else {
        log.try_init()
    };
    drop(started);
    let db = super::open(&settings, true).await?;
    let done = migrations::apply(&db)
        .await
        .context("bringing the schema up to date")?;
    if !done.is_empty() {
        tracing::info!(migrations = ?done, "schema brought up to date");
    }
    super::app(settings, db, is_demo)
}

async fn listen_and_answer(app: App, json: bool, people: Vec<Person>) -> anyhow::Result<ExitCode> {
    let address = app.settings.listen.clone();
    let listener = TcpListener::bind(&address)
        .await
        .with_context(|| format!("cannot listen on {address}: is another program there?"))?;
    let listening = format!("http://{}", listener.local_addr()?);
    if json {
        println!("{}", serde_json::to_string(&Ready { listening, people })?);
    } else {
        say(&listening, &people);
    }
    let db = app.db.clone();
    let pulse = app.pulse.clone();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let clock = tokio::spawn(clockwork::jobs::run(app.clone(), stopped.clone()));
    let worker = tokio::spawn(outbox::jobs::run(app.clone(), stopped));
    let service = router::service(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            pulse.stop();
            stop.send_replace(true);
        })
        .await?;
    // What is under way is sent and recorded; what is not would be sent again under its lease.
    drop(tokio::time::timeout(SENDING_ENDS, worker).await);
    drop(tokio::time::timeout(SENDING_ENDS, clock).await);
    db.close().await?;
    tracing::info!("finished what was under way");
    Ok(ExitCode::SUCCESS)
}

fn say(listening: &str, people: &[Person]) {
    println!("\nGongjie 共解 is at {listening}");
    if people.is_empty() {
        return;
    }
    println!(
        "\nPeople of the demo (password of all: {}):",
        demo::PASSWORD
    );
    for person in people {
        println!(
            "  {:<12} {} · {} · {}",
            person.login, person.name, person.organization, person.role
        );
    }
    println!("\nOn the sign-in page each of them is one click away. Ctrl-C stops; the data stays.");
}

async fn told_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
