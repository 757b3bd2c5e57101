//! 举措: measures and tasks to any depth, duties, progress, extensions, send-backs, disputes. Owns `measure`, `duty`, `milestone`, `progress`, `extension`, `send_back`, `dispute`. Activities make measures from decisions, close-outs ask whether all are done, the board and the lists show them.

pub mod actions;
pub mod calendar;
pub mod extension;
pub mod lifecycle;
pub mod light;
mod parts;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod tree;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
