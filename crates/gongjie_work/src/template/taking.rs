//! Takes a template as it comes, from the page's form and from the JSON API.

use gongjie_base::{Error, Result};

use super::actions::{self, Stored};
use super::opening;
use super::rules::{self, Input};
use crate::door::{Upload, Write, clean_name};

/// The fields beside the file.
pub fn read(upload: &Upload) -> Input {
    Input {
        name: upload.field("name").to_owned(),
        filled_with: upload.field("filled_with").to_owned(),
    }
}

/// Looks at the file before it is kept, and keeps it before any row speaks of it; gives the write, which is still open,
/// and the id of the new template.
pub async fn take(upload: &Upload, input: &Input) -> Result<(Write, i64)> {
    let visit = &upload.visit;
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]));
    }
    let read = rules::read(input, upload.file.is_some())?;
    let Some(file) = &upload.file else {
        return Err(Error::invalid("file", "template-no-file"));
    };
    let bytes = file.bytes.to_vec();
    let placing = opening::open(&visit.app, bytes, read.filled_with, visit.words()).await?;
    let stored = Stored {
        hash: visit.app.files.put(&file.bytes).await?,
        name: clean_name(&file.name),
    };
    let write = visit.begin().await?;
    let id = actions::add(&write, &write.acting, &read, &stored, &placing).await?;
    Ok((write, id))
}
