//! Tables of this room.

use gongjie_base::table;

use super::rules::State;
use crate::grid::rules::Object;

table! {
    /// 导入批次
    import_batch = "import_batch" {
        organization_id: i64, campaign_id: i64, person_id: Option<i64>, created_at: i64, file_hash: String,
        file_name: String, file_bytes: i64, choices: String, state: State, creates: i64, changes: i64,
        lefts: i64, first_seq: Option<i64>, last_seq: Option<i64>, done_at: Option<i64>,
        undone_at: Option<i64>, version: i64,
    }
}
table! {
    /// 出处
    import_origin = "import_origin" {
        batch_id: i64, object: Object, object_id: i64, problem_id: i64, sheet: String, sheet_row: i64,
        row_key: String, is_new: bool, fields: String,
    }
}
table! {
    /// 记住的对列
    import_head = "import_head" {
        organization_id: i64, head: String, columns: String, at: i64,
    }
}
