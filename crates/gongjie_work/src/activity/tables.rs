//! Tables of this room.

use gongjie_base::table;

use super::rules::Kind;
use crate::pairing::rules::DatePrecision;

table! {
    /// 活动
    activity = "activity" {
        organization_id: i64, pairing_id: i64, kind: Kind, title: String, place: Option<String>,
        date_text: Option<String>, date_from: Option<String>, date_to: Option<String>,
        date_precision: DatePrecision, host: Option<String>, recorder: Option<String>,
        minutes: Option<String>, source: Option<String>, created_at: i64, version: i64,
    }
}
table! {
    /// 到会单位
    activity_unit = "activity_unit" {
        activity_id: i64, unit_id: i64, expected: Option<i64>, present: Option<i64>,
        note: Option<String>,
    }
}
table! {
    /// 议定事项
    decision = "decision" {
        activity_id: i64, text: String, measure_id: Option<i64>,
        /// 只记在案: no measure will come of it.
        is_noted: bool, position: i64,
    }
}
