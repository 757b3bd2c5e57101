//! The page for a form that came too late: what stands now beside what was typed, ready to be sent again.

use askama::Template;

use super::Page;

/// Both wordings of a row that somebody else changed meanwhile.
#[derive(Template)]
#[template(path = "layout/clash.html")]
pub struct ClashPage {
    pub p: Page,
    /// Where the typed form is sent again.
    pub action: String,
    /// Where what stands now is seen.
    pub back: String,
    /// Field label, what stands now, what was typed; only where they differ.
    pub rows: Vec<(String, String, String)>,
    /// What was typed, on top of the present version.
    pub typed: Vec<(&'static str, String)>,
}
