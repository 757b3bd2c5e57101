//! Gathers everything that stands on the sheet.

use std::collections::BTreeSet;

use gongjie_base::{Clock, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::rules::{Entry, Holds, Version, version};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::campaign;
use crate::door::Reading;
use crate::dossier::facts::{Facts, Want};
use crate::dossier::queries::of_problems;
use crate::journal::queries::{self as journal, Line};
use crate::measure::queries as measures;
use crate::measure::rules::{DueKind, DutyRole, State};
use crate::measure::tables::{measure, milestone};
use crate::pairing::rules::MemberRole;
use crate::pairing::tables::pairing;
use crate::problem::queries as problems;
use crate::problem::tables::problem;
use crate::roadmap::rules::Times;

/// Entries that are read for the version, at most.
const ENTRIES_MAX: u64 = 5_000;

/// A measure with who answers for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskbookMeasure {
    pub measure_id: i64,
    /// `2`, and `2.1` for its first task.
    pub number: String,
    pub text: String,
    /// 成果形式或目标
    pub goal: Option<String>,
    /// 责任单位, as written.
    pub leads: Vec<String>,
    pub partners: Vec<String>,
    pub owner: Option<String>,
    pub start_on: Option<String>,
    pub first_due_on: Option<String>,
    pub due_on: Option<String>,
    /// The limit as written.
    pub due_text: Option<String>,
    #[schema(value_type = String)]
    pub due_kind: DueKind,
}

/// A line of the timetable.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskbookNode {
    /// What has to be there on the day.
    pub text: String,
    /// Who reports it.
    pub leads: Vec<String>,
    /// 首次承诺
    pub first_due_on: String,
    /// 批准延至
    pub due_on: Option<String>,
    pub is_milestone: bool,
}

/// Everything on the sheet.
pub struct Sheet {
    pub problem: problem::Model,
    pub campaign: Option<campaign::Model>,
    pub theme: Option<String>,
    pub pairing: Option<pairing::Model>,
    /// Unit and name.
    pub leads: Vec<(i64, String)>,
    pub partners: Vec<(i64, String)>,
    pub leader_in_charge: Vec<String>,
    pub measures: Vec<TaskbookMeasure>,
    /// In the order of the first promise.
    pub nodes: Vec<TaskbookNode>,
    /// Measures without a day, which stand in no timetable.
    pub undated: usize,
    /// Short name of the answering unit with the times of its measures, for the strip.
    pub strips: Vec<(String, Vec<Times>, bool)>,
    /// Who signs, the leads first.
    pub signers: Vec<String>,
    /// Measures that were signed for, and all.
    pub signed: (usize, usize),
    pub holds: Holds,
    pub version: Version,
    /// The organisation's last entry when the sheet was made.
    pub last_entry: i64,
}

/// The sheet of a problem that the asker may see.
pub async fn sheet(reading: Reading<'_>, clock: &Clock, id: i64) -> Result<Sheet> {
    let Reading {
        conn, actor, today, ..
    } = reading;
    let problem = problems::find(conn, actor, id).await?;
    let want = Want {
        measures: true,
        duties: true,
        ..Want::default()
    };
    let facts = of_problems(conn, actor, vec![problem.clone()], want, today).await?;
    let rows: Vec<&measure::Model> = facts.live_measures(id).collect();
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let milestones = measures::list_milestones(conn, &ids).await?;
    let pairing = facts.live_pairings(id).first().copied().cloned();
    let own = actor.organization_id;
    let mut lines = journal::list_of_problem(conn, own, id, ENTRIES_MAX).await?;
    if let Some(pairing) = &pairing {
        let more = journal::list_of_subject(conn, own, "pairing", pairing.id, ENTRIES_MAX).await?;
        lines.extend(more);
    }
    lines.sort_by_key(|l| l.seq);
    lines.dedup_by_key(|l| l.seq);
    let all = campaigns::list_campaigns(conn, actor).await?;
    let last = journal::find_last(conn, own).await?;
    let (leads, partners) = members(&facts, id);
    let (nodes, undated) = nodes(&facts, &rows, &milestones);
    Ok(Sheet {
        campaign: all.into_iter().find(|c| c.id == problem.campaign_id),
        theme: facts.theme(problem.theme_id).map(|t| t.name.clone()),
        leader_in_charge: leaders(&facts, &rows),
        measures: listed(&facts, &rows),
        nodes,
        undated,
        strips: strips(&facts, &rows),
        signers: signers(&facts, &rows, &leads, &partners),
        signed: (
            rows.iter().filter(|m| m.state != State::Issued).count(),
            rows.len(),
        ),
        holds: holds(&facts, &rows, pairing.as_ref(), &leads, &partners),
        version: version(&entries(&lines, clock)),
        last_entry: last.map_or(0, |l| l.seq),
        leads,
        partners,
        pairing,
        problem,
    })
}

fn entries<'a>(lines: &'a [Line], clock: &Clock) -> Vec<Entry<'a>> {
    lines
        .iter()
        .map(|line| Entry {
            seq: line.seq,
            on: clock.date_of(line.at),
            action: &line.action,
            step: line.to("action"),
            ruling: line.to("ruling"),
            moves_limit: line.to("due_on").is_some(),
        })
        .collect()
}

/// A unit with its name.
type Named = (i64, String);

/// Leads and partners of the live pairings, each once, in their order.
fn members(facts: &Facts, id: i64) -> (Vec<Named>, Vec<Named>) {
    let mut seen = BTreeSet::new();
    let (mut leads, mut partners) = (Vec::new(), Vec::new());
    for member in facts.live_members(id) {
        if !seen.insert(member.unit_id) {
            continue;
        }
        let name = member.written.clone();
        let name = name.unwrap_or_else(|| facts.unit_name(member.unit_id).to_owned());
        if member.role == MemberRole::Partner {
            partners.push((member.unit_id, name));
        } else {
            leads.push((member.unit_id, name));
        }
    }
    (leads, partners)
}

fn leaders(facts: &Facts, rows: &[&measure::Model]) -> Vec<String> {
    let of = |m: &&measure::Model| facts.duty_person(m.id, DutyRole::LeaderInCharge);
    let mut found: Vec<String> = rows
        .iter()
        .filter_map(of)
        .map(|(_, n)| n.to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

fn names(units: Vec<Named>) -> Vec<String> {
    units.into_iter().map(|(_, name)| name).collect()
}

/// Measures with their numbers: 1, 1.1, 1.2, 2 …
fn listed(facts: &Facts, rows: &[&measure::Model]) -> Vec<TaskbookMeasure> {
    let mut counters: Vec<usize> = Vec::new();
    rows.iter()
        .map(|row| {
            let depth = facts.depth(row);
            counters.truncate(depth + 1);
            counters.resize(depth + 1, 0);
            if let Some(last) = counters.last_mut() {
                *last += 1;
            }
            let number: Vec<String> = counters.iter().map(ToString::to_string).collect();
            TaskbookMeasure {
                measure_id: row.id,
                number: number.join("."),
                text: row.text.clone(),
                goal: row.goal.clone(),
                leads: names(facts.duty_units(row.id, DutyRole::Lead)),
                partners: names(facts.duty_units(row.id, DutyRole::Partner)),
                owner: facts
                    .duty_person(row.id, DutyRole::Owner)
                    .map(|(_, name)| name.to_owned()),
                start_on: Times::of(row).start.map(|d| d.to_string()),
                first_due_on: row.first_due_on.clone(),
                due_on: row.due_on.clone(),
                due_text: row.due_text.clone(),
                due_kind: row.due_kind,
            }
        })
        .collect()
}

/// Milestones and limits in the order of time, and how many measures have neither.
fn nodes(
    facts: &Facts,
    rows: &[&measure::Model],
    milestones: &[milestone::Model],
) -> (Vec<TaskbookNode>, usize) {
    let mut nodes = Vec::new();
    let mut undated = 0;
    for row in rows {
        let leads = || names(facts.duty_units(row.id, DutyRole::Lead));
        for stone in milestones.iter().filter(|m| m.measure_id == row.id) {
            nodes.push(TaskbookNode {
                text: stone.text.clone(),
                leads: leads(),
                first_due_on: stone.due_on.clone(),
                due_on: None,
                is_milestone: true,
            });
        }
        let first = row.first_due_on.as_ref().or(row.due_on.as_ref());
        let Some(first) = first else {
            undated += 1;
            continue;
        };
        nodes.push(TaskbookNode {
            text: row.text.clone(),
            leads: leads(),
            first_due_on: first.clone(),
            due_on: row.due_on.clone().filter(|due| due != first),
            is_milestone: false,
        });
    }
    nodes.sort_by(|a, b| a.first_due_on.cmp(&b.first_due_on));
    (nodes, undated)
}

/// Who answers, in their order, with the times of what they answer for; long-term work has no end.
fn strips(facts: &Facts, rows: &[&measure::Model]) -> Vec<(String, Vec<Times>, bool)> {
    let mut found: Vec<(i64, String, Vec<Times>, bool)> = Vec::new();
    for row in rows {
        for (unit, _) in facts.duty_units(row.id, DutyRole::Lead) {
            let is_long = row.due_kind == DueKind::LongTerm;
            if let Some((_, _, times, has_long)) = found.iter_mut().find(|(id, ..)| *id == unit) {
                times.push(Times::of(row));
                *has_long |= is_long;
            } else {
                let name = facts.unit_short(unit).to_owned();
                found.push((unit, name, vec![Times::of(row)], is_long));
            }
        }
    }
    found
        .into_iter()
        .map(|(_, name, times, long)| (name, times, long))
        .collect()
}

/// Members of the pairing first, then other units that answer for a measure, each once.
fn signers(
    facts: &Facts,
    rows: &[&measure::Model],
    leads: &[Named],
    partners: &[Named],
) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let own = leads.iter().chain(partners).map(|(id, _)| *id);
    let charged = rows
        .iter()
        .flat_map(|m| facts.duty_units(m.id, DutyRole::Lead))
        .map(|(id, _)| id);
    own.chain(charged)
        .filter(|id| seen.insert(*id))
        .map(|id| facts.unit_short(id).to_owned())
        .collect()
}

fn holds(
    facts: &Facts,
    rows: &[&measure::Model],
    pairing: Option<&pairing::Model>,
    leads: &[Named],
    partners: &[Named],
) -> Holds {
    let lacks = |test: &dyn Fn(&measure::Model) -> bool| rows.iter().filter(|m| test(m)).count();
    Holds {
        has_lead: !leads.is_empty(),
        has_partner: !partners.is_empty(),
        has_date: pairing.is_some_and(|p| p.date_text.is_some()),
        has_theme: pairing.is_some_and(|p| p.theme_text.is_some() || p.theme_id.is_some()),
        measures: rows.len(),
        without_unit: lacks(&|m| facts.duty_units(m.id, DutyRole::Lead).is_empty()),
        without_owner: lacks(&|m| facts.duty_person(m.id, DutyRole::Owner).is_none()),
        without_limit: lacks(&|m| m.due_kind == DueKind::None),
        has_leader: !leaders(facts, rows).is_empty(),
    }
}
