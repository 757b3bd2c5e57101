//! 台账: the six columns as a view over facts, always live. Read only.
//! LEAD NOTE: somebody else writes this room on main; leave it alone.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
