//! Every change of the schema, in order. A change stands beside the room that owns its tables and is never edited once released.

use gongjie_base::db::Migration;

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
];
