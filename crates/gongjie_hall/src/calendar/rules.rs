//! Working days and working hours: Monday to Friday less holidays and vacations, plus make-up days. Pure.

use std::collections::BTreeSet;

use gongjie_base::clock::plus_days;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday, time};

/// Days of a school vacation 寒暑假, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vacation {
    pub from: Date,
    pub until: Date,
}

/// Working hours of a day, from the first minute up to the closing minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    pub from: Time,
    pub until: Time,
}

/// 08:00-12:00 and 14:00-18:00.
pub const SHIFTS: [Shift; 2] = [
    Shift {
        from: time(8, 0, 0, 0),
        until: time(12, 0, 0, 0),
    },
    Shift {
        from: time(14, 0, 0, 0),
        until: time(18, 0, 0, 0),
    },
];

/// The days that differ from the week's rule, and the hours of a day. The default: every Monday to Friday is worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// 放假
    pub holidays: BTreeSet<Date>,
    /// 调休上班
    pub make_up_days: BTreeSet<Date>,
    /// 寒暑假
    pub vacations: Vec<Vacation>,
    /// Do days of a vacation count as working days? Ordinary clocks rest in a vacation, urgent ones do not.
    pub counts_vacations: bool,
    /// Hours of a working day, in order, without overlap.
    pub shifts: Vec<Shift>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            holidays: BTreeSet::new(),
            make_up_days: BTreeSet::new(),
            vacations: Vec::new(),
            counts_vacations: false,
            shifts: SHIFTS.to_vec(),
        }
    }
}

impl Calendar {
    /// The same calendar for clocks that run on in a vacation.
    #[must_use]
    pub fn through_vacations(self) -> Self {
        Self {
            counts_vacations: true,
            ..self
        }
    }

    /// Does the day lie in a school vacation?
    pub fn in_vacation(&self, day: Date) -> bool {
        self.vacations
            .iter()
            .any(|v| v.from <= day && day <= v.until)
    }

    /// Is the day worked?
    pub fn is_working(&self, day: Date) -> bool {
        if !self.counts_vacations && self.in_vacation(day) {
            return false;
        }
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.make_up_days.contains(&day) || (!weekend && !self.holidays.contains(&day))
    }

    /// The `count`-th working day after `day`.
    pub fn plus_working_days(&self, day: Date, count: u16) -> Date {
        let mut left = count;
        let mut at = day;
        // A calendar of holidays alone has no end: stop at the end of time.
        while left > 0 && at < Date::MAX {
            at = plus_days(at, 1);
            if self.is_working(at) {
                left -= 1;
            }
        }
        at
    }

    /// Is it a working minute? The closing minute is not.
    pub fn is_working_time(&self, at: DateTime) -> bool {
        let time = at.time();
        self.is_working(at.date()) && self.shifts.iter().any(|s| s.from <= time && time < s.until)
    }

    /// The moment when `minutes` of working time have passed since `from`: in working hours, or at a closing minute.
    pub fn plus_working_minutes(&self, from: DateTime, minutes: u32) -> DateTime {
        let mut left = SignedDuration::from_mins(i64::from(minutes));
        let mut day = from.date();
        let mut earliest = from;
        loop {
            for (open, close) in self.worked(day) {
                if close < earliest {
                    continue;
                }
                let start = open.max(earliest);
                let here = close.duration_since(start);
                if left <= here {
                    return start.saturating_add(left);
                }
                left -= here;
            }
            // Nothing is ever worked again: the end of time.
            if day == Date::MAX || self.shifts.is_empty() {
                return DateTime::MAX;
            }
            day = plus_days(day, 1);
            earliest = earliest.max(day.at(0, 0, 0, 0));
        }
    }

    /// Whole minutes of working time from `a` to `b`; negative when `b` is earlier.
    pub fn working_minutes_between(&self, a: DateTime, b: DateTime) -> i64 {
        if b < a {
            return -self.working_minutes_between(b, a);
        }
        let mut sum = SignedDuration::ZERO;
        let mut day = a.date();
        loop {
            for (open, close) in self.worked(day) {
                let (start, end) = (open.max(a), close.min(b));
                if start < end {
                    sum += end.duration_since(start);
                }
            }
            if day >= b.date() || day == Date::MAX {
                return sum.as_mins();
            }
            day = plus_days(day, 1);
        }
    }

    /// The working hours of a day as moments; none on a rest day.
    fn worked(&self, day: Date) -> impl Iterator<Item = (DateTime, DateTime)> + '_ {
        let shifts: &[Shift] = if self.is_working(day) {
            &self.shifts
        } else {
            &[]
        };
        shifts
            .iter()
            .map(move |s| (day.to_datetime(s.from), day.to_datetime(s.until)))
    }
}
