//! Tables of this room.

use gongjie_base::table;

use super::rules::{Part, State};

table! {
    /// 通报
    bulletin = "bulletin" {
        organization_id: i64, title: String, from_on: String, to_on: String, as_of: String,
        units: String, state: State, state_since: i64, year: Option<i64>, number: Option<i64>,
        drafted_on: String, drafted_by_id: Option<i64>, released_on: Option<String>,
        released_by_id: Option<i64>, version: i64,
    }
}
table! {
    /// 通报里的一句
    bulletin_line = "bulletin_line" {
        bulletin_id: i64, position: i64, part: Part, text: String, is_in: bool, backing: String,
    }
}
