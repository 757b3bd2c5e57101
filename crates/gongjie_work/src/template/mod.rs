//! 样表: the office's own empty sheet, uploaded once, and where it takes the rows of a view. Owns `office_template`. The filling room calls it.

pub mod actions;
pub mod api;
mod opening;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
mod taking;
#[cfg(test)]
mod tests;

use crate::door::{Routes, Who};

/// Bytes of the upload form: the largest file that is read, and its fields.
const UPLOAD_BYTES_MAX: usize = gongjie_reader::limits::FILE_BYTES_MAX + 64 * 1024;

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/office-templates", Who::Staff, pages::index)
        .get("/office-templates/new", Who::Coordinator, pages::new)
        .upload(
            "/office-templates",
            Who::Coordinator,
            "template.add",
            UPLOAD_BYTES_MAX,
            pages::create,
        )
        .post(
            "/office-templates/{id}/removal",
            Who::Coordinator,
            "template.remove",
            pages::remove,
        )
        .get("/api/v1/office-templates", Who::Staff, api::index)
        .upload(
            "/api/v1/office-templates",
            Who::Coordinator,
            "template.add",
            UPLOAD_BYTES_MAX,
            api::create,
        )
        .get("/api/v1/office-templates/{id}", Who::Staff, api::show)
        .post(
            "/api/v1/office-templates/{id}/removal",
            Who::Coordinator,
            "template.remove",
            api::remove,
        )
}
