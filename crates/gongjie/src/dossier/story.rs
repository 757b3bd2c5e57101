//! The story of a problem 经过 in words, from the journal.

use crate::journal::Change;
use crate::journal::queries::Line;
use crate::layout::Page;

/// Entries of the story that are shown.
pub const EVENTS_MAX: u64 = 100;

/// One thing that happened.
pub struct Event {
    pub when: String,
    /// The minute, for the title.
    pub at: String,
    /// Nobody: the product itself.
    pub who: Option<String>,
    pub what: String,
    /// Field, before, after.
    pub changes: Vec<(String, String, String)>,
    /// A step of the life, not a note.
    pub is_step: bool,
}

/// Fields that are told; the others are in the verb already, or the machine's own.
const TOLD: &[&str] = &[
    "title",
    "hurts",
    "class",
    "grade",
    "number",
    "state",
    "closed_as",
    "reason",
    "raised_note",
    "text",
    "goal",
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
    "extension",
    "ruling",
    "lead",
    "partners",
    "owner",
    "unit",
    "answer",
    "date_text",
    "theme_text",
    "figures",
    "link",
    "place",
    "note",
    "result",
    "opinion",
    "words",
    "label",
    "decision",
];

/// Journal entries as the reader sees them.
pub fn events(p: &Page, lines: &[Line]) -> Vec<Event> {
    lines.iter().map(|line| event(p, line)).collect()
}

fn event(p: &Page, line: &Line) -> Event {
    let changes = line.changes.as_deref().unwrap_or_default();
    let value = |field: &str| line.to(field);
    let moves = value("state").is_some() || value("action").is_some();
    Event {
        when: p.short_day(line.at),
        who: line.person.clone(),
        what: p.did(line),
        changes: changes
            .iter()
            .filter(|c| TOLD.contains(&c.field.as_str()))
            .map(|c| words(p, line, c))
            .collect(),
        is_step: moves,
        at: p.minute(&line.at),
    }
}

fn words(p: &Page, line: &Line, change: &Change) -> (String, String, String) {
    let set = match change.field.as_str() {
        "state" => match line.subject.as_str() {
            "problem" => Some("problem-state"),
            "pairing" => Some("pairing-state"),
            "measure" => Some("measure-state"),
            "document" => Some("document-state"),
            _ => None,
        },
        "class" => Some("class"),
        "grade" => Some("grade"),
        "closed_as" => Some("closed-as"),
        "answer" => Some("member-answer"),
        "ruling" => Some("ruling"),
        _ => None,
    };
    let value = |text: &Option<String>| match (text, set) {
        (None, _) => String::new(),
        (Some(code), Some(set)) => p.code(set, code),
        (Some(text), None) => p.day(text),
    };
    (
        p.code("story-field", &change.field),
        value(&change.from),
        value(&change.to),
    )
}
