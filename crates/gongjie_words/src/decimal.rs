//! A small lossless decimal number for figures.

use std::cmp::Ordering;
use std::fmt;

/// Most decimal places kept; a figure of an office has one or two.
const MAX_SCALE: u8 = 12;

/// `mantissa / 10^scale`, exact.
///
/// An integer and a scale instead of `f64`, because 71.1 has no exact `f64` and a printed figure must come back
/// digit for digit; instead of a decimal crate, because reading, adding and comparing is all a ledger needs and two
/// integers can be stored in any database. Range: ±9.2·10^18 in the mantissa, at most 12 decimal places. Trailing
/// zeros are removed, so equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl Decimal {
    /// `mantissa / 10^scale`; `None` with more than 12 decimal places left after trailing zeros are gone.
    pub fn new(mantissa: i64, scale: u8) -> Option<Self> {
        Self::reduced(i128::from(mantissa), scale)
    }

    /// Reads `133`, `71.1`, `-3` or `1,234.5` (ASCII, commas only between groups of three); `None` otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || digits.ends_with('.') {
            return None;
        }
        let mut groups = whole.split(',');
        let head = groups.next()?.len();
        let grouped = whole.contains(',');
        if grouped && (head == 0 || head > 3 || groups.any(|group| group.len() != 3)) {
            return None;
        }
        let mut value: i128 = 0;
        for c in whole.chars().filter(|&c| c != ',').chain(fraction.chars()) {
            let digit = c.to_digit(10)?;
            value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
        }
        let scale = u8::try_from(fraction.len()).ok()?;
        Self::reduced(if negative { -value } else { value }, scale)
    }

    /// The integer part of the stored pair, trailing zeros removed.
    pub fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// Decimal places, 0 to 12.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The sum; `None` when it leaves the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        Self::reduced(self.at_scale(scale) + other.at_scale(scale), scale)
    }

    /// The product with a whole number; `None` when it leaves the range.
    pub fn checked_times(self, factor: i64) -> Option<Self> {
        Self::reduced(i128::from(self.mantissa) * i128::from(factor), self.scale)
    }

    /// Whether the number is 0.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    fn reduced(mut value: i128, mut scale: u8) -> Option<Self> {
        while scale > 0 && value % 10 == 0 {
            value /= 10;
            scale -= 1;
        }
        if scale > MAX_SCALE {
            return None;
        }
        Some(Self {
            mantissa: i64::try_from(value).ok()?,
            scale,
        })
    }

    /// The mantissa at a scale of at least its own; cannot overflow, 10^12 · 2^63 is below 2^127.
    fn at_scale(self, scale: u8) -> i128 {
        i128::from(self.mantissa) * 10_i128.pow(u32::from(scale - self.scale))
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self {
            mantissa: whole,
            scale: 0,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at_scale(scale).cmp(&other.at_scale(scale))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let unit = 10_u64.pow(u32::from(self.scale));
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let size = self.mantissa.unsigned_abs();
        let places = usize::from(self.scale);
        write!(f, "{sign}{}.{:0places$}", size / unit, size % unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_read_and_print_without_loss() {
        for (text, want) in [
            ("133", Some("133")),
            ("71.1", Some("71.1")),
            ("71.10", Some("71.1")),
            ("0.05", Some("0.05")),
            ("-3.5", Some("-3.5")),
            ("1,234.5", Some("1234.5")),
            ("1,23", None),
            (",123", None),
            ("1.", None),
            (".5", None),
            ("", None),
            ("1.2.3", None),
            ("99999999999999999999", None),
            ("0.0000000000001", None),
        ] {
            let got = Decimal::parse(text).map(|d| d.to_string());
            assert_eq!(got.as_deref(), want, "{text}");
        }
    }

    #[test]
    fn decimals_add_and_compare_across_scales() {
        let d = |text: &str| Decimal::parse(text).unwrap_or_default();
        assert_eq!(d("0.1").checked_add(d("0.2")), Some(d("0.3")));
        assert_eq!(d("3.5").checked_times(100_000_000), Some(d("350000000")));
        assert!(d("71.1") < d("71.11"));
        assert!(d("-1") < d("0.5"));
        assert_eq!(Decimal::from(i64::MAX).checked_add(d("1")), None);
    }
}
