//! Moments of voices as pages say them.

use crate::layout::Page;

/// The half day of a moment that was only kept as one, or the minute.
pub fn when(p: &Page, at: i64, is_half_day: bool) -> String {
    if !is_half_day {
        return p.minute(&at);
    }
    // The stored moment is the end of its half day.
    let inside = at - 1;
    let civil = p.clock.civil(inside);
    let half = if civil.hour() < 12 {
        "half-day-am"
    } else {
        "half-day-pm"
    };
    format!("{} {}", p.day(&civil.date().to_string()), p.t(half))
}
