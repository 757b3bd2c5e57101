//! One activity with its record 活动记录, which prints as it stands.

use askama::Template;
use axum::extract::Path;
use gongjie_base::Result;

use crate::activity::tables::activity::Model;
use crate::activity::tables::decision;
use crate::activity::{actions, queries, rules};
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::measure::queries as measures;
use crate::measure::view::LightView;
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
    decisions: Vec<Decided>,
    units: Vec<Line>,
    /// People of all units; nothing as long as a unit's number is unknown.
    people: Option<i64>,
    may_record: bool,
    may_measure: bool,
}

/// A decision with the measure that came of it.
struct Decided {
    decision: decision::Model,
    measure: Option<Became>,
}

/// A measure of a decision, with its light.
struct Became {
    id: i64,
    /// Nothing when its problem has left the pairing.
    text: Option<String>,
    light: Option<LightView>,
}

/// Decisions with their measures, read in one go for all.
async fn decided(
    visit: &Visit,
    p: &Page,
    activity_id: i64,
    problem_ids: &[i64],
) -> Result<Vec<Decided>> {
    let conn = visit.read();
    let decisions = queries::list_decisions(conn, &[activity_id]).await?;
    let mut found = measures::list_of_problems(conn, problem_ids).await?;
    found.retain(|m| decisions.iter().any(|d| d.measure_id == Some(m.id)));
    let mut shines = measures::shines(conn, &found, p.today).await?;
    Ok(decisions
        .into_iter()
        .map(|decision| Decided {
            measure: decision.measure_id.map(|id| Became {
                id,
                text: found.iter().find(|m| m.id == id).map(|m| m.text.clone()),
                light: shines.remove(&id).map(|shine| LightView::of(&shine, p)),
            }),
            decision,
        })
        .collect())
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
    let problem_ids: Vec<i64> = problems.iter().map(|f| f.id).collect();
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
    show(&ShowPage {
        decisions: decided(&visit, &p, id, &problem_ids).await?,
        may_measure: !actions::list_measurable(conn, actor, found.id)
            .await?
            .is_empty(),
        may_record: actions::may_record(conn, actor, &found).await?,
        joint: Joint::of(&found, &members, &names),
        problems: problems.into_iter().map(|f| (f.id, f.title)).collect(),
        people: rules::head_count(units.iter().map(|u| u.present)),
        pairing_title: found.title,
        activity,
        units,
        p,
    })
}
