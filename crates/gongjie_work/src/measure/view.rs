//! How a light is shown; used by the pages of this room and of rooms below, and by the JSON API.

use serde::Serialize;

use super::light::Shine;
use crate::layout::{Page, Words};

/// A light that answers for itself, in the reader's words.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Light)]
pub struct LightView {
    /// `green`, `blue`, `yellow`, `red`, `grey`, `done` or `idle`.
    pub code: &'static str,
    /// Beside the shape: days left, or what it waits for.
    pub brief: String,
    pub why: String,
    /// Other reasons for the same colour.
    pub also: Vec<String>,
    pub rule: String,
    /// In words, for pages.
    #[serde(skip)]
    pub since: Option<String>,
    /// The day on which this colour began.
    pub since_on: Option<String>,
    pub turns_green: String,
    pub if_nothing: String,
    /// Days to the limit; negative when it is past.
    pub days_left: Option<i64>,
}

impl LightView {
    /// In the page's language.
    pub fn of(shine: &Shine, p: &Page) -> Self {
        Self::in_words(shine, p.words)
    }

    /// In these words.
    pub fn in_words(shine: &Shine, words: Words) -> Self {
        let since_on = shine.since.map(|day| day.to_string());
        Self {
            code: shine.light.code(),
            brief: words.say(&shine.brief()),
            why: words.say(&shine.why),
            also: shine.also.iter().map(|say| words.say(say)).collect(),
            rule: words.text(shine.rule),
            since: since_on.as_deref().map(|day| words.day(day)),
            since_on,
            turns_green: words.say(&shine.turns_green),
            if_nothing: words.say(&shine.if_nothing),
            days_left: shine.days_left,
        }
    }

    /// Class of a note or border of this colour.
    pub fn tone(&self) -> &'static str {
        match self.code {
            "red" => "late",
            "yellow" => "warn",
            "blue" => "near",
            "green" => "ok",
            _ => "idle",
        }
    }
}
