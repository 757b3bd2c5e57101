//! Pages of a pairing: the list, its forms, its steps.

mod form;
mod index;
mod steps;

pub use form::{create, edit, new, update};
pub use index::index;
pub use steps::{answer, conclude, invite, link_problem, remove_member, terminate};
