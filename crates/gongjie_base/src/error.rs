//! The one error type of the product: few kinds, words as text keys, one printer elsewhere.

use std::fmt;

use crate::limits;

/// What a verb may answer instead of its result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Words that are chosen later: a text key and its arguments, translated where the answer is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// Key in the text catalogues.
    pub key: &'static str,
    /// Named arguments, already formatted.
    pub args: Vec<(&'static str, String)>,
}

impl Say {
    /// Words without arguments.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// Adds one named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A broken rule at one field of a form or of a JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as in the form and in the JSON body.
    pub field: String,
    /// What is wrong and what to do.
    pub say: Say,
}

impl FieldError {
    /// One broken rule.
    pub fn new(field: impl Into<String>, say: Say) -> Self {
        Self {
            field: field.into(),
            say,
        }
    }
}

/// Every way in which a request can fail. What the asker may not see is [`Error::NotFound`].
#[derive(Debug)]
pub enum Error {
    /// Not there, or not to be seen by the asker.
    NotFound,
    /// Nobody is signed in and the page asks for it.
    Unauthenticated,
    /// Seen, but this verb is somebody else's; the words say whose.
    Forbidden(Say),
    /// The present state does not allow the verb; the words say why.
    Conflict(Say),
    /// The row changed since it was read.
    Stale {
        /// Version that the asker had.
        had: i64,
        /// Version that stands now.
        now: i64,
    },
    /// Fields break rules; nothing was changed.
    Invalid(Vec<FieldError>),
    /// Too often or too many at once: later it works; the words name the limit.
    TooMuch(Say),
    /// The body is larger than its route takes; the words name the limit.
    TooLarge(Say),
    /// The same request was answered before: its stored answer.
    Repeated(Box<Answered>),
    /// A fault of ours. The text goes to the log only.
    Internal(String),
}

/// The stored answer of an earlier request with the same idempotency key.
#[derive(Debug, Clone)]
pub struct Answered {
    /// HTTP status of the first answer.
    pub status: u16,
    /// Where the first answer led, for pages.
    pub location: Option<String>,
    /// The first body, for the JSON API.
    pub body: String,
}

impl Error {
    /// One broken rule at one field.
    pub fn invalid(field: impl Into<String>, key: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, Say::new(key))])
    }

    /// A conflict with words and no arguments.
    pub fn conflict(key: &'static str) -> Self {
        Self::Conflict(Say::new(key))
    }

    /// A refusal with words and no arguments.
    pub fn forbidden(key: &'static str) -> Self {
        Self::Forbidden(Say::new(key))
    }

    /// A body of more than `max` bytes.
    pub fn too_large(max: usize) -> Self {
        Self::TooLarge(Say::new("error-body-too-large").with("max", limits::in_words(max)))
    }

    /// A fault of ours, for the log.
    pub fn internal(what: impl fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Unauthenticated => f.write_str("sign in first"),
            Self::Forbidden(say) => write!(f, "forbidden: {}", say.key),
            Self::Conflict(say) => write!(f, "conflict: {}", say.key),
            Self::Stale { had, now } => write!(f, "stale: had version {had}, now {now}"),
            Self::Invalid(fields) => {
                let names: Vec<String> = fields
                    .iter()
                    .map(|e| format!("{} ({})", e.field, e.say.key))
                    .collect();
                write!(f, "invalid: {}", names.join(", "))
            }
            Self::TooMuch(say) => write!(f, "too much: {}", say.key),
            Self::TooLarge(say) => write!(f, "too large: {}", say.key),
            Self::Repeated(_) => f.write_str("answered before"),
            Self::Internal(what) => write!(f, "internal: {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(what)) => {
                Self::Conflict(Say::new("error-taken").with("what", what))
            }
            Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => {
                Self::conflict("error-still-used")
            }
            _ if gave_way(&error) => limits::writer_busy(),
            _ => match sqlite_words(&error) {
                Some(words) if words.starts_with("UNIQUE constraint failed") => {
                    Self::Conflict(Say::new("error-taken").with("what", words))
                }
                Some(words) if words.starts_with("FOREIGN KEY constraint failed") => {
                    Self::conflict("error-still-used")
                }
                _ => Self::Internal(error.to_string()),
            },
        }
    }
}

/// What SQLite said.
fn sqlite_words(error: &sea_orm::DbErr) -> Option<&str> {
    use sea_orm::{DbErr, RuntimeErr};
    match error {
        DbErr::Exec(RuntimeErr::Internal(words)) => Some(words),
        _ => None,
    }
}

/// The engine let another write go first: a deadlock, a failed serialisation, or nobody's lock came free in time.
fn gave_way(error: &sea_orm::DbErr) -> bool {
    use sea_orm::{DbErr, RuntimeErr, sqlx};
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return false;
    };
    let sqlx::Error::Database(cause) = &**cause else {
        return false;
    };
    matches!(cause.code().as_deref(), Some("40P01" | "40001" | "55P03"))
}
