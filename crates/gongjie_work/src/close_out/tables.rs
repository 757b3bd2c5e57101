//! Tables of this room.

use gongjie_base::table;

use super::objection::Finding;
use super::rules::{LookBack, Opinion, State};
use crate::measure::rules::SendBackReason;
use crate::problem::rules::ClosedAs;
use crate::voice::rules::Solved;

table! {
    /// 销号
    close_out = "close_out" {
        organization_id: i64, problem_id: i64, state: State, state_since: i64, result: String,
        no_evidence_reason: Option<String>, applied_on: String, applied_by_id: Option<i64>,
        signed_by_id: Option<i64>, signed_on: Option<String>, verified_by_id: Option<i64>,
        verifier_unit_id: Option<i64>, verified_on: Option<String>, verify_note: Option<String>,
        notice_from: Option<String>, notice_to: Option<String>, struck_by_id: Option<i64>,
        struck_on: Option<String>, look_back_on: Option<String>, looked_back_on: Option<String>,
        look_back: Option<LookBack>, look_back_note: Option<String>,
        looked_back_by_id: Option<i64>, send_back_reason: Option<SendBackReason>,
        send_back_note: Option<String>, version: i64,
    }
}
table! {
    /// 共建方的看法
    close_out_view = "close_out_view" {
        close_out_id: i64, unit_id: i64, opinion: Opinion, words: Option<String>,
        person_id: Option<i64>, given_on: Option<String>,
    }
}
table! {
    /// 评价环节: when the raisers were asked, and the independent check where nobody spoke
    judgement = "judgement" {
        organization_id: i64, close_out_id: i64, problem_id: i64, asked_on: String,
        until_on: String, reminded_on: Option<String>, raisers: i64, basis: Option<ClosedAs>,
        checker_id: Option<i64>, checker_unit_id: Option<i64>, is_sampled: Option<bool>,
        drawn_by_id: Option<i64>, drawn_on: Option<String>, checked_on: Option<String>,
        check_note: Option<String>, version: i64,
    }
}
table! {
    /// 评价
    verdict = "verdict" {
        organization_id: i64, close_out_id: i64, problem_id: i64, voice_id: Option<i64>,
        unit_id: Option<i64>, token_hash: Option<String>, solved: Option<Solved>,
        satisfied: Option<i64>, words: Option<String>, person_id: Option<i64>,
        given_at: Option<i64>, version: i64,
    }
}
table! {
    /// 异议
    objection = "objection" {
        organization_id: i64, close_out_id: i64, problem_id: i64, form_hash: String, text: String,
        person_id: Option<i64>, given_at: i64, is_journaled: bool, finding: Option<Finding>,
        answer: Option<String>, answered_by_id: Option<i64>, answered_on: Option<String>,
        version: i64,
    }
}
