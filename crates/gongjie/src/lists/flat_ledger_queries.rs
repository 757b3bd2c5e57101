//! Makes the lines of the ledger's grid: a pairing a line, the problem and the result behind it as cells of their own. Reads only.

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Conn, Result};

use super::flat::{Cell, Row};
use super::flat_queries::{Reader, derived, editable};
use super::rules::View;
use crate::dossier::facts::{Facts, Want, of};
use crate::dossier::queries as dossier;
use crate::grid::rules::Object;
use crate::outcome::doers::Doers;
use crate::outcome::queries as outcomes;
use crate::outcome::rules::may_write;
use crate::pairing::rules::{MemberRole, parts};
use crate::pairing::tables::pairing;
use crate::pairing::{actions as pairings, queries as pairing_queries};
use crate::problem::carry_queries::marks;
use crate::problem::rules::Carried;
use crate::problem::tables::problem;
use crate::problem::{actions as problems, rules as problem_rules};

/// Every line of a view, in the ledger's own order.
pub async fn rows(conn: &Conn, reader: &Reader<'_>, view: &View) -> Result<Vec<Row>> {
    let filter = pairing_queries::Filter {
        campaign_id: view.campaign.parse().ok(),
        theme_id: view.theme.parse().ok(),
        unit_id: view.unit_id(),
        is_counted: true,
        limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
        ..pairing_queries::Filter::default()
    };
    let mut found = pairing_queries::list(conn, reader.actor, &filter).await?;
    found.sort_by_key(|p| (p.position.is_none(), p.position, p.id));
    let order: Vec<i64> = found.iter().map(|p| p.id).collect();
    let want = Want {
        outcomes: true,
        ..Want::default()
    };
    let today = reader.clock.today();
    let facts = dossier::of_pairings(conn, reader.actor, found, want, today).await?;
    let ids: Vec<i64> = facts.problems.keys().copied().collect();
    let carried = marks(conn, filter.campaign_id, &ids).await?;
    let doers = outcomes::list_doers(conn, &ids).await?;
    let pairings = order.iter().filter_map(|id| facts.pairings.get(id));
    let mut rows: Vec<Row> = pairings
        .map(|found| {
            let linked = of(&facts.problems_of, found.id).iter();
            let here: Vec<&problem::Model> = linked
                .filter_map(|id| facts.problems.get(id))
                .filter(|p| {
                    let marks = carried.get(&p.id);
                    let is_in = marks.is_some_and(|m| m.contains(&Carried::In));
                    filter.campaign_id.is_none_or(|c| found.campaign_id == c) || is_in
                })
                .collect();
            row(reader, &facts, found, &here, &doers)
        })
        .collect();
    let words = view.q.trim();
    rows.retain(|r| words.is_empty() || r.cells.iter().any(|c| c.shown.contains(words)));
    Ok(rows)
}

fn row(
    reader: &Reader<'_>,
    facts: &Facts,
    found: &pairing::Model,
    problems: &[&problem::Model],
    doers: &std::collections::BTreeMap<i64, Doers>,
) -> Row {
    let words = reader.labels.words;
    let members = of(&facts.members, found.id);
    let why = if pairings::may_edit(found, &parts(reader.actor, members)) {
        String::new()
    } else {
        words.text("pairing-cannot-edit")
    };
    let partners: Vec<String> = members
        .iter()
        .filter(|m| m.role != MemberRole::Lead)
        .map(|m| m.unit_id.to_string())
        .collect();
    let leads: Vec<String> = members
        .iter()
        .filter(|m| m.role != MemberRole::Partner)
        .map(|m| facts.unit_name(m.unit_id).to_owned())
        .collect();
    let lead = leads.join("、");
    let mut lead = derived("lead", lead.clone(), lead, words.text("grid-why-lead"));
    lead.href = format!("/pairings/{}", found.id);
    let own = |code: &'static str, value: Option<String>| {
        editable(
            reader,
            Object::Pairing,
            code,
            value.unwrap_or_default(),
            why.clone(),
        )
    };
    let mut date = own("date_text", found.date_text.clone());
    date.key = found.date_from.clone().unwrap_or_default();
    Row {
        object: Object::Pairing,
        id: found.id,
        version: found.version,
        cells: vec![
            lead,
            own("partners", Some(partners.join(","))),
            date,
            own("theme_text", found.theme_text.clone()),
            title(reader, problems),
            result(reader, facts, problems, doers),
        ],
        is_over: !found.state.is_open(),
        is_late: false,
    }
}

/// The title of the one problem of a pairing; several are only read here.
fn title(reader: &Reader<'_>, problems: &[&problem::Model]) -> Cell {
    let words = reader.labels.words;
    let [one] = problems else {
        let all: Vec<&str> = problems.iter().map(|p| p.title.as_str()).collect();
        let all = all.join("；");
        return derived("title", all.clone(), all, words.text("grid-why-several"));
    };
    let parts = problem_rules::parts(reader.actor, one);
    let why = if problems::may_edit(one, &parts) {
        String::new()
    } else {
        words.text("problem-cannot-edit")
    };
    let mut cell = editable(reader, Object::Problem, "title", one.title.clone(), why);
    cell.of = Some((format!("problem:{}", one.id), one.version));
    cell.href = format!("/problems/{}", one.id);
    cell
}

/// The one result behind a pairing's only problem; several are only read here.
fn result(
    reader: &Reader<'_>,
    facts: &Facts,
    problems: &[&problem::Model],
    doers: &std::collections::BTreeMap<i64, Doers>,
) -> Cell {
    let words = reader.labels.words;
    let all: Vec<_> = problems
        .iter()
        .flat_map(|p| of(&facts.outcomes, p.id).iter().map(move |o| (*p, o)))
        .collect();
    let [(problem, one)] = all.as_slice() else {
        let texts: Vec<&str> = all.iter().map(|(_, o)| o.text.as_str()).collect();
        let texts = texts.join("；");
        let why = words.text("grid-why-several");
        let mut cell = derived("text", texts.clone(), texts, why);
        cell.href = problems
            .first()
            .map(|p| format!("/problems/{}#outcomes", p.id))
            .unwrap_or_default();
        return cell;
    };
    let mine = doers.get(&problem.id).map(|d| d.parts(reader.actor));
    let why = match may_write(problem.state, &mine.unwrap_or_default()) {
        Ok(()) => String::new(),
        Err(_) => words.text("grid-why-outcome"),
    };
    let mut cell = editable(reader, Object::Outcome, "text", one.text.clone(), why);
    cell.of = Some((format!("outcome:{}", one.id), one.version));
    cell.href = format!("/problems/{}#outcomes", problem.id);
    cell
}
