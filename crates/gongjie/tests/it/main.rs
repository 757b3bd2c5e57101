//! The one test binary of the house: every route on both engines; files mirror the rooms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::zombie_processes,
    clippy::too_many_lines,
    reason = "tests fail by panicking"
)]

#[macro_use]
mod world;
mod client;
mod house;
mod postgres;

mod api;
mod close_out;
mod door;
mod journal;
mod measure;
mod oversight;
mod dossier;
mod figures;
mod home;
mod problem;
mod activity;
mod document;
mod evidence;
mod outcome;
mod pairing;
mod lists;
mod campaign;
mod search;
mod trail;
