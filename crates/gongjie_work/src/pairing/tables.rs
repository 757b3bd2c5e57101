//! Tables of this room.

use gongjie_base::table;

use super::rules::{DatePrecision, LeadBasis, MemberAnswer, MemberRole, State};

table! {
    /// 结对
    pairing = "pairing" {
        organization_id: i64, campaign_id: i64, number: Option<i64>, position: Option<i64>,
        title: String, theme_text: Option<String>, theme_id: Option<i64>,
        date_text: Option<String>, date_from: Option<String>, date_to: Option<String>,
        date_precision: DatePrecision, lead_basis: LeadBasis, partners_open: Option<String>,
        source: Option<String>, state: State, state_since: i64, state_note: Option<String>,
        previous_id: Option<i64>, created_at: i64, version: i64,
    }
}
table! {
    /// 牵头与共建
    pairing_member = "pairing_member" {
        pairing_id: i64, unit_id: i64, role: MemberRole, position: i64, written: Option<String>,
        answer: MemberAnswer, asked_at: Option<i64>, answered_at: Option<i64>, answered_by_id: Option<i64>,
        answer_note: Option<String>,
    }
}
table! {
    /// 结对解哪些题
    pairing_problem = "pairing_problem" {
        pairing_id: i64, problem_id: i64,
    }
}
