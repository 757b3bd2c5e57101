//! Every change of the schema, in order. A change stands beside the room that owns its tables and is never edited once released.

use gongjie_base::db::{Migration, Remembered};
use gongjie_base::{Db, Result};

macro_rules! migrations {
    ($($room:literal $name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../../", $room, "/", $name, ".sql")) }),+]
    };
}

/// All migrations.
pub const ALL: &[Migration] = migrations![
    "gongjie_hall/src/journal" "0001_journal",
    "gongjie_hall/src/org" "0002_org",
    "gongjie_hall/src/account" "0003_account",
    "gongjie_hall/src/door" "0004_idempotency",
    "gongjie_work/src/campaign" "0005_campaign",
    "gongjie_work/src/problem" "0006_problem",
    "gongjie_work/src/pairing" "0007_pairing",
    "gongjie_work/src/measure" "0008_measure",
    "gongjie_work/src/activity" "0009_activity",
    "gongjie_work/src/outcome" "0010_outcome",
    "gongjie_work/src/document" "0011_document",
    "gongjie_work/src/close_out" "0012_close_out",
    "gongjie_hall/src/door" "0013_request_count",
    "gongjie_work/src/grid" "0014_grid",
    "gongjie_hall/src/view" "0015_saved_view",
    "gongjie_hall/src/journal" "0016_journal_at",
    "gongjie_hall/src/org" "0017_edition",
    "gongjie_work/src/campaign" "0018_campaign_edition",
    "gongjie_work/src/measure" "0019_kept",
    "gongjie_work/src/pairing" "0020_pairing_position",
    "gongjie_work/src/close_out" "0021_tally",
    "gongjie_work/src/import" "0022_import",
    "gongjie_work/src/template" "0023_office_template",
    "gongjie_work/src/voice" "0024_voice",
    "gongjie_work/src/close_out" "0025_verdict",
    "gongjie_work/src/urgent" "0026_urgent",
    "gongjie_hall/src/calendar" "0030_calendar",
    "gongjie_hall/src/outbox" "0031_outbox",
    "gongjie_work/src/slip" "0040_slip",
    "gongjie_work/src/bulletin" "0041_bulletin",
    "gongjie_work/src/leniency" "0042_leniency",
    "gongjie_work/src/exclusion" "0043_exclusion",
    "gongjie_work/src/close_out" "0044_objection",
    "gongjie_work/src/voice" "0045_public_told",
    "gongjie_work/src/rise" "0046_rise",
    "gongjie_work/src/close_out" "0050_astir",
];

/// Tables of facts, whose past is kept row by row, and the journal, which is its own past. What is no fact of the work
/// (sessions, keys, counters) has none.
pub const REMEMBERED: Remembered = Remembered {
    tables: &[
        "organization",
        "unit",
        "unit_name",
        "unit_cover",
        "person",
        "role_grant",
        "calendar_day",
        "calendar_vacation",
        "calendar_shift",
        "campaign",
        "theme",
        "stated_figure",
        "problem",
        "carry_over",
        "pairing",
        "pairing_member",
        "pairing_problem",
        "measure",
        "duty",
        "milestone",
        "progress",
        "extension",
        "send_back",
        "dispute",
        "rise",
        "activity",
        "activity_unit",
        "decision",
        "outcome",
        "figure",
        "outcome_share",
        "evidence",
        "document",
        "agreement",
        "close_out",
        "close_out_view",
        "slip",
        "slip_answer",
        "leniency",
        "leniency_officer",
        "exclusion",
        "bulletin",
        "bulletin_line",
    ],
    logs: &[("journal", "seq")],
};

/// Brings the schema up to date and keeps the past from then on; gives the names of what was new.
pub async fn apply(db: &Db) -> Result<Vec<&'static str>> {
    let done = db.migrate(ALL).await?;
    db.remember(REMEMBERED).await?;
    Ok(done)
}
