//! The story of a pairing in words, from the journal.

use crate::journal::Change;
use crate::journal::queries::Line;
use crate::layout::Page;

/// One thing that happened.
pub struct Event {
    pub when: String,
    /// Nobody: the product itself.
    pub who: Option<String>,
    pub what: String,
    /// Field, before, after.
    pub changes: Vec<(String, String, String)>,
    /// For the mark in the timeline.
    pub is_step: bool,
}

/// Journal entries as the reader sees them.
pub fn events(p: &Page, lines: Vec<Line>) -> Vec<Event> {
    lines
        .into_iter()
        .map(|line| Event {
            when: p.minute(&line.at),
            is_step: line
                .changes
                .iter()
                .flatten()
                .any(|c| matches!(c.field.as_str(), "state" | "answer")),
            changes: line.changes.iter().flatten().map(|c| words(p, c)).collect(),
            what: p.did(&line),
            who: line.person,
        })
        .collect()
}

fn words(p: &Page, change: &Change) -> (String, String, String) {
    let value = |text: &Option<String>| match (text.as_deref(), change.field.as_str()) {
        (None, _) => String::new(),
        (Some(code), "state") => p.code("pairing-state", code),
        (Some(code), "answer") => p.code("member-answer", code),
        (Some(text), _) => text.to_owned(),
    };
    (
        p.code("pairing-file-field", &change.field),
        value(&change.from),
        value(&change.to),
    )
}
