//! The only code that writes the journal.

use std::collections::BTreeMap;
use std::fmt::Write;

use gongjie_base::clock::Millis;
use gongjie_base::{Conn, Error, Result, Tx, token};
use sea_orm::{FromQueryResult, Value};

use super::chain::Link;
use super::rules::{Algorithm, Change, Entry};

/// Hash before the first entry.
const START: &str = "";
/// Entries that are written at a time: both engines take the values of so many.
pub const ENTRIES_MAX: usize = 2_000;
/// Entries that are checked at a time.
const VERIFY_PAGE: i64 = 2_000;

/// Who did it and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    pub organization_id: i64,
    /// Nobody for what the system or the command line did.
    pub person_id: Option<i64>,
    pub at: Millis,
    pub algorithm: Algorithm,
}

/// When something is done, and by which algorithm its entry is hashed; who does it is known later.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: Millis,
    pub algorithm: Algorithm,
}

/// Takes an organisation's turn to write and stands at its next number: call it first in a write, so that all its writes
/// take their locks in one order and what they change is remembered from that number on. An organisation that does not
/// exist yet stands at 1.
pub async fn take_turn(tx: &Tx, organization_id: i64) -> Result<()> {
    let sql = "SELECT seq + 1 FROM journal_head WHERE organization_id = $1";
    tx.stand_at(sql, [organization_id.into()]).await
}

/// Number of the last entry before a moment; 0 where there was none yet. Moments are the clock's and may stand still or
/// even step back, so the greatest number among the latest ones counts.
pub async fn seq_before(conn: &Conn, organization_id: i64, moment: Millis) -> Result<i64> {
    let sql = "SELECT seq FROM journal WHERE organization_id = $1 AND at < $2 ORDER BY at DESC, seq DESC LIMIT 1";
    let seq = conn
        .scalar(sql, [organization_id.into(), moment.into()])
        .await?;
    Ok(seq.unwrap_or_default())
}

/// Appends an entry. The head row is locked until the transaction ends, so entries never fork.
pub async fn record(tx: &Tx, by: By, entry: Entry) -> Result<()> {
    record_all(tx, by, vec![entry]).await
}

/// Appends entries in their order, many with the statements of one: at most [`ENTRIES_MAX`] at a time.
pub async fn record_all(tx: &Tx, by: By, entries: Vec<Entry>) -> Result<()> {
    let count = i64::try_from(entries.len()).map_err(Error::internal)?;
    if count == 0 || entries.len() > ENTRIES_MAX {
        return Err(Error::internal(format!("{count} journal entries at once")));
    }
    let sql = "INSERT INTO journal_head (organization_id, seq, hash) VALUES ($1, $3, $2) \
               ON CONFLICT (organization_id) DO UPDATE SET seq = journal_head.seq + $3 RETURNING seq, hash";
    let values = [by.organization_id.into(), START.into(), count.into()];
    let head: Head = tx
        .one(sql, values)
        .await?
        .ok_or_else(|| Error::internal("no journal head"))?;
    let mut prev_hash = head.hash;
    let mut links = Vec::with_capacity(entries.len());
    for (seq, entry) in (head.seq - count + 1..).zip(entries) {
        let link = link(by, seq, &prev_hash, entry)?;
        prev_hash.clone_from(&link.hash);
        links.push(link);
    }
    insert_links(tx, links).await?;
    let sql = "UPDATE journal_head SET hash = $2 WHERE organization_id = $1";
    tx.run(sql, [by.organization_id.into(), prev_hash.into()])
        .await
        .map(|_| ())
}

fn link(by: By, seq: i64, prev_hash: &str, entry: Entry) -> Result<Link> {
    let changes = serde_json::to_string(&entry.changes).map_err(Error::internal)?;
    let salt = token::random()?;
    let mut link = Link {
        seq,
        at: by.at,
        organization_id: by.organization_id,
        person_id: by.person_id,
        action: entry.action.to_owned(),
        subject: entry.subject.to_owned(),
        subject_id: entry.subject_id,
        problem_id: entry.problem_id,
        changes_digest: by.algorithm.digest(&[&salt, &changes]),
        algorithm: by.algorithm.code().to_owned(),
        prev_hash: prev_hash.to_owned(),
        hash: String::new(),
        salt: Some(salt),
        changes: Some(changes),
    };
    link.hash = link
        .computed_hash()
        .ok_or_else(|| Error::internal("unknown algorithm"))?;
    Ok(link)
}

/// `($1, $2), ($3, $4) …` for so many rows of so many values.
fn places(rows: usize, values: usize) -> String {
    let row = |r: usize| {
        let places: Vec<String> = (1..=values)
            .map(|v| format!("${}", r * values + v))
            .collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

async fn insert_links(tx: &Tx, links: Vec<Link>) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: i64,
        seq: i64,
    }
    let sql = format!(
        "INSERT INTO journal (organization_id, seq, at, person_id, action, subject, subject_id, \
         problem_id, changes_digest, algorithm, prev_hash, hash) VALUES {} RETURNING id, seq",
        places(links.len(), 12)
    );
    let mut values: Vec<Value> = Vec::with_capacity(links.len() * 12);
    let mut words = BTreeMap::new();
    for link in links {
        values.extend::<[Value; 12]>([
            link.organization_id.into(),
            link.seq.into(),
            link.at.into(),
            link.person_id.into(),
            link.action.into(),
            link.subject.into(),
            link.subject_id.into(),
            link.problem_id.into(),
            link.changes_digest.into(),
            link.algorithm.into(),
            link.prev_hash.into(),
            link.hash.into(),
        ]);
        words.insert(link.seq, (link.salt, link.changes));
    }
    let stored: Vec<Stored> = tx.all(&sql, values).await?;
    let sql = format!(
        "INSERT INTO journal_change (journal_id, salt, changes) VALUES {}",
        places(stored.len(), 3)
    );
    let mut values: Vec<Value> = Vec::with_capacity(stored.len() * 3);
    for row in stored {
        let (salt, changes) = words
            .remove(&row.seq)
            .ok_or_else(|| Error::internal("a journal entry that was not written"))?;
        values.extend([row.id.into(), salt.into(), changes.into()]);
    }
    tx.run(&sql, values).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct Head {
    seq: i64,
    hash: String,
}

/// An entry as pages show it.
#[derive(Debug, Clone)]
pub struct Line {
    pub seq: i64,
    pub at: Millis,
    pub person_id: Option<i64>,
    pub person: Option<String>,
    pub action: String,
    pub subject: String,
    pub subject_id: i64,
    /// The problem to whose story it belongs.
    pub problem_id: Option<i64>,
    /// Nothing when the words were erased.
    pub changes: Option<Vec<Change>>,
}

impl Line {
    /// What a field was changed to, if this entry changed it and its words were not erased.
    pub fn to(&self, field: &str) -> Option<&str> {
        let changes = self.changes.as_deref().unwrap_or_default();
        let change = changes.iter().find(|c| c.field == field);
        change.and_then(|c| c.to.as_deref())
    }
}

#[derive(FromQueryResult)]
struct LineRow {
    seq: i64,
    at: i64,
    person_id: Option<i64>,
    person: Option<String>,
    action: String,
    subject: String,
    subject_id: i64,
    problem_id: Option<i64>,
    changes: Option<String>,
}

const LINE: &str = "SELECT j.seq, j.at, j.person_id, p.name AS person, j.action, j.subject, j.subject_id, j.problem_id, c.changes \
                    FROM journal j LEFT JOIN person p ON p.id = j.person_id \
                    LEFT JOIN journal_change c ON c.journal_id = j.id";

/// The story of one problem, newest first. The caller has made sure that the asker may see the problem.
pub async fn list_of_problem(
    conn: &Conn,
    organization_id: i64,
    problem_id: i64,
    limit: u64,
) -> Result<Vec<Line>> {
    let sql = format!(
        "{LINE} WHERE j.organization_id = $1 AND j.problem_id = $2 ORDER BY j.seq DESC LIMIT {limit}"
    );
    lines(
        conn.all(&sql, [organization_id.into(), problem_id.into()])
            .await?,
    )
}

/// The story of one row of any table, newest first. The caller has made sure that the asker may see it.
pub async fn list_of_subject(
    conn: &Conn,
    organization_id: i64,
    subject: &str,
    id: i64,
    limit: u64,
) -> Result<Vec<Line>> {
    let sql = format!(
        "{LINE} WHERE j.organization_id = $1 AND j.subject = $2 AND j.subject_id = $3 \
         ORDER BY j.seq DESC LIMIT {limit}"
    );
    lines(
        conn.all(&sql, [organization_id.into(), subject.into(), id.into()])
            .await?,
    )
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// A row of a table.
    Subject(&'static str, i64),
    /// The story of a problem.
    Problem(i64),
}

impl Touch {
    /// The entry is about it.
    pub fn is_of(&self, line: &Line) -> bool {
        match self {
            Self::Subject(subject, id) => line.subject == *subject && line.subject_id == *id,
            Self::Problem(id) => line.problem_id == Some(*id),
        }
    }
}

/// Subjects in one statement; both engines take more.
const TOUCHES_MAX: usize = 5_000;

/// Entries with numbers after `after` and up to `until` about any of these, oldest first; with a limit only the newest
/// ones. The caller has made sure that the asker may see what they are about.
pub async fn list_touching(
    conn: &Conn,
    organization_id: i64,
    after: i64,
    until: i64,
    touches: &[Touch],
    limit: Option<u64>,
) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for part in touches.chunks(TOUCHES_MAX) {
        let mut subjects: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut problems = Vec::new();
        for touch in part {
            match touch {
                Touch::Subject(subject, id) => {
                    subjects.entry(subject).or_default().push(id.to_string());
                }
                Touch::Problem(id) => problems.push(id.to_string()),
            }
        }
        let mut ways: Vec<String> = subjects
            .iter()
            .map(|(subject, ids)| {
                format!(
                    "(j.subject = '{subject}' AND j.subject_id IN ({}))",
                    ids.join(", ")
                )
            })
            .collect();
        if !problems.is_empty() {
            ways.push(format!("j.problem_id IN ({})", problems.join(", ")));
        }
        let limit = limit.map(|n| format!(" LIMIT {n}")).unwrap_or_default();
        let sql = format!(
            "{LINE} WHERE j.organization_id = $1 AND j.seq > $2 AND j.seq <= $3 AND ({}) ORDER BY j.seq DESC{limit}",
            ways.join(" OR ")
        );
        let values = [organization_id.into(), after.into(), until.into()];
        found.extend(lines(conn.all(&sql, values).await?)?);
    }
    found.sort_by_key(|line| line.seq);
    found.dedup_by_key(|line| line.seq);
    Ok(found)
}

/// What a reader of a whole journal asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub person_id: Option<i64>,
    pub subject: Option<String>,
    pub subject_id: Option<i64>,
    /// The story of this problem.
    pub problem_id: Option<i64>,
    pub action: Option<String>,
    /// From this moment on.
    pub from: Option<Millis>,
    /// Before this moment.
    pub until: Option<Millis>,
    /// Subjects that the asker may not see at all.
    pub without: &'static [&'static str],
    /// Entries with a smaller number: the page after the one that ended there.
    pub before: Option<i64>,
    pub limit: u64,
}

/// Entries of an organisation, newest first. The caller has made sure that the asker may read its journal.
pub async fn list(conn: &Conn, organization_id: i64, search: &Search) -> Result<Vec<Line>> {
    let mut sql = format!("{LINE} WHERE j.organization_id = $1");
    let mut values: Vec<Value> = vec![organization_id.into()];
    let mut ask = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            let _never_fails = write!(sql, " AND {condition} ${}", values.len());
        }
    };
    ask("j.person_id =", search.person_id.map(Value::from));
    ask("j.subject =", search.subject.clone().map(Value::from));
    ask("j.subject_id =", search.subject_id.map(Value::from));
    ask("j.problem_id =", search.problem_id.map(Value::from));
    ask("j.action =", search.action.clone().map(Value::from));
    ask("j.at >=", search.from.map(Value::from));
    ask("j.at <", search.until.map(Value::from));
    ask("j.seq <", search.before.map(Value::from));
    for subject in search.without {
        ask("j.subject <>", Some(Value::from(*subject)));
    }
    let _never_fails = write!(sql, " ORDER BY j.seq DESC LIMIT {}", search.limit);
    lines(conn.all(&sql, values).await?)
}

/// The last entry of a chain: what its head says.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Last {
    pub seq: i64,
    pub at: Millis,
    pub algorithm: String,
    pub hash: String,
}

/// The last entry of an organisation; nothing before the first.
pub async fn find_last(conn: &Conn, organization_id: i64) -> Result<Option<Last>> {
    let sql = "SELECT j.seq, j.at, j.algorithm, j.hash FROM journal j \
               JOIN journal_head h ON h.organization_id = j.organization_id AND h.seq = j.seq \
               WHERE j.organization_id = $1";
    conn.one(sql, [organization_id.into()]).await
}

fn lines(rows: Vec<LineRow>) -> Result<Vec<Line>> {
    rows.into_iter()
        .map(|row| {
            let changes = row.changes.as_deref().map(serde_json::from_str).transpose();
            Ok(Line {
                seq: row.seq,
                at: row.at,
                person_id: row.person_id,
                person: row.person,
                action: row.action,
                subject: row.subject,
                subject_id: row.subject_id,
                problem_id: row.problem_id,
                changes: changes.map_err(Error::internal)?,
            })
        })
        .collect()
}

/// What a walk along one chain found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    pub organization: String,
    /// Entries that were checked and hold.
    pub entries: i64,
    /// The first fault, in words.
    pub fault: Option<String>,
    /// Moment (UTC milliseconds) of the last entry that holds.
    pub last_good_at: Option<Millis>,
    /// Hash of the last entry that holds.
    pub head: String,
}

#[derive(FromQueryResult)]
struct Chain {
    organization_id: i64,
    name: Option<String>,
    seq: i64,
    hash: String,
}

/// Walks every organisation's chain from its first entry and stops at the first fault of each.
pub async fn verify(conn: &Conn) -> Result<Vec<Verdict>> {
    let sql = "SELECT h.organization_id, o.name, h.seq, h.hash FROM journal_head h \
               LEFT JOIN organization o ON o.id = h.organization_id ORDER BY h.organization_id";
    let mut verdicts = Vec::new();
    for chain in conn.all::<Chain>(sql, []).await? {
        verdicts.push(verify_chain(conn, chain).await?);
    }
    Ok(verdicts)
}

async fn verify_chain(conn: &Conn, chain: Chain) -> Result<Verdict> {
    let mut verdict = Verdict {
        organization: chain
            .name
            .unwrap_or_else(|| chain.organization_id.to_string()),
        entries: 0,
        fault: None,
        last_good_at: None,
        head: START.to_owned(),
    };
    let sql = "SELECT j.seq, j.at, j.organization_id, j.person_id, j.action, j.subject, j.subject_id, \
               j.problem_id, j.changes_digest, j.algorithm, j.prev_hash, j.hash, c.salt, c.changes \
               FROM journal j LEFT JOIN journal_change c ON c.journal_id = j.id \
               WHERE j.organization_id = $1 AND j.seq > $2 ORDER BY j.seq LIMIT $3";
    loop {
        let values = [
            chain.organization_id.into(),
            verdict.entries.into(),
            VERIFY_PAGE.into(),
        ];
        let page: Vec<Link> = conn.all(sql, values).await?;
        if page.is_empty() {
            break;
        }
        for link in page {
            verdict.fault = link.fault(verdict.entries, &verdict.head);
            if verdict.fault.is_some() {
                return Ok(verdict);
            }
            verdict.entries = link.seq;
            verdict.last_good_at = Some(link.at);
            verdict.head = link.hash;
        }
    }
    if verdict.entries != chain.seq || verdict.head != chain.hash {
        let fault = format!(
            "the chain ends at entry {}, its head says {}",
            verdict.entries, chain.seq
        );
        verdict.fault = Some(fault);
    }
    Ok(verdict)
}
