//! One activity with its record 活动记录, which prints as it stands.

use askama::Template;
use axum::extract::Path;

use crate::activity::tables::activity::Model;
use crate::activity::tables::decision;
use crate::activity::{actions, queries};
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::pairing::queries as pairings;
use crate::pairing::rules::MemberRole;
use crate::pairing::view::{Joint, Units};
use crate::problem::queries as problems;

/// One unit that was there, or that said why it was not.
struct Line {
    name: String,
    is_lead: bool,
    expected: Option<i64>,
    present: Option<i64>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "activity/show.html")]
struct ShowPage {
    p: Page,
    activity: Model,
    pairing_title: String,
    joint: Joint,
    problems: Vec<(i64, String)>,
    decisions: Vec<decision::Model>,
    units: Vec<Line>,
    /// People of all units; nothing as long as a unit's number is unknown.
    people: Option<i64>,
    may_record: bool,
}

/// `GET /activities/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let activity = queries::find(conn, actor, id).await?;
    let found = pairings::find(conn, actor, activity.pairing_id).await?;
    let members = pairings::list_members(conn, &[found.id]).await?;
    let links = pairings::list_links(conn, &[found.id]).await?;
    let wanted = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        ..problems::Filter::default()
    };
    let problems = problems::list(conn, actor, &wanted).await?;
    let p = visit.page(activity.title.clone());
    let names = Units::load(conn, actor, &p).await?;
    let lead = members.iter().find(|m| m.role == MemberRole::Lead);
    let units: Vec<Line> = queries::list_units(conn, &[id])
        .await?
        .into_iter()
        .map(|u| Line {
            name: names.short(u.unit_id),
            is_lead: lead.is_some_and(|m| m.unit_id == u.unit_id),
            expected: u.expected,
            present: u.present,
            note: u.note,
        })
        .collect();
    let people: Option<Vec<i64>> = units.iter().map(|u| u.present).collect();
    show(&ShowPage {
        decisions: queries::list_decisions(conn, &[id]).await?,
        may_record: actions::may_record(conn, actor, &found).await?,
        joint: Joint::of(&found, &members, &names),
        problems: problems.into_iter().map(|f| (f.id, f.title)).collect(),
        people: people.filter(|n| !n.is_empty()).map(|n| n.iter().sum()),
        pairing_title: found.title,
        activity,
        units,
        p,
    })
}
