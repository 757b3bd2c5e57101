//! People 人员 as JSON: who works where, which roles they hold; accounts are opened here, too.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Conn, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::account::actions::{self as accounts, AccountInput};
use crate::directory::{account, may_write};
use crate::door::{Answer, Json, Key, Onward, Refusals, Rows, Unreadable, Visit, Write, json};
use crate::org::actions::{self, PersonInput, RoleInput};
use crate::org::queries::{self as org, PeopleFilter};
use crate::org::tables::person::Model;
use crate::org::{Actor, Role};

/// A role that somebody holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRole {
    /// `grant_id` when it is taken back.
    pub id: i64,
    #[schema(value_type = String)]
    pub role: Role,
    /// Null: for the whole organisation.
    pub unit_id: Option<i64>,
}

/// A person 人员.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub unit_id: Option<i64>,
    /// Only for those who keep the directory.
    pub phone: Option<String>,
    /// Only for those who keep the directory.
    pub email: Option<String>,
    pub is_active: bool,
    pub roles: Vec<HeldRole>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

/// People with their roles, read in one go for all.
async fn with_roles(visit: &Visit, conn: &Conn, people: Vec<Model>) -> Result<Vec<Person>> {
    let ids: Vec<i64> = people.iter().map(|p| p.id).collect();
    let mut roles: BTreeMap<i64, Vec<HeldRole>> = BTreeMap::new();
    for grant in org::list_grants(conn, &ids).await? {
        let held = HeldRole {
            id: grant.id,
            role: grant.role,
            unit_id: grant.unit_id,
        };
        roles.entry(grant.person_id).or_default().push(held);
    }
    let may_call = may_write(visit);
    let person = |row: Model| Person {
        roles: roles.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        unit_id: row.unit_id,
        phone: row.phone.filter(|_| may_call),
        email: row.email.filter(|_| may_call),
        is_active: row.is_active,
        version: row.version,
    };
    Ok(people.into_iter().map(person).collect())
}

/// What a list of people asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PersonQuery {
    pub unit_id: Option<i64>,
    /// For example `liaison` or `unit_head`.
    pub role: Option<String>,
    /// Part of a name.
    pub q: Option<String>,
    /// Those who left, too.
    pub with_inactive: Option<bool>,
}

/// People of the organisation.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(PersonQuery, Onward),
    responses((status = 200, body = Rows<Person>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<PersonQuery>,
    Query(onward): Query<Onward>,
) -> Answer {
    let role = match query.role.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let role = Role::from_code(code);
            Some(role.ok_or_else(|| Error::invalid("role", "error-not-in-list"))?)
        }
    };
    let filter = PeopleFilter {
        unit_id: query.unit_id,
        role,
        text: query.q.filter(|q| !q.trim().is_empty()),
        with_inactive: query.with_inactive.unwrap_or(false),
        after_id: onward.after,
        limit: Some(onward.ask()?),
    };
    let found = org::list_people_by_filter(visit.read(), visit.actor()?, &filter).await?;
    let people = with_roles(&visit, visit.read(), found).await?;
    json(&onward.page::<_, Person>(people, |p| p.id)?)
}

async fn find(visit: &Visit, conn: &Conn, actor: &Actor, id: i64) -> Result<Person> {
    let found = org::find_person(conn, actor, id).await?;
    let people = with_roles(visit, conn, vec![found]).await?;
    people.into_iter().next().ok_or(Error::NotFound)
}

/// Commits and answers with the person as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let person = find(visit, &write, &write.acting.actor, id).await?;
    write.json(status, &person).await
}

/// One person.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people", params(("id" = i64, Path)),
    responses((status = 200, body = Person), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&find(&visit, visit.read(), visit.actor()?, id).await?)
}

/// Adds a person.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = PersonInput, params(Key),
    responses((status = 201, body = Person), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<PersonInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::enter_person(&write, &write.acting, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits a person. All fields are replaced.
#[utoipa::path(patch, path = "/api/v1/people/{id}", tag = "people", request_body = PersonInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<PersonInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit_person(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// The version that was read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct PersonVersion {
    pub version: String,
}

/// Ends a person's work here; all sessions of the person end, too.
#[utoipa::path(post, path = "/api/v1/people/{id}/deactivation", tag = "people", request_body = PersonVersion,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn deactivate(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<PersonVersion>,
) -> Answer {
    let write = visit.begin().await?;
    actions::deactivate_person(&write, &write.acting, id, &input.version).await?;
    accounts::end_sessions_of(&write, write.acting.by(), id).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Takes a person back.
#[utoipa::path(post, path = "/api/v1/people/{id}/reactivation", tag = "people", request_body = PersonVersion,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn reactivate(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<PersonVersion>,
) -> Answer {
    let write = visit.begin().await?;
    actions::reactivate_person(&write, &write.acting, id, &input.version).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Grants a role, for a unit where the role is held for one. Nobody grants to oneself.
#[utoipa::path(post, path = "/api/v1/people/{id}/roles", tag = "people", request_body = RoleInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn grant(visit: Visit, Path(id): Path<i64>, Json(input): Json<RoleInput>) -> Answer {
    let write = visit.begin().await?;
    actions::give_role(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// The role to be taken back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RoleRemovalInput {
    /// `id` of the held role.
    pub grant_id: String,
}

/// Takes a role back.
#[utoipa::path(post, path = "/api/v1/people/{id}/role-removals", tag = "people", request_body = RoleRemovalInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn revoke(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<RoleRemovalInput>,
) -> Answer {
    let grant = input.grant_id.trim().parse();
    let grant = grant.map_err(|_| Error::invalid("grant_id", "error-not-in-list"))?;
    let write = visit.begin().await?;
    actions::revoke(&write, &write.acting, id, grant).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Opens an account with a first password.
#[utoipa::path(post, path = "/api/v1/people/{id}/account", tag = "people", request_body = AccountInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Person), Refusals))]
pub async fn create_account(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<AccountInput>,
) -> Answer {
    let write = account::open(&visit, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}
