//! Verbs of results and evidence: find -> rules -> write -> journal, inside the transaction they are given.

use gongjie_base::check::Check;
use gongjie_base::limits::FILES_PER_PROBLEM_MAX;
use gongjie_base::{Conn, Error, Result, Say, Tx};
use sea_orm::Set;

use super::doers::Doers;
use super::queries::{self, Belonging};
use super::rules::{self, CannotWrite, EvidenceInput, Figure, Input, Read, ReadEvidence};
use super::tables::{evidence, figure, outcome, outcome_share};
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part};
use crate::problem::queries as problems;
use crate::problem::rules::State;

/// Writes down a result 成效. For those who do the work, and for the coordinator.
pub async fn submit(tx: &Tx, acting: &Acting, problem_id: i64, input: &Input) -> Result<i64> {
    let (state, doers) = look(tx, &acting.actor, problem_id).await?;
    rules::may_write(state, &doers.parts(&acting.actor))?;
    add(tx, acting, problem_id, &doers, input, None).await
}

/// Takes over a result of an old record 补录, with the place that it comes from. For coordinators, in any state.
pub async fn record_old(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    input: &Input,
    source: &str,
) -> Result<i64> {
    let (_, doers) = look(tx, &acting.actor, problem_id).await?;
    if !acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Err(CannotWrite::NotYours.into());
    }
    add(tx, acting, problem_id, &doers, input, Some(source)).await
}

async fn look(conn: &Conn, actor: &Actor, problem_id: i64) -> Result<(State, Doers)> {
    let problem = problems::find(conn, actor, problem_id).await?;
    let doers = queries::find_doers(conn, problem_id).await?;
    Ok((problem.state, doers))
}

async fn add(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    doers: &Doers,
    input: &Input,
    source: Option<&str>,
) -> Result<i64> {
    let read = rules::read(input, &doers.taking_part())?;
    check_measure(tx, problem_id, &read).await?;
    let row = outcome::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        measure_id: Set(read.measure_id),
        text: Set(read.text.clone()),
        source: Set(source.map(str::to_owned)),
        is_withdrawn: Set(false),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row, problem_id).await?;
    write_details(tx, id, &read).await?;
    let entry = Entry::new("outcome.submit", "outcome", id)
        .of_problem(problem_id)
        .set("text", &read.text)
        .change("source", None::<&str>, source)
        .change("figures", None::<String>, figures_text(&read.figures))
        .change("shares", None::<String>, shares_text(&read.shares));
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

async fn check_measure(tx: &Tx, problem_id: i64, read: &Read) -> Result<()> {
    if let Some(id) = read.measure_id
        && !queries::belongs(tx, Belonging::Measure, id, problem_id).await?
    {
        return Err(Error::invalid("measure_id", "error-not-in-list"));
    }
    Ok(())
}

async fn write_details(tx: &Tx, id: i64, read: &Read) -> Result<()> {
    let figures = read
        .figures
        .iter()
        .zip(1..)
        .map(|(f, position)| figure::ActiveModel {
            outcome_id: Set(id),
            label: Set(f.label.clone()),
            text: Set(f.text.clone()),
            number: Set(f.number.clone()),
            unit: Set(f.unit.clone()),
            qualifier: Set(f.qualifier),
            is_planned: Set(f.is_planned),
            as_of: Set(f.as_of.clone()),
            position: Set(position),
            ..Default::default()
        });
    let shares = read
        .shares
        .iter()
        .map(|(unit_id, percent)| outcome_share::ActiveModel {
            outcome_id: Set(id),
            unit_id: Set(*unit_id),
            percent: Set(*percent),
            ..Default::default()
        });
    queries::update_details(tx, id, figures.collect(), shares.collect()).await
}

fn figures_text(figures: &[Figure]) -> Option<String> {
    let words = |f: &Figure| {
        let planned = if f.is_planned { " (planned)" } else { "" };
        let as_of = f.as_of.as_deref().map(|d| format!(" @{d}"));
        format!(
            "{} {}{planned}{}",
            f.label,
            f.text,
            as_of.unwrap_or_default()
        )
    };
    joined(figures.iter().map(words))
}

fn shares_text(shares: &[(i64, Option<i64>)]) -> Option<String> {
    let words = |(unit, percent): &(i64, Option<i64>)| match percent {
        Some(percent) => format!("{unit}: {percent}%"),
        None => unit.to_string(),
    };
    joined(shares.iter().map(words))
}

fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Edits a result: text, figures and shares are replaced as a whole.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let row = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.parse().unwrap_or(row.version);
    let (state, doers) = look(tx, &acting.actor, row.problem_id).await?;
    rules::may_write(state, &doers.parts(&acting.actor))?;
    if row.is_withdrawn {
        return Err(CannotWrite::Withdrawn.into());
    }
    let read = rules::read(input, &doers.taking_part())?;
    check_measure(tx, row.problem_id, &read).await?;
    let (figures, shares) = details(tx, id).await?;
    let entry = Entry::new("outcome.edit", "outcome", id)
        .of_problem(row.problem_id)
        .change("text", Some(&row.text), Some(&read.text))
        .change("measure_id", row.measure_id, read.measure_id)
        .change(
            "figures",
            figures_text(&figures),
            figures_text(&read.figures),
        )
        .change("shares", shares_text(&shares), shares_text(&read.shares));
    let changed = outcome::ActiveModel {
        text: Set(read.text.clone()),
        measure_id: Set(read.measure_id),
        ..Default::default()
    };
    queries::update(tx, changed, id, version).await?;
    write_details(tx, id, &read).await?;
    journal::record(tx, acting.by(), entry).await
}

/// Figures and shares of one result as rules know them.
pub async fn details(conn: &Conn, id: i64) -> Result<(Vec<Figure>, Vec<(i64, Option<i64>)>)> {
    let figures = queries::list_figures(conn, &[id]).await?;
    let figures = figures.into_iter().map(|f| Figure {
        label: f.label,
        text: f.text,
        number: f.number,
        unit: f.unit,
        qualifier: f.qualifier,
        is_planned: f.is_planned,
        as_of: f.as_of,
    });
    let shares = queries::list_shares(conn, &[id]).await?;
    let shares = shares.into_iter().map(|s| (s.unit_id, s.percent));
    Ok((figures.collect(), shares.collect()))
}

/// Withdraws a result 撤回: it stays in the record and no longer counts.
pub async fn withdraw(tx: &Tx, acting: &Acting, id: i64, version: Option<i64>) -> Result<()> {
    let row = queries::find(tx, &acting.actor, id).await?;
    let (state, doers) = look(tx, &acting.actor, row.problem_id).await?;
    rules::may_write(state, &doers.parts(&acting.actor))?;
    if row.is_withdrawn {
        return Err(CannotWrite::Withdrawn.into());
    }
    let version = version.unwrap_or(row.version);
    put_away(tx, acting, row, version).await
}

/// Takes back a record that was brought in by mistake, in whatever state its problem is: an old record may tell of a result
/// without a pairing. A consequence of an undone import; for coordinators.
pub async fn take_back(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    if !acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Err(CannotWrite::NotYours.into());
    }
    let row = queries::find(tx, &acting.actor, id).await?;
    if row.is_withdrawn {
        return Ok(());
    }
    let version = row.version;
    put_away(tx, acting, row, version).await
}

async fn put_away(tx: &Tx, acting: &Acting, row: outcome::Model, version: i64) -> Result<()> {
    let id = row.id;
    let changed = outcome::ActiveModel {
        is_withdrawn: Set(true),
        ..Default::default()
    };
    queries::update(tx, changed, id, version).await?;
    let entry = Entry::new("outcome.withdraw", "outcome", id)
        .of_problem(row.problem_id)
        .change("is_withdrawn", Some(false), Some(true))
        .change("text", Some(&row.text), None::<&String>);
    journal::record(tx, acting.by(), entry).await
}

/// A file that lies in the file store already.
#[derive(Debug, Clone)]
pub struct Stored {
    /// SHA-256, which is also its name in the store.
    pub hash: String,
    /// Name for people, cleaned.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: i64,
}

/// May this actor attach evidence to the problem now? Asked before a file is written.
pub async fn check_attach(
    conn: &Conn,
    actor: &Actor,
    problem_id: i64,
    read: &ReadEvidence,
    is_file: bool,
) -> Result<()> {
    let (state, doers) = look(conn, actor, problem_id).await?;
    rules::may_attach(state, &doers.parts(actor))?;
    let mut check = Check::new();
    for (field, what, id) in [
        ("outcome_id", Belonging::Outcome, read.outcome_id),
        ("measure_id", Belonging::Measure, read.measure_id),
        ("activity_id", Belonging::Activity, read.activity_id),
    ] {
        if let Some(id) = id {
            let belongs = queries::belongs(conn, what, id, problem_id).await?;
            check.must(belongs, field, "error-not-in-list");
        }
    }
    let (_, files) = queries::count_of_problem(conn, problem_id).await?;
    if is_file && files >= FILES_PER_PROBLEM_MAX {
        let say = Say::new("evidence-too-many").with("max", FILES_PER_PROBLEM_MAX);
        check.refuse("file", say);
    }
    check.done()
}

/// Attaches a link as evidence.
pub async fn attach_link(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    input: &EvidenceInput,
) -> Result<i64> {
    let read = rules::read_evidence(input, false)?;
    check_attach(tx, &acting.actor, problem_id, &read, false).await?;
    attach(tx, acting, problem_id, read, None).await
}

/// Attaches a file as evidence. The file was written and synced before.
pub async fn attach_file(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    input: &EvidenceInput,
    stored: &Stored,
) -> Result<i64> {
    let read = rules::read_evidence(input, true)?;
    check_attach(tx, &acting.actor, problem_id, &read, true).await?;
    attach(tx, acting, problem_id, read, Some(stored)).await
}

async fn attach(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    read: ReadEvidence,
    stored: Option<&Stored>,
) -> Result<i64> {
    let row = evidence::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        measure_id: Set(read.measure_id),
        outcome_id: Set(read.outcome_id),
        activity_id: Set(read.activity_id),
        kind: Set(read.kind),
        title: Set(read.title.clone()),
        dated_on: Set(read.dated_on),
        link: Set(read.link.clone()),
        file_hash: Set(stored.map(|s| s.hash.clone())),
        file_name: Set(stored.map(|s| s.name.clone())),
        file_type: Set(stored.map(|s| s.media_type.to_owned())),
        file_bytes: Set(stored.map(|s| s.bytes)),
        visibility: Set(read.visibility),
        person_id: Set(acting.by().person_id),
        is_withdrawn: Set(false),
        created_at: Set(acting.at),
        ..Default::default()
    };
    let id = queries::insert_evidence(tx, row).await?;
    let entry = Entry::new("evidence.attach", "evidence", id)
        .of_problem(problem_id)
        .set("title", read.title)
        .set("kind", read.kind)
        .set("visibility", read.visibility)
        .change("link", None::<String>, read.link)
        .change("file_hash", None::<String>, stored.map(|s| s.hash.as_str()));
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Withdraws a piece of evidence: nobody can open it any more, the record of it stays.
pub async fn withdraw_evidence(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let row = queries::find_evidence(tx, &acting.actor, id).await?;
    let (state, doers) = look(tx, &acting.actor, row.problem_id).await?;
    rules::may_withdraw_evidence(state, &doers.parts(&acting.actor))?;
    queries::update_evidence_withdrawn(tx, id).await?;
    let entry = Entry::new("evidence.withdraw", "evidence", id)
        .of_problem(row.problem_id)
        .change("is_withdrawn", Some(false), Some(true))
        .change("title", Some(row.title), None::<String>);
    journal::record(tx, acting.by(), entry).await
}
