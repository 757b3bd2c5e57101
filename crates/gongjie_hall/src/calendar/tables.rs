//! Tables of this room.

use gongjie_base::table;

table! {
    /// 与周历不同的日子
    calendar_day = "calendar_day" {
        organization_id: i64, day: String, name: String, is_off: bool, notice_year: Option<i64>,
        entered_by: Option<i64>, entered_at: i64,
    }
}
table! {
    /// 寒暑假
    calendar_vacation = "calendar_vacation" {
        organization_id: i64, name: String, starts_on: String, ends_on: String,
        entered_by: Option<i64>, entered_at: i64,
    }
}
table! {
    /// 工作时间
    calendar_shift = "calendar_shift" { organization_id: i64, starts_at: String, ends_at: String }
}
