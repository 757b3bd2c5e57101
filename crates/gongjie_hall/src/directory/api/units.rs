//! Units 单位 as JSON: the tree, names through time, covers, the end and the merger of a unit.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Conn, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::directory::rules::holds;
use crate::directory::{covering, may_write};
use crate::door::{Answer, Json, Key, Onward, Refusals, Rows, Unreadable, Visit, Write, json};
use crate::org::actions::{self, EndInput, MergeInput, UnitInput};
use crate::org::rules::{BranchType, PartnerKind};
use crate::org::tables::unit::Model;
use crate::org::{Actor, UnitKind, queries as org};

/// A unit 单位.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    pub id: i64,
    /// The unit above it in the tree.
    pub parent_id: Option<i64>,
    #[schema(value_type = String)]
    pub kind: UnitKind,
    #[schema(value_type = Option<String>)]
    pub branch_type: Option<BranchType>,
    #[schema(value_type = Option<String>)]
    pub partner_kind: Option<PartnerKind>,
    pub name: String,
    pub short_name: Option<String>,
    pub name_en: Option<String>,
    pub is_outside: bool,
    pub contact: Option<String>,
    /// Only for those who keep the directory.
    pub phone: Option<String>,
    pub source: Option<String>,
    pub valid_from: Option<String>,
    /// Its last day; null while it stands.
    pub valid_to: Option<String>,
    pub successor_id: Option<i64>,
    /// The unit that this record was found to be, too.
    pub merged_into_id: Option<i64>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for Unit {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            parent_id: row.parent_id,
            kind: row.kind,
            branch_type: row.branch_type,
            partner_kind: row.partner_kind,
            name: row.name,
            short_name: row.short_name,
            name_en: row.name_en,
            is_outside: row.is_outside,
            contact: row.contact,
            phone: row.phone,
            source: row.source,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            successor_id: row.successor_id,
            merged_into_id: row.merged_into_id,
            version: row.version,
        }
    }
}

/// Another name of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitName {
    pub id: i64,
    pub name: String,
    /// `alias`: another spelling; `former`: the name before a renaming.
    pub kind: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// A unit with its names and relations.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFile {
    #[serde(flatten)]
    pub unit: Unit,
    pub names: Vec<UnitName>,
    /// Units right below it in the tree.
    pub child_ids: Vec<i64>,
    /// Units that a branch covers; branches that cover another unit.
    pub joined_ids: Vec<i64>,
    /// Units that it followed.
    pub predecessor_ids: Vec<i64>,
    /// People who work in it or hold a role for it.
    pub person_ids: Vec<i64>,
}

/// What a list of units asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UnitQuery {
    /// Units right below this one.
    pub parent_id: Option<i64>,
    /// For example `branch` or `admin_dept`.
    pub kind: Option<String>,
    /// Words of a name, also of another spelling or a former name.
    pub q: Option<String>,
    /// Ended and merged ones, too.
    pub with_ended: Option<bool>,
}

/// Units of the organisation, the oldest first; `parent_id` makes the tree.
#[utoipa::path(get, path = "/api/v1/units", tag = "units", params(UnitQuery, Onward),
    responses((status = 200, body = Rows<Unit>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<UnitQuery>,
    Query(onward): Query<Onward>,
) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let kind = match query.kind.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let kind = UnitKind::from_code(code);
            Some(kind.ok_or_else(|| Error::invalid("kind", "error-not-in-list"))?)
        }
    };
    let words = query.q.unwrap_or_default();
    let spellings = org::list_names_of_all(conn, actor).await?;
    let is_named = |unit: &Model| {
        let own = [
            Some(&unit.name),
            unit.short_name.as_ref(),
            unit.name_en.as_ref(),
        ];
        let others = spellings.iter().filter(|n| n.unit_id == unit.id);
        own.into_iter()
            .flatten()
            .chain(others.map(|n| &n.name))
            .any(|name| holds(name, words.trim()))
    };
    let mut units = org::list_all_units(conn, actor).await?;
    let with_ended = query.with_ended.unwrap_or(false);
    units.retain(|u| with_ended || (u.valid_to.is_none() && u.merged_into_id.is_none()));
    units.retain(|u| kind.is_none_or(|k| u.kind == k));
    units.retain(|u| query.parent_id.is_none() || u.parent_id == query.parent_id);
    units.retain(is_named);
    hide_phones(&visit, &mut units);
    json(&onward.of_all::<_, Unit>(units, |u| u.id)?)
}

fn hide_phones(visit: &Visit, units: &mut [Model]) {
    for unit in units.iter_mut().filter(|_| !may_write(visit)) {
        unit.phone = None;
    }
}

async fn file(visit: &Visit, conn: &Conn, actor: &Actor, id: i64) -> Result<UnitFile> {
    let mut found = [org::find_unit(conn, actor, id).await?];
    hide_phones(visit, &mut found);
    let [unit] = found;
    let all = org::list_all_units(conn, actor).await?;
    let ids_of = |is: &dyn Fn(&Model) -> bool| all.iter().filter(|u| is(u)).map(|u| u.id).collect();
    let joined = org::list_covers(conn, actor).await?;
    let joined = joined.iter().filter_map(|c| match id {
        _ if c.branch_id == id => Some(c.unit_id),
        _ if c.unit_id == id => Some(c.branch_id),
        _ => None,
    });
    let people = org::list_people_of_unit(conn, actor, id).await?;
    let names = org::list_unit_names(conn, id).await?;
    Ok(UnitFile {
        unit: unit.into(),
        names: names
            .into_iter()
            .map(|n| UnitName {
                id: n.id,
                name: n.name,
                kind: n.kind,
                valid_from: n.valid_from,
                valid_to: n.valid_to,
            })
            .collect(),
        child_ids: ids_of(&|u| u.parent_id == Some(id) && u.merged_into_id.is_none()),
        joined_ids: joined.collect(),
        predecessor_ids: ids_of(&|u| u.successor_id == Some(id)),
        person_ids: people.into_iter().map(|p| p.id).collect(),
    })
}

/// Commits and answers with the unit as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let file = file(visit, &write, &write.acting.actor, id).await?;
    write.json(status, &file).await
}

/// One unit with its names and relations.
#[utoipa::path(get, path = "/api/v1/units/{id}", tag = "units", params(("id" = i64, Path)),
    responses((status = 200, body = UnitFile), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&file(&visit, visit.read(), visit.actor()?, id).await?)
}

/// Adds a unit.
#[utoipa::path(post, path = "/api/v1/units", tag = "units", request_body = UnitInput, params(Key),
    responses((status = 201, body = UnitFile), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<UnitInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::create_unit(&write, &write.acting, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits a unit. All fields are replaced. A changed name keeps the old one until the day before `renamed_on`.
#[utoipa::path(patch, path = "/api/v1/units/{id}", tag = "units", request_body = UnitInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<UnitInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit_unit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Another spelling.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AliasInput {
    pub alias: String,
}

/// Notes another spelling of a unit's name.
#[utoipa::path(post, path = "/api/v1/units/{id}/aliases", tag = "units", request_body = AliasInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn add_alias(visit: Visit, Path(id): Path<i64>, Json(input): Json<AliasInput>) -> Answer {
    let write = visit.begin().await?;
    actions::add_alias(&write, &write.acting, id, &input.alias).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// The spelling to be taken away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AliasRemovalInput {
    /// `id` of the name.
    pub name_id: String,
}

/// Takes another spelling away.
#[utoipa::path(post, path = "/api/v1/units/{id}/alias-removals", tag = "units", request_body = AliasRemovalInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn remove_alias(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<AliasRemovalInput>,
) -> Answer {
    let name_id = input.name_id.trim().parse();
    let name_id = name_id.map_err(|_| Error::invalid("name_id", "error-not-in-list"))?;
    let write = visit.begin().await?;
    actions::remove_alias(&write, &write.acting, id, name_id).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// The other side of a cover.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CoverInput {
    /// The covered unit of a branch, or the covering branch of another unit.
    pub other_id: String,
}

/// States that a branch covers a unit.
#[utoipa::path(post, path = "/api/v1/units/{id}/covers", tag = "units", request_body = CoverInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn cover(visit: Visit, Path(id): Path<i64>, Json(input): Json<CoverInput>) -> Answer {
    let write = visit.begin().await?;
    let (branch, unit) = covering::pair(&visit, id, &input.other_id).await?;
    actions::cover(&write, &write.acting, branch, unit).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Takes a cover away.
#[utoipa::path(post, path = "/api/v1/units/{id}/cover-removals", tag = "units", request_body = CoverInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn uncover(visit: Visit, Path(id): Path<i64>, Json(input): Json<CoverInput>) -> Answer {
    let write = visit.begin().await?;
    let (branch, unit) = covering::pair(&visit, id, &input.other_id).await?;
    actions::uncover(&write, &write.acting, branch, unit).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Ends a unit, with or without a successor.
#[utoipa::path(post, path = "/api/v1/units/{id}/end", tag = "units", request_body = EndInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn end(visit: Visit, Path(id): Path<i64>, Json(input): Json<EndInput>) -> Answer {
    let write = visit.begin().await?;
    actions::end_unit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Merges this record into another one of the same unit, and answers with the one that stays.
#[utoipa::path(post, path = "/api/v1/units/{id}/merger", tag = "units", request_body = MergeInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UnitFile), Refusals))]
pub async fn merge(visit: Visit, Path(id): Path<i64>, Json(input): Json<MergeInput>) -> Answer {
    let write = visit.begin().await?;
    let stays = actions::merge_unit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, stays).await
}
