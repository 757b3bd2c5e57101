//! The chain as bytes: which fields of an entry its hash covers, in which order.

use sea_orm::FromQueryResult;

use super::rules::Algorithm;

/// A stored entry with what it needs to be checked.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Link {
    pub seq: i64,
    pub at: i64,
    pub organization_id: i64,
    pub person_id: Option<i64>,
    pub action: String,
    pub subject: String,
    pub subject_id: i64,
    pub problem_id: Option<i64>,
    pub changes_digest: String,
    pub algorithm: String,
    pub prev_hash: String,
    pub hash: String,
    pub salt: Option<String>,
    pub changes: Option<String>,
}

impl Link {
    /// The hash that these fields give, or nothing for an unknown algorithm.
    pub fn computed_hash(&self) -> Option<String> {
        let algorithm = Algorithm::from_code(&self.algorithm)?;
        let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        Some(algorithm.digest(&[
            &self.algorithm,
            &self.organization_id.to_string(),
            &self.seq.to_string(),
            &self.at.to_string(),
            &number(self.person_id),
            &self.action,
            &self.subject,
            &self.subject_id.to_string(),
            &number(self.problem_id),
            &self.changes_digest,
            &self.prev_hash,
        ]))
    }

    /// What is wrong with this entry when it follows `prev`, in English for the command line.
    pub fn fault(&self, prev_seq: i64, prev_hash: &str) -> Option<String> {
        if self.seq != prev_seq + 1 {
            return Some(format!("entry {} is missing", prev_seq + 1));
        }
        if self.prev_hash != prev_hash {
            return Some(format!(
                "entry {} does not continue entry {prev_seq}",
                self.seq
            ));
        }
        if self.computed_hash().as_deref() != Some(self.hash.as_str()) {
            return Some(format!("entry {} was altered", self.seq));
        }
        let (Some(salt), Some(changes)) = (&self.salt, &self.changes) else {
            return None;
        };
        let algorithm = Algorithm::from_code(&self.algorithm)?;
        (algorithm.digest(&[salt, changes]) != self.changes_digest)
            .then(|| format!("the changes of entry {} were altered", self.seq))
    }
}
