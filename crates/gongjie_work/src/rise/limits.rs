//! How long things may last by class, and when a rule asks for a rise. Pure; an organisation may set its own numbers.

use std::collections::BTreeMap;

use gongjie_base::clock::plus_days;
use gongjie_base::codes;
use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::problem::rules::{Class, State};

codes! {
    /// Numbers of this room. The defaults are those of domain 2.4 and 3.3.
    pub enum Limit {
        /// From the list to a pairing, in working days.
        PairMultiDept = "pair_multi_dept",
        PairSchoolLevel = "pair_school_level",
        /// From the pairing to a plan, in working days.
        PlanMultiDept = "plan_multi_dept",
        PlanSchoolLevel = "plan_school_level",
        /// From a request to its decision, in working days.
        Decide = "decide",
        /// Rule: the plan is so many working days late.
        PlanLate = "plan_late",
        /// Rule: a measure is so many working days past its limit.
        Overdue = "overdue",
        /// Rule: a measure stands still for so many days.
        Suspended = "suspended",
        /// Rule: a measure's result was sent back so many times.
        SentBack = "sent_back",
        /// Rule: the assignment of measures was disputed so many times.
        Disputed = "disputed",
    }
}

/// The largest number that can be set.
pub const COUNT_MAX: u16 = 365;

impl Limit {
    /// What holds where nothing is set.
    pub const fn default_count(self) -> u16 {
        match self {
            Self::PairMultiDept => 5,
            Self::PairSchoolLevel
            | Self::PlanMultiDept
            | Self::PlanSchoolLevel
            | Self::PlanLate
            | Self::Overdue => 10,
            Self::Decide | Self::SentBack => 3,
            Self::Suspended => 30,
            Self::Disputed => 2,
        }
    }

    /// A rule of the clock, which 0 switches off.
    pub const fn is_rule(self) -> bool {
        matches!(
            self,
            Self::PlanLate | Self::Overdue | Self::Suspended | Self::SentBack | Self::Disputed
        )
    }
}

/// The numbers of one organisation.
#[derive(Debug, Clone, Default)]
pub struct Limits(pub BTreeMap<Limit, u16>);

impl Limits {
    /// The number that holds.
    pub fn of(&self, limit: Limit) -> u16 {
        self.0
            .get(&limit)
            .copied()
            .unwrap_or_else(|| limit.default_count())
    }

    /// A rule's number; nothing: it is switched off.
    pub fn rule(&self, limit: Limit) -> Option<u16> {
        Some(self.of(limit)).filter(|count| *count > 0)
    }

    /// Until when a problem of this class may stay in this state, which it has had since `since`.
    pub fn until(
        &self,
        class: Option<Class>,
        state: State,
        since: Date,
        calendar: &Calendar,
    ) -> Option<Date> {
        let limit = match (state, class?) {
            (State::Listed, Class::MultiDept) => Limit::PairMultiDept,
            (State::Listed, Class::SchoolLevel) => Limit::PairSchoolLevel,
            (State::Paired, Class::MultiDept) => Limit::PlanMultiDept,
            (State::Paired, Class::SchoolLevel) => Limit::PlanSchoolLevel,
            _ => return None,
        };
        Some(calendar.plus_working_days(since, self.of(limit)))
    }
}

/// The last day whose `count`-th working day has come today: what ran out on it or before it is `count` working days late.
pub fn cutoff(calendar: &Calendar, today: Date, count: u16) -> Date {
    let mut day = today;
    while day > Date::MIN && calendar.plus_working_days(day, count) > today {
        day = plus_days(day, -1);
    }
    day
}
