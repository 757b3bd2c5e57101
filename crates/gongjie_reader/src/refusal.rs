//! Why a file is not read at all.

use std::fmt;

/// Kinds of refusal; the screen finds the words for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing inside.
    Empty,
    /// Not a format that is read here.
    Unsupported,
    /// It says that it is a known format, and cannot be read as one.
    Damaged,
    /// A password is asked for.
    Protected,
    /// Above a limit of `limits.rs`, or of the process that reads.
    TooLarge,
    /// Reading took longer than it may.
    TooSlow,
    /// A document type or an entity: no office program writes one.
    Unsafe,
}

impl Kind {
    /// The word stored and sent for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Damaged => "damaged",
            Self::Protected => "protected",
            Self::TooLarge => "too_large",
            Self::TooSlow => "too_slow",
            Self::Unsafe => "unsafe",
        }
    }

    /// The kind of a [`Kind::code`]; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        use Kind::{Damaged, Empty, Protected, TooLarge, TooSlow, Unsafe, Unsupported};
        [
            Empty,
            Unsupported,
            Damaged,
            Protected,
            TooLarge,
            TooSlow,
            Unsafe,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// A refused file: the kind, and what exactly was found, in English for scripts and logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub kind: Kind,
    pub message: String,
}

impl Refusal {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    pub(crate) fn damaged(message: impl fmt::Display) -> Self {
        Self::new(Kind::Damaged, message.to_string())
    }

    pub(crate) fn too_large(message: impl Into<String>) -> Self {
        Self::new(Kind::TooLarge, message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl std::error::Error for Refusal {}
