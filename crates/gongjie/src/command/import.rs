//! `gongjie import`: brings a ledger into a campaign, beside a running or a stopped server.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use gongjie_base::Error;
use serde_json::json;

use super::Place;
use crate::campaign::queries as campaigns;
use crate::door::{App, Obstacle};
use crate::import::actions::{self, About, Taken};
use crate::import::known::Known;
use crate::import::plan::{self, Plan};
use crate::import::rules::{Choices, Weight, head_key};
use crate::import::understand::{Ask, Understood, understand};
use crate::import::{queries, rules};
use crate::journal;
use crate::layout::{Lang, Words};
use crate::org::tables::organization::Model as Organization;
use crate::org::{Acting, Actor, queries as org};

/// Bring a ledger into a campaign. Without `--yes` it only says what it would do.
#[derive(Debug, Args)]
pub struct Arguments {
    /// xlsx, xls, csv, tsv, docx, or a saved web page.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Id, year or name of the campaign.
    #[arg(long, value_name = "CAMPAIGN")]
    campaign: String,
    /// Code of the organisation; the first one if it is not named.
    #[arg(long, value_name = "CODE")]
    organization: Option<String>,
    /// Answer a question, as the pages and the JSON offer it: `unit|NAME|new`. Can be repeated.
    #[arg(long, value_name = "ANSWER")]
    answer: Vec<String>,
    /// Import the rows that nothing must be asked about. Rows with an open question stay out.
    #[arg(long)]
    yes: bool,
    #[arg(long)]
    json: bool,
}

/// Exit code 3: something must be answered first, or the sheet is no ledger.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    let lang = if settings.is_english {
        Lang::En
    } else {
        Lang::Zh
    };
    let db = super::open(&settings, false).await?;
    let app = super::app(settings, db, false)?;
    let organization = find_organization(&app, arguments.organization.as_deref()).await?;
    let words = Words {
        lang,
        pack: organization.term_pack,
    };
    let actor = Actor::system(&organization);
    let bytes =
        std::fs::read(&arguments.file).with_context(|| arguments.file.display().to_string())?;
    let campaign = find_campaign(&app, &actor, &arguments.campaign).await?;
    let known = Known::load(app.db.read(), &actor, campaign).await?;
    let mut choices = Choices::default();
    for text in &arguments.answer {
        let taken = rules::Answer::read("answer", text).is_some_and(|answer| choices.take(&answer));
        anyhow::ensure!(taken, "not an answer: {text}");
    }
    let understood = match read(&app, &actor, &known, &bytes, &mut choices).await {
        Ok(understood) => understood,
        Err(Error::Invalid(fields)) => {
            let said: Vec<String> = fields.iter().map(|field| words.say(&field.say)).collect();
            return Ok(refuse(&arguments, &said));
        }
        Err(error) => return Err(error.into()),
    };
    let plan = plan::read(&understood.sheet, &understood.grid, &known, &choices);
    let is_open = !understood.sheet.is_ledger || plan.count(Weight::Must) > 0;
    let mut id = None;
    if arguments.yes && !plan.counts().is_nothing() {
        match write(
            &app,
            actor,
            &arguments,
            &bytes,
            campaign,
            choices,
            &plan,
            &understood,
        )
        .await?
        {
            Ok(done) => id = Some(done),
            Err(refused) => {
                let said: Vec<String> = refused
                    .iter()
                    .map(|r| format!("{}: {}", r.row, words.say(&r.say)))
                    .collect();
                return Ok(refuse(&arguments, &said));
            }
        }
    }
    tell(&arguments, &understood, &plan, id, words);
    app.db.close().await?;
    Ok(if is_open {
        ExitCode::from(super::BROKEN)
    } else {
        ExitCode::SUCCESS
    })
}

async fn find_organization(app: &App, code: Option<&str>) -> anyhow::Result<Organization> {
    let all = org::list_organizations(app.db.read()).await?;
    let codes: Vec<String> = all.iter().map(|o| o.code.clone()).collect();
    let found = all
        .into_iter()
        .find(|o| code.is_none_or(|code| o.code == code));
    found.with_context(|| format!("no such organisation; there are: {}", codes.join(", ")))
}

async fn find_campaign(app: &App, actor: &Actor, named: &str) -> anyhow::Result<i64> {
    let all = campaigns::list_campaigns(app.db.read(), actor).await?;
    let is_it = |c: &&crate::campaign::tables::campaign::Model| {
        c.id.to_string() == named || c.year.to_string() == named || c.name == named
    };
    let found: Vec<_> = all.iter().filter(is_it).collect();
    if let [one] = found.as_slice() {
        return Ok(one.id);
    }
    let names: Vec<String> = all
        .iter()
        .map(|c| format!("{} ({}, {})", c.name, c.year, c.id))
        .collect();
    anyhow::bail!(
        "no single campaign {named}; there are: {}",
        names.join("; ")
    )
}

/// Understands the file, with the columns that were chosen for its header before.
async fn read(
    app: &App,
    actor: &Actor,
    known: &Known,
    bytes: &[u8],
    choices: &mut Choices,
) -> gongjie_base::Result<Understood> {
    let ask = |choices: &Choices| Ask {
        register: known.register.clone(),
        year: known.year,
        choices: choices.clone(),
    };
    let understood = understand(&app.program, bytes, ask(choices))?;
    let head = head_key(&understood.sheet.header);
    let Some(columns) = queries::find_head(app.db.read(), actor, &head).await? else {
        return Ok(understood);
    };
    choices.columns = serde_json::from_str(&columns).map_err(Error::internal)?;
    understand(&app.program, bytes, ask(choices))
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything that one import is made of"
)]
async fn write(
    app: &App,
    actor: Actor,
    arguments: &Arguments,
    bytes: &[u8],
    campaign: i64,
    choices: Choices,
    plan: &Plan,
    understood: &Understood,
) -> anyhow::Result<Result<i64, Vec<Obstacle>>> {
    let hash = app.files.put(bytes).await?;
    let name = arguments
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let acting = Acting {
        actor,
        at: app.clock.now(),
        today: app.clock.today(),
        algorithm: app.settings.algorithm,
    };
    let tx = app.db.begin().await?;
    journal::take_turn(&tx, acting.actor.organization_id).await?;
    let taken = Taken {
        hash: &hash,
        name: &name,
        bytes: bytes.len(),
        choices,
    };
    let id = actions::begin(&tx, &acting, campaign, &taken).await?;
    let batch = queries::find(&tx, &acting.actor, id).await?;
    let about = About {
        sheet: understood.sheet.name.clone(),
        headings: understood.sheet.header.clone(),
    };
    let refused = actions::confirm(&tx, &acting, &batch, plan, &about, &|| ()).await?;
    if !refused.is_empty() {
        return Ok(Err(refused));
    }
    tx.commit().await?;
    Ok(Ok(id))
}

fn refuse(arguments: &Arguments, said: &[String]) -> ExitCode {
    if arguments.json {
        println!("{}", json!({"error": {"words": said}}));
    } else {
        for words in said {
            eprintln!("gongjie: {}: {words}", arguments.file.display());
        }
    }
    ExitCode::from(1)
}

fn tell(
    arguments: &Arguments,
    understood: &Understood,
    plan: &Plan,
    id: Option<i64>,
    words: Words,
) {
    let counts = plan.counts();
    if arguments.json {
        let questions: Vec<_> = plan
            .questions
            .iter()
            .map(|q| {
                let answers: Vec<&str> = q.answers.iter().map(|a| a.value.as_str()).collect();
                json!({"weight": q.weight, "cells": q.cells, "heading": q.heading, "written": q.written,
                       "words": words.say(&q.say), "answers": answers})
            })
            .collect();
        let told = json!({"import": id, "sheet": understood.sheet.name, "is_ledger": understood.sheet.is_ledger,
                          "counts": counts, "questions": questions});
        println!("{told}");
        return;
    }
    println!("{}: {}", understood.sheet.name, understood.sheet.why);
    for q in &plan.questions {
        let answers: Vec<&str> = q.answers.iter().map(|a| a.value.as_str()).collect();
        let cells = q.cells.first().map_or("", String::as_str);
        println!(
            "  {:<6} {:<8} {} {}",
            q.weight,
            cells,
            q.written,
            words.say(&q.say)
        );
        if q.weight == Weight::Must {
            println!("         --answer {}", answers.join("  --answer "));
        }
    }
    println!(
        "creates {} problems, {} pairings, {} measures, {} outcomes; changes {} fields; {} problems stay as they are; \
         {} wait for an answer",
        counts.problems,
        counts.pairings,
        counts.measures,
        counts.outcomes,
        counts.changes,
        counts.same,
        counts.blocked
    );
    match id {
        Some(id) => println!("Imported: {id}."),
        None => println!("Nothing was written."),
    }
}
