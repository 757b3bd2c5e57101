//! 活动: meetings of a pairing and what was decided there. Owns `activity`, `activity_unit`, `decision`.

pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
