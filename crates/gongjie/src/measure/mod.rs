//! 举措: measures and tasks to any depth, duties, progress, extensions, send-backs, disputes. Owns `measure`, `duty`, `milestone`, `progress`, `extension`, `send_back`, `dispute`.

pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
