//! The route table as data: a handler cannot be reached without saying who may and what is journaled.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::routing;

use super::{App, Cost};
use crate::org::{Actor, Role};

/// HTTP methods of the product: pages and API read with GET and act with the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Who may reach a route at all; what they see there is up to the finders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Anybody, signed in or not.
    Anybody,
    /// Anybody, and nobody is asked who they are: no session is read even if one is sent, and no address is kept
    /// (reliability A-2).
    Unasked,
    /// Anybody who is signed in.
    SignedIn,
    /// Signed in and not merely an administrator of the system: business data.
    Staff,
    /// Coordinators of the organisation.
    Coordinator,
    /// System administrators: units, people, accounts.
    Sysadmin,
    /// Those who may read the whole organisation's record of changes.
    Inspection,
    /// Coordinators, inspectors and system administrators: what messages left.
    Postroom,
}

impl Who {
    /// Whether this actor (nobody: not signed in) may pass.
    pub fn admits(self, actor: Option<&Actor>) -> bool {
        let Some(actor) = actor else {
            return matches!(self, Self::Anybody | Self::Unasked);
        };
        match self {
            Self::Anybody | Self::Unasked | Self::SignedIn => true,
            Self::Staff => actor.sees_business(),
            Self::Coordinator => actor.has(Role::Coordinator),
            Self::Sysadmin => actor.has(Role::Sysadmin) || actor.has(Role::Coordinator),
            Self::Inspection => actor.reads_history(),
            Self::Postroom => [Role::Coordinator, Role::Inspector, Role::Sysadmin]
                .into_iter()
                .any(|role| actor.has(role)),
        }
    }
}

/// Types of the journal entries that a route may write: one, or one of several where the body says which.
pub struct Entries(Vec<&'static str>);

impl From<&'static str> for Entries {
    fn from(one: &'static str) -> Self {
        Self(vec![one])
    }
}

impl<const N: usize> From<[&'static str; N]> for Entries {
    fn from(some: [&'static str; N]) -> Self {
        Self(some.to_vec())
    }
}

/// One line of the table.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
    /// Types of the journal entries that it may write; none for reading.
    pub journals: Vec<&'static str>,
    /// What the rate limits count it as.
    pub cost: Cost,
    /// Bytes of the body, at most.
    pub body_bytes_max: usize,
}

/// All lines, found by method and path.
#[derive(Debug, Default)]
pub struct RouteTable {
    lines: BTreeMap<(Method, &'static str), Route>,
}

impl RouteTable {
    /// The line of a request's method and matched path.
    pub fn find(&self, method: &axum::http::Method, path: &str) -> Option<&Route> {
        let method = match method.as_str() {
            "GET" | "HEAD" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            "DELETE" => Method::Delete,
            _ => return None,
        };
        self.lines
            .values()
            .find(|r| r.method == method && r.path == path)
    }

    /// Every line, by method and path.
    pub fn lines(&self) -> impl Iterator<Item = &Route> {
        self.lines.values()
    }
}

/// Collects routes and their lines; each room adds its own.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: RouteTable,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or resource to read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.line(Method::Get, path, who, Entries(Vec::new()))
            .route(path, routing::get(handler))
    }

    /// A page or file that is costly to make: an export, a search. It has a rate limit of its own.
    #[must_use]
    pub fn get_heavy<H, T>(mut self, path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self = self.get(path, who, handler);
        if let Some(line) = self.table.lines.get_mut(&(Method::Get, path)) {
            line.cost = Cost::HeavyRead;
        }
        self
    }

    /// A verb; `journals` names the types of its entry.
    #[must_use]
    pub fn post<H, T>(
        self,
        path: &'static str,
        who: Who,
        journals: impl Into<Entries>,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.verb(Method::Post, path, who, journals, routing::post(handler))
    }

    /// A verb of the JSON API that changes a row.
    #[must_use]
    pub fn patch<H, T>(
        self,
        path: &'static str,
        who: Who,
        journals: impl Into<Entries>,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.verb(Method::Patch, path, who, journals, routing::patch(handler))
    }

    /// A verb that takes a file.
    #[must_use]
    pub fn upload<H, T>(
        mut self,
        path: &'static str,
        who: Who,
        journals: impl Into<Entries>,
        bytes_max: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self = self.line(Method::Post, path, who, journals.into());
        if let Some(line) = self.table.lines.get_mut(&(Method::Post, path)) {
            line.body_bytes_max = bytes_max;
        }
        let limit = axum::extract::DefaultBodyLimit::max(bytes_max);
        self.route(path, routing::post(handler).layer(limit))
    }

    /// Everything of another collection.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.lines.extend(other.table.lines);
        self
    }

    /// The router and the table that guards it.
    pub fn finish(self) -> (Router<App>, RouteTable) {
        (self.router, self.table)
    }

    fn verb(
        self,
        method: Method,
        path: &'static str,
        who: Who,
        journals: impl Into<Entries>,
        handler: routing::MethodRouter<App>,
    ) -> Self {
        self.line(method, path, who, journals.into())
            .route(path, handler)
    }

    fn line(mut self, method: Method, path: &'static str, who: Who, journals: Entries) -> Self {
        let body_bytes_max = gongjie_base::limits::BODY_BYTES_MAX;
        let line = Route {
            method,
            path,
            who,
            journals: journals.0,
            cost: if method == Method::Get {
                Cost::Light
            } else {
                Cost::Write
            },
            body_bytes_max,
        };
        self.table.lines.insert((method, path), line);
        self
    }

    fn route(mut self, path: &'static str, method: routing::MethodRouter<App>) -> Self {
        self.router = self.router.route(path, method);
        self
    }
}
