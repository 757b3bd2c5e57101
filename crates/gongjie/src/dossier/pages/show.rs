//! The page of one problem: its steps, joints, three lists in one table, results, papers, story, and the next step.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Result;
use serde::Deserialize;

use super::lines::{self, Line, Outcome};
use super::pieces::{Zi, number, zi};
use super::turn::{self, Turn};
use crate::activity::queries as activities;
use crate::activity::tables::activity;
use crate::campaign::queries as campaigns;
use crate::campaign::rules::Counted;
use crate::campaign::tables::campaign;
use crate::close_out::queries as closings;
use crate::document::actions as documents;
use crate::door::{Answer, Visit, show};
use crate::dossier::facts::{Facts, Want, of};
use crate::dossier::queries;
use crate::dossier::rules::{self, STEPS, step_now, step_state};
use crate::dossier::story::{self, Event};
use crate::exclusion::queries::subject_of;
use crate::exclusion::rules::may_ask;
use crate::journal::queries as journal;
use crate::layout::Page;
use crate::measure::actions::is_running;
use crate::measure::rules::may_issue;
use crate::org::Role;
use crate::outcome::queries as outcomes;
use crate::outcome::rules::{may_attach, may_write};
use crate::outcome::tables::evidence;
use crate::pairing::tables::{pairing, pairing_member};
use crate::pairing::view::{self, Joint, Units};
use crate::problem::actions::may_edit;
use crate::problem::carry_queries::list_carries;
use crate::problem::queries as problems;
use crate::problem::rules::{ClosedAs, State};
use crate::problem::tables::problem;
use crate::rise::queries as rises;
use crate::rise::view as rise_view;
use crate::voice::queries as voices;

/// Entries that stand open; the older ones fold away.
const EVENTS_OPEN: usize = 6;

/// One of the eight steps.
struct Step {
    key: &'static str,
    /// Last word of the mark's text key.
    mark: &'static str,
    /// `done`, `now`, `todo` or `sealed`.
    state: &'static str,
    note: String,
}

struct Paired {
    pairing: pairing::Model,
    number: Option<String>,
    joint: Joint,
}

/// What the reader may add.
#[derive(Clone, Copy)]
struct May {
    edit: bool,
    measure: bool,
    outcome: bool,
    evidence: bool,
    document: bool,
    /// May show it to everybody, or no more.
    publish: bool,
    /// Ask that it be left out of the rates.
    exclude: bool,
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct ShowPage {
    p: Page,
    problem: problem::Model,
    number: Option<String>,
    zi: Zi,
    campaign: String,
    /// Where it was carried over to: day, campaign, its name.
    carries: Vec<(String, i64, String)>,
    raised_by: Option<(i64, String)>,
    master: Option<(i64, String)>,
    steps: Vec<Step>,
    pairings: Vec<Paired>,
    lines: Vec<Line>,
    outcomes: Vec<Outcome>,
    evidence: Vec<evidence::Model>,
    documents: Vec<crate::document::tables::document::Model>,
    activities: Vec<activity::Model>,
    events: Vec<Event>,
    turn: Turn,
    may: May,
    /// The step for which the reader came.
    asked_move: String,
    closing: Option<crate::close_out::rules::State>,
    /// Measures and tasks stated here, and the campaign's total that they do not fit into.
    nesting: Option<(i64, i64, String)>,
    /// A change of its class waits for a decision.
    is_rising: bool,
    /// Until when it may stay where it stands, by its class.
    class_until: Option<String>,
    is_example: bool,
    /// Everybody may see it; true: what hurts as well.
    open: Option<bool>,
}

/// What a link to the page brings along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brought {
    /// The form of this step stands open.
    r#move: String,
}

/// `GET /problems/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>, Query(brought): Query<Brought>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let problem = problems::find(conn, actor, id).await?;
    let one = vec![problem.clone()];
    let facts = queries::of_problems(conn, actor, one, Want::ALL, visit.today()).await?;
    let doers = outcomes::find_doers(conn, id).await?;
    let parts = rules::parts(actor, &problem, &doers);
    let closing = closings::find_live(conn, id).await?.map(|c| c.state);
    let p = visit.page(problem.title.clone());
    let units = Units::load(conn, actor, &p).await?;
    let all = campaigns::list_campaigns(conn, actor).await?;
    let mut carries = list_carries(conn, &[id]).await?;
    let pairing_ids: Vec<i64> = facts.pairings.keys().copied().collect();
    let lines =
        journal::list_of_problem(conn, actor.organization_id, id, story::EVENTS_MAX).await?;
    let may = May {
        edit: may_edit(&problem, &parts),
        measure: may_issue(&parts, &[])
            && (is_running(problem.state) || problem.state == State::Paired),
        outcome: may_write(problem.state, &parts).is_ok(),
        evidence: may_attach(problem.state, &parts).is_ok(),
        document: documents::keeps(actor, &problem, counted_members(&facts, id)),
        publish: actor.has(Role::Coordinator) && problem.state.is_counted(),
        exclude: may_ask(actor, &subject_of(&problem, &doers)).is_ok(),
    };
    show(&ShowPage {
        number: number(&p, &problem, &all),
        zi: zi(&p, facts.theme(problem.theme_id)),
        campaign: name_of(&all, problem.campaign_id),
        carries: carries
            .remove(&id)
            .unwrap_or_default()
            .into_iter()
            .map(|c| {
                (
                    p.day(&c.carried_on),
                    c.to_campaign_id,
                    name_of(&all, c.to_campaign_id),
                )
            })
            .collect(),
        raised_by: problem.raised_by_unit_id.map(|u| (u, units.name(u))),
        master: queries::find_master(conn, actor, &problem).await?,
        steps: steps(&p, &problem, &facts),
        pairings: paired(&p, &facts, id, &units, &all),
        lines: lines::measures(&p, &facts, id),
        outcomes: lines::outcomes(&p, &facts, id, &units),
        evidence: outcomes::seen_evidence(
            actor,
            &problem,
            &doers,
            of(&facts.evidence, id).to_vec(),
        ),
        documents: of(&facts.documents, id).to_vec(),
        activities: activities::list_of_pairings(conn, &pairing_ids).await?,
        events: story::events(&p, &lines),
        turn: turn::of(&visit, &p, &problem, &facts, &parts, closing).await?,
        may,
        asked_move: brought.r#move,
        closing,
        nesting: nesting(&visit, &facts, &problem).await?,
        is_rising: rises::find_waiting(conn, id).await?.is_some(),
        class_until: rise_view::until(visit.reading()?, &p.clock, &problem).await?,
        open: voices::find_public(conn, id).await?.map(|o| o.is_told),
        is_example: actor.is_example,
        problem,
        p,
    })
}

/// Members of the pairings of a problem that count.
fn counted_members(facts: &Facts, id: i64) -> impl Iterator<Item = &pairing_member::Model> {
    let pairings = facts.live_pairings(id).into_iter();
    pairings
        .filter(|p| p.state.is_counted())
        .flat_map(|p| of(&facts.members, p.id))
}

fn name_of(campaigns: &[campaign::Model], id: i64) -> String {
    let found = campaigns.iter().find(|c| c.id == id);
    found.map(|c| c.name.clone()).unwrap_or_default()
}

/// Stated measures and tasks that do not nest in the campaign's total 口径提示.
async fn nesting(
    visit: &Visit,
    facts: &Facts,
    problem: &problem::Model,
) -> Result<Option<(i64, i64, String)>> {
    let stated = campaigns::list_stated(visit.read(), problem.campaign_id).await?;
    let total = stated.into_iter().find(|s| s.kind == Counted::Measures);
    Ok(total.and_then(|total| {
        let (measures, tasks) = rules::nesting(problem.id, facts, total.number)?;
        Some((measures, tasks, total.text))
    }))
}

fn steps(p: &Page, problem: &problem::Model, facts: &Facts) -> Vec<Step> {
    let now = step_now(problem, facts);
    let id = problem.id;
    // Closed on a check: the raiser has said nothing, so no verdict is behind it and no seal is set.
    let is_checked = problem.closed_as == Some(ClosedAs::Checked);
    let note = |key: &str| match key {
        // An old record was raised before anybody wrote it here; its source says when, or nobody does.
        "raised" if problem.source.is_some() => problem
            .raised_note
            .clone()
            .unwrap_or_else(|| p.t("unstated")),
        "raised" => p.day(&p.clock.date_of(problem.created_at).to_string()),
        "triaged" if problem.class.is_none() && now > 1 => p.t("dossier-step-no-class"),
        "triaged" => problem
            .class
            .map(|c| p.code("class-mark-name", c))
            .unwrap_or_default(),
        "paired" => counted(p, "dossier-step-units", facts.live_members(id).len()),
        "listed" => counted(p, "dossier-step-measures", facts.live_measures(id).count()),
        "progress" => {
            let done = crate::measure::rules::State::Done;
            let count = facts.live_measures(id).filter(|m| m.state == done).count();
            counted(p, "dossier-step-done", count)
        }
        "outcome" => counted(p, "dossier-step-outcomes", of(&facts.outcomes, id).len()),
        "closed" => problem
            .closed_as
            .map(|c| p.code("closed-as", c))
            .unwrap_or_default(),
        "verdict" if is_checked => p.t("dossier-step-not-rated"),
        _ => String::new(),
    };
    STEPS
        .iter()
        .enumerate()
        .map(|(n, key)| Step {
            key,
            mark: if n == 7 && is_checked { "checked" } else { key },
            state: step_state(n, now, is_checked),
            note: note(key),
        })
        .collect()
}

fn counted(p: &Page, key: &str, n: usize) -> String {
    if n == 0 {
        String::new()
    } else {
        p.t1(key, "n", n)
    }
}

fn paired(
    p: &Page,
    facts: &Facts,
    id: i64,
    units: &Units,
    campaigns: &[campaign::Model],
) -> Vec<Paired> {
    let year = |found: &pairing::Model| {
        let of = campaigns.iter().find(|c| c.id == found.campaign_id);
        of.map_or(0, |c| c.year)
    };
    facts
        .live_pairings(id)
        .into_iter()
        .map(|found| Paired {
            number: view::number(p, year(found), found),
            joint: Joint::of(found, of(&facts.members, found.id), units),
            pairing: found.clone(),
        })
        .collect()
}

impl ShowPage {
    /// "4 条举措，3 家责任单位"
    fn lists_said(&self) -> String {
        let units: std::collections::BTreeSet<i64> = self
            .lines
            .iter()
            .flat_map(|l| l.leads.iter().map(|u| u.id))
            .collect();
        self.p.t2(
            "dossier-lists-of",
            ("n", self.lines.len().to_string()),
            ("units", units.len().to_string()),
        )
    }

    /// The newest entries of the story, and the older ones that are folded away.
    fn story(&self) -> (&[Event], &[Event]) {
        self.events.split_at(self.events.len().min(EVENTS_OPEN))
    }

    /// The lead of a pairing is not stated in its source.
    fn is_first_listed(&self) -> bool {
        self.pairings.iter().any(|p| p.joint.is_first_listed)
    }
}
