//! 三张清单: problems, measures, responsibilities, close-outs as views. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
