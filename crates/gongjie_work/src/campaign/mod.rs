//! 年度行动: yearly drives, the dictionary of themes, totals that somebody stated. Owns `campaign`, `theme`, `stated_figure`. Called by problems and everything after them.

pub mod actions;
pub mod queries;
pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
