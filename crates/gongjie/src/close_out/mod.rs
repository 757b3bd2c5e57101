//! 销号: closing a problem, checked by somebody who did none of the work. Owns `close_out`, `close_out_view`.
//! LEAD NOTE: somebody else writes this room on main; leave it alone.

pub mod queries;
pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
