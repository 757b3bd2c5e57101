//! What every operation of the JSON API has in common, said once for the OpenAPI document: refusals, the key, pages of rows.

use std::collections::BTreeMap;

use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, Ref, RefOr, Required, Type};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

use super::Problem;

type Described = BTreeMap<String, RefOr<Response>>;

const UNREAD: (u16, &str) = (400, "The address or the query cannot be read.");
const UNKNOWN: (u16, &str) = (401, "No token, or one that is unknown or over.");
const FOREIGN: (u16, &str) = (403, "Seen, but this step is somebody else's.");
const ABSENT: (u16, &str) = (404, "Not there, or not the asker's to see.");
const CLASH: (u16, &str) = (
    409,
    "The present state does not allow it; with `version`: changed since it was read.",
);
const LARGE: (u16, &str) = (413, "The body is over its limit.");
const BROKEN: (u16, &str) = (
    422,
    "Fields break rules; `errors` names each. Nothing was changed.",
);
const TOO_MUCH: (u16, &str) = (429, "Over a limit that `detail` names.");

fn described(lines: &[(u16, &str)]) -> Described {
    let line = |(status, what): &(u16, &str)| {
        let body = Ref::from_schema_name(Problem::name());
        let content = ContentBuilder::new().schema(Some(body)).build();
        let response = ResponseBuilder::new()
            .description(*what)
            .content("application/problem+json", content)
            .build();
        (status.to_string(), RefOr::T(response))
    };
    lines.iter().map(line).collect()
}

/// How reading is refused: every operation with GET names it among its responses.
pub struct Unreadable;

impl IntoResponses for Unreadable {
    fn responses() -> Described {
        described(&[UNREAD, UNKNOWN, ABSENT, BROKEN, TOO_MUCH])
    }
}

/// How a verb is refused: every operation that changes something names it among its responses.
pub struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> Described {
        described(&[
            UNREAD, UNKNOWN, FOREIGN, ABSENT, CLASH, LARGE, BROKEN, TOO_MUCH,
        ])
    }
}

/// The header `Idempotency-Key`: every operation that changes something names it among its parameters.
pub struct Key;

impl IntoParams for Key {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(128));
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(
                "1 to 128 characters; the same key gives the first answer again.",
            ))
            .schema(Some(text))
            .build();
        vec![key]
    }
}

/// Which rows of a list that begins with the newest: read it beside the list's own filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next` of the page before.
    pub before: Option<i64>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// Which rows of a list in its own order: read it beside the list's own filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Onward {
    /// `next` of the page before.
    pub after: Option<i64>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

impl Paging {
    /// Rows to ask the finder for: one more than the page holds tells whether another page follows.
    pub fn ask(&self) -> Result<u64> {
        Ok(wanted(self.limit)? + 1)
    }

    /// The page of rows that were found with [`Self::ask`]. `id` is what the list is sorted by.
    pub fn page<R, T>(&self, rows: Vec<R>, id: impl Fn(&R) -> i64) -> Result<Rows<T>>
    where
        T: From<R> + PartialSchema,
    {
        Ok(cut(rows, wanted(self.limit)?, id))
    }
}

impl Onward {
    /// Rows of the page.
    pub fn rows(&self) -> Result<u64> {
        wanted(self.limit)
    }

    /// Rows to ask the finder for: one more than the page holds tells whether another page follows.
    pub fn ask(&self) -> Result<u64> {
        Ok(wanted(self.limit)? + 1)
    }

    /// The page of rows that were found with [`Self::ask`]. `id` is what the next page is asked for by.
    pub fn page<R, T>(&self, rows: Vec<R>, id: impl Fn(&R) -> i64) -> Result<Rows<T>>
    where
        T: From<R> + PartialSchema,
    {
        Ok(cut(rows, wanted(self.limit)?, id))
    }

    /// The same for a list that was read whole, in its order: the rows behind the one with the id `after`.
    pub fn of_all<R, T>(&self, mut rows: Vec<R>, id: impl Fn(&R) -> i64) -> Result<Rows<T>>
    where
        T: From<R> + PartialSchema,
    {
        let place = self
            .after
            .and_then(|a| rows.iter().rposition(|r| id(r) == a));
        rows.drain(..place.map_or(0, |n| n + 1));
        self.page(rows, id)
    }
}

/// Rows of a page, within the limit.
fn wanted(limit: Option<u64>) -> Result<u64> {
    let limit = limit.unwrap_or(PAGE_ROWS);
    if (1..=PAGE_ROWS_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Error::invalid("limit", "error-limit"))
}

fn cut<R, T>(mut rows: Vec<R>, wanted: u64, id: impl Fn(&R) -> i64) -> Rows<T>
where
    T: From<R> + PartialSchema,
{
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let is_more = rows.len() > wanted;
    rows.truncate(wanted);
    Rows {
        next: rows.last().map(id).filter(|_| is_more),
        items: rows.into_iter().map(T::from).collect(),
    }
}

/// A page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rows<T: PartialSchema> {
    pub items: Vec<T>,
    /// Give it as `before` (or `after`, where the list has that) to get the next page; null on the last one.
    pub next: Option<i64>,
}

impl<T: PartialSchema> Rows<T> {
    /// A list that is shown whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
