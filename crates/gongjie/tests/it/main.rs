//! The one test binary of the house: every route on both engines; files mirror the rooms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::zombie_processes,
    reason = "tests fail by panicking"
)]

#[macro_use]
mod world;
mod client;
mod house;
mod postgres;
mod program;

mod api;
mod command;
mod crash;
mod limits;
mod turns;
mod clockwork;
mod close_out;
mod demo;
mod difference;
mod door;
mod journal;
mod kept;
mod measure;
mod oversight;
mod dossier;
mod board;
mod figures;
mod html;
mod import;
mod marked;
mod home;
mod problem;
mod reads;
mod activity;
mod document;
mod download;
mod evidence;
mod outbox;
mod outcome;
mod pairing;
mod grid;
mod past;
mod ledger;
mod lists;
mod reading;
mod round;
mod rise;
mod roadmap;
mod charter;
mod network;
mod open_file;
mod calendar;
mod campaign;
mod search;
mod live;
mod slip;
mod leniency;
mod exclusion;
mod rates;
mod bulletin;
mod unit_sheet;
mod template;
mod trail;
mod urgent;
mod verdict;
mod view;
mod voice;
mod words;
