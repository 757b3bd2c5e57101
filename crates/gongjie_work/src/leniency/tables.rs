//! Tables of this room.

use gongjie_base::table;

use super::rules::{Decision, Grounds, Mark, State};

table! {
    /// 容错
    leniency = "leniency" {
        organization_id: i64, mark: Mark, mark_id: i64, measure_id: Option<i64>,
        slip_id: Option<i64>, unit_id: i64, grounds: Grounds, statement: String, state: State,
        state_since: i64, applied_on: String, applied_by_id: Option<i64>,
        settled_on: Option<String>, settled_by_id: Option<i64>, refuse_reason: Option<String>,
        decision: Option<Decision>, decided_on: Option<String>, decided_by_id: Option<i64>,
        meeting: Option<String>, finding: Option<String>, correction_plan: Option<String>,
        correct_by: Option<String>, closed_on: Option<String>, closed_by_id: Option<i64>,
        close_note: Option<String>, withdraw_reason: Option<String>, version: i64,
    }
}
table! {
    /// 核实人员
    leniency_officer = "leniency_officer" { leniency_id: i64, person_id: i64 }
}
