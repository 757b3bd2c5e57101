//! What figures of one name add up to, planned and achieved apart, or why they do not. Pure.

use std::collections::BTreeMap;

use gongjie_base::Say;
use gongjie_words::{Refusal, Sum, WrittenFigure, sum};

use super::listing_queries::Summand;

/// Figures of one name.
pub struct Total {
    pub label: String,
    pub is_planned: bool,
    pub figures: usize,
    found: Sum,
}

impl Total {
    /// Number and unit; empty where they must not be added.
    pub fn sum(&self) -> String {
        match &self.found {
            Sum::Total { number, unit } => format!("{number} {unit}"),
            Sum::Refused(_) => String::new(),
        }
    }

    /// Why they must not be added.
    pub fn why_not(&self) -> Option<Say> {
        match &self.found {
            Sum::Total { .. } => None,
            Sum::Refused(refusal) => Some(why(refusal)),
        }
    }
}

/// Sums of every name that stands more than once.
pub fn totals(summands: &[Summand]) -> Vec<Total> {
    let mut groups: BTreeMap<(&str, bool), Vec<WrittenFigure>> = BTreeMap::new();
    for s in summands {
        let figure = WrittenFigure::read(&s.text);
        let group = groups.entry((&s.label, s.is_planned)).or_default();
        group.push(figure);
    }
    let total = |((label, is_planned), figures): ((&str, bool), Vec<WrittenFigure>)| Total {
        label: label.to_owned(),
        is_planned,
        figures: figures.len(),
        found: sum(&figures),
    };
    let several = groups.into_iter().filter(|(_, figures)| figures.len() > 1);
    several.map(total).collect()
}

fn why(refusal: &Refusal) -> Say {
    match refusal {
        Refusal::Empty => Say::new("outcome-sum-empty"),
        Refusal::NotRead { text } => Say::new("outcome-sum-not-read").with("text", text),
        Refusal::Inexact { text } => Say::new("outcome-sum-inexact").with("text", text),
        Refusal::Share { text } => Say::new("outcome-sum-share").with("text", text),
        Refusal::UnitsDiffer { first, other } => Say::new("outcome-sum-units")
            .with("first", first)
            .with("other", other),
        Refusal::TooLarge => Say::new("outcome-sum-too-large"),
    }
}
