//! Tables of this room.

use gongjie_base::table;

use super::rules::{CampaignState, Counted, Hue, Qualifier};

table! {
    /// 年度行动
    campaign = "campaign" {
        organization_id: i64, year: i64, name: String, starts_on: String, ends_on: String,
        state: CampaignState, previous_id: Option<i64>, version: i64,
    }
}
table! {
    /// 主题方面
    theme = "theme" {
        organization_id: i64, code: String, mark: String, name: String, name_en: Option<String>,
        hue: Hue, position: i64, is_retired: bool, version: i64,
    }
}
table! {
    /// 原文或汇报里写明的合计数
    stated_figure = "stated_figure" {
        organization_id: i64, campaign_id: i64, kind: Counted, label: Option<String>, number: i64,
        text: String, qualifier: Qualifier, unit: String, as_of: Option<String>, source: String,
        version: i64,
    }
}
