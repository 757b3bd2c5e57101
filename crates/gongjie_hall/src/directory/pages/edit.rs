//! The form of a unit: new, changed, changed too late.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;

use super::{coded, typed_id, unit_options};
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::org::actions::{self, UnitInput};
use crate::org::rules::{BranchType, PartnerKind};
use crate::org::tables::unit;
use crate::org::{UnitKind, queries as org};

#[derive(Template)]
#[template(path = "directory/unit_form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new unit.
    id: Option<i64>,
    input: UnitInput,
    errors: Errors,
    units: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    branch_types: Vec<(String, String)>,
    partner_kinds: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    id: Option<i64>,
    input: UnitInput,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "unit-edit"
    } else {
        "unit-new"
    };
    let p = visit.page(visit.words().text(key));
    let mut units = unit_options(visit).await?;
    units.retain(|(other, _)| Some(other) != id.map(|id| id.to_string()).as_ref());
    Ok(FormPage {
        id,
        units,
        kinds: coded(&p, "unit-kind", UnitKind::ALL.iter().map(|k| k.code())),
        branch_types: coded(&p, "branch-type", BranchType::ALL.iter().map(|k| k.code())),
        partner_kinds: coded(
            &p,
            "partner-kind",
            PartnerKind::ALL.iter().map(|k| k.code()),
        ),
        input,
        errors,
        p,
    })
}

/// What a new unit begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    pub parent: String,
    pub kind: String,
}

/// `GET /units/new`
pub async fn new(visit: Visit, Query(begin): Query<Begin>) -> Answer {
    let input = UnitInput {
        parent_id: begin.parent,
        kind: begin.kind,
        ..UnitInput::default()
    };
    show(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /units`
pub async fn create(visit: Visit, Form(input): Form<UnitInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::create_unit(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/units/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn as_typed(unit: unit::Model) -> UnitInput {
    UnitInput {
        name: unit.name,
        short_name: unit.short_name.unwrap_or_default(),
        name_en: unit.name_en.unwrap_or_default(),
        kind: unit.kind.code().to_owned(),
        parent_id: typed_id(unit.parent_id),
        branch_type: unit
            .branch_type
            .map(|t| t.code().to_owned())
            .unwrap_or_default(),
        partner_kind: unit
            .partner_kind
            .map(|k| k.code().to_owned())
            .unwrap_or_default(),
        is_outside: if unit.is_outside {
            "1".to_owned()
        } else {
            String::new()
        },
        contact: unit.contact.unwrap_or_default(),
        phone: unit.phone.unwrap_or_default(),
        source: unit.source.unwrap_or_default(),
        valid_from: unit.valid_from.unwrap_or_default(),
        renamed_on: String::new(),
        version: unit.version.to_string(),
    }
}

/// `GET /units/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let unit = org::find_unit(visit.read(), visit.actor()?, id).await?;
    show(&form(&visit, Some(id), as_typed(unit), Errors::none()).await?)
}

/// `POST /units/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<UnitInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit_unit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/units/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

fn fields(input: &UnitInput) -> [(&'static str, &'static str, String); 12] {
    let field = |name, key, value: &String| (name, key, value.clone());
    [
        field("name", "unit-name", &input.name),
        field("short_name", "unit-short-name", &input.short_name),
        field("name_en", "unit-name-en", &input.name_en),
        field("kind", "unit-kind", &input.kind),
        field("parent_id", "unit-parent", &input.parent_id),
        field("branch_type", "unit-branch-type", &input.branch_type),
        field("partner_kind", "unit-partner-kind", &input.partner_kind),
        field("is_outside", "unit-is-outside", &input.is_outside),
        field("contact", "unit-contact", &input.contact),
        field("phone", "unit-phone", &input.phone),
        field("source", "unit-source", &input.source),
        field("valid_from", "unit-valid-from", &input.valid_from),
    ]
}

/// Somebody was quicker: both wordings, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: UnitInput) -> Answer {
    let unit = org::find_unit(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let names = org::unit_names(visit.read(), unit.organization_id).await?;
    let version = unit.version.to_string();
    let now = as_typed(unit);
    let words = |name: &str, value: &str| match name {
        _ if value.is_empty() => String::new(),
        "kind" => p.code("unit-kind", value),
        "branch_type" => p.code("branch-type", value),
        "partner_kind" => p.code("partner-kind", value),
        "is_outside" => p.t("yes"),
        "parent_id" => value
            .parse()
            .ok()
            .and_then(|id: i64| names.get(&id).cloned())
            .unwrap_or_default(),
        _ => value.to_owned(),
    };
    let rows: Vec<_> = fields(&now)
        .into_iter()
        .zip(fields(&input))
        .map(|((name, key, now), (.., typed))| (key, words(name, &now), words(name, &typed)))
        .collect();
    let mut typed: Vec<(&'static str, String)> = fields(&input)
        .into_iter()
        .map(|(name, _, value)| (name, value))
        .collect();
    typed.push(("renamed_on", input.renamed_on));
    typed.push(("version", version));
    let address = format!("/units/{id}");
    show_clash(p, address.clone(), address, rows, typed)
}
