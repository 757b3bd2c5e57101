//! Where a close-out stands: which gate, whose turn, until when, and what is missing. Pure.

use std::collections::BTreeSet;

use gongjie_base::{Say, codes};
use jiff::civil::Date;

use super::case::{Case, Progress, is_under_way};
use super::lifecycle::SIGN_DAYS;
use super::rules::{self, LookBack, Opinion, State, VERDICT_DAYS, VERIFY_DAYS, VIEW_DAYS, Verb};
use super::tables::{close_out, close_out_view};
use crate::calendar::Calendar;
use crate::layout::Words;
use crate::problem::rules::State as ProblemState;

codes! {
    /// The gates that somebody has to pass, in order.
    pub enum Gate {
        /// Nothing can be done.
        Nobody = "nobody",
        Apply = "apply",
        Sign = "sign",
        View = "view",
        Verify = "verify",
        /// 提出人评价，或独立检查
        Verdict = "verdict",
        Notice = "notice",
        Strike = "strike",
        LookBack = "look_back",
        /// Everything is over.
        Over = "over",
    }
}

impl Gate {
    /// Its place on the page.
    pub const fn place(self) -> usize {
        match self {
            Self::Nobody => 0,
            Self::Apply => 1,
            Self::Sign => 2,
            Self::View => 3,
            Self::Verify => 4,
            Self::Verdict => 5,
            Self::Notice => 6,
            Self::Strike => 7,
            Self::LookBack => 8,
            Self::Over => 9,
        }
    }
}

/// Something that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// In ready words.
    Said(Say),
    /// The view of this unit.
    View(i64),
}

impl Missing {
    /// In words; `name` names a unit.
    pub fn in_words(&self, words: Words, name: impl Fn(i64) -> String) -> String {
        match self {
            Self::Said(say) => words.say(say),
            Self::View(unit) => words.text_with("close-out-need-view", &[("unit", name(*unit))]),
        }
    }
}

/// Where it stands.
#[derive(Debug, Clone)]
pub struct Turn {
    pub gate: Gate,
    /// Text key: whose turn it is.
    pub whose: &'static str,
    pub until: Option<Date>,
    pub light: Option<&'static str>,
    pub missing: Vec<Missing>,
}

/// The one close-out of a problem that matters now: on its way, or that by which the problem is closed.
pub fn present(rows: &[close_out::Model], problem: ProblemState) -> Option<usize> {
    let is_closed = problem == ProblemState::Closed;
    rows.iter()
        .position(|r| State::LIVE.contains(&r.state) || (is_closed && r.state == State::Struck))
}

/// What an application needs, and whether it is there.
pub fn needs(progress: Progress) -> [(bool, Say); 2] {
    let measures = match (progress.measures, progress.open_measures) {
        (0, _) => (false, Say::new("close-out-need-measures-none")),
        (n, 0) => (true, Say::new("close-out-need-measures-done").with("n", n)),
        (_, n) => (false, Say::new("close-out-need-measures-open").with("n", n)),
    };
    let evidence = match progress.evidence {
        0 => (false, Say::new("close-out-need-evidence-none")),
        n => (true, Say::new("close-out-need-evidence").with("n", n)),
    };
    [measures, evidence]
}

/// Whose turn it is. `since`: the day on which the present state began.
pub fn turn(
    case: &Case<'_>,
    row: Option<&close_out::Model>,
    views: &[close_out_view::Model],
    since: Date,
) -> Turn {
    let gate = gate(case, row);
    let is_late = row
        .and_then(|row| rules::views_until(row, case.calendar))
        .is_some_and(|until| case.today > until);
    let is_drawn = case.judgement.is_some_and(|j| j.checker_id.is_some());
    let whose = match gate {
        Gate::Nobody => "close-out-next-nobody",
        Gate::Apply => "close-out-next-apply",
        Gate::Sign => "close-out-next-sign",
        Gate::View if is_late => "close-out-next-go-on",
        Gate::View => "close-out-next-view",
        Gate::Verify => "close-out-next-verify",
        Gate::Verdict if row.is_some_and(|r| r.state == State::Verified) => {
            "close-out-next-verdict"
        }
        Gate::Verdict if is_drawn => "close-out-next-check",
        Gate::Verdict => "close-out-next-draw",
        Gate::Notice if row.is_some_and(|r| r.state == State::Notice) => "close-out-next-notice",
        Gate::Notice => "close-out-next-publish",
        Gate::Strike if opposed(case, row).is_some() => "close-out-next-objection",
        Gate::Strike if case.problem.grade == Some(3) => "close-out-next-strike-leader",
        Gate::Strike => "close-out-next-strike-coordinator",
        Gate::LookBack => "close-out-next-look-back",
        Gate::Over => "close-out-next-done",
    };
    let days = match gate {
        Gate::Sign => Some(SIGN_DAYS),
        Gate::View => Some(VIEW_DAYS),
        Gate::Verdict if row.is_some_and(|r| r.state == State::Verified) => Some(VERDICT_DAYS),
        Gate::Verify | Gate::Verdict => Some(VERIFY_DAYS),
        _ => None,
    };
    let limit = days.map(|days| limit(case.calendar, since, days, case.today));
    Turn {
        gate,
        whose,
        until: limit.map(|(until, _)| until),
        light: limit.map(|(_, light)| light),
        missing: missing(case, row, views, gate),
    }
}

fn gate(case: &Case<'_>, row: Option<&close_out::Model>) -> Gate {
    let Some(row) = row else {
        return if is_under_way(case.problem.state) {
            Gate::Apply
        } else {
            Gate::Nobody
        };
    };
    match row.state {
        State::Applied => Gate::Sign,
        State::Signed => Gate::View,
        State::Viewed => Gate::Verify,
        State::Verified | State::Unrated => Gate::Verdict,
        State::Judged | State::Checked if case.needs_notice() => Gate::Notice,
        State::Notice if notice_runs(row, case.today) => Gate::Notice,
        State::Judged | State::Checked | State::Notice => Gate::Strike,
        State::Struck if row.look_back.is_some() => Gate::Over,
        State::Struck => Gate::LookBack,
        State::SentBack | State::Withdrawn => Gate::Nobody,
    }
}

fn notice_runs(row: &close_out::Model, today: Date) -> bool {
    let until: Option<Date> = row.notice_to.as_deref().and_then(|d| d.parse().ok());
    until.is_some_and(|until| today <= until)
}

/// What an objection keeps from being struck off.
fn opposed(case: &Case<'_>, row: Option<&close_out::Model>) -> Option<&'static str> {
    let said = case.objections.get(&row?.id)?;
    match (said.open, said.upheld) {
        (1.., _) => Some("close-out-need-objection"),
        (0, 1..) => Some("close-out-need-back"),
        _ => None,
    }
}

fn missing(
    case: &Case<'_>,
    row: Option<&close_out::Model>,
    views: &[close_out_view::Model],
    gate: Gate,
) -> Vec<Missing> {
    match gate {
        Gate::Apply => needs(case.progress)
            .into_iter()
            .filter(|(is_there, _)| !is_there)
            .map(|(_, say)| Missing::Said(say))
            .collect(),
        Gate::View => views
            .iter()
            .filter(|v| v.opinion == Opinion::Waiting)
            .map(|v| Missing::View(v.unit_id))
            .collect(),
        Gate::Notice => row
            .and_then(|r| r.notice_to.as_deref())
            .map(|to| Missing::Said(Say::new("close-out-need-notice").with("date", to)))
            .into_iter()
            .chain(opposed(case, row).map(|key| Missing::Said(Say::new(key))))
            .collect(),
        Gate::Strike => opposed(case, row)
            .map(|key| Missing::Said(Say::new(key)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Steps that the reader may take now.
#[derive(Debug, Clone, Default, serde::Serialize, utoipa::ToSchema)]
#[schema(as = CloseOutMay)]
pub struct Open {
    pub apply: bool,
    pub sign: bool,
    /// Units for which the reader may give a view.
    pub view: Vec<i64>,
    pub go_on: bool,
    pub verify: bool,
    pub lapse: bool,
    pub draw: bool,
    pub check: bool,
    pub publish: bool,
    pub strike: bool,
    pub send_back: bool,
    pub withdraw: bool,
    /// Results of a look-back that may be entered.
    #[schema(value_type = Vec<String>)]
    pub look_back: Vec<LookBack>,
}

impl Open {
    /// Anything at all.
    pub fn any(&self) -> bool {
        let plain = self.apply || self.sign || self.go_on || self.verify || self.publish;
        let more = self.strike || self.send_back || self.withdraw;
        let more = more || self.lapse || self.draw || self.check;
        plain || more || !self.view.is_empty() || !self.look_back.is_empty()
    }
}

/// Exactly the steps that would not be refused. `outside`: partners that have no people here.
pub fn open(
    case: &Case<'_>,
    row: Option<&close_out::Model>,
    views: &[close_out_view::Model],
    outside: &BTreeSet<i64>,
) -> Open {
    let Some(row) = row else {
        return Open {
            apply: case.may_apply().is_ok(),
            ..Open::default()
        };
    };
    let is_open = |v: &&close_out_view::Model| {
        let is_outside = outside.contains(&v.unit_id);
        case.may_view(row, Some(v), is_outside).is_ok()
    };
    let found = LookBack::ALL.iter().copied();
    Open {
        apply: false,
        sign: case.may_sign(row).is_ok(),
        view: views.iter().filter(is_open).map(|v| v.unit_id).collect(),
        go_on: case.may_go_on(row).is_ok(),
        verify: case.may_verify(row).is_ok(),
        lapse: case.may_lapse(row).is_ok(),
        draw: case.may_draw(row).is_ok(),
        check: case.may_check(row).is_ok(),
        publish: case.may_publish(row).is_ok(),
        strike: case.may_strike(row).is_ok(),
        send_back: case.may_send_back(row).is_ok(),
        withdraw: case.may_withdraw(row).is_ok(),
        look_back: found
            .filter(|f| case.may_look_back(row, *f).is_ok())
            .collect(),
    }
}

/// Working days that a step may wait for somebody; nothing: as long as it takes.
pub const fn days_for(verb: Verb) -> Option<u16> {
    match verb {
        Verb::Sign => Some(SIGN_DAYS),
        Verb::View => Some(VIEW_DAYS),
        Verb::Verify | Verb::Check => Some(VERIFY_DAYS),
        Verb::Judge
        | Verb::Lapse
        | Verb::Draw
        | Verb::Apply
        | Verb::GoOn
        | Verb::Publish
        | Verb::AnswerObjection
        | Verb::Strike
        | Verb::LookBack => None,
    }
}

/// Until when a step that began on `since` may last, and its light today: blue when half of it is used, red when it is over.
pub fn limit(calendar: &Calendar, since: Date, days: u16, today: Date) -> (Date, &'static str) {
    let until = calendar.plus_working_days(since, days);
    let half = calendar.plus_working_days(since, days.div_ceil(2));
    let light = match today {
        today if today > until => "red",
        today if today >= half => "blue",
        _ => "green",
    };
    (until, light)
}
