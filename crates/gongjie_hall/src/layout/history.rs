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
    /// What an entry did, in words: a step of a life by its verb.
    pub fn did(&self, line: &Line) -> String {
        let changes = line.changes.as_deref().unwrap_or_default();
        let value = |field: &str| {
            let change = changes.iter().find(|c| c.field == field);
            change.and_then(|c| c.to.as_deref())
        };
        let room = line.action.split('.').next().unwrap_or_default();
        let step = match line.action.as_str() {
            "problem.move" => {
                return match value("action") {
                    Some(action) => self.code("problem-action", action),
                    None => self.deed(&line.action),
                };
            }
            "measure.move" | "campaign.move" => value("action").map(str::to_owned),
            "measure.progress" if value("no_change") == Some("true") => {
                Some("no_change".to_owned())
            }
            "measure.extension_decide" => value("extension").map(|to| format!("extension_{to}")),
            _ => None,
        };
        match step {
            Some(step) => self.deed(&format!("{room}.{step}")),
            None => self.deed(&line.action),
        }
    }

    /// The words of an entry type such as `problem.propose`; one without words stands as it is.
    pub fn deed(&self, action: &str) -> String {
        let key = format!("did-{}", action.replace(['.', '_'], "-"));
        self.words.find(&key).unwrap_or_else(|| action.to_owned())
    }

    /// Who did it; the system where nobody did.
    pub fn doer(&self, line: &Line) -> String {
        line.person.clone().unwrap_or_else(|| self.t("part-system"))
    }

    /// The changed fields of an entry in words; nothing where they were erased. The verb of a step is told already.
    pub fn told(&self, line: &Line) -> Vec<Told> {
        let changes = line.changes.as_deref().unwrap_or_default();
        changes
            .iter()
            .filter(|c| c.field != "action")
            .map(|c| self.tell(&line.subject, c))
            .collect()
    }

    /// The label of a changed field; one without words stands as it is.
    pub fn field(&self, subject: &str, field: &str) -> String {
        let (subject, name) = (subject.replace('_', "-"), field.replace('_', "-"));
        [format!("{subject}-field-{name}"), format!("field-{name}")]
            .iter()
            .find_map(|key| self.words.find(key))
            .unwrap_or_else(|| field.to_owned())
    }

    fn tell(&self, subject: &str, change: &Change) -> Told {
        let subject = subject.replace('_', "-");
        let field = change.field.replace('_', "-");
        let value = |text: &String| self.value(&subject, &field, text);
        Told {
            label: self.field(&subject, &change.field),
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
            "kind" if subject == "stated-figure" => "counted",
            _ => field,
        };
        [format!("{subject}-{field}-{code}"), format!("{set}-{code}")]
            .iter()
            .find_map(|key| self.words.find(key))
            .unwrap_or_else(|| text.to_owned())
    }
}
