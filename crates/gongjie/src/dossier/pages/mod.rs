//! Pages of this room: the list, and one problem's file.

pub(super) mod file;
pub(super) mod list;
