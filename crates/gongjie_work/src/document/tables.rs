//! Tables of this room.

use gongjie_base::table;

use super::rules::{AgreementState, DocumentKind, DocumentState};

table! {
    /// 文件
    document = "document" {
        organization_id: i64, problem_id: i64, unit_id: Option<i64>, kind: DocumentKind,
        title: String, state: DocumentState, link: Option<String>, source: Option<String>,
        created_at: i64, version: i64,
    }
}
table! {
    /// 协议
    agreement = "agreement" {
        organization_id: i64, pairing_id: i64, title: String, other_party: Option<String>,
        state: AgreementState, starts_on: Option<String>, ends_on: Option<String>,
        source: Option<String>, created_at: i64, version: i64,
    }
}
