//! Tables of this room.

use gongjie_base::table;

use super::rules::{Ground, State};
use crate::problem::rules::Class;

table! {
    /// 提级
    rise = "rise" {
        organization_id: i64, problem_id: i64, to_class: Class, ground: Ground,
        fact: Option<String>, times: Option<i64>, measure_id: Option<i64>, reason: Option<String>,
        state: State, state_since: i64, asked_on: String, asked_by_id: Option<i64>,
        asked_unit_id: Option<i64>, decide_by: String, decided_on: Option<String>,
        decided_by_id: Option<i64>, note: Option<String>, version: i64,
    }
}
table! {
    /// 提级规则 with the organisation's own number
    rise_limit = "rise_limit" { organization_id: i64, code: String, count: i64, version: i64 }
}
