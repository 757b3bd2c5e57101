//! Pages of the dossier.

mod index;
mod lines;
mod pieces;
mod show;
mod turn;

pub use index::index;
pub use show::show_one as show;
