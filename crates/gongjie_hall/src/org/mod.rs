//! 组织: organisations, units through time, people and roles; what an actor may see. Owns `organization`, `unit`, `unit_name`, `unit_cover`, `person`, `role_grant`. Every room after it calls it.

pub mod actions;
mod actor;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

pub use actor::{Acting, Actor, Grant};
pub use rules::{Part, Role, TermPack, UnitKind};
