//! Who was asked for a word, what they said, and who may check where nobody spoke.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::close_out::tables::{close_out, judgement, verdict};
use crate::org::Role;
use crate::voice::queries::random_id;

/// Inserts an asking.
pub async fn insert_judgement(tx: &Tx, row: judgement::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Writes a changed asking if the version still stands.
pub async fn update_judgement(
    tx: &Tx,
    row: judgement::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Asks one raiser: a voice, or the unit that raised the problem.
pub async fn insert_verdict(
    tx: &Tx,
    of: &close_out::Model,
    voice_id: Option<i64>,
    unit_id: Option<i64>,
) -> Result<()> {
    let row = verdict::ActiveModel {
        id: Set(random_id()?),
        organization_id: Set(of.organization_id),
        close_out_id: Set(of.id),
        problem_id: Set(of.problem_id),
        voice_id: Set(voice_id),
        unit_id: Set(unit_id),
        version: Set(1),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    Ok(())
}

/// Writes a changed verdict if the version still stands.
pub async fn update_verdict(
    tx: &Tx,
    row: verdict::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// One verdict of the organisation.
pub async fn find_verdict(conn: &Conn, organization_id: i64, id: i64) -> Result<verdict::Model> {
    let found: Vec<verdict::Model> = conn.rows_in("id", &[id]).await?;
    let own = found
        .into_iter()
        .find(|v| v.organization_id == organization_id);
    own.ok_or(Error::NotFound)
}

/// What the raiser of a voice was asked last. Whoever has the code may know it.
pub async fn find_verdict_of_voice(conn: &Conn, voice_id: i64) -> Result<Option<verdict::Model>> {
    let all: Vec<verdict::Model> = conn.rows_in("voice_id", &[voice_id]).await?;
    Ok(all.into_iter().max_by_key(|v| v.close_out_id))
}

/// The verdict of a one-time link.
pub async fn find_verdict_by_link(conn: &Conn, hash: &str) -> Result<Option<verdict::Model>> {
    Ok(verdict::Entity::find()
        .filter(verdict::Column::TokenHash.eq(hash))
        .one(conn)
        .await?)
}

/// Everybody who was asked in these close-outs. The caller has checked that they may be seen.
pub async fn list_verdicts(conn: &Conn, close_out_ids: &[i64]) -> Result<Vec<verdict::Model>> {
    conn.rows_by("close_out_id", close_out_ids, "id").await
}

/// When the raisers of a close-out were asked, and who checked. The caller has checked that it may be seen.
pub async fn find_judgement(conn: &Conn, close_out_id: i64) -> Result<Option<judgement::Model>> {
    let mut found: Vec<judgement::Model> = conn.rows_in("close_out_id", &[close_out_id]).await?;
    Ok(found.pop())
}

/// A close-out of the organisation, for what follows from a raiser's word.
pub async fn find_row(conn: &Conn, organization_id: i64, id: i64) -> Result<close_out::Model> {
    let found: Vec<close_out::Model> = conn.rows_in("id", &[id]).await?;
    let own = found
        .into_iter()
        .find(|c| c.organization_id == organization_id);
    own.ok_or(Error::NotFound)
}

/// What the sweep looks for.
pub struct Astir {
    /// Time of those who were asked until an earlier day is over.
    pub today: String,
    /// Who was asked by this day may have to be reminded.
    pub asked_until: String,
    /// Words are heard until this moment.
    pub at: i64,
    /// Words that bring something back are not older.
    pub since: i64,
    /// Rows behind this id.
    pub after: i64,
    pub most: i64,
}

/// Close-outs in which something may have become due, with what was asked, by id: somebody spoke, time is over, nobody was
/// reminded; and what was struck off and called not solved since.
pub async fn list_astir(
    conn: &Conn,
    organization_id: i64,
    look: &Astir,
) -> Result<Vec<(close_out::Model, judgement::Model)>> {
    let sql = "SELECT c.id AS id FROM close_out c JOIN judgement j ON j.close_out_id = c.id \
         WHERE c.organization_id = $1 AND c.id > $6 AND c.state IN ('verified', 'judged', 'unrated', 'checked', 'notice') \
         AND ((c.state = 'verified' AND (j.until_on < $2 OR (j.reminded_on IS NULL AND j.asked_on <= $3))) \
         OR EXISTS (SELECT 1 FROM verdict v WHERE v.close_out_id = c.id AND v.given_at <= $4)) \
         UNION SELECT c.id FROM verdict v JOIN close_out c ON c.id = v.close_out_id \
         WHERE v.organization_id = $1 AND v.given_at > $5 AND v.given_at <= $4 AND v.solved <> 'yes' \
         AND c.state = 'struck' AND c.look_back IS NULL AND v.given_at > c.state_since AND c.id > $6 \
         ORDER BY id LIMIT $7";
    let values = [
        organization_id.into(),
        look.today.as_str().into(),
        look.asked_until.as_str().into(),
        look.at.into(),
        look.since.into(),
        look.after.into(),
        look.most.into(),
    ];
    let ids: Vec<i64> = conn.column(sql, values).await?;
    let rows: Vec<close_out::Model> = conn.rows_by("id", &ids, "id").await?;
    let asked: Vec<judgement::Model> = conn.rows_by("close_out_id", &ids, "id").await?;
    let mut asked: BTreeMap<i64, judgement::Model> =
        asked.into_iter().map(|j| (j.close_out_id, j)).collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| asked.remove(&row.id).map(|j| (row, j)))
        .collect())
}

/// Active people with a role that may verify, of whom a checker is drawn.
pub async fn list_verifiers(conn: &Conn, organization_id: i64) -> Result<Vec<i64>> {
    let roles = [
        Role::Liaison,
        Role::UnitHead,
        Role::Coordinator,
        Role::Inspector,
    ];
    let [a, b, c, d] = roles.map(Role::code);
    let sql = "SELECT DISTINCT p.id FROM person p JOIN role_grant g ON g.person_id = p.id \
               WHERE p.organization_id = $1 AND p.is_active AND g.role IN ($2, $3, $4, $5) ORDER BY p.id";
    conn.column(
        sql,
        [
            organization_id.into(),
            a.into(),
            b.into(),
            c.into(),
            d.into(),
        ],
    )
    .await
}
