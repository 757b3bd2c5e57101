//! Every change of the schema, in order. A change stands beside the room that owns its tables and is never edited once released.

use gongjie_base::db::Migration;

macro_rules! migrations {
    ($($room:literal $name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!($room, "/", $name, ".sql")) }),+]
    };
}

/// All migrations.
pub const ALL: &[Migration] = migrations![
    "journal" "0001_journal",
    "org" "0002_org",
    "account" "0003_account",
    "door" "0004_idempotency",
    "campaign" "0005_campaign",
    "problem" "0006_problem",
    "pairing" "0007_pairing",
    "measure" "0008_measure",
    "activity" "0009_activity",
    "outcome" "0010_outcome",
    "document" "0011_document",
    "close_out" "0012_close_out",
    "door" "0013_request_count",
];
