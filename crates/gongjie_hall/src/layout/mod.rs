//! What all pages share: shell, words in two languages, style sheet, scripts, icons, form controls.

mod assets;
mod clash;
mod fig;
mod history;
mod keys;
mod page;
mod words;

pub use assets::{asset, asset_url};
pub use clash::ClashPage;
pub use fig::SIZES;
pub use keys::KEYS;
pub use page::{Aside, Errors, Page, STEPS};
pub use words::{Lang, Words};
