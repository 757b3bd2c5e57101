//! Forms of campaigns, themes and stated totals.

pub mod form;
pub mod stated;
pub mod themes;
