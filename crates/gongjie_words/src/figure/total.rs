//! Adds figures, or says why they must not be added.

use super::WrittenFigure;
use crate::Decimal;

/// The sum of figures, or the reason there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// All figures were exact and had this one unit.
    Total {
        /// The sum.
        number: Decimal,
        /// The unit they share; may be empty.
        unit: String,
    },
    /// They must not be added.
    Refused(Refusal),
}

/// Why figures must not be added; `text` is the figure in the way, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There are no figures.
    Empty,
    /// A figure has no number.
    NotRead {
        /// The figure as written.
        text: String,
    },
    /// A figure is hedged (90余项): its sum would look exact.
    Inexact {
        /// The figure as written.
        text: String,
    },
    /// A percentage or share: shares of different wholes have no sum.
    Share {
        /// The figure as written.
        text: String,
    },
    /// Two units: 133项 and 133人.
    UnitsDiffer {
        /// The unit of the first figure.
        first: String,
        /// The first unit that differs from it.
        other: String,
    },
    /// The sum leaves the range of [`Decimal`].
    TooLarge,
}

/// Adds figures only when all are exact and share one unit, compared as written (`domain.md` 0).
pub fn sum<'a>(figures: impl IntoIterator<Item = &'a WrittenFigure>) -> Sum {
    match add(figures) {
        Ok((number, unit)) => Sum::Total { number, unit },
        Err(refusal) => Sum::Refused(refusal),
    }
}

fn add<'a>(
    figures: impl IntoIterator<Item = &'a WrittenFigure>,
) -> Result<(Decimal, String), Refusal> {
    let mut total: Option<(Decimal, String)> = None;
    for figure in figures {
        let text = || figure.text.clone();
        let number = figure
            .number
            .ok_or_else(|| Refusal::NotRead { text: text() })?;
        if !figure.is_exact() {
            return Err(Refusal::Inexact { text: text() });
        }
        if figure.unit.starts_with(['%', '‰']) {
            return Err(Refusal::Share { text: text() });
        }
        total = Some(match total {
            None => (number, figure.unit.clone()),
            Some((_, unit)) if unit != figure.unit => {
                let other = figure.unit.clone();
                return Err(Refusal::UnitsDiffer { first: unit, other });
            }
            Some((sum, unit)) => (sum.checked_add(number).ok_or(Refusal::TooLarge)?, unit),
        });
    }
    total.ok_or(Refusal::Empty)
}
