//! 导入: brings in ledgers as offices send them: what was understood, what is asked, one batch that can be undone. Owns `import_batch`, `import_origin`, `import_head`.

pub mod actions;
pub mod api;
pub mod known;
pub mod pages;
pub mod plan;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod understand;

use gongjie_reader::limits::FILE_BYTES_MAX;

use crate::door::{Routes, Who};

/// Bytes of an upload: the file and the form around it.
const UPLOAD_BYTES_MAX: usize = FILE_BYTES_MAX + 2 * 1024 * 1024;

/// A confirmation writes its own entry and those of the rooms whose rows it makes and changes.
const CONFIRM: [&str; 14] = [
    "import.confirm",
    "unit.create",
    "unit.add_alias",
    "person.create",
    "problem.record_old",
    "problem.edit",
    "problem.move",
    "pairing.record_old",
    "pairing.edit",
    "pairing.link_problem",
    "measure.record_old",
    "measure.edit",
    "outcome.submit",
    "outcome.edit",
];
/// The same for undoing it.
const UNDO: [&str; 8] = [
    "import.undo",
    "problem.edit",
    "problem.move",
    "pairing.edit",
    "pairing.terminate",
    "measure.edit",
    "measure.move",
    "outcome.withdraw",
];

/// Routes of this room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/imports", Who::Staff, pages::index)
        .upload(
            "/imports",
            Who::Staff,
            "import.begin",
            UPLOAD_BYTES_MAX,
            pages::create,
        )
        .get_heavy("/imports/{id}", Who::Staff, pages::show_batch)
        .get_heavy("/imports/{id}/file", Who::Staff, pages::file)
        .get_heavy("/imports/{id}/columns", Who::Staff, pages::columns)
        .post(
            "/imports/{id}/columns",
            Who::Staff,
            "import.choose",
            pages::update_columns,
        )
        .post(
            "/imports/{id}/answers",
            Who::Staff,
            "import.choose",
            pages::answer,
        )
        .post(
            "/imports/{id}/confirmation",
            Who::Coordinator,
            CONFIRM,
            pages::confirm,
        )
        .post("/imports/{id}/undoing", Who::Coordinator, UNDO, pages::undo)
        .post(
            "/imports/{id}/removal",
            Who::Staff,
            "import.drop",
            pages::drop_batch,
        )
        .get("/problems/{id}/origins", Who::Staff, pages::origins)
        .get("/api/v1/imports", Who::Staff, api::index)
        .upload(
            "/api/v1/imports",
            Who::Staff,
            "import.begin",
            UPLOAD_BYTES_MAX,
            api::create,
        )
        .get_heavy("/api/v1/imports/{id}", Who::Staff, api::show)
        .get("/api/v1/imports/{id}/progress", Who::Staff, api::progress)
        .post(
            "/api/v1/imports/{id}/answers",
            Who::Staff,
            "import.choose",
            api::answer,
        )
        .post(
            "/api/v1/imports/{id}/confirmation",
            Who::Coordinator,
            CONFIRM,
            api::confirm,
        )
        .post(
            "/api/v1/imports/{id}/undoing",
            Who::Coordinator,
            UNDO,
            api::undo,
        )
}
