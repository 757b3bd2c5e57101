//! How a sheet shows a number: as a date, a percentage, with decimals, or as it is.

use gongjie_words::date::excel_serial;
use jiff::civil::Date;

use crate::grid::Value;

/// What a number format makes of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// General: as few digits as needed.
    Plain,
    /// A date with the parts that are shown.
    Date { year: bool, month: bool, day: bool },
    /// A time of day alone.
    Time,
    /// Decimals, thousands, percent, and words around the number (`0"人"`).
    Number {
        decimals: usize,
        thousands: bool,
        percent: bool,
        before: String,
        after: String,
    },
}

impl Format {
    /// The format that the common programs know by a number of their own; Chinese dates have 27 to 58.
    pub fn built_in(id: u32) -> Self {
        let number = |decimals, thousands, percent| Self::Number {
            decimals,
            thousands,
            percent,
            before: String::new(),
            after: String::new(),
        };
        let date = |year, month, day| Self::Date { year, month, day };
        match id {
            1 => number(0, false, false),
            2 => number(2, false, false),
            3 | 37 | 38 => number(0, true, false),
            4 | 39 | 40 => number(2, true, false),
            9 => number(0, false, true),
            10 => number(2, false, true),
            14 | 15 | 22 | 30 | 31 => date(true, true, true),
            16 | 28 | 29 | 51 | 53 | 54 | 58 => date(false, true, true),
            17 | 27 | 36 | 50 | 52 | 57 => date(true, true, false),
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Self::Time,
            _ => Self::Plain,
        }
    }

    /// The format that is written out in a book.
    pub fn read(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or("");
        let (bare, words) = bare(first);
        let lower = bare.to_ascii_lowercase();
        if lower.contains("general") || lower.trim() == "@" || lower.is_empty() {
            return Self::Plain;
        }
        let has = |letter| lower.contains(letter);
        let holds_digit = lower.contains(['0', '#', '?']);
        if !holds_digit && (has('y') || has('d') || has('m') || has('e')) {
            let month = has('m') && (has('y') || has('e') || has('d') || !(has('h') || has('s')));
            if has('y') || has('e') || has('d') || month {
                return Self::Date {
                    year: has('y') || has('e'),
                    month,
                    day: has('d'),
                };
            }
        }
        if !holds_digit && (has('h') || has('s')) {
            return Self::Time;
        }
        if !holds_digit {
            return Self::Plain;
        }
        let decimals = lower.split_once('.').map_or(0, |(_, after)| {
            after.chars().take_while(|c| "0#?".contains(*c)).count()
        });
        Self::Number {
            decimals,
            thousands: lower.contains(",#") || lower.contains(",0"),
            percent: has('%'),
            before: words.0,
            after: words.1,
        }
    }

    /// Text and value of a number under this format. `epoch_1904`: the book counts days from 1904.
    pub fn show(&self, number: f64, epoch_1904: bool) -> (String, Value) {
        match self {
            Self::Date { year, month, day } => match excel_serial(number, epoch_1904) {
                Some(date) => (date_text(date, *year, *month, *day), Value::Date(date)),
                None => (plain(number), Value::Number(number)),
            },
            Self::Time => (time(number), Value::Text),
            Self::Plain => (plain(number), Value::Number(number)),
            Self::Number {
                decimals,
                thousands,
                percent,
                before,
                after,
            } => {
                let shown = if *percent { number * 100.0 } else { number };
                let mut text = format!("{shown:.decimals$}");
                if *thousands {
                    text = grouped(&text);
                }
                if *percent {
                    text.push('%');
                }
                (format!("{before}{text}{after}"), Value::Number(number))
            }
        }
    }
}

/// The code without quoted words, escapes, colours and locale marks; and the words before and after the number.
fn bare(code: &str) -> (String, (String, String)) {
    let mut out = String::new();
    let (mut before, mut after) = (String::new(), String::new());
    let mut letters = code.chars();
    let mut word = |letter: char, out: &str| {
        if out.contains(['0', '#', '?']) {
            after.push(letter);
        } else {
            before.push(letter);
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                for quoted in letters.by_ref().take_while(|c| *c != '"') {
                    word(quoted, &out);
                }
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                let is_span = matches!(
                    inside.to_ascii_lowercase().as_str(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss"
                );
                if is_span {
                    out.push_str(&inside.replace(['m', 'M'], "s"));
                }
            }
            '\\' => {
                if let Some(escaped) = letters.next() {
                    word(escaped, &out);
                }
            }
            '_' | '*' => {
                letters.next();
            }
            '年' | '月' | '日' | '号' => {}
            other => out.push(other),
        }
    }
    (out, (before, after))
}

/// A date in the words of an office, with the parts that the format shows.
pub fn date_text(date: Date, year: bool, month: bool, day: bool) -> String {
    match (year, month, day) {
        (true, true, false) => format!("{}年{}月", date.year(), date.month()),
        (true, false, false) => format!("{}年", date.year()),
        (false, true, true) => format!("{}月{}日", date.month(), date.day()),
        (false, true, false) => format!("{}月", date.month()),
        _ => gongjie_words::date::zh(date),
    }
}

/// A number in as few digits as tell it, at most 15 as the common programs keep.
pub fn plain(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if !(1e-9..1e15).contains(&number.abs()) {
        return format!("{number}");
    }
    let digits = number.abs().log10().floor();
    // At most 24 decimals: the smallest number here is 1e-9.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 24"
    )]
    let decimals = (14.0 - digits).clamp(0.0, 24.0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn grouped(text: &str) -> String {
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn time(number: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share of a day in minutes, at most 1440"
    )]
    let minutes = (number.fract().abs() * 1440.0).round() as i64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_the_sheet_shows_them() {
        for (code, number, want) in [
            ("General", 1.0, "1"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 2022.6, "2022.6"),
            ("General", 20_220_621.0, "20220621"),
            ("0%", 1.0, "100%"),
            ("0.0%", 0.711, "71.1%"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0.00", -1234.5, "-1,234.50"),
            ("0\"人\"", 25.0, "25人"),
            ("@", 3.0, "3"),
            ("yyyy\"年\"m\"月\"d\"日\";@", 44_733.0, "2022年6月21日"),
            ("yyyy/m/d", 44_733.0, "2022年6月21日"),
            ("[$-804]yyyy\"年\"m\"月\"", 44_733.0, "2022年6月"),
            ("m\"月\"d\"日\"", 44_733.0, "6月21日"),
            ("yyyy年m月", 44_733.0, "2022年6月"),
            ("h:mm", 0.65, "15:36"),
            ("[Red]0", 2.0, "2"),
            ("_ * #,##0_ ", 1000.0, "1,000"),
        ] {
            assert_eq!(Format::read(code).show(number, false).0, want, "{code}");
        }
        assert_eq!(Format::built_in(57).show(44_733.0, false).0, "2022年6月");
        assert_eq!(Format::built_in(58).show(44_733.0, false).0, "6月21日");
        assert_eq!(Format::built_in(14).show(43_271.0, true).0, "2022年6月21日");
    }
}
