//! 结对: who takes problems together. Owns `pairing`, `pairing_member`, `pairing_problem`.

mod input;
pub mod actions;
pub mod lifecycle;
pub mod queries;
pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
