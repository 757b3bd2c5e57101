//! 搜索: problems, units, documents, people by words. Read only.
//! LEAD NOTE: somebody else writes this room on main; leave it alone.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
