//! 成效: results, figures, shares, evidence. Owns `outcome`, `figure`, `outcome_share`, `evidence`.

pub mod rules;
pub mod tables;

use crate::door::Routes;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
}
