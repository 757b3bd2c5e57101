//! Pages that explain: help, lifecycles, accessibility. Open to everybody.

use askama::Template;

use super::lifecycles::{Section, sections};
use crate::door::{Answer, Visit, show};
use crate::layout::{KEYS, Page};

/// What people come here with: the last word of a text key each.
const QUESTIONS: &[&str] = &[
    "raise", "pair", "progress", "close", "light", "figure", "wrong", "password",
];

/// Gaps that we know of: the last word of a text key each.
const GAPS: &[&str] = &["readers", "network", "keys", "session", "evidence"];

#[derive(Template)]
#[template(path = "handbook/help.html")]
struct HelpPage {
    p: Page,
    keys: &'static [(&'static [&'static str], &'static str)],
    questions: &'static [&'static str],
    sets: Vec<&'static str>,
}

/// `GET /help`
pub async fn help(visit: Visit) -> Answer {
    let p = visit.page(visit.words().text("nav-help"));
    show(&HelpPage {
        keys: KEYS,
        questions: QUESTIONS,
        sets: sections(&p).into_iter().map(|s| s.set).collect(),
        p,
    })
}

#[derive(Template)]
#[template(path = "handbook/lifecycles.html")]
struct LifecyclesPage {
    p: Page,
    sections: Vec<Section>,
}

/// `GET /help/lifecycles`
pub async fn lifecycles(visit: Visit) -> Answer {
    let p = visit.page(visit.words().text("help-lifecycles"));
    show(&LifecyclesPage {
        sections: sections(&p),
        p,
    })
}

#[derive(Template)]
#[template(path = "handbook/accessibility.html")]
struct AccessibilityPage {
    p: Page,
    gaps: &'static [&'static str],
}

/// `GET /accessibility`
pub async fn accessibility(visit: Visit) -> Answer {
    let p = visit.page(visit.words().text("accessibility-title"));
    show(&AccessibilityPage { p, gaps: GAPS })
}
