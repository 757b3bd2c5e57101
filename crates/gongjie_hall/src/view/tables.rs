//! Tables of this room.

use gongjie_base::table;

use super::rules::{Place, Scope};

table! {
    /// 视图
    saved_view = "saved_view" {
        organization_id: i64, place: Place, name: String, query: String, scope: Scope,
        unit_id: Option<i64>, owner_id: i64, is_removed: bool, created_at: i64, version: i64,
    }
}
