//! Fills a database: the organisation through the product's own actions, its mass of rows by SQL, the journal by its own writer.

mod facts;
pub mod voices;

use anyhow::{Context, Result, ensure};
use gongjie::account::actions as accounts;
use gongjie::campaign::actions::{self as campaigns, CampaignInput};
use gongjie::journal::{self, Algorithm, Entry};
use gongjie::migrations;
use gongjie::org::actions::{self as org, Founding, UnitInput};
use gongjie::org::{Acting, Actor, Role, TermPack};
use gongjie_base::{Db, Tx};
use sha2::{Digest, Sha256};

use self::facts::Ground;
pub use self::facts::SEED;

/// Units of the organisation.
pub const UNITS: u64 = 30;
/// People of the organisation.
pub const PEOPLE: u64 = 500;
/// People who sign in; one for each connection of the load.
pub const ASKERS: u64 = 16;
/// Everybody's password.
pub const PASSWORD: &str = "gongjie bench people";
/// 2026-01-01 in China.
const START: i64 = 1_767_196_800_000;
/// Journal entries that are written at a time.
const ENTRIES_AT_ONCE: u64 = 1_000;
/// Tables with ids that the facts set.
const NUMBERED: [&str; 3] = ["problem", "pairing", "measure"];

/// Changes whenever the schema or the facts do: part of the name under which a filled database is kept.
pub fn version() -> String {
    let mut digest = Sha256::new();
    for migration in migrations::ALL {
        digest.update(migration.name);
        digest.update(migration.sql);
    }
    digest.update(include_str!("facts.rs"));
    digest.update(include_str!("mod.rs"));
    let mut text = hex::encode(digest.finalize());
    text.truncate(12);
    text
}

/// Makes the schema and `n` problems with everything around them.
pub async fn fill(db: &Db, n: u64) -> Result<()> {
    ensure!(
        n > 0 && n.is_multiple_of(50),
        "a size is a multiple of 50, {n} is not"
    );
    migrations::apply(db).await?;
    let tx = db.begin().await?;
    // The organisation does not exist yet: its first rows stand at the first entry.
    journal::take_turn(&tx, 0).await?;
    let (ground, acting) = found(&tx).await?;
    for statement in ground.statements(n) {
        tx.run(&statement, [])
            .await
            .with_context(|| statement.clone())?;
    }
    if !db.is_sqlite() {
        for table in NUMBERED {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
            );
            let _last: Option<i64> = tx.scalar(&sql, []).await?;
        }
    }
    let mut next = 1;
    while next <= n {
        let last = n.min(next + ENTRIES_AT_ONCE - 1);
        let entries = (next..=last).map(proposed).collect();
        journal::record_all(&tx, acting.by(), entries).await?;
        next = last + 1;
    }
    tx.commit().await?;
    Ok(())
}

fn proposed(number: u64) -> Entry {
    let id = number.cast_signed();
    Entry::new("problem.propose", "problem", id)
        .of_problem(id)
        .set("title", format!("难题（{number}）"))
        .set("state", "proposed")
}

#[allow(
    clippy::too_many_lines,
    reason = "one organisation, told from its name to its themes"
)]
async fn found(tx: &Tx) -> Result<(Ground, Acting)> {
    let founding = Founding {
        code: "bench",
        name: "测速大学",
        name_en: None,
        term_pack: TermPack::Party,
        is_example: true,
        source: None,
    };
    let organization = org::found(tx, START, Algorithm::Sm3, &founding).await?;
    let acting = Acting {
        actor: Actor::system(&organization),
        at: START,
        today: "2026-01-01".parse()?,
        algorithm: Algorithm::Sm3,
    };
    let mut units = Vec::new();
    for n in 0..UNITS {
        let input = UnitInput {
            name: format!("第{}处党支部", n + 1),
            kind: "branch".to_owned(),
            branch_type: if n < 20 { "office" } else { "faculty" }.to_owned(),
            ..UnitInput::default()
        };
        units.push(org::create_unit(tx, &acting, &input).await?);
    }
    let hash = accounts::hash(PASSWORD)?;
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let unit = units.get(usize::try_from(n % UNITS)?).copied();
        let person = org::create_person(tx, &acting, &format!("人员{}", n + 1), unit).await?;
        people.push(person);
        let (role, unit) = match n {
            0 => (Role::Coordinator, None),
            1 => (Role::Leader, None),
            n if n < 2 * UNITS => (Role::Liaison, unit),
            n if n < 3 * UNITS => (Role::UnitHead, unit),
            _ => continue,
        };
        org::grant(tx, &acting, person, role, unit).await?;
        if n < ASKERS {
            accounts::create_account(tx, acting.by(), person, &login(n), &hash).await?;
        }
    }
    let input = CampaignInput {
        year: "2026".to_owned(),
        name: "2026 年结对共建".to_owned(),
        starts_on: "2026-01-01".to_owned(),
        ends_on: "2026-12-31".to_owned(),
        ..CampaignInput::default()
    };
    let campaign = campaigns::open(tx, &acting, &input).await?;
    let mut themes = Vec::new();
    for (code, mark, name) in [
        ("sheng", "声", "倾听一线声音"),
        ("zhi", "治", "推进协同治理"),
        ("xin", "新", "服务创新发展"),
        ("min", "民", "改善民生保障"),
    ] {
        themes.push(campaigns::add_theme(tx, &acting, code, mark, name, None).await?);
    }
    let ground = Ground {
        organization: organization.id,
        campaign,
        unit: first(&units)?,
        units: UNITS,
        person: first(&people)?,
        people: PEOPLE,
        theme: first(&themes)?,
        themes: 4,
        at: START,
    };
    Ok((ground, acting))
}

/// Login of asker `n`.
pub fn login(n: u64) -> String {
    format!("bench-{n}")
}

/// The first of some ids, which follow each other without a gap.
fn first(ids: &[i64]) -> Result<i64> {
    let first = *ids.first().context("no rows")?;
    let is_row = ids.iter().zip(first..).all(|(id, wanted)| *id == wanted);
    ensure!(is_row, "ids have gaps: {ids:?}");
    Ok(first)
}
