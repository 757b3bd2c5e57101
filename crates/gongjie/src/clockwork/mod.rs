//! 时钟: what time itself does: words of past half days take effect, silence is passed over, raisers are reminded, names are forgotten. Owns no table; the program that serves runs it.

pub mod jobs;
pub mod reminding;
