//! Pages of a measure: reading, forms, steps.

mod form;
mod history;
mod pieces;
mod show;
mod steps;

pub use form::{create, edit, new, update};
pub use show::show;
pub use steps::{
    add_milestone, advance, ask_extension, complete_milestone, decide_extension, dispute,
    note_progress, rule_dispute, start,
};
