//! Takes evidence as it comes, a link or a file, from the page's form and from the JSON API.

use gongjie_base::{Error, Result};

use super::actions::{self, Stored};
use super::kinds;
use super::rules::{self, EvidenceInput};
use crate::door::{Upload, UploadedFile, Visit, Write, clean_name};

/// The fields beside the file.
pub fn read(upload: &Upload) -> EvidenceInput {
    let field = |name: &str| upload.field(name).to_owned();
    EvidenceInput {
        kind: field("kind"),
        title: field("title"),
        dated_on: field("dated_on"),
        visibility: field("visibility"),
        link: field("link"),
        outcome_id: field("outcome_id"),
        measure_id: field("measure_id"),
        activity_id: field("activity_id"),
    }
}

/// Attaches it; gives the write, which is still open, and the id of the new piece.
pub async fn attach(
    upload: &Upload,
    problem_id: i64,
    input: &EvidenceInput,
) -> Result<(Write, i64)> {
    let visit = &upload.visit;
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]));
    }
    let is_file = upload.file.is_some();
    let read = rules::read_evidence(input, is_file)?;
    actions::check_attach(visit.read(), visit.actor()?, problem_id, &read, is_file).await?;
    let stored = match &upload.file {
        Some(file) => Some(store(visit, file).await?),
        None => None,
    };
    let write = visit.begin().await?;
    let acting = &write.acting;
    let id = match stored {
        Some(stored) => actions::attach_file(&write, acting, problem_id, input, &stored).await?,
        None => actions::attach_link(&write, acting, problem_id, input).await?,
    };
    Ok((write, id))
}

/// Looks at the kind, then writes and syncs the file before any row speaks of it.
async fn store(visit: &Visit, file: &UploadedFile) -> Result<Stored> {
    let kind = kinds::take(&file.name, &file.bytes).map_err(|e| rules::refuse("file", e.say()))?;
    Ok(Stored {
        hash: visit.app.files.put(&file.bytes).await?,
        name: clean_name(&file.name),
        media_type: kind.media_type,
        bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
    })
}
