//! Writes days the way a sheet shows them.

use jiff::civil::Date;

/// English month names in order; the first three letters are their short forms.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2022年6月21日`, without leading zeros (`domain.md` 7.4).
pub fn zh(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `21 June 2022`.
pub fn en(day: Date) -> String {
    let month = usize::try_from(day.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// `06-21`, for narrow columns; the year must be clear from elsewhere.
pub fn short(day: Date) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_both_languages() {
        let june = jiff::civil::date(2022, 6, 21);
        assert_eq!(zh(june), "2022年6月21日");
        assert_eq!(en(june), "21 June 2022");
        assert_eq!(short(june), "06-21");
        let last = jiff::civil::date(2024, 12, 1);
        assert_eq!(
            (zh(last), en(last)),
            ("2024年12月1日".into(), "1 December 2024".into())
        );
    }
}
