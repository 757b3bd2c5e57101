//! Tables of this room.

use gongjie_base::table;

use super::rules::{DueKind, DutyRole, ExtensionState, Ruling, SendBackReason, State};

table! {
    /// 举措 / 任务
    measure = "measure" {
        organization_id: i64, problem_id: i64, parent_id: Option<i64>, position: i64, text: String,
        goal: Option<String>, start_on: Option<String>, due_text: Option<String>,
        due_on: Option<String>, first_due_on: Option<String>, due_kind: DueKind,
        stated_count: Option<i64>, stated_tasks: Option<i64>, source: Option<String>, state: State,
        state_since: i64, state_note: Option<String>, issued_on: String, signed_on: Option<String>,
        suspended_on: Option<String>, result: Option<String>, reported_on: Option<String>,
        reported_by_id: Option<i64>, done_on: Option<String>, decision_id: Option<i64>, created_at: i64, version: i64,
    }
}
table! {
    /// 责任
    duty = "duty" {
        measure_id: i64, unit_id: Option<i64>, person_id: Option<i64>, role: DutyRole,
        written: Option<String>,
    }
}
table! {
    /// 里程碑
    milestone = "milestone" {
        measure_id: i64, text: String, due_on: String, done_on: Option<String>,
    }
}
table! {
    /// 进展
    progress = "progress" {
        measure_id: i64, entered_on: String, sentence: Option<String>, is_no_change: bool,
        next_step: Option<String>, percent: Option<i64>, person_id: Option<i64>, created_at: i64,
    }
}
table! {
    /// 延期
    extension = "extension" {
        measure_id: i64, state: ExtensionState, from_due_on: String, to_due_on: String,
        reason: String, progress_so_far: Option<String>, asked_on: String,
        asked_by_id: Option<i64>, decided_on: Option<String>, decided_by_id: Option<i64>,
        decision_note: Option<String>, version: i64,
    }
}
table! {
    /// 退回
    send_back = "send_back" {
        measure_id: i64, reason: SendBackReason, note: Option<String>, person_id: Option<i64>,
        sent_on: String,
    }
}
table! {
    /// 派单异议
    dispute = "dispute" {
        measure_id: i64, basis: String, proposed_unit_id: Option<i64>, asked_by_id: Option<i64>,
        asked_on: String, ruling: Option<Ruling>, ruled_by_id: Option<i64>, ruled_on: Option<String>,
    }
}
