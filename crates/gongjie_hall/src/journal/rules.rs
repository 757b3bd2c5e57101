//! What an entry says and how its hash is made. Pure.

use gongjie_base::codes;
use serde::{Deserialize, Serialize};
use sha2::Digest;

codes! {
    /// Hash of the chain; the id stands in every entry, so that a chain may change over.
    pub enum Algorithm {
        /// GB/T 32905, the default.
        Sm3 = "sm3",
        Sha256 = "sha256",
    }
}

impl Algorithm {
    /// Digest of the parts, each preceded by its length in bytes, in hexadecimal.
    pub fn digest(self, parts: &[&str]) -> String {
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        match self {
            Self::Sm3 => hex::encode(sm3::Sm3::digest(&bytes)),
            Self::Sha256 => hex::encode(sha2::Sha256::digest(&bytes)),
        }
    }
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Column or side record, as in the schema.
    pub field: String,
    /// Nothing for a new row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Nothing for a removed value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What one action did to one subject.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `room.verb`, as in the route table.
    pub action: &'static str,
    /// Table of the row.
    pub subject: &'static str,
    /// Its id.
    pub subject_id: i64,
    /// The problem to whose story this belongs.
    pub problem_id: Option<i64>,
    /// Fields that changed.
    pub changes: Vec<Change>,
}

impl Entry {
    /// An entry without changed fields yet.
    pub fn new(action: &'static str, subject: &'static str, subject_id: i64) -> Self {
        Self {
            action,
            subject,
            subject_id,
            problem_id: None,
            changes: Vec::new(),
        }
    }

    /// Puts it into the story of a problem.
    #[must_use]
    pub fn of_problem(mut self, problem_id: i64) -> Self {
        self.problem_id = Some(problem_id);
        self
    }

    /// Notes a field, if it really changed.
    #[must_use]
    pub fn change(
        mut self,
        field: &str,
        from: Option<impl ToString>,
        to: Option<impl ToString>,
    ) -> Self {
        let from = from.map(|v| v.to_string());
        let to = to.map(|v| v.to_string());
        if from != to {
            self.changes.push(Change {
                field: field.to_owned(),
                from,
                to,
            });
        }
        self
    }

    /// Notes a field of a new row.
    #[must_use]
    pub fn set(self, field: &str, to: impl ToString) -> Self {
        self.change(field, None::<String>, Some(to))
    }
}
