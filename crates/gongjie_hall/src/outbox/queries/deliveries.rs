//! Deliveries: made with the message, leased by a worker, recorded after the try.

use std::collections::BTreeMap;

use gongjie_base::clock::Millis;
use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::{FromQueryResult, Value};

use crate::org::TermPack;
use crate::outbox::rules::{ChannelKind, Class, Due, Lane, State};
use crate::outbox::tables::{channel, message};

/// Deliveries that are looked at for one taking.
const LOOKED_AT_MAX: i64 = 400;
/// Of one lane, at most: a long queue for one group keeps nobody else waiting.
const LANE_MAX: i64 = 16;
/// How far back a lane's last try matters.
const PACE_MS: Millis = 10_000;

/// A delivery that is made.
pub struct Made {
    pub organization_id: i64,
    pub channel_id: i64,
    pub person_id: Option<i64>,
    pub uid: String,
    pub fact: String,
    pub class: Class,
    pub due_at: Millis,
    pub created_at: Millis,
}

/// Makes a delivery of these messages. Nothing where the channel has one of this fact already.
pub async fn insert_delivery(tx: &Tx, made: Made, messages: &[i64]) -> Result<Option<i64>> {
    let sql = "INSERT INTO delivery (organization_id, channel_id, person_id, uid, fact, class, state, \
               due_at, tries, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, 0, $8) \
               ON CONFLICT (channel_id, fact) DO NOTHING RETURNING id";
    let values: [Value; 8] = [
        made.organization_id.into(),
        made.channel_id.into(),
        made.person_id.into(),
        made.uid.into(),
        made.fact.into(),
        made.class.into(),
        made.due_at.into(),
        made.created_at.into(),
    ];
    let Some(id) = tx.scalar::<i64>(sql, values).await? else {
        return Ok(None);
    };
    let sql = "INSERT INTO delivery_message (delivery_id, message_id) VALUES ($1, $2)";
    for message in messages {
        tx.run(sql, [id.into(), (*message).into()]).await?;
    }
    Ok(Some(id))
}

/// Organisations that have something to do: deliveries that are due, or messages for a digest.
pub async fn list_busy_organizations(conn: &Conn, now: Millis) -> Result<Vec<i64>> {
    let sql = "SELECT organization_id FROM delivery WHERE state = 'waiting' AND due_at <= $1 \
               UNION SELECT organization_id FROM message WHERE digest_on IS NULL AND class = 'digest' \
               ORDER BY 1";
    conn.column(sql, [now.into()]).await
}

/// Claims the digest of a day for this write; false where it was made before.
pub async fn insert_digest_run(tx: &Tx, organization_id: i64, day: &str) -> Result<bool> {
    let sql = "INSERT INTO digest_run (organization_id, day) VALUES ($1, $2) \
               ON CONFLICT (organization_id, day) DO NOTHING";
    Ok(tx.run(sql, [organization_id.into(), day.into()]).await? > 0)
}

/// A message that waits for a digest.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Waiting {
    pub id: i64,
    pub person_id: i64,
}

/// Was the digest of a day made?
pub async fn has_digest_run(conn: &Conn, organization_id: i64, day: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM digest_run WHERE organization_id = $1 AND day = $2";
    let runs: Option<i64> = conn
        .scalar(sql, [organization_id.into(), day.into()])
        .await?;
    Ok(runs.is_some_and(|n| n > 0))
}

/// Messages that were told before a moment, wait for the digest and were not read, by person and age.
pub async fn list_undigested(
    conn: &Conn,
    organization_id: i64,
    before: Millis,
) -> Result<Vec<Waiting>> {
    let sql = "SELECT id, person_id FROM message WHERE organization_id = $1 AND class = 'digest' \
               AND digest_on IS NULL AND read_at IS NULL AND told_at < $2 ORDER BY person_id, id";
    conn.all(sql, [organization_id.into(), before.into()]).await
}

/// Notes in which day's digest the messages went that were told before a moment.
pub async fn update_digested(
    tx: &Tx,
    organization_id: i64,
    day: &str,
    before: Millis,
) -> Result<()> {
    let sql = "UPDATE message SET digest_on = $2 WHERE organization_id = $1 AND class = 'digest' \
               AND digest_on IS NULL AND told_at < $3";
    tx.run(sql, [organization_id.into(), day.into(), before.into()])
        .await?;
    Ok(())
}

/// Takes turns: two workers never look for deliveries at the same moment.
pub async fn take_delivery_turn(tx: &Tx, now: Millis) -> Result<()> {
    tx.run("UPDATE delivery_turn SET taken_at = $1", [now.into()])
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct DueRow {
    id: i64,
    channel_id: i64,
    kind: ChannelKind,
    person_id: Option<i64>,
}

/// Deliveries that are due and in nobody's lease. `open`: organisations that may be told what is not urgent.
pub async fn list_due(conn: &Conn, open: &[i64], now: Millis) -> Result<Vec<Due>> {
    let (among, value) = conn.among("d.organization_id", 2, open);
    let sql = format!(
        "SELECT id, channel_id, kind, person_id FROM (SELECT d.id, d.channel_id, c.kind, d.person_id, \
         d.due_at, ROW_NUMBER() OVER (PARTITION BY d.channel_id, d.person_id ORDER BY d.due_at, d.id) \
         AS place FROM delivery d JOIN channel c ON c.id = d.channel_id \
         WHERE d.state = 'waiting' AND d.due_at <= $1 AND d.lease_until <= $1 \
         AND c.is_on AND NOT c.is_removed AND (d.class = 'urgent' OR {among})) due \
         WHERE place <= {LANE_MAX} ORDER BY due_at, id LIMIT {LOOKED_AT_MAX}"
    );
    let rows: Vec<DueRow> = conn.all(&sql, [now.into(), value]).await?;
    let due = |r: DueRow| Due {
        id: r.id,
        channel_id: r.channel_id,
        kind: r.kind,
        person_id: r.person_id,
    };
    Ok(rows.into_iter().map(due).collect())
}

#[derive(FromQueryResult)]
struct LaneRow {
    channel_id: i64,
    person_id: Option<i64>,
    tried_at: i64,
}

/// The last try of each lane in the last seconds.
pub async fn list_last_tries(conn: &Conn, now: Millis) -> Result<BTreeMap<Lane, Millis>> {
    let sql = "SELECT channel_id, person_id, MAX(tried_at) AS tried_at FROM delivery \
               WHERE tried_at > $1 GROUP BY channel_id, person_id";
    let rows: Vec<LaneRow> = conn.all(sql, [(now - PACE_MS).into()]).await?;
    let lane = |r: LaneRow| ((r.channel_id, r.person_id), r.tried_at);
    Ok(rows.into_iter().map(lane).collect())
}

/// Leases a delivery to a worker and counts the try; false where somebody else was quicker.
pub async fn update_leased(
    tx: &Tx,
    id: i64,
    worker: &str,
    now: Millis,
    until: Millis,
) -> Result<bool> {
    let sql = "UPDATE delivery SET lease_by = $2, lease_until = $4, tries = tries + 1, tried_at = $3 \
               WHERE id = $1 AND state = 'waiting' AND lease_until <= $3";
    let values = [id.into(), worker.into(), now.into(), until.into()];
    Ok(tx.run(sql, values).await? > 0)
}

/// A delivery with all that its sending needs.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Parcel {
    pub id: i64,
    pub organization_id: i64,
    pub channel_id: i64,
    pub person_id: Option<i64>,
    pub uid: String,
    pub class: Class,
    pub tries: i64,
    pub lease_by: Option<String>,
    pub term_pack: TermPack,
    pub language: Option<String>,
    pub email: Option<String>,
    pub wecom: Option<String>,
}

/// Leased deliveries by id.
pub async fn list_parcels(conn: &Conn, ids: &[i64]) -> Result<Vec<Parcel>> {
    let (among, value) = conn.among("d.id", 1, ids);
    let sql = format!(
        "SELECT d.id, d.organization_id, d.channel_id, d.person_id, d.uid, d.class, d.tries, d.lease_by, \
         o.term_pack, a.language, p.email, n.name AS wecom FROM delivery d \
         JOIN organization o ON o.id = d.organization_id \
         LEFT JOIN person p ON p.id = d.person_id AND p.is_active LEFT JOIN account a ON a.person_id = d.person_id \
         LEFT JOIN channel_name n ON n.person_id = p.id AND n.kind = 'wecom_app' \
         WHERE {among} ORDER BY d.id"
    );
    conn.all(&sql, [value]).await
}

/// The channels of deliveries, by id, with their secrets.
pub async fn list_channels_by_id(conn: &Conn, ids: &[i64]) -> Result<Vec<channel::Model>> {
    conn.rows_in("id", ids).await
}

/// A message of a delivery and who is told.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Enclosed {
    pub delivery_id: i64,
    pub message_id: i64,
    pub person: String,
}

/// What is in these deliveries.
pub async fn list_enclosed(conn: &Conn, ids: &[i64]) -> Result<Vec<Enclosed>> {
    let (among, value) = conn.among("x.delivery_id", 1, ids);
    let sql = format!(
        "SELECT x.delivery_id, x.message_id, p.name AS person FROM delivery_message x \
         JOIN message m ON m.id = x.message_id JOIN person p ON p.id = m.person_id \
         WHERE {among} ORDER BY x.delivery_id, x.message_id"
    );
    conn.all(&sql, [value]).await
}

/// Messages by id.
pub async fn list_messages_by_id(conn: &Conn, ids: &[i64]) -> Result<Vec<message::Model>> {
    conn.rows_in("id", ids).await
}

/// What one try changes.
pub struct Tried<'a> {
    pub id: i64,
    /// Whose lease it was.
    pub worker: &'a str,
    pub state: State,
    pub due_at: Option<Millis>,
    pub sent_at: Option<Millis>,
    pub error_key: Option<&'a str>,
    pub error_args: Option<String>,
}

/// Records a try; false where the lease was over and another worker has it.
pub async fn update_tried(tx: &Tx, tried: &Tried<'_>) -> Result<bool> {
    let sql = "UPDATE delivery SET state = $3, due_at = COALESCE($4, due_at), sent_at = $5, \
               error_key = $6, error_args = $7, lease_by = NULL, lease_until = 0 \
               WHERE id = $1 AND lease_by = $2";
    let values: [Value; 7] = [
        tried.id.into(),
        tried.worker.into(),
        tried.state.into(),
        tried.due_at.into(),
        tried.sent_at.into(),
        tried.error_key.into(),
        tried.error_args.clone().into(),
    ];
    Ok(tx.run(sql, values).await? > 0)
}

/// Puts a delivery that was given up back among the waiting, due at once; false where it is not given up.
pub async fn update_again(tx: &Tx, organization_id: i64, id: i64, now: Millis) -> Result<bool> {
    let sql = "UPDATE delivery SET state = 'waiting', tries = 0, due_at = $3, lease_by = NULL, \
               lease_until = 0 WHERE organization_id = $1 AND id = $2 AND state = 'given_up'";
    let values = [organization_id.into(), id.into(), now.into()];
    Ok(tx.run(sql, values).await? > 0)
}

/// A delivery as the outbox shows it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Line {
    pub id: i64,
    pub uid: String,
    pub class: Class,
    pub state: State,
    pub channel: String,
    pub kind: ChannelKind,
    pub person: Option<String>,
    pub due_at: i64,
    pub tries: i64,
    pub tried_at: Option<i64>,
    pub sent_at: Option<i64>,
    pub error_key: Option<String>,
    pub error_args: Option<String>,
    pub created_at: i64,
}

/// Deliveries of an organisation, the newest first, one page and one row more.
pub async fn list_deliveries(
    conn: &Conn,
    organization_id: i64,
    state: Option<State>,
    before: Option<i64>,
) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT d.id, d.uid, d.class, d.state, c.name AS channel, c.kind, p.name AS person, d.due_at, \
         d.tries, d.tried_at, d.sent_at, d.error_key, d.error_args, d.created_at FROM delivery d \
         JOIN channel c ON c.id = d.channel_id LEFT JOIN person p ON p.id = d.person_id \
         WHERE d.organization_id = $1 AND ($2 = '' OR d.state = $2) AND d.id < $3 \
         ORDER BY d.id DESC LIMIT {}",
        PAGE_ROWS + 1
    );
    let state = state.map_or("", State::code);
    let values = [
        organization_id.into(),
        state.into(),
        before.unwrap_or(i64::MAX).into(),
    ];
    conn.all(&sql, values).await
}

/// One delivery of an organisation, as the outbox shows it.
pub async fn find_delivery(conn: &Conn, organization_id: i64, id: i64) -> Result<Option<Line>> {
    let rows = list_deliveries(conn, organization_id, None, Some(id + 1)).await?;
    Ok(rows.into_iter().find(|row| row.id == id))
}
