//! Tables of this room.

use gongjie_base::table;

use super::rules::{Channel, EventKind, Kind, Mode, Side, Solved, State};

table! {
    /// 诉求 / 一线声音
    voice = "voice" {
        organization_id: i64, code_hash: String, number: Option<String>, mode: Mode, channel: Channel,
        kind: Option<Kind>, text: String, place: Option<String>, poster_id: Option<i64>,
        theme_id: Option<i64>, is_dangerous: bool, raiser_name: Option<String>,
        raiser_contact: Option<String>, sealed: Option<String>, entered_by_id: Option<i64>,
        received_at: i64, state: State, state_since: i64, reason: Option<String>,
        lead_unit_id: Option<i64>, handler_id: Option<i64>, triage_by: i64, sign_by: Option<i64>,
        contact_by: Option<i64>, answer_by: Option<i64>, due_at: Option<i64>,
        dispatched_at: Option<i64>, signed_at: Option<i64>, contacted_at: Option<i64>,
        answered_at: Option<i64>, closed_at: Option<i64>, answer: Option<String>,
        problem_id: Option<i64>, merged_into_id: Option<i64>, diverted_to: Option<String>,
        solved: Option<Solved>, satisfied: Option<i64>, judged_at: Option<i64>,
        verdict_until: Option<String>, redos: i64,
        appeals: i64, disputes: i64, turns: i64, version: i64,
    }
}
table! {
    /// 协办单位
    voice_helper = "voice_helper" { voice_id: i64, unit_id: i64, }
}
table! {
    /// 往来
    voice_event = "voice_event" {
        organization_id: i64, voice_id: i64, turn: i64, kind: EventKind, side: Side, is_internal: bool,
        unit_id: Option<i64>, person_id: Option<i64>, text: Option<String>, at: i64, is_journaled: bool,
    }
}
table! {
    /// 照片
    voice_picture = "voice_picture" {
        voice_id: i64, turn: i64, place: i64, kind: String, width: i64, height: i64, data: String,
    }
}
table! {
    /// 拆封申请
    unsealing = "unsealing" {
        organization_id: i64, voice_id: i64, reason: String, asked_by_id: i64, asked_at: i64,
        agreed_by_id: Option<i64>, granted_by_id: Option<i64>, refused_by_id: Option<i64>,
        decided_at: Option<i64>, refusal: Option<String>, version: i64,
    }
}
table! {
    /// 二维码海报
    poster = "poster" {
        organization_id: i64, code: String, place: String, unit_id: Option<i64>, is_retired: bool,
        created_at: i64, version: i64,
    }
}
table! {
    /// 办理时限
    voice_limit = "voice_limit" { organization_id: i64, code: String, hours: i64, version: i64, }
}
table! {
    /// 公开的难题
    public_problem = "public_problem" {
        organization_id: i64, problem_id: i64, since_day: String, opened_by_id: Option<i64>,
        is_told: bool,
    }
}
