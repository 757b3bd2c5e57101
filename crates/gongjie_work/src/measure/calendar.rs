//! Working days: Monday to Friday, less holidays, plus make-up days. Pure.

use std::collections::BTreeSet;

use gongjie_base::clock::plus_days;
use jiff::civil::{Date, Weekday};

/// The days that differ from the week's rule. Empty: every Monday to Friday is worked.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// 放假
    pub holidays: BTreeSet<Date>,
    /// 调休上班
    pub make_up_days: BTreeSet<Date>,
}

impl Calendar {
    /// Is the day worked?
    pub fn is_working(&self, day: Date) -> bool {
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
}
