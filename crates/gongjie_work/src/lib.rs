//! The work rooms: every fact of the path from problem to close-out is written here and nowhere else.

pub use gongjie_hall::{
    account, calendar, directory, door, journal, layout, lobby, org, outbox, settings,
};

pub mod campaign;
pub mod problem;
pub mod voice;
pub mod urgent;
pub mod pairing;
pub mod measure;
pub mod rise;
pub mod activity;
pub mod outcome;
pub mod document;
pub mod close_out;
pub mod slip;
pub mod leniency;
pub mod exclusion;
pub mod bulletin;
pub mod grid;
pub mod import;
pub mod template;
