//! The corridor 留痕: append-only, hash-chained record of every change. Owns `journal`, `journal_head`, `journal_change`; every action calls it.

mod chain;
pub mod queries;
pub mod rules;
pub mod since_queries;
#[cfg(test)]
mod tests;

pub use queries::{By, Moment, record, record_all, seq_before, take_turn};
pub use rules::{Algorithm, Change, Entry};
