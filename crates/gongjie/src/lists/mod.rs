//! 三张清单: problems, measures, responsibilities, close-outs as views. Read only.
//! LEAD NOTE: somebody else writes this room on main; leave it alone.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
