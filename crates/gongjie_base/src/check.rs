//! Reading typed text into values: every broken rule is collected, nothing typed is lost.

use std::str::FromStr;

use crate::{Error, FieldError, Result, Say};

/// Collects what is wrong in one form.
#[derive(Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a broken rule.
    pub fn refuse(&mut self, field: &str, say: Say) {
        self.errors.push(FieldError::new(field, say));
    }

    /// Notes a broken rule without arguments when `ok` is false.
    pub fn must(&mut self, ok: bool, field: &str, key: &'static str) {
        if !ok {
            self.refuse(field, Say::new(key));
        }
    }

    /// Trimmed text of 1 to `max` characters.
    pub fn text(&mut self, field: &str, typed: &str, max: usize) -> String {
        let text = self.optional(field, typed, max).unwrap_or_default();
        if text.is_empty() {
            self.refuse(field, Say::new("error-empty"));
        }
        text
    }

    /// Trimmed text of at most `max` characters, or nothing.
    pub fn optional(&mut self, field: &str, typed: &str, max: usize) -> Option<String> {
        let text = typed.trim();
        let length = text.chars().count();
        if length > max {
            let say = Say::new("error-too-long")
                .with("max", max)
                .with("length", length);
            self.refuse(field, say);
        }
        if text.chars().any(|c| c == '\0') {
            self.refuse(field, Say::new("error-control-character"));
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A whole number or another parsed value; empty is nothing.
    pub fn parsed<T: FromStr>(&mut self, field: &str, typed: &str, key: &'static str) -> Option<T> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        if let Ok(value) = text.parse() {
            return Some(value);
        }
        self.refuse(field, Say::new(key).with("text", text));
        None
    }

    /// The id of a chosen row; empty is nothing.
    pub fn id(&mut self, field: &str, typed: &str) -> Option<i64> {
        self.parsed(field, typed, "error-not-in-list")
    }

    /// The id of a chosen row that must be there.
    pub fn required_id(&mut self, field: &str, typed: &str) -> i64 {
        if typed.trim().is_empty() {
            self.refuse(field, Say::new("error-choose"));
        }
        self.id(field, typed).unwrap_or_default()
    }

    /// A word of a closed set; empty is nothing.
    pub fn code<T>(&mut self, field: &str, typed: &str, of: fn(&str) -> Option<T>) -> Option<T> {
        let text = typed.trim();
        if text.is_empty() {
            return None;
        }
        let code = of(text);
        if code.is_none() {
            self.refuse(field, Say::new("error-not-in-list").with("text", text));
        }
        code
    }

    /// A day as `2022-06-21`; empty is nothing.
    pub fn day(&mut self, field: &str, typed: &str) -> Option<jiff::civil::Date> {
        self.parsed(field, typed, "error-not-a-date")
    }

    /// Passes when nothing was refused.
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }
}
