//! Verbs of documents and agreements: find -> rules -> write -> journal, inside the transaction they are given.

use std::collections::BTreeSet;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::Set;

use super::queries;
use super::rules::{self, AgreementInput, AgreementRead, DocumentInput, DocumentRead};
use super::tables::{agreement, document};
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part, queries as org};
use crate::pairing::rules::MemberAnswer;
use crate::pairing::tables::pairing;
use crate::pairing::{queries as pairings, rules as pairing_rules};
use crate::problem::tables::problem;
use crate::problem::{queries as problems, rules as problem_rules};

/// Of these problems, those whose papers the actor keeps: lead and partners of their pairings, and the coordinator.
pub async fn keepable(
    conn: &Conn,
    actor: &Actor,
    found: &[problem::Model],
) -> Result<BTreeSet<i64>> {
    let ids: Vec<i64> = found.iter().map(|f| f.id).collect();
    let links = pairings::list_links_of_problems(conn, &ids).await?;
    let filter = pairings::Filter {
        ids: Some(links.iter().map(|l| l.pairing_id).collect()),
        is_counted: true,
        ..pairings::Filter::default()
    };
    let paired = pairings::list(conn, actor, &filter).await?;
    let binding: Vec<i64> = paired.iter().map(|f| f.id).collect();
    let members = pairings::list_members(conn, &binding).await?;
    let keeps = |problem: &&problem::Model| {
        let own = links.iter().filter(|l| l.problem_id == problem.id);
        let own: Vec<i64> = own.map(|l| l.pairing_id).collect();
        keeps(
            actor,
            problem,
            members.iter().filter(|m| own.contains(&m.pairing_id)),
        )
    };
    Ok(found.iter().filter(keeps).map(|f| f.id).collect())
}

/// The actor keeps the papers of this problem, whose pairings that count have these members.
pub fn keeps<'m>(
    actor: &Actor,
    problem: &problem::Model,
    members: impl Iterator<Item = &'m crate::pairing::tables::pairing_member::Model>,
) -> bool {
    let confirmed = members.filter(|m| m.answer == MemberAnswer::Confirmed);
    let mut parts = problem_rules::parts(actor, problem);
    parts.extend(pairing_rules::member_parts(actor, confirmed));
    problem.state.is_counted() && rules::may_keep(&parts)
}

/// Whether the actor keeps the papers of this problem.
pub async fn may_keep(conn: &Conn, actor: &Actor, found: &problem::Model) -> Result<bool> {
    let kept = keepable(conn, actor, std::slice::from_ref(found)).await?;
    Ok(kept.contains(&found.id))
}

/// Whether the actor keeps the agreements of this pairing.
pub async fn may_agree(conn: &Conn, actor: &Actor, found: &pairing::Model) -> Result<bool> {
    let members = pairings::list_members(conn, &[found.id]).await?;
    let parts = pairing_rules::parts(actor, &members);
    Ok(rules::may_agree(found.state) && rules::may_keep(&parts))
}

async fn check_keeper(tx: &Tx, acting: &Acting, problem_id: i64) -> Result<()> {
    let found = problems::find(tx, &acting.actor, problem_id).await?;
    if may_keep(tx, &acting.actor, &found).await? {
        Ok(())
    } else {
        Err(Error::forbidden("document-not-yours"))
    }
}

async fn read(tx: &Tx, acting: &Acting, input: &DocumentInput) -> Result<DocumentRead> {
    let read = rules::read_document(input)?;
    if let Some(id) = read.unit_id {
        org::find_unit(tx, &acting.actor, id)
            .await
            .map_err(|_| Error::invalid("unit_id", "error-not-in-list"))?;
    }
    Ok(read)
}

fn source_of(acting: &Acting, source: Option<String>) -> Option<String> {
    let parts = acting.actor.standing_parts();
    source.filter(|_| parts.contains(&Part::Coordinator))
}

/// Adds a document 文件 that a problem drafts or revises.
pub async fn add(tx: &Tx, acting: &Acting, problem_id: i64, input: &DocumentInput) -> Result<i64> {
    check_keeper(tx, acting, problem_id).await?;
    let read = read(tx, acting, input).await?;
    let row = document::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        unit_id: Set(read.unit_id),
        kind: Set(read.kind),
        title: Set(read.title.clone()),
        state: Set(read.state),
        link: Set(read.link.clone()),
        source: Set(source_of(acting, read.source)),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("document.add", "document", id)
        .of_problem(problem_id)
        .set("title", read.title)
        .set("kind", read.kind)
        .set("state", read.state)
        .change("link", None::<String>, read.link);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Edits a document; its source stays.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &DocumentInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.trim().parse().unwrap_or(found.version);
    check_keeper(tx, acting, found.problem_id).await?;
    let read = read(tx, acting, input).await?;
    let entry = Entry::new("document.edit", "document", id)
        .of_problem(found.problem_id)
        .change("title", Some(&found.title), Some(&read.title))
        .change("kind", Some(found.kind), Some(read.kind))
        .change("state", Some(found.state), Some(read.state))
        .change("unit_id", found.unit_id, read.unit_id)
        .change("link", found.link.as_ref(), read.link.as_ref());
    let row = document::ActiveModel {
        unit_id: Set(read.unit_id),
        kind: Set(read.kind),
        title: Set(read.title),
        state: Set(read.state),
        link: Set(read.link),
        ..Default::default()
    };
    queries::update(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

async fn check_party(tx: &Tx, acting: &Acting, pairing_id: i64) -> Result<()> {
    let found = pairings::find(tx, &acting.actor, pairing_id).await?;
    if may_agree(tx, &acting.actor, &found).await? {
        Ok(())
    } else {
        Err(Error::forbidden("document-not-your-agreement"))
    }
}

/// Adds an agreement 协议 of a pairing.
pub async fn add_agreement(
    tx: &Tx,
    acting: &Acting,
    pairing_id: i64,
    input: &AgreementInput,
) -> Result<i64> {
    check_party(tx, acting, pairing_id).await?;
    let read = rules::read_agreement(input)?;
    let row = agreement::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        pairing_id: Set(pairing_id),
        source: Set(source_of(acting, read.source.clone())),
        created_at: Set(acting.at),
        version: Set(1),
        ..fields(&read)
    };
    let id = queries::insert_agreement(tx, row).await?;
    let entry = Entry::new("document.add_agreement", "agreement", id)
        .set("title", &read.title)
        .set("state", read.state)
        .change("ends_on", None::<String>, read.ends_on);
    tell(tx, acting, entry, pairing_id).await?;
    Ok(id)
}

/// Edits an agreement; its source stays.
pub async fn edit_agreement(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    input: &AgreementInput,
) -> Result<()> {
    let found = queries::find_agreement(tx, &acting.actor, id).await?;
    let version = input.version.trim().parse().unwrap_or(found.version);
    check_party(tx, acting, found.pairing_id).await?;
    let read = rules::read_agreement(input)?;
    let entry = Entry::new("document.edit_agreement", "agreement", id)
        .change("title", Some(&found.title), Some(&read.title))
        .change(
            "other_party",
            found.other_party.as_ref(),
            read.other_party.as_ref(),
        )
        .change("state", Some(found.state), Some(read.state))
        .change(
            "starts_on",
            found.starts_on.as_ref(),
            read.starts_on.as_ref(),
        )
        .change("ends_on", found.ends_on.as_ref(), read.ends_on.as_ref());
    queries::update_agreement(tx, fields(&read), id, version).await?;
    tell(tx, acting, entry, found.pairing_id).await
}

fn fields(read: &AgreementRead) -> agreement::ActiveModel {
    agreement::ActiveModel {
        title: Set(read.title.clone()),
        other_party: Set(read.other_party.clone()),
        state: Set(read.state),
        starts_on: Set(read.starts_on.clone()),
        ends_on: Set(read.ends_on.clone()),
        ..Default::default()
    }
}

/// An agreement belongs to the story of every problem of its pairing.
async fn tell(tx: &Tx, acting: &Acting, entry: Entry, pairing_id: i64) -> Result<()> {
    let links = pairings::list_links(tx, &[pairing_id]).await?;
    for entry in pairing_rules::stories(entry, &links) {
        journal::record(tx, acting.by(), entry).await?;
    }
    Ok(())
}
