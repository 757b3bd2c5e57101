//! What every room stands on and no room owns: database, clock, errors, codes, files, limits. It knows no domain word.

pub mod check;
pub mod clock;
pub mod codes;
pub mod db;
pub mod error;
pub mod files;
pub mod lifecycle;
pub mod limits;
pub mod outgoing;
pub mod secret;
pub mod table;
pub mod token;

pub use clock::Clock;
pub use db::{Conn, Db, Stored, Tx};
pub use error::{Error, FieldError, Result, Say};
pub use secret::Secret;

/// For the [`codes!`] macro and for rooms' table declarations: one path to the data layer.
pub use rusqlite;
pub use sea_orm;
pub use serde;
