//! Tables of this room.

use gongjie_base::table;

use super::rules::{ChannelKind, Class, State};

table! {
    /// 通道. Neither token nor secret is ever shown again.
    channel = "channel" {
        organization_id: i64, kind: ChannelKind, name: String, url: String, account: Option<String>,
        sender: Option<String>, token: Option<String>, secret: Option<String>, takes: String,
        is_on: bool, is_removed: bool, created_at: i64, version: i64,
    }
}
table! {
    /// 消息: what one person was told
    message = "message" {
        organization_id: i64, person_id: i64, uid: String, fact: String, class: Class,
        subject: String, subject_id: i64, path: String, text_key: String, args: String,
        told_at: i64, read_at: Option<i64>, digest_on: Option<String>,
    }
}
table! {
    /// 发送: one message, or one day's messages, by one channel
    delivery = "delivery" {
        organization_id: i64, channel_id: i64, person_id: Option<i64>, uid: String, fact: String,
        class: Class, state: State, due_at: i64, tries: i64, tried_at: Option<i64>,
        sent_at: Option<i64>, lease_by: Option<String>, lease_until: i64,
        error_key: Option<String>, error_args: Option<String>, created_at: i64,
    }
}
