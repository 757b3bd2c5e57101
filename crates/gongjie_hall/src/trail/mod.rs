//! 留痕: pages that show the journal. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
