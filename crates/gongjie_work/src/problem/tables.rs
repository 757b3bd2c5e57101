//! Tables of this room.

use gongjie_base::table;

use super::rules::{Class, ClosedAs, Origin, State, TitleBasis};

table! {
    /// 难题
    problem = "problem" {
        organization_id: i64, campaign_id: i64, number: Option<i64>, title: String,
        title_basis: TitleBasis, hurts: Option<String>, class: Option<Class>,
        theme_id: Option<i64>, grade: Option<i64>, origin: Origin,
        raised_by_unit_id: Option<i64>, raised_by_person_id: Option<i64>,
        raised_note: Option<String>, source: Option<String>, state: State, state_since: i64,
        state_note: Option<String>, merged_into_id: Option<i64>, rebounds: i64,
        closed_as: Option<ClosedAs>, closed_on: Option<String>, review_on: Option<String>,
        created_at: i64, version: i64,
    }
}
table! {
    /// 结转: a problem that goes on in the next campaign
    carry_over = "carry_over" {
        organization_id: i64, problem_id: i64, from_campaign_id: i64, to_campaign_id: i64,
        carried_on: String, at: i64, person_id: Option<i64>,
    }
}
