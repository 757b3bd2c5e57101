//! Campaigns, themes and stated totals as JSON: the same actions and the same rules as the pages.

pub mod campaigns;
pub mod stated;
pub mod themes;
