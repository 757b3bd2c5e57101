//! Tables of this room.

use gongjie_base::table;

use super::rules::{Grid, Kind, State};

table! {
    /// 一步
    grid_step = "grid_step" {
        organization_id: i64, person_id: i64, at: i64, grid: Grid, kind: Kind,
        cells: String, made: String, saved: i64, refused: i64, state: State,
        turned_at: Option<i64>, version: i64,
    }
}
