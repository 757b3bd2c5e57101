//! The hall of the house: who is asking, who there is, the corridor where everything is recorded, the shell of every page. It knows no problem and no pairing.

pub mod journal;
pub mod org;
pub mod account;
pub mod settings;
pub mod layout;
pub mod door;
pub mod lobby;
pub mod directory;
pub mod view;
pub mod calendar;
pub mod outbox;
