//! Figures as an office writes them: the words, the number, its unit, and how exact it claims to be.

mod number;
mod read;
mod total;

use crate::Decimal;
pub use total::{Refusal, Sum, sum};

/// How exact a figure claims to be (`domain.md` 0, approximate figures).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// No hedge is written.
    Exact,
    /// 余, 多, 超过, 以上, 逾.
    MoreThan,
    /// 近, 接近.
    Nearly,
    /// 约, 左右; also where hedges contradict each other (近100余).
    About,
    /// 不少于, 不低于, 至少.
    AtLeast,
}

impl Qualifier {
    /// The word stored and sent for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MoreThan => "more_than",
            Self::Nearly => "nearly",
            Self::About => "about",
            Self::AtLeast => "at_least",
        }
    }

    /// The qualifier of a [`Qualifier::code`]; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        use Qualifier::{About, AtLeast, Exact, MoreThan, Nearly};
        [Exact, MoreThan, Nearly, About, AtLeast]
            .into_iter()
            .find(|q| q.code() == code)
    }
}

/// A figure as written, with what was read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFigure {
    /// The words, verbatim.
    pub text: String,
    /// The number with 万 and 亿 multiplied in; empty when the text is no single figure.
    pub number: Option<Decimal>,
    /// The unit as written after the number (项, 个, 亿元 gives 元, `%`); may be empty.
    pub unit: String,
    /// Meaningful only with a number; [`Qualifier::Exact`] without one.
    pub qualifier: Qualifier,
}

impl WrittenFigure {
    /// Reads a figure cell such as 90余项, 超过1000余万, 约3.5亿元, 71.1%, 三十余项.
    ///
    /// Never fails: a sentence, a range (3-5项), 数十项, a bound from above (不超过100) or a number beyond
    /// [`Decimal`]'s range gives no number and an empty unit.
    pub fn read(text: &str) -> Self {
        read::read(text)
    }

    /// The figure as written. Never rebuilt from the number: 90余项 stays 90余项.
    pub fn display(&self) -> &str {
        &self.text
    }

    /// Whether a number was read and nothing hedges it.
    pub fn is_exact(&self) -> bool {
        self.number.is_some() && self.qualifier == Qualifier::Exact
    }
}
