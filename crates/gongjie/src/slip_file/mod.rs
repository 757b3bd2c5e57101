//! 督办单和通报的文件: slips and bulletins as documents for a printer or a file. Owns no table. Read only.

mod export;
mod pages;

use crate::door::{Routes, Who};

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get_heavy("/slips/{id}/notice.docx", Who::Staff, pages::slip)
        .get_heavy("/bulletins/{id}/paper.docx", Who::Staff, pages::bulletin)
}
