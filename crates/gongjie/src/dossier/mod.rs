//! 一事一档: everything about one problem on one page, and the list of problems. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
