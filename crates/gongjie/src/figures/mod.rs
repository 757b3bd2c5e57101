//! 数据: every counted number with its definition and its rows. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
