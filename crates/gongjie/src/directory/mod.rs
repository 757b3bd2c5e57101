//! 名录: pages for units, people and roles. Owns no table; calls the organisation's actions.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
