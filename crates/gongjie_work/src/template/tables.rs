//! Tables of this room.

use gongjie_base::table;

use super::rules::FilledWith;

table! {
    /// 样表
    office_template = "office_template" {
        organization_id: i64, name: String, filled_with: FilledWith, file_hash: String, file_name: String,
        layout: String, is_removed: bool, created_at: i64, version: i64,
    }
}
