//! Journal entries in words: what was done, and each field before and after.

use super::Page;
use crate::journal::Change;
use crate::journal::queries::Line;

/// Longest stored code; longer values are text.
const CODE_CHARS_MAX: usize = 30;

/// One changed field in words.
pub struct Told {
    pub label: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Page {
    /// What an entry did, in words; the entry's own type where the catalogues have none.
    pub fn did(&self, line: &Line) -> String {
        self.deed(&line.action)
    }

    /// The words of an entry type such as `problem.propose`.
    pub fn deed(&self, action: &str) -> String {
        let key = action.replace(['.', '_'], "-");
        let verb = action.split_once('.').map_or("", |(_, verb)| verb);
        let verb = format!("{}-did-{}", room(action), verb.replace('_', "-"));
        [
            format!("did-{key}"),
            format!("pairing-file-did-{key}"),
            verb,
        ]
        .iter()
        .find_map(|key| self.words.find(key))
        .unwrap_or_else(|| action.to_owned())
    }

    /// Who did it; the system where nobody did.
    pub fn doer(&self, line: &Line) -> String {
        line.person.clone().unwrap_or_else(|| self.t("part-system"))
    }

    /// The changed fields of an entry in words; nothing where they were erased.
    pub fn told(&self, line: &Line) -> Vec<Told> {
        let changes = line.changes.as_deref().unwrap_or_default();
        changes
            .iter()
            .map(|c| self.tell(&line.subject, c))
            .collect()
    }

    fn tell(&self, subject: &str, change: &Change) -> Told {
        let subject = subject.replace('_', "-");
        let field = change.field.replace('_', "-");
        let labels = [
            format!("field-{subject}-{field}"),
            format!("field-{field}"),
            format!("{subject}-field-{field}"),
            format!("pairing-file-field-{field}"),
            format!("measure-field-{field}"),
        ];
        let label = labels.iter().find_map(|key| self.words.find(key));
        let value = |text: &String| self.value(&subject, &field, text);
        Told {
            label: label.unwrap_or_else(|| change.field.clone()),
            from: change.from.as_ref().map(value),
            to: change.to.as_ref().map(value),
        }
    }

    fn value(&self, subject: &str, field: &str, text: &str) -> String {
        match text {
            "true" => return self.t("yes"),
            "false" => return self.t("no"),
            _ => {}
        }
        let may_stand = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let is_code = (1..=CODE_CHARS_MAX).contains(&text.len()) && text.bytes().all(may_stand);
        if !is_code {
            return self.day(text);
        }
        let code = text.replace('_', "-");
        let set = match field {
            "answer" => "member-answer",
            "code" => "send-back",
            _ => field,
        };
        [format!("{subject}-{field}-{code}"), format!("{set}-{code}")]
            .iter()
            .find_map(|key| self.words.find(key))
            .unwrap_or_else(|| text.to_owned())
    }
}

fn room(action: &str) -> String {
    let room = action.split('.').next().unwrap_or_default();
    room.replace('_', "-")
}
