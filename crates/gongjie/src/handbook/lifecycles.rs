//! The tables of lifecycles as a reader sees them: nothing here is typed a second time.

use std::fmt::Display;

use gongjie_base::lifecycle::Move;

use crate::layout::Page;
use crate::{
    bulletin, campaign, close_out, exclusion, leniency, measure, pairing, problem, rise, slip,
    urgent, voice,
};

/// One lifecycle.
pub struct Section {
    /// Part of the text keys and of the address: `problem`.
    pub set: &'static str,
    pub steps: Vec<Step>,
}

/// One line of a table in words.
pub struct Step {
    pub action: String,
    pub from: Vec<String>,
    pub to: String,
    pub who: Vec<String>,
    pub within_days: Option<u16>,
    pub must: Vec<String>,
}

/// Every lifecycle of the product, in the order in which data flows.
pub fn sections(p: &Page) -> Vec<Section> {
    vec![
        section(p, "campaign", campaign::lifecycle::TABLE),
        section(p, "voice", voice::lifecycle::TABLE),
        section(p, "urgent", urgent::lifecycle::TABLE),
        section(p, "problem", problem::lifecycle::TABLE),
        section(p, "pairing", pairing::lifecycle::TABLE),
        section(p, "measure", measure::lifecycle::TABLE),
        section(p, "rise", rise::lifecycle::TABLE),
        section(p, "close-out", close_out::lifecycle::TABLE),
        section(p, "slip", slip::lifecycle::TABLE),
        section(p, "leniency", leniency::lifecycle::TABLE),
        section(p, "exclusion", exclusion::lifecycle::TABLE),
        section(p, "bulletin", bulletin::lifecycle::TABLE),
    ]
}

fn section<S: Display, A: Display, P: Display>(
    p: &Page,
    set: &'static str,
    table: &'static [Move<S, A, P>],
) -> Section {
    let states = format!("{set}-state");
    let step = |line: &Move<S, A, P>| Step {
        action: p.code(&format!("{set}-action"), &line.action),
        from: line.from.iter().map(|s| p.code(&states, s)).collect(),
        to: p.code(&states, &line.to),
        who: line.who.iter().map(|w| p.code("part", w)).collect(),
        within_days: line.within_days,
        must: line.must.iter().map(|key| p.t(key)).collect(),
    };
    Section {
        set,
        steps: table.iter().map(step).collect(),
    }
}
