//! Turns Excel's day numbers into days.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day of an Excel serial number; the fraction (time of day) is dropped.
///
/// `epoch_1904` is the workbook's date system. In the 1900 system day 1 is 1 January 1900 and day 60 is Excel's 29
/// February 1900, which never was: `None`. `None` also for numbers below the first day, above 31 December 9999, and
/// for infinities.
pub fn excel_serial(serial: f64, epoch_1904: bool) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to lie between 0 and 2 958 466"
    )]
    let days = serial.trunc() as i32;
    let start = match (epoch_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, 0 | 60) => return None,
        (false, 1..60) => date(1899, 12, 31),
        // The day that never was shifts all later numbers by one.
        (false, _) => date(1899, 12, 30),
    };
    start.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_serial_numbers_become_days() {
        for (serial, epoch_1904, want) in [
            (44_733.0, false, Some(date(2022, 6, 21))),
            (44_733.65, false, Some(date(2022, 6, 21))),
            (43_271.0, true, Some(date(2022, 6, 21))),
            (1.0, false, Some(date(1900, 1, 1))),
            (59.0, false, Some(date(1900, 2, 28))),
            (60.0, false, None),
            (61.0, false, Some(date(1900, 3, 1))),
            (2_958_465.0, false, Some(date(9999, 12, 31))),
            (2_958_465.0, true, None),
            (0.5, false, None),
            (-1.0, false, None),
            (f64::NAN, false, None),
            (f64::INFINITY, false, None),
        ] {
            assert_eq!(excel_serial(serial, epoch_1904), want, "{serial}");
        }
    }
}
