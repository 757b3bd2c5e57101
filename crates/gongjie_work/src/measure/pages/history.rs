//! The story of a measure from the journal, in words.

use crate::journal::queries::Line;
use crate::journal::rules::Change;
use crate::layout::Page;

/// One event.
pub(super) struct Event {
    pub when: String,
    /// The minute, for the title.
    pub at: String,
    pub what: String,
    pub who: String,
    /// Changed fields, in words.
    pub details: Vec<String>,
    /// A step of the life, not a note.
    pub is_step: bool,
}

/// Fields that are told in the story; the others are its verb, or the machine's own.
const TOLD: &[&str] = &[
    "text",
    "goal",
    "lead",
    "owner",
    "partners",
    "start_on",
    "due_text",
    "due_on",
    "sentence",
    "next_step",
    "percent",
    "milestone",
    "milestone_due_on",
    "from_due_on",
    "to_due_on",
    "reason",
    "code",
    "proposed_unit",
    "ruling",
    "source",
];

pub(super) fn event(line: &Line, p: &Page) -> Event {
    let changes = line.changes.as_deref().unwrap_or_default();
    let told = |c: &&Change| TOLD.contains(&c.field.as_str());
    Event {
        when: p.short_day(line.at),
        what: p.did(line),
        who: line
            .person
            .clone()
            .unwrap_or_else(|| p.code("part", "system")),
        details: changes.iter().filter(told).map(|c| detail(c, p)).collect(),
        is_step: !matches!(line.action.as_str(), "measure.progress" | "measure.edit"),
        at: p.minute(&line.at),
    }
}

fn detail(change: &Change, p: &Page) -> String {
    let word = |value: &str| match change.field.as_str() {
        "code" => p.code("send-back", value),
        "ruling" => p.code("ruling", value),
        "percent" => format!("{value}%"),
        _ => p.day(value),
    };
    let label = p.code("measure-field", &change.field);
    match (change.from.as_deref(), change.to.as_deref()) {
        (Some(from), Some(to)) => format!("{label}：{} → {}", word(from), word(to)),
        (None, Some(to)) => format!("{label}：{}", word(to)),
        (Some(from), None) => format!("{label}：{} → {}", word(from), p.t("none")),
        (None, None) => label,
    }
}
