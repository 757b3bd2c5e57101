//! The one clock. Rules take the time as an argument; only the doors read it here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Tells the time, or the time that a test has set.
#[derive(Clone)]
pub struct Clock {
    zone: TimeZone,
    set: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock, dates counted in `zone` (an IANA name). Fails for an unknown zone.
    pub fn system(zone: &str) -> Result<Self, String> {
        let zone = TimeZone::get(zone).map_err(|e| e.to_string())?;
        Ok(Self { zone, set: None })
    }

    /// A clock that stands at `start` in China's time zone until a test moves it.
    pub fn standing(start: Millis) -> Self {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        Self {
            zone,
            set: Some(Arc::new(AtomicI64::new(start))),
        }
    }

    /// Moves a standing clock; does nothing to the machine's clock.
    pub fn forward_days(&self, days: i64) {
        self.forward_minutes(days * 24 * 60);
    }

    /// Moves a standing clock; does nothing to the machine's clock.
    pub fn forward_minutes(&self, minutes: i64) {
        if let Some(set) = &self.set {
            set.fetch_add(minutes * 60_000, Ordering::SeqCst);
        }
    }

    /// Now, in UTC milliseconds.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn now(&self) -> Millis {
        match &self.set {
            Some(set) => set.load(Ordering::SeqCst),
            None => Timestamp::now().as_millisecond(),
        }
    }

    /// Today in the organisation's time zone.
    pub fn today(&self) -> Date {
        self.date_of(self.now())
    }

    /// The civil date of a moment.
    pub fn date_of(&self, at: Millis) -> Date {
        self.civil(at).date()
    }

    /// `2026-11-23 09:05`, in the organisation's time zone.
    pub fn minute_of(&self, at: Millis) -> String {
        self.civil(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The first moment of a civil date.
    pub fn start_of(&self, date: Date) -> Millis {
        let midnight = self.zone.to_timestamp(date.at(0, 0, 0, 0));
        midnight.map_or(0, jiff::Timestamp::as_millisecond)
    }

    /// The moment of a civil date and time.
    pub fn moment_of(&self, civil: jiff::civil::DateTime) -> Millis {
        let stamp = self.zone.to_timestamp(civil);
        stamp.map_or(0, jiff::Timestamp::as_millisecond)
    }

    /// The civil moment in the organisation's time zone.
    pub fn civil(&self, at: Millis) -> jiff::civil::DateTime {
        let stamp = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(stamp)
    }
}

/// `date` plus whole days, kept inside the calendar's range.
pub fn plus_days(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

/// Whole days from `a` to `b`; negative when `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i64 {
    i64::from((b - a).get_days())
}
