//! Pages of activities: by month, one with its record, its forms.

mod decisions;
mod form;
mod index;
mod measure;
mod show;

pub use decisions::{decide, note};
pub use form::{create, edit, new, update};
pub use index::index;
pub use measure::{make_measure, new_measure};
pub use show::show_one;
