//! Dates as an office writes them: the words, the days they cover, and how finely they say it.

mod chinese;
mod english;
mod excel;
mod format;
mod part;
mod read;
mod resolve;
mod span;
mod words;

pub use excel::excel_serial;
pub use format::{en, short, zh};
use jiff::civil::Date;

/// How finely the words name the time (`domain.md` 0, fuzzy dates).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// One day: 6月21日.
    Day,
    /// One month: 5月, 6月底.
    Month,
    /// A quarter: 一季度.
    Quarter,
    /// Half a year: 上半年.
    HalfYear,
    /// A year: 2025年, 年底.
    Year,
    /// From a day or period on, with no end: 5月13日起, 5月以来.
    Since,
    /// From one day to another: 3—4月, 6月上旬.
    Range,
    /// Not read; `from` and `to` are empty.
    Unknown,
}

impl Precision {
    /// The word stored and sent for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::Since => "since",
            Self::Range => "range",
            Self::Unknown => "unknown",
        }
    }

    /// The precision of a [`Precision::code`]; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        use Precision::{Day, HalfYear, Month, Quarter, Range, Since, Unknown, Year};
        [Day, Month, Quarter, HalfYear, Year, Since, Range, Unknown]
            .into_iter()
            .find(|p| p.code() == code)
    }
}

/// What sort of time the words promise (`domain.md` 7.3 rule 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A date or period, also one that could not be read.
    Date,
    /// 立行立改: at once; how many days that is, is a setting.
    Immediate,
    /// 长期坚持, 持续推进: without end, never counted as solved.
    LongTerm,
    /// 每季度, 每月: again and again.
    Recurring,
}

impl Kind {
    /// The word stored and sent for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Immediate => "immediate",
            Self::LongTerm => "long_term",
            Self::Recurring => "recurring",
        }
    }

    /// The kind of a [`Kind::code`]; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Date, Self::Immediate, Self::LongTerm, Self::Recurring]
            .into_iter()
            .find(|k| k.code() == code)
    }
}

/// A date as written, with the days it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// The words, verbatim.
    pub text: String,
    /// First day covered; empty for a limit ("6月底前") and where nothing was read.
    pub from: Option<Date>,
    /// Last day covered, itself included; the limit of a deadline; empty for "…起" and where nothing was read.
    pub to: Option<Date>,
    /// How finely the words say it.
    pub precision: Precision,
    /// What sort of time it is. A long-term item may still have a date: "6月底前完成，长期坚持".
    pub kind: Kind,
}

/// Why a text was not read. The screen finds the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// Nothing was written.
    Empty,
    /// No known spelling of a date.
    NotUnderstood,
    /// Day and month without a year, and no default year was given.
    NoYear,
    /// 月底, 本季度 or a bare day: which month is not said.
    NoMonth,
    /// 2月30日, 13月, 第五季度, or a year outside 1900 to 2100.
    NotInCalendar,
    /// The range ends before it begins ("11月至2月" without 次年).
    EndBeforeStart,
    /// Several days or months that do not follow each other: 3、5月.
    Several,
    /// 学期末, 暑期前: only the school calendar knows.
    SchoolCalendar,
    /// Numbers with two readings and no unit: 5-7.
    Unclear,
}

/// What came out of reading a date, with how sure it is; the import preview shows both flags as "guessed".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The date as written and read.
    pub written: WrittenDate,
    /// The year (or its century, in 22年6月) was not written and came from the default; also for 今年.
    pub year_assumed: bool,
    /// The words set a limit: …前, …底, …末, 到…, 截至…, by …; `to` is the last day allowed.
    pub is_deadline: bool,
    /// Read, but another reading is possible (6.21, 202206, "2025年前", 6月初): ask a person.
    pub ambiguous: bool,
    /// Why nothing was read; empty when something was.
    pub reason: Option<Unread>,
}

impl WrittenDate {
    /// Reads the words of a date cell. `default_year` (of 填报时间 or the campaign) is used where none is written.
    ///
    /// Never fails: unreadable text gives [`Precision::Unknown`], no days, and a reason. Spellings: `domain.md` 7.3
    /// rules 6 and 7. "…前" after a day or after 底/末 includes that day; after a bare month, quarter or year
    /// ("2025年前") it means the last day before it and is marked ambiguous.
    pub fn read(text: &str, default_year: Option<i16>) -> Reading {
        read::read(text, default_year)
    }

    /// A date given as a day (a true date cell, a date picker); its text is [`zh`].
    pub fn from_day(day: Date) -> Self {
        Self {
            text: zh(day),
            from: Some(day),
            to: Some(day),
            precision: Precision::Day,
            kind: Kind::Date,
        }
    }
}
