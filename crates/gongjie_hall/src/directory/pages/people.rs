//! 人员: people by page.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use super::{coded, unit_options};
use crate::directory::may_write;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::org::queries::{self as org, PeopleFilter};
use crate::org::{Role, queries};

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub q: String,
    pub role: String,
    pub unit: String,
    /// `all`: those who left, too.
    pub show: String,
    pub after: String,
}

impl Look {
    fn filter(&self) -> PeopleFilter {
        PeopleFilter {
            unit_id: self.unit.parse().ok(),
            role: Role::from_code(&self.role),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            with_inactive: self.show == "all",
            after_id: self.after.parse().ok(),
            limit: None,
        }
    }

    fn is_plain(&self) -> bool {
        [&self.q, &self.role, &self.unit]
            .iter()
            .all(|t| t.trim().is_empty())
    }

    fn after(&self, id: i64) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("role", &self.role),
            ("unit", &self.unit),
            ("show", &self.show),
            ("after", &id.to_string()),
        ];
        let kept: Vec<_> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        format!(
            "/people?{}",
            serde_html_form::to_string(kept).unwrap_or_default()
        )
    }
}

#[derive(Template)]
#[template(path = "directory/people.html")]
struct PeoplePage {
    p: Page,
    look: Look,
    rows: Vec<Row>,
    next: Option<String>,
    units: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    may_write: bool,
}

struct Row {
    id: i64,
    name: String,
    unit: Option<(i64, String)>,
    /// Role and, where it is another than the person's own, its unit.
    roles: Vec<(&'static str, Option<String>)>,
    phone: Option<String>,
    is_active: bool,
}

/// `GET /people`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let p = visit.page(visit.words().text("nav-people"));
    let mut people = org::list_people_by_filter(conn, actor, &look.filter()).await?;
    let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = people.len() > page_rows;
    people.truncate(page_rows);
    let next = people
        .last()
        .filter(|_| has_more)
        .map(|last| look.after(last.id));
    let ids: Vec<i64> = people.iter().map(|p| p.id).collect();
    let names = queries::unit_names(conn, actor.organization_id).await?;
    let mut roles: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for grant in org::list_grants(conn, &ids).await? {
        roles.entry(grant.person_id).or_default().push(grant);
    }
    let may_write = may_write(&visit);
    let rows = people
        .into_iter()
        .map(|person| {
            let grants = roles.remove(&person.id).unwrap_or_default();
            let elsewhere = |id: Option<i64>| id.filter(|_| id != person.unit_id);
            let roles = grants
                .iter()
                .map(|g| {
                    (
                        g.role.code(),
                        elsewhere(g.unit_id).and_then(|id| names.get(&id).cloned()),
                    )
                })
                .collect();
            Row {
                id: person.id,
                unit: person
                    .unit_id
                    .and_then(|id| Some((id, names.get(&id)?.clone()))),
                roles,
                phone: person.phone.filter(|_| may_write),
                is_active: person.is_active,
                name: person.name,
            }
        })
        .collect();
    show(&PeoplePage {
        rows,
        next,
        units: unit_options(&visit).await?,
        roles: coded(&p, "role", Role::ALL.iter().map(|r| r.code())),
        may_write,
        look,
        p,
    })
}
