//! Reads the number of a figure: digits, Chinese numerals, and the multipliers 十 to 亿.

use crate::Decimal;
use crate::numeral::chinese_digit;
use crate::scan::Scan;

/// A number in the making. 3.5亿, 1亿2000万, 三百二十 and 1000余万 all pass through here.
#[derive(Debug, Default)]
struct Tally {
    total: Decimal,
    section: Decimal,
    digit: Option<Decimal>,
    /// The last multiplier inside the section, and the last of 万 and 亿; each must get smaller.
    small: Option<i64>,
    large: Option<i64>,
    zero: bool,
    started: bool,
}

/// What was read, and whether 余, 多, 来, 几 or + stood in it.
pub(super) struct Found {
    pub number: Decimal,
    pub hedge: Option<&'static str>,
    /// A lone Chinese digit such as 三; it may also be part of a word.
    pub lone_digit: bool,
    /// A bare 百, 千, 万 or 亿 without a digit.
    pub bare_multiplier: bool,
}

/// Reads a number at the start; `None` when there is none, it is out of range, or has two readings.
pub(super) fn number(scan: &mut Scan) -> Option<Found> {
    let mut tally = Tally::default();
    let mut hedge = None;
    let mut taken = 0_usize;
    let mut chinese = 0_usize;
    let bare_multiplier = scan.peek().is_some_and(|c| "百千万亿".contains(c));
    loop {
        if hedge.is_none() {
            if let Some(digits) = ascii(scan) {
                tally.put(Decimal::parse(&digits)?)?;
                taken += 1;
                continue;
            }
            if let Some(value) = scan.peek().and_then(chinese_digit) {
                scan.step();
                tally.put_chinese(value)?;
                taken += 1;
                chinese += 1;
                continue;
            }
        }
        if let Some(factor) = scan.peek().and_then(multiplier) {
            scan.step();
            tally.multiply(factor)?;
            taken += 1;
            continue;
        }
        if hedge.is_none() && taken > 0 {
            hedge = scan.eat_any(&["余", "多", "来", "+"]);
            if hedge.is_some() {
                continue;
            }
        }
        break;
    }
    if taken == 0 {
        return None;
    }
    Some(Found {
        number: tally.finish()?,
        hedge,
        lone_digit: taken == 1 && chinese == 1,
        bare_multiplier,
    })
}

fn ascii(scan: &mut Scan) -> Option<String> {
    let mut digits = String::new();
    let mut ahead = *scan;
    if ahead.eat("-") {
        digits.push('-');
    }
    while let Some(c) = ahead
        .peek()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    {
        digits.push(c);
        ahead.step();
    }
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    *scan = ahead;
    Some(digits)
}

fn multiplier(c: char) -> Option<i64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

impl Tally {
    fn put(&mut self, value: Decimal) -> Option<()> {
        self.started = true;
        self.digit.replace(value).is_none().then_some(())
    }

    /// A Chinese digit; after 零 or 十 it counts ones, else 一万二 could mean 12000 and is not read.
    fn put_chinese(&mut self, value: u32) -> Option<()> {
        if value == 0 {
            // "零" alone is a number; inside one it only bridges.
            if self.small.is_none() && self.large.is_none() {
                return self.put(Decimal::from(0));
            }
            self.zero = true;
            return Some(());
        }
        self.put(Decimal::from(i64::from(value)))
    }

    fn multiply(&mut self, factor: i64) -> Option<()> {
        if factor < 10_000 {
            if self.small.is_some_and(|last| factor >= last) {
                return None;
            }
            let digit = self.digit.take().unwrap_or(Decimal::from(1));
            self.section = self.section.checked_add(digit.checked_times(factor)?)?;
            self.small = Some(factor);
            self.started = true;
            self.zero = false;
            return Some(());
        }
        self.close_section(self.small)?;
        match self.large {
            None if !self.started => self.total = Decimal::from(factor),
            None => self.total = self.section.checked_times(factor)?,
            // 1万亿, 一万二千亿: all so far is multiplied.
            Some(10_000) if factor > 10_000 => {
                self.total = self
                    .total
                    .checked_add(self.section)?
                    .checked_times(factor)?;
            }
            Some(last) if factor < last && !self.section.is_zero() => {
                self.total = self
                    .total
                    .checked_add(self.section.checked_times(factor)?)?;
            }
            Some(_) => return None,
        }
        self.large = Some(factor);
        self.started = true;
        self.section = Decimal::default();
        self.small = None;
        self.zero = false;
        Some(())
    }

    /// Adds the open digit to the section. A digit right behind 百, 千, 万 or 亿 has two readings (三百五).
    fn close_section(&mut self, last: Option<i64>) -> Option<()> {
        let Some(digit) = self.digit.take() else {
            return Some(());
        };
        let one_figure = digit < Decimal::from(10) && digit.scale() == 0;
        if last.is_some_and(|last| last > 10) && one_figure && !self.zero {
            return None;
        }
        self.section = self.section.checked_add(digit)?;
        Some(())
    }

    fn finish(mut self) -> Option<Decimal> {
        self.close_section(self.small.or(self.large))?;
        self.total.checked_add(self.section)
    }
}
