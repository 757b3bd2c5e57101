//! Tables of this room.

use gongjie_base::table;

use super::rules::{Reason, State};

table! {
    /// 剔除
    exclusion = "exclusion" {
        organization_id: i64, voice_id: Option<i64>, problem_id: Option<i64>,
        unit_id: Option<i64>, reason: Reason, words: String, evidence: String,
        evidence_link: Option<String>, state: State, state_since: i64, asked_on: String,
        asked_by_id: i64, decided_on: Option<String>, decided_by_id: Option<i64>,
        decision_note: Option<String>, withdrawn_on: Option<String>,
        withdrawn_by_id: Option<i64>, withdraw_note: Option<String>, version: i64,
    }
}
