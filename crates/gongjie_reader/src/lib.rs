//! Reads ledgers as offices send them, and says what it understood and what it doubts; knows no table and no database.
//!
//! Two steps that know nothing of each other: [`file::open`] turns bytes into [`grid::Grid`]s (hostile input, limits),
//! and [`judge::book`] turns grids into records. What is printed: `docs/reading.md`. Rules: `domain.md` 7.3.

pub mod apart;
pub mod field;
pub mod file;
pub mod grid;
pub mod judge;
pub mod limits;
pub mod picture;
pub mod refusal;
pub mod register;
pub mod report;

pub use field::Field;
pub use judge::Options;
pub use refusal::{Kind, Refusal};
pub use register::Register;
pub use report::Report;
