//! Loads the facts of ledger rows. Reads only; every list of ids comes from finders that know the actor.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rules::{self, Extra, Named, Problem, Row, View};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::document::tables::document;
use crate::layout::Words;
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::measure::tables::{duty, measure};
use crate::org::{Actor, queries as org};
use crate::outcome::tables::outcome;
use crate::pairing::queries as pairings;
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::carry_queries::marks;
use crate::problem::queries as problems;
use crate::problem::rules::{Carried, TitleBasis};
use crate::problem::tables::problem;

/// Rows that the actor may see, filtered and ordered as the view says; paging is the page's.
pub async fn rows(conn: &Conn, actor: &Actor, view: &View, words: Words) -> Result<Vec<Row>> {
    let filter = pairings::Filter {
        campaign_id: view.campaign.parse().ok(),
        theme_id: view.theme.parse().ok(),
        unit_id: view.unit.parse().ok(),
        is_counted: true,
        ids: view.only.map(|id| vec![id]),
        limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
        ..pairings::Filter::default()
    };
    let found = pairings::list(conn, actor, &filter).await?;
    let facts = Facts::load(conn, actor, &found, filter.campaign_id, words).await?;
    let mut rows: Vec<Row> = found.iter().map(|p| facts.row(p, view)).collect();
    rows.retain(|r| !view.only_gaps() || r.has_gap());
    let wanted = view.q.trim();
    rows.retain(|r| wanted.is_empty() || r.holds(wanted));
    rules::sort(&mut rows, view.order());
    Ok(rows)
}

/// Pairings that bear a date up to a day and are not among those that were known when it ended: entered later 补录.
pub async fn count_later(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    day: Date,
    known: &BTreeSet<i64>,
) -> Result<usize> {
    let filter = pairings::Filter {
        campaign_id: view.campaign.parse().ok(),
        theme_id: view.theme.parse().ok(),
        unit_id: view.unit.parse().ok(),
        is_counted: true,
        limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
        ..pairings::Filter::default()
    };
    let day = day.to_string();
    let found = pairings::list(conn, actor, &filter).await?;
    let is_late = |p: &&pairing::Model| {
        let dated = p.date_from.as_deref();
        dated.is_some_and(|from| from <= day.as_str()) && !known.contains(&p.id)
    };
    Ok(found.iter().filter(is_late).count())
}

/// Everything that rows of some pairings are made of, loaded once.
struct Facts {
    words: Words,
    campaign_id: Option<i64>,
    carried: BTreeMap<i64, Vec<Carried>>,
    units: BTreeMap<i64, (String, bool)>,
    themes: BTreeMap<i64, theme::Model>,
    members: BTreeMap<i64, Vec<pairing_member::Model>>,
    problems_of: BTreeMap<i64, Vec<i64>>,
    problems: BTreeMap<i64, problem::Model>,
    outcomes: BTreeMap<i64, Vec<outcome::Model>>,
    measures: BTreeMap<i64, Vec<measure::Model>>,
    owners: BTreeMap<i64, String>,
    documents: BTreeMap<i64, usize>,
}

impl Facts {
    async fn load(
        conn: &Conn,
        actor: &Actor,
        found: &[pairing::Model],
        campaign_id: Option<i64>,
        words: Words,
    ) -> Result<Self> {
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let outside = org::list_units(conn, actor).await?;
        let outside: BTreeMap<i64, bool> =
            outside.into_iter().map(|u| (u.id, u.is_outside)).collect();
        let names = org::unit_names(conn, actor.organization_id).await?;
        let units = names
            .into_iter()
            .map(|(id, name)| (id, (name, outside.get(&id).copied().unwrap_or(false))))
            .collect();
        let themes = campaigns::list_themes(conn, actor).await?;
        let mut members: BTreeMap<i64, Vec<pairing_member::Model>> = BTreeMap::new();
        for member in pairings::list_members(conn, &ids).await? {
            members.entry(member.pairing_id).or_default().push(member);
        }
        let mut problems_of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for link in pairings::list_links(conn, &ids).await? {
            problems_of
                .entry(link.pairing_id)
                .or_default()
                .push(link.problem_id);
        }
        let linked: Vec<i64> = problems_of.values().flatten().copied().collect();
        let filter = problems::Filter {
            ids: Some(linked),
            limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
            ..problems::Filter::default()
        };
        let problems: BTreeMap<i64, problem::Model> = problems::list(conn, actor, &filter)
            .await?
            .into_iter()
            .map(|p| (p.id, p))
            .collect();
        let seen: Vec<i64> = problems.keys().copied().collect();
        let mut facts = Self {
            words,
            campaign_id,
            carried: marks(conn, campaign_id, &seen).await?,
            units,
            themes: themes.into_iter().map(|t| (t.id, t)).collect(),
            members,
            problems_of,
            problems,
            outcomes: BTreeMap::new(),
            measures: BTreeMap::new(),
            owners: BTreeMap::new(),
            documents: BTreeMap::new(),
        };
        facts.load_work(conn, actor, &seen).await?;
        Ok(facts)
    }

    /// Outcomes, measures, owners and documents of problems that the actor may see.
    async fn load_work(&mut self, conn: &Conn, actor: &Actor, problems: &[i64]) -> Result<()> {
        let rows = outcome::Entity::find()
            .filter(outcome::Column::ProblemId.is_in(problems.iter().copied()))
            .filter(outcome::Column::IsWithdrawn.eq(false))
            .order_by_asc(outcome::Column::Position)
            .order_by_asc(outcome::Column::Id);
        for row in rows.all(conn).await? {
            self.outcomes.entry(row.problem_id).or_default().push(row);
        }
        let rows = measure::Entity::find()
            .filter(measure::Column::ProblemId.is_in(problems.iter().copied()))
            .order_by_asc(measure::Column::Position)
            .order_by_asc(measure::Column::Id);
        let mut measure_ids = Vec::new();
        for row in rows.all(conn).await? {
            measure_ids.push(row.id);
            self.measures.entry(row.problem_id).or_default().push(row);
        }
        let people: BTreeMap<i64, String> = org::list_people(conn, actor)
            .await?
            .into_iter()
            .map(|p| (p.id, p.name))
            .collect();
        let owners = duty::Entity::find()
            .filter(duty::Column::MeasureId.is_in(measure_ids))
            .filter(duty::Column::Role.eq(DutyRole::Owner));
        for row in owners.all(conn).await? {
            if let Some(name) = row.person_id.and_then(|id| people.get(&id)) {
                self.owners.insert(row.measure_id, name.clone());
            }
        }
        let rows = document::Entity::find()
            .filter(document::Column::ProblemId.is_in(problems.iter().copied()));
        for row in rows.all(conn).await? {
            *self.documents.entry(row.problem_id).or_default() += 1;
        }
        Ok(())
    }

    fn row(&self, pairing: &pairing::Model, view: &View) -> Row {
        let members = self.members.get(&pairing.id).map_or(&[][..], Vec::as_slice);
        let problems: Vec<&problem::Model> = self
            .problems_of
            .get(&pairing.id)
            .into_iter()
            .flatten()
            .filter_map(|id| self.problems.get(id))
            .filter(|p| self.is_of_campaign(pairing, p))
            .collect();
        let outcomes = problems
            .iter()
            .filter_map(|p| self.outcomes.get(&p.id))
            .flatten()
            .map(|o| (o.problem_id, o.text.clone()))
            .collect();
        let area = pairing.theme_id.and_then(|id| self.themes.get(&id));
        Row {
            pairing_id: pairing.id,
            position: pairing.position,
            lead_basis: pairing.lead_basis,
            members: members.iter().map(|m| self.named(m)).collect(),
            partners_open: pairing.partners_open.clone().unwrap_or_default(),
            date_text: pairing.date_text.clone().unwrap_or_default(),
            date_from: pairing.date_from.clone().unwrap_or_default(),
            theme_text: pairing.theme_text.clone().unwrap_or_default(),
            area: area.map(|t| (t.hue.to_string(), t.mark.clone(), t.name.clone())),
            extras: view
                .extras()
                .into_iter()
                .map(|e| (e, self.extra(e, pairing, &problems)))
                .collect(),
            problems: problems
                .iter()
                .map(|p| Problem {
                    id: p.id,
                    title: p.title.clone(),
                    is_stated: p.title_basis == TitleBasis::Stated,
                    carried: self.said_carried(p.id),
                })
                .collect(),
            outcomes,
        }
    }

    /// A pairing of an earlier campaign stands here for the problems alone that were carried over into this one.
    fn is_of_campaign(&self, pairing: &pairing::Model, problem: &problem::Model) -> bool {
        let Some(campaign) = self.campaign_id else {
            return true;
        };
        let is_carried = self
            .carried
            .get(&problem.id)
            .is_some_and(|marks| marks.contains(&Carried::In));
        pairing.campaign_id == campaign || is_carried
    }

    fn said_carried(&self, problem_id: i64) -> Vec<String> {
        let marks = self.carried.get(&problem_id).into_iter().flatten();
        marks
            .map(|m| self.words.code("carried", m.code()))
            .collect()
    }

    fn named(&self, member: &pairing_member::Model) -> Named {
        let (name, is_outside) = self.units.get(&member.unit_id).cloned().unwrap_or_default();
        Named {
            written: member.written.clone().unwrap_or_else(|| name.clone()),
            name,
            role: member.role,
            is_outside,
        }
    }

    fn extra(
        &self,
        extra: Extra,
        pairing: &pairing::Model,
        problems: &[&problem::Model],
    ) -> String {
        let measures = || {
            let all = problems
                .iter()
                .filter_map(|p| self.measures.get(&p.id))
                .flatten();
            all.filter(|m| m.state != MeasureState::Cancelled)
        };
        match extra {
            Extra::Number => pairing.number.map(|n| n.to_string()).unwrap_or_default(),
            Extra::ThemeArea => pairing
                .theme_id
                .and_then(|id| self.themes.get(&id))
                .map(|t| t.name.clone())
                .unwrap_or_default(),
            Extra::Class => joined(
                problems
                    .iter()
                    .filter_map(|p| p.class)
                    .map(|c| self.words.code("class", c.code())),
            ),
            Extra::Measures => measures().count().to_string(),
            Extra::Documents => {
                let count: usize = problems
                    .iter()
                    .filter_map(|p| self.documents.get(&p.id))
                    .sum();
                count.to_string()
            }
            Extra::Owner => joined(measures().filter_map(|m| self.owners.get(&m.id)).cloned()),
            Extra::Due => measures()
                .filter_map(|m| m.due_on.clone())
                .max()
                .unwrap_or_default(),
            Extra::State => joined(
                problems
                    .iter()
                    .map(|p| self.words.code("problem-state", p.state.code())),
            ),
        }
    }
}

/// Different texts, each once, in order.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once.join("、")
}
