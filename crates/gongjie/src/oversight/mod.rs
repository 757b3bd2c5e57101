//! 督办: the board by light, and why each light shines. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
