//! Tables of this room.

use gongjie_base::table;

use super::rules::{EventKind, PartnerKind, Rank, State};
use crate::voice::danger::Danger;

table! {
    /// 值班表的一行: who is on duty at which place of the order, and when
    duty_shift = "duty_shift" {
        organization_id: i64, rank: Rank, person_id: i64, phone: Option<String>, weekdays: String,
        from_hour: i64, until_hour: i64,
    }
}
table! {
    /// 校内 24 小时电话
    urgent_number = "urgent_number" { organization_id: i64, phone: String, }
}
table! {
    /// 外部力量: whom to call outside
    urgent_partner = "urgent_partner" {
        organization_id: i64, kind: PartnerKind, name: String, phone: String,
    }
}
table! {
    /// 一次紧急呼叫
    urgent_call = "urgent_call" {
        organization_id: i64, form_hash: String, kind: Danger, phone: Option<String>,
        place: Option<String>, text: Option<String>, is_drill: bool, voice_id: Option<i64>,
        opened_by_id: Option<i64>, state: State, state_since: i64, raised_at: i64, page_step: i64,
        paged_at: Option<i64>, next_page_at: Option<i64>, acked_at: Option<i64>,
        acked_by_id: Option<i64>, report_due_at: Option<i64>, closed_at: Option<i64>,
        summary: Option<String>, problem_id: Option<i64>, turns: i64, version: i64,
    }
}
table! {
    /// 时间线
    urgent_event = "urgent_event" {
        organization_id: i64, call_id: i64, turn: i64, kind: EventKind, person_id: Option<i64>,
        step: Option<i64>, rank: Option<Rank>, reached: Option<i64>, partner: Option<String>,
        how: Option<String>, text: Option<String>, is_restricted: bool, at: i64,
    }
}
table! {
    /// 被呼叫的人
    urgent_page = "urgent_page" {
        organization_id: i64, call_id: i64, step: i64, person_id: i64, at: i64,
    }
}
