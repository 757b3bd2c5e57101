//! How a light is shown; used by the pages of this room and of rooms below.

use super::light::Shine;
use crate::layout::Page;

/// A light in the words of a page.
pub struct LightView {
    /// `green`, `blue`, `yellow`, `red`, `grey`, `done` or `idle`.
    pub code: &'static str,
    /// Beside the shape: days left, or what it waits for.
    pub brief: String,
    pub why: String,
    /// Other reasons for the same colour.
    pub also: Vec<String>,
    pub rule: String,
    pub since: Option<String>,
    pub turns_green: String,
    pub if_nothing: String,
}

impl LightView {
    /// In the page's language.
    pub fn of(shine: &Shine, p: &Page) -> Self {
        let since = shine.since.map(|day| p.day(&day.to_string()));
        Self {
            code: shine.light.code(),
            brief: p.words.say(&shine.brief()),
            why: p.words.say(&shine.why),
            also: shine.also.iter().map(|say| p.words.say(say)).collect(),
            rule: p.t(shine.rule),
            since,
            turns_green: p.words.say(&shine.turns_green),
            if_nothing: p.words.say(&shine.if_nothing),
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
