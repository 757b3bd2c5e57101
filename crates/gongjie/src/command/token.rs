//! `gongjie token --as NAME`: an API token for scripts, printed once.

use std::process::ExitCode;

use clap::Args;

use super::Place;
use crate::account::{actions, queries, rules};

/// Make an API token for a script.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Login or full name of the person as whom the script acts.
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// What the token is for.
    #[arg(long, default_value = "script")]
    label: String,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    let db = super::open(&settings, false).await?;
    let app = super::app(settings, db, false)?;
    let mut found = queries::find_account_of(app.db.read(), &arguments.name).await?;
    if found.len() > 1 {
        let logins: Vec<_> = found.iter().map(|a| a.login.as_str()).collect();
        anyhow::bail!(
            "several people are called {}: use a login ({})",
            arguments.name,
            logins.join(", ")
        );
    }
    let Some(account) = found.pop() else {
        anyhow::bail!(
            "nobody is called {} and nobody has that login",
            arguments.name
        );
    };
    let tx = app.db.begin().await?;
    let token = actions::create_token(&tx, &account, &arguments.label, app.moment()).await?;
    tx.commit().await?;
    if arguments.json {
        let days = rules::TOKEN_DAYS;
        println!(
            "{}",
            serde_json::json!({ "token": token, "login": account.login, "days": days })
        );
    } else {
        println!("{token}");
        eprintln!(
            "Valid for {} days; it is shown only now.",
            rules::TOKEN_DAYS
        );
    }
    app.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
