//! The only code that writes `outcome`, `figure`, `outcome_share`, `evidence`. Finders take the actor and cannot return what the actor may not see.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Set};

use super::doers::{Doers, Duty, Member};
use super::rules::Visibility;
use super::tables::{evidence, figure, outcome, outcome_share};
use crate::org::{Actor, Role};
use crate::problem::queries as problems;
use crate::problem::rules::State;
use crate::problem::tables::problem;

/// A result of a problem that the actor may see; withdrawn ones too.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<outcome::Model> {
    let row = outcome::Entity::find_by_id(id)
        .filter(outcome::Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    problems::find(conn, actor, row.problem_id).await?;
    Ok(row)
}

/// Results of these problems by problem and position, without withdrawn ones. The caller has checked that the problems may be seen.
pub async fn list_of_problems(conn: &Conn, ids: &[i64]) -> Result<Vec<outcome::Model>> {
    let mut found: Vec<outcome::Model> = conn.rows_by("problem_id", ids, "position, id").await?;
    found.retain(|o| !o.is_withdrawn);
    Ok(found)
}

/// Figures of these results, in their order. The caller has checked that the results may be seen.
pub async fn list_figures(conn: &Conn, ids: &[i64]) -> Result<Vec<figure::Model>> {
    conn.rows_by("outcome_id", ids, "position").await
}

/// Shares of these results. The caller has checked that the results may be seen.
pub async fn list_shares(conn: &Conn, ids: &[i64]) -> Result<Vec<outcome_share::Model>> {
    conn.rows_by("outcome_id", ids, "id").await
}

/// How many pieces of evidence stand behind each of these results. The caller has checked that the results may be seen.
pub async fn count_evidence(conn: &Conn, ids: &[i64]) -> Result<BTreeMap<i64, usize>> {
    let mut rows: Vec<evidence::Model> = conn.rows_in("outcome_id", ids).await?;
    rows.retain(|e| !e.is_withdrawn);
    let mut counts = BTreeMap::new();
    for outcome_id in rows.iter().filter_map(|r| r.outcome_id) {
        *counts.entry(outcome_id).or_default() += 1;
    }
    Ok(counts)
}

/// How many pieces of evidence a problem has, and how many of them are files. The caller has checked that the problem may be seen.
pub async fn count_of_problem(conn: &Conn, problem_id: i64) -> Result<(u64, u64)> {
    let rows = evidence::Entity::find()
        .filter(evidence::Column::ProblemId.eq(problem_id))
        .filter(evidence::Column::IsWithdrawn.eq(false))
        .all(conn)
        .await?;
    let files = rows.iter().filter(|r| r.file_hash.is_some()).count();
    Ok((rows.len() as u64, files as u64))
}

/// Internal evidence is for those involved and, while a problem is verified, for everybody who may be its verifier.
fn sees_internal(actor: &Actor, problem: &problem::Model, doers: &Doers) -> bool {
    let may_verify = actor
        .grants
        .iter()
        .any(|g| matches!(g.role, Role::Liaison | Role::UnitHead));
    doers.involves(actor, problem) || (problem.state == State::Verifying && may_verify)
}

/// Evidence of a problem that the actor may see, oldest first, without withdrawn pieces.
pub async fn list_evidence_of_problem(
    conn: &Conn,
    actor: &Actor,
    problem_id: i64,
) -> Result<Vec<evidence::Model>> {
    let problem = problems::find(conn, actor, problem_id).await?;
    let doers = find_doers(conn, problem_id).await?;
    let rows: Vec<evidence::Model> = conn.rows_by("problem_id", &[problem_id], "id").await?;
    Ok(seen_evidence(actor, &problem, &doers, rows))
}

/// Of the evidence of a problem, what the actor may see: oldest first, without withdrawn pieces.
pub fn seen_evidence(
    actor: &Actor,
    problem: &problem::Model,
    doers: &Doers,
    mut rows: Vec<evidence::Model>,
) -> Vec<evidence::Model> {
    let internal = sees_internal(actor, problem, doers);
    rows.retain(|e| !e.is_withdrawn && (internal || e.visibility == Visibility::Public));
    rows.sort_by_key(|e| e.id);
    rows
}

/// A piece of evidence that the actor may see; withdrawn ones are gone for everybody.
pub async fn find_evidence(conn: &Conn, actor: &Actor, id: i64) -> Result<evidence::Model> {
    let row = evidence::Entity::find_by_id(id)
        .filter(evidence::Column::OrganizationId.eq(actor.organization_id))
        .filter(evidence::Column::IsWithdrawn.eq(false))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    let problem = problems::find(conn, actor, row.problem_id).await?;
    let doers = find_doers(conn, row.problem_id).await?;
    if row.visibility == Visibility::Public || sees_internal(actor, &problem, &doers) {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}

/// The row of this table with this id belongs to the problem: for choices in forms.
pub async fn belongs(conn: &Conn, what: Belonging, id: i64, problem_id: i64) -> Result<bool> {
    let sql = match what {
        Belonging::Measure => "SELECT COUNT(*) FROM measure WHERE id = $1 AND problem_id = $2",
        Belonging::Outcome => {
            "SELECT COUNT(*) FROM outcome WHERE id = $1 AND problem_id = $2 AND NOT is_withdrawn"
        }
        Belonging::Activity => {
            "SELECT COUNT(*) FROM activity a JOIN pairing_problem l ON l.pairing_id = a.pairing_id \
             WHERE a.id = $1 AND l.problem_id = $2"
        }
    };
    let n: Option<i64> = conn.scalar(sql, [id.into(), problem_id.into()]).await?;
    Ok(n.unwrap_or_default() > 0)
}

/// What evidence and results can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belonging {
    Measure,
    Outcome,
    Activity,
}

/// An id and its words, for a choice in a form.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Choice {
    pub id: i64,
    pub words: String,
}

/// What results and evidence of a problem can point at. The caller has checked that the problem may be seen.
pub async fn list_choices(conn: &Conn, what: Belonging, problem_id: i64) -> Result<Vec<Choice>> {
    let sql = match what {
        Belonging::Measure => {
            "SELECT id, text AS words FROM measure WHERE problem_id = $1 ORDER BY position, id"
        }
        Belonging::Outcome => {
            "SELECT id, text AS words FROM outcome WHERE problem_id = $1 AND NOT is_withdrawn \
             ORDER BY position, id"
        }
        Belonging::Activity => {
            "SELECT a.id, a.title AS words FROM activity a \
             JOIN pairing_problem l ON l.pairing_id = a.pairing_id WHERE l.problem_id = $1 ORDER BY a.id"
        }
    };
    conn.all(sql, [problem_id.into()]).await
}

/// Inserts a result behind the others of its problem and returns its id.
pub async fn insert(tx: &Tx, mut row: outcome::ActiveModel, problem_id: i64) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 FROM outcome WHERE problem_id = $1";
    let position: Option<i64> = tx.scalar(sql, [problem_id.into()]).await?;
    row.position = Set(position.unwrap_or(1));
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: outcome::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Puts these figures and shares in the place of those that the result had.
pub async fn update_details(
    tx: &Tx,
    outcome_id: i64,
    figures: Vec<figure::ActiveModel>,
    shares: Vec<outcome_share::ActiveModel>,
) -> Result<()> {
    figure::Entity::delete_many()
        .filter(figure::Column::OutcomeId.eq(outcome_id))
        .exec(&**tx)
        .await?;
    outcome_share::Entity::delete_many()
        .filter(outcome_share::Column::OutcomeId.eq(outcome_id))
        .exec(&**tx)
        .await?;
    for row in figures {
        row.insert(&**tx).await?;
    }
    for row in shares {
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Inserts a piece of evidence and returns its id.
pub async fn insert_evidence(tx: &Tx, row: evidence::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Marks a piece of evidence as withdrawn. The file stays.
pub async fn update_evidence_withdrawn(tx: &Tx, id: i64) -> Result<()> {
    let row = evidence::ActiveModel {
        is_withdrawn: Set(true),
        ..Default::default()
    };
    evidence::Entity::update_many()
        .set(row)
        .filter(evidence::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct MemberRow {
    problem_id: i64,
    unit_id: i64,
    role: crate::pairing::rules::MemberRole,
    is_live: bool,
}

#[derive(FromQueryResult)]
struct DutyRow {
    problem_id: i64,
    unit_id: Option<i64>,
    person_id: Option<i64>,
    person_unit_id: Option<i64>,
    role: crate::measure::rules::DutyRole,
}

/// Who does the work on a problem. The caller has checked that the problem may be seen.
pub async fn find_doers(conn: &Conn, problem_id: i64) -> Result<Doers> {
    let mut all = list_doers(conn, &[problem_id]).await?;
    Ok(all.remove(&problem_id).unwrap_or_default())
}

/// Who does the work on each of these problems. The caller has checked that the problems may be seen.
///
/// Members of drafts, of open and refused invitations did no work; members of terminated pairings did.
pub async fn list_doers(conn: &Conn, problem_ids: &[i64]) -> Result<BTreeMap<i64, Doers>> {
    let mut all: BTreeMap<i64, Doers> = BTreeMap::new();
    if problem_ids.is_empty() {
        return Ok(all);
    }
    let (of_links, ids) = conn.among("l.problem_id", 1, problem_ids);
    let sql = format!(
        "SELECT l.problem_id, m.unit_id, m.role, \
         (p.state IN ('active', 'concluded') AND m.answer = 'confirmed') AS is_live \
         FROM pairing_problem l JOIN pairing p ON p.id = l.pairing_id \
         JOIN pairing_member m ON m.pairing_id = p.id WHERE {of_links} \
         AND p.state IN ('active', 'concluded', 'terminated') AND m.answer <> 'declined' \
         ORDER BY p.id, m.position"
    );
    for row in conn.all::<MemberRow>(&sql, [ids]).await? {
        let member = Member {
            unit_id: row.unit_id,
            role: row.role,
            is_live: row.is_live,
        };
        all.entry(row.problem_id).or_default().members.push(member);
    }
    let (of_measures, ids) = conn.among("m.problem_id", 1, problem_ids);
    let sql = format!(
        "SELECT m.problem_id, d.unit_id, d.person_id, p.unit_id AS person_unit_id, d.role \
         FROM duty d JOIN measure m ON m.id = d.measure_id LEFT JOIN person p ON p.id = d.person_id \
         WHERE {of_measures} ORDER BY d.id"
    );
    for row in conn.all::<DutyRow>(&sql, [ids]).await? {
        let duty = Duty {
            unit_id: row.unit_id,
            person_id: row.person_id,
            person_unit_id: row.person_unit_id,
            role: row.role,
        };
        all.entry(row.problem_id).or_default().duties.push(duty);
    }
    Ok(all)
}
