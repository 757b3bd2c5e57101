//! Passwords, session lifetimes and the growing delay. Pure.

use gongjie_base::clock::Millis;

/// A session ends after this much idleness: 30 minutes.
pub const SESSION_IDLE_MS: Millis = 30 * 60_000;
/// A session ends at the latest after 12 hours.
pub const SESSION_WHOLE_MS: Millis = 12 * 3_600_000;
/// API tokens live 90 days by default.
pub const TOKEN_DAYS: i64 = 90;
/// Shortest password (profile `asvs`).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password; longer ones are refused before hashing.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Failures that cost nothing.
pub const FREE_FAILURES: i64 = 5;
/// The longest delay: 15 minutes.
pub const DELAY_MS_MAX: Millis = 15 * 60_000;
/// Failures are forgotten after a day.
pub const FORGET_MS: Millis = 24 * 3_600_000;

/// Longest account name.
pub const LOGIN_CHARS_MAX: usize = 64;
/// Characters of a session's hash by which its owner names it.
pub const SESSION_MARK_CHARS: usize = 16;

/// An account name: two or more letters, digits, `.`, `_`, `-`; it begins with a letter or digit.
pub fn is_login(login: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "._-".contains(c);
    login.chars().count() >= 2
        && login.chars().all(is_word)
        && login.chars().next().is_some_and(char::is_alphanumeric)
}

/// How long the door stays shut after this many failures: nothing for five, then one second, doubled each time.
pub fn delay(failures: i64) -> Millis {
    let over = failures - FREE_FAILURES;
    if over <= 0 {
        return 0;
    }
    let shift = u32::try_from(over - 1).unwrap_or(u32::MAX).min(20);
    (1_000_i64 << shift).min(DELAY_MS_MAX)
}

/// Why a new password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeakPassword {
    TooShort,
    TooLong,
    /// Holds the login, the person's name or the product's name.
    Guessable,
}

/// Checks a new password by the profile `asvs`: 12 to 128 characters of any kind, no rotation (OWASP ASVS 5.0, 6.2).
pub fn check_password(password: &str, login: &str, name: &str) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < PASSWORD_CHARS_MIN {
        return Err(WeakPassword::TooShort);
    }
    if length > PASSWORD_CHARS_MAX {
        return Err(WeakPassword::TooLong);
    }
    let lower = password.to_lowercase();
    let words = [
        login.to_lowercase(),
        name.to_lowercase(),
        "gongjie".into(),
        "共解".into(),
    ];
    let guessable = words
        .iter()
        .any(|w| w.chars().count() >= 2 && lower.contains(w.as_str()))
        && length < 2 * PASSWORD_CHARS_MIN;
    if guessable {
        Err(WeakPassword::Guessable)
    } else {
        Ok(())
    }
}
