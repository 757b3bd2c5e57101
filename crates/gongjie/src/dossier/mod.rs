//! 一事一档: everything about one problem on one page, and the list of problems. Owns no table. Read only; the read-only rooms after it share its facts.

pub mod facts;
pub mod queries;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
