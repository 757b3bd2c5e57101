//! 帮助: what the product says about itself: help, lifecycles from their tables, accessibility. Owns no table. Read only.

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
