//! Tables of this room.

use gongjie_base::table;

use super::rules::{EvidenceKind, Visibility};
use crate::campaign::rules::Qualifier;

table! {
    /// 成效
    outcome = "outcome" {
        organization_id: i64, problem_id: i64, measure_id: Option<i64>, text: String, position: i64,
        source: Option<String>, is_withdrawn: bool, created_at: i64, version: i64,
    }
}
table! {
    /// 成效数据: as written, the number as decimal text, the qualifier never dropped.
    figure = "figure" {
        outcome_id: i64, label: String, text: String, number: Option<String>, unit: String,
        qualifier: Qualifier, is_planned: bool, as_of: Option<String>, position: i64,
    }
}
table! {
    /// 共同成果的分摊
    outcome_share = "outcome_share" {
        outcome_id: i64, unit_id: i64, percent: Option<i64>,
    }
}
table! {
    /// 佐证
    evidence = "evidence" {
        organization_id: i64, problem_id: i64, measure_id: Option<i64>, outcome_id: Option<i64>,
        activity_id: Option<i64>, kind: EvidenceKind, title: String, dated_on: Option<String>,
        link: Option<String>, file_hash: Option<String>, file_name: Option<String>,
        file_type: Option<String>, file_bytes: Option<i64>, visibility: Visibility,
        person_id: Option<i64>, is_withdrawn: bool, created_at: i64,
    }
}
