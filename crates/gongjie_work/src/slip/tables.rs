//! Tables of this room.

use gongjie_base::table;

use super::rules::{Kind, State};

table! {
    /// 催办单、督办单与监督函件
    slip = "slip" {
        organization_id: i64, kind: Kind, year: Option<i64>, number: Option<i64>,
        problem_id: Option<i64>, measure_id: Option<i64>, about_unit_id: Option<i64>,
        to_unit_id: i64, copies: Option<String>, matter: String, basis: String, demand: String,
        contact: Option<String>, state: State, state_since: i64, drafted_on: String,
        drafted_by_id: Option<i64>, approved_on: Option<String>, approved_by_id: Option<i64>,
        sent_on: Option<String>, sent_by_id: Option<i64>, answer_by: Option<String>,
        received_on: Option<String>, received_by_id: Option<i64>, checked_on: Option<String>,
        checked_by_id: Option<i64>, check_note: Option<String>, closed_on: Option<String>,
        withdrawn_on: Option<String>, withdraw_reason: Option<String>, created_at: i64, version: i64,
    }
}
table! {
    /// 回复
    slip_answer = "slip_answer" {
        slip_id: i64, reason: String, done: String, new_due_on: Option<String>,
        evidence_link: Option<String>, answered_on: String, answered_by_id: Option<i64>,
        is_sent_back: bool, send_back_note: Option<String>, sent_back_on: Option<String>,
        sent_back_by_id: Option<i64>,
    }
}
