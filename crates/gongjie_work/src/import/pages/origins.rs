//! Where the fields of a problem come from: file, cell, and the words there.

use askama::Template;
use axum::extract::Path;

use crate::door::{Answer, Visit, show};
use crate::import::queries;
use crate::layout::Page;
use crate::problem::queries as problems;

/// One field with its cell.
struct Line {
    what: String,
    field: String,
    written: String,
    cell: String,
    sheet: String,
    file: String,
    /// The batch, where the reader may open it.
    batch: Option<i64>,
    when: String,
}

#[derive(Template)]
#[template(path = "import/origins.html")]
struct OriginsPage {
    p: Page,
    id: i64,
    title: String,
    lines: Vec<Line>,
}

/// `GET /problems/{id}/origins`
pub async fn index(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let problem = problems::find(visit.read(), actor, id).await?;
    let p = visit.page(visit.words().text("import-origin"));
    let own = queries::list(visit.read(), actor).await?;
    // Telephones and columns that are not ours may hold what is nobody else's business.
    let sees_kept = |batch: bool| batch || actor.sees_all();
    let mut lines = Vec::new();
    for (origin, batch) in queries::list_origins_of_problem(visit.read(), id).await? {
        let is_own = own.iter().any(|b| b.id == batch.id);
        for field in queries::read_fields(&origin.fields)? {
            let is_private = field.field == "owner_phone" || field.field.starts_with("extra:");
            if is_private && !sees_kept(is_own) {
                continue;
            }
            let name = match field.field.strip_prefix("extra:") {
                Some(heading) => p.t1("import-origin-kept", "name", heading),
                None if field.value.is_none() => {
                    let name = p.code("import-field", &field.field);
                    p.t1("import-origin-kept", "name", name)
                }
                None => p.code("import-value", &field.field),
            };
            lines.push(Line {
                what: p.code("import-object", origin.object),
                field: name,
                written: field.written,
                cell: field.cell,
                sheet: origin.sheet.clone(),
                file: batch.file_name.clone(),
                batch: is_own.then_some(batch.id),
                when: p.minute(&batch.created_at),
            });
        }
    }
    show(&OriginsPage {
        id,
        title: problem.title,
        lines,
        p,
    })
}
