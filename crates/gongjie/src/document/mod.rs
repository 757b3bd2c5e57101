//! 文件与协议: papers that the work drafts, agreements with partners. Owns `document`, `agreement`.

pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
