//! Tables of this room.

use gongjie_base::table;

use super::rules::{LookBack, Opinion, State};
use crate::measure::rules::SendBackReason;

table! {
    /// 销号
    close_out = "close_out" {
        organization_id: i64, problem_id: i64, state: State, state_since: i64, result: String,
        no_evidence_reason: Option<String>, applied_on: String, applied_by_id: Option<i64>,
        signed_by_id: Option<i64>, signed_on: Option<String>, verified_by_id: Option<i64>,
        verifier_unit_id: Option<i64>, verified_on: Option<String>, verify_note: Option<String>,
        notice_from: Option<String>, notice_to: Option<String>, struck_by_id: Option<i64>,
        struck_on: Option<String>, look_back_on: Option<String>, looked_back_on: Option<String>,
        look_back: Option<LookBack>, look_back_note: Option<String>,
        looked_back_by_id: Option<i64>, send_back_reason: Option<SendBackReason>,
        send_back_note: Option<String>, version: i64,
    }
}
table! {
    /// 共建方的看法
    close_out_view = "close_out_view" {
        close_out_id: i64, unit_id: i64, opinion: Opinion, words: Option<String>,
        person_id: Option<i64>, given_on: Option<String>,
    }
}
