//! Verbs of the dictionary of themes 主题方面: add, edit, retire. A theme is never deleted: old rows keep it.

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::check_coordinates;
use crate::campaign::queries;
use crate::campaign::rules::{self, Hue, Theme, ThemeInput};
use crate::campaign::tables::theme;
use crate::journal::{self, Entry};
use crate::org::Acting;

/// Adds a theme under a code that is known elsewhere, as a seed does; `mark` is the one character in its square.
pub async fn add_theme(
    tx: &Tx,
    acting: &Acting,
    code: &str,
    mark: &str,
    name: &str,
    name_en: Option<&str>,
) -> Result<i64> {
    let input = ThemeInput {
        mark: mark.to_owned(),
        name: name.to_owned(),
        name_en: name_en.unwrap_or_default().to_owned(),
        ..ThemeInput::default()
    };
    add(tx, acting, Some(code), &input).await
}

/// Adds a theme as typed. For coordinators.
pub async fn add_typed(tx: &Tx, acting: &Acting, input: &ThemeInput) -> Result<i64> {
    add(tx, acting, None, input).await
}

async fn add(tx: &Tx, acting: &Acting, code: Option<&str>, input: &ThemeInput) -> Result<i64> {
    check_coordinates(acting)?;
    let read = rules::read_theme(input)?;
    let all = queries::list_themes(tx, &acting.actor).await?;
    check_once(&all, &read, None)?;
    let last = all.iter().map(|t| t.position).max().unwrap_or_default();
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (hue, position) = (
        read.hue.unwrap_or_else(|| Hue::in_turn(count)),
        read.position.unwrap_or(last + 1),
    );
    // Themes are never deleted, so their number gives a code that nothing else has.
    let code = code.map_or_else(|| format!("theme-{}", count + 1), str::to_owned);
    let row = theme::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        code: Set(code),
        mark: Set(read.mark.clone()),
        name: Set(read.name.clone()),
        name_en: Set(read.name_en.clone()),
        hue: Set(hue),
        position: Set(position),
        is_retired: Set(false),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_theme(tx, row).await?;
    let entry = Entry::new("theme.add", "theme", id)
        .set("name", read.name)
        .set("mark", read.mark)
        .change("name_en", None::<String>, read.name_en)
        .set("hue", hue)
        .set("position", position);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Two themes that are in use never share a name or a mark: a reader could not tell them apart.
fn check_once(all: &[theme::Model], read: &Theme, own: Option<i64>) -> Result<()> {
    let others = || all.iter().filter(|t| Some(t.id) != own && !t.is_retired);
    if others().any(|t| t.name == read.name) {
        return Err(Error::invalid("name", "error-taken"));
    }
    if others().any(|t| t.mark == read.mark) {
        return Err(Error::invalid("mark", "theme-mark-taken"));
    }
    Ok(())
}

/// Edits a theme. For coordinators.
pub async fn edit_theme(tx: &Tx, acting: &Acting, id: i64, input: &ThemeInput) -> Result<()> {
    check_coordinates(acting)?;
    let found = queries::find_theme(tx, &acting.actor, id).await?;
    let read = rules::read_theme(input)?;
    let all = queries::list_themes(tx, &acting.actor).await?;
    if !found.is_retired {
        check_once(&all, &read, Some(id))?;
    }
    let (hue, position) = (
        read.hue.unwrap_or(found.hue),
        read.position.unwrap_or(found.position),
    );
    let entry = Entry::new("theme.edit", "theme", id)
        .change("name", Some(&found.name), Some(&read.name))
        .change("name_en", found.name_en.as_ref(), read.name_en.as_ref())
        .change("mark", Some(&found.mark), Some(&read.mark))
        .change("hue", Some(found.hue), Some(hue))
        .change("position", Some(found.position), Some(position));
    let row = theme::ActiveModel {
        name: Set(read.name),
        name_en: Set(read.name_en),
        mark: Set(read.mark),
        hue: Set(hue),
        position: Set(position),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update_theme(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// What a retirement or a return is sent with.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ThemeStep {
    /// Version as it was read.
    pub version: String,
}

/// Retires a theme 停用, so that it cannot be chosen any more and stays on old rows, or takes it back into use. For coordinators.
pub async fn set_retired(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    is_retired: bool,
    step: &ThemeStep,
) -> Result<()> {
    check_coordinates(acting)?;
    let found = queries::find_theme(tx, &acting.actor, id).await?;
    if found.is_retired == is_retired {
        return Err(Error::conflict("theme-is-so-already"));
    }
    if !is_retired {
        let all = queries::list_themes(tx, &acting.actor).await?;
        let same =
            |t: &&theme::Model| !t.is_retired && (t.name == found.name || t.mark == found.mark);
        if all.iter().any(|t| same(&t)) {
            return Err(Error::conflict("theme-cannot-return"));
        }
    }
    let row = theme::ActiveModel {
        is_retired: Set(is_retired),
        ..Default::default()
    };
    let version = step.version.trim().parse().unwrap_or(found.version);
    queries::update_theme(tx, row, id, version).await?;
    let verb = if is_retired {
        "theme.retire"
    } else {
        "theme.restore"
    };
    let entry = Entry::new(verb, "theme", id).change(
        "is_retired",
        Some(found.is_retired),
        Some(is_retired),
    );
    journal::record(tx, acting.by(), entry).await
}
