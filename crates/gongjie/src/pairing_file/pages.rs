//! The page of one pairing.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Conn, Result, lifecycle as table};

use super::history::{self, Event};
use crate::activity::actions as activity_actions;
use crate::activity::{queries as activities, tables::activity};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::document::rules::{self as papers, Term};
use crate::document::tables::{agreement, document};
use crate::document::{actions as document_actions, queries as documents};
use crate::door::{Answer, Visit, show};
use crate::journal::queries as journal;
use crate::layout::Page;
use crate::org::{Actor, Part, queries as org};
use crate::pairing::lifecycle::{Action, TABLE};
use crate::pairing::rules::{self, MemberAnswer, MemberRole, State};
use crate::pairing::tables::{pairing, pairing_member};
use crate::pairing::view::{self, Joint, Units};
use crate::pairing::{actions, queries};
use crate::problem::queries as problems;
use crate::problem::rules::State as ProblemState;

/// Entries of the story that are shown.
const HISTORY_MAX: u64 = 100;

/// One member with its answer and what the reader may do about it.
struct Member {
    unit_id: i64,
    name: String,
    role: MemberRole,
    written: Option<String>,
    is_outside: bool,
    answer: MemberAnswer,
    /// Moment of the answer, or since when it is awaited.
    at: Option<i64>,
    by: Option<String>,
    note: Option<String>,
    may_answer: bool,
    may_remove: bool,
}

struct Linked {
    id: i64,
    title: String,
    state: ProblemState,
}

struct Agreed {
    agreement: agreement::Model,
    term: Term,
}

#[derive(Template)]
#[template(path = "pairing_file/show.html")]
struct ShowPage {
    p: Page,
    found: pairing::Model,
    number: Option<String>,
    campaign: String,
    theme: Option<theme::Model>,
    joint: Joint,
    members: Vec<Member>,
    problems: Vec<Linked>,
    choosable: Vec<(String, String)>,
    activities: Vec<activity::Model>,
    agreements: Vec<Agreed>,
    documents: Vec<document::Model>,
    history: Vec<Event>,
    /// Verbs of the table that this reader may use now.
    steps: Vec<Action>,
    /// Text key: whose turn it is, when it is not the reader's.
    turn: Option<&'static str>,
    may_edit: bool,
    may_record: bool,
    may_agree: bool,
}

impl ShowPage {
    fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|s| s.code() == action)
    }
}

/// Everything that is read about a pairing and about the reader's part in it.
struct Found {
    pairing: pairing::Model,
    members: Vec<pairing_member::Model>,
    parts: Vec<Part>,
}

/// `GET /pairings/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let pairing = queries::find(conn, actor, id).await?;
    let members = queries::list_members(conn, &[id]).await?;
    let found = Found {
        parts: rules::parts(actor, &members),
        pairing,
        members,
    };
    let p = visit.page(found.pairing.title.clone());
    let units = Units::load(conn, actor, &p).await?;
    let linked = linked(conn, actor, id).await?;
    let may_edit = actions::may_edit(&found.pairing, &found.parts);
    let ids: Vec<i64> = linked.iter().map(|l| l.id).collect();
    let campaign = campaigns::find_campaign(conn, actor, found.pairing.campaign_id).await?;
    let themes = campaigns::list_themes(conn, actor).await?;
    let members = members_of(conn, actor, &found, &units, may_edit).await?;
    let lines =
        journal::list_of_subject(conn, actor.organization_id, "pairing", id, HISTORY_MAX).await?;
    let agreements = documents::list_agreements_of_pairings(conn, &[id]).await?;
    let steps: Vec<Action> = table::open_to(TABLE, found.pairing.state, &found.parts)
        .into_iter()
        .map(|l| l.action)
        .collect();
    show(&ShowPage {
        number: view::number(&p, campaign.year, &found.pairing),
        campaign: campaign.name,
        theme: themes
            .into_iter()
            .find(|t| Some(t.id) == found.pairing.theme_id),
        joint: Joint::of(&found.pairing, &found.members, &units),
        turn: turn(&found.pairing, &members, &steps),
        members,
        choosable: if may_edit {
            choosable(conn, actor, &ids).await?
        } else {
            Vec::new()
        },
        problems: linked,
        activities: activities::list_of_pairings(conn, &[id]).await?,
        agreements: agreements
            .into_iter()
            .map(|agreement| Agreed {
                term: papers::term(agreement.state, agreement.ends_on.as_deref(), p.today),
                agreement,
            })
            .collect(),
        documents: documents::list_of_problems(conn, &ids).await?,
        history: history::events(&p, lines),
        may_record: activity_actions::may_record(conn, actor, &found.pairing).await?,
        may_agree: document_actions::may_agree(conn, actor, &found.pairing).await?,
        may_edit,
        steps,
        found: found.pairing,
        p,
    })
}

/// Whose turn it is when the reader has no button.
fn turn(found: &pairing::Model, members: &[Member], steps: &[Action]) -> Option<&'static str> {
    match found.state {
        State::Draft if !steps.contains(&Action::Invite) => Some("pairing-file-turn-lead-invites"),
        State::Invited if members.iter().all(|m| !m.may_answer) => {
            Some("pairing-file-turn-members-answer")
        }
        State::Active if !steps.contains(&Action::Conclude) => {
            Some("pairing-file-turn-lead-concludes")
        }
        _ => None,
    }
}

async fn members_of(
    conn: &Conn,
    actor: &Actor,
    found: &Found,
    units: &Units,
    may_edit: bool,
) -> Result<Vec<Member>> {
    let people: BTreeMap<i64, String> = org::list_people(conn, actor)
        .await?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let member = |m: &pairing_member::Model| {
        let is_outside = units.is_outside(m.unit_id);
        let may_answer =
            rules::may_answer(actor, found.pairing.state, m, is_outside, &found.parts).is_ok();
        Member {
            unit_id: m.unit_id,
            name: units.name(m.unit_id),
            role: m.role,
            written: m.written.clone(),
            is_outside,
            answer: m.answer,
            at: m.answered_at.or(m.asked_at),
            by: m.answered_by_id.and_then(|id| people.get(&id).cloned()),
            note: m.answer_note.clone(),
            may_answer,
            may_remove: may_edit && rules::may_remove(&found.members, m.unit_id).is_ok(),
        }
    };
    Ok(found.members.iter().map(member).collect())
}

async fn linked(conn: &Conn, actor: &Actor, id: i64) -> Result<Vec<Linked>> {
    let links = queries::list_links(conn, &[id]).await?;
    let filter = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        ..problems::Filter::default()
    };
    let found = problems::list(conn, actor, &filter).await?;
    Ok(found
        .into_iter()
        .map(|f| Linked {
            id: f.id,
            title: f.title,
            state: f.state,
        })
        .collect())
}

/// Problems that can still be added.
async fn choosable(conn: &Conn, actor: &Actor, linked: &[i64]) -> Result<Vec<(String, String)>> {
    let filter = problems::Filter {
        is_counted: true,
        ..problems::Filter::default()
    };
    let found = problems::list(conn, actor, &filter).await?;
    Ok(found
        .into_iter()
        .filter(|f| rules::can_be_paired(f.state) && !linked.contains(&f.id))
        .map(|f| (f.id.to_string(), f.title))
        .collect())
}
