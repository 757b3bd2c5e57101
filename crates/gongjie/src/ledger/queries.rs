//! Loads the facts of ledger rows. Reads only; every list of ids comes from finders that know the actor.

use std::collections::BTreeMap;
use std::sync::Arc;

use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::Value;

use super::rules::{Extra, Named, Problem, Row, View};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::document::queries as documents;
use crate::layout::Words;
use crate::measure::queries as measures;
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::measure::tables::{duty, measure};
use crate::org::tables::unit;
use crate::org::{Actor, queries as org};
use crate::outcome::queries as outcomes;
use crate::outcome::tables::outcome;
use crate::pairing::queries as pairings;
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::carry_queries::marks;
use crate::problem::queries as problems;
use crate::problem::rules::{Carried, TitleBasis};
use crate::problem::tables::problem;

/// Pairings of the view's campaign that bear a date up to a day and were entered after it 补录. `then` is the picture of
/// that day; ids grow, so what has a greater one than all in it came later.
pub async fn count_later(
    now: &Conn,
    then: &Conn,
    actor: &Actor,
    view: &View,
    day: Date,
) -> Result<i64> {
    let organization: Value = actor.organization_id.into();
    let sql = "SELECT id FROM pairing WHERE organization_id = $1 ORDER BY id DESC LIMIT 1";
    let last = then.scalar::<i64>(sql, [organization.clone()]);
    let last = then
        .known("last-pairing", actor.organization_id, last)
        .await?;
    let campaign: i64 = view.campaign.parse().unwrap_or_default();
    let sql = "SELECT COUNT(*) FROM pairing WHERE organization_id = $1 AND campaign_id = $2 AND id > $3 \
               AND state IN ('active', 'concluded') AND date_from <= $4";
    let values = [
        organization,
        campaign.into(),
        last.unwrap_or_default().into(),
        day.to_string().into(),
    ];
    Ok(now.scalar(sql, values).await?.unwrap_or_default())
}

/// What all rows are made of, loaded once.
pub(super) struct Ground {
    words: Words,
    campaign_id: Option<i64>,
    units: Arc<BTreeMap<i64, unit::Model>>,
    people: Arc<BTreeMap<i64, String>>,
    themes: BTreeMap<i64, theme::Model>,
}

impl Ground {
    pub(super) async fn load(
        conn: &Conn,
        actor: &Actor,
        campaign_id: Option<i64>,
        words: Words,
    ) -> Result<Self> {
        let themes = campaigns::list_themes(conn, actor).await?;
        Ok(Self {
            words,
            campaign_id,
            units: org::known_units(conn, actor.organization_id).await?,
            people: org::known_people(conn, actor.organization_id).await?,
            themes: themes.into_iter().map(|t| (t.id, t)).collect(),
        })
    }
}

/// Everything that rows of some pairings are made of.
pub(super) struct Facts<'a> {
    ground: &'a Ground,
    carried: BTreeMap<i64, Vec<Carried>>,
    members: BTreeMap<i64, Vec<pairing_member::Model>>,
    problems_of: BTreeMap<i64, Vec<i64>>,
    problems: BTreeMap<i64, problem::Model>,
    outcomes: BTreeMap<i64, Vec<outcome::Model>>,
    measures: BTreeMap<i64, Vec<measure::Model>>,
    owners: BTreeMap<i64, String>,
    documents: BTreeMap<i64, usize>,
}

impl<'a> Facts<'a> {
    pub(super) async fn load(
        conn: &Conn,
        actor: &Actor,
        found: &[pairing::Model],
        ground: &'a Ground,
    ) -> Result<Self> {
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
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
        let problems: Vec<problem::Model> = conn.rows_in("id", &linked).await?;
        let problems: BTreeMap<i64, problem::Model> = problems
            .into_iter()
            .filter(|p| problems::sees(actor, p))
            .map(|p| (p.id, p))
            .collect();
        let seen: Vec<i64> = problems.keys().copied().collect();
        let mut facts = Self {
            ground,
            carried: marks(conn, ground.campaign_id, &seen).await?,
            members,
            problems_of,
            problems,
            outcomes: BTreeMap::new(),
            measures: BTreeMap::new(),
            owners: BTreeMap::new(),
            documents: BTreeMap::new(),
        };
        facts.load_work(conn, &seen).await?;
        Ok(facts)
    }

    /// Outcomes, measures, owners and documents of problems that the actor may see.
    async fn load_work(&mut self, conn: &Conn, problems: &[i64]) -> Result<()> {
        for row in outcomes::list_of_problems(conn, problems).await? {
            self.outcomes.entry(row.problem_id).or_default().push(row);
        }
        let mut measure_ids = Vec::new();
        for row in measures::list_of_problems(conn, problems).await? {
            measure_ids.push(row.id);
            self.measures.entry(row.problem_id).or_default().push(row);
        }
        let duties: Vec<duty::Model> = conn.rows_by("measure_id", &measure_ids, "id").await?;
        for row in duties.iter().filter(|d| d.role == DutyRole::Owner) {
            if let Some(name) = row.person_id.and_then(|id| self.ground.people.get(&id)) {
                self.owners.insert(row.measure_id, name.clone());
            }
        }
        for row in documents::list_of_problems(conn, problems).await? {
            *self.documents.entry(row.problem_id).or_default() += 1;
        }
        Ok(())
    }

    pub(super) fn row(&self, pairing: &pairing::Model, view: &View) -> Row {
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
        let area = pairing.theme_id.and_then(|id| self.ground.themes.get(&id));
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
        let Some(campaign) = self.ground.campaign_id else {
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
            .map(|m| self.ground.words.code("carried", m.code()))
            .collect()
    }

    fn named(&self, member: &pairing_member::Model) -> Named {
        let unit = self.ground.units.get(&member.unit_id);
        let name = unit.map(|u| u.name.clone()).unwrap_or_default();
        Named {
            written: member.written.clone().unwrap_or_else(|| name.clone()),
            name,
            role: member.role,
            is_outside: unit.is_some_and(|u| u.is_outside && u.merged_into_id.is_none()),
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
                .and_then(|id| self.ground.themes.get(&id))
                .map(|t| t.name.clone())
                .unwrap_or_default(),
            Extra::Class => joined(
                problems
                    .iter()
                    .filter_map(|p| p.class)
                    .map(|c| self.ground.words.code("class", c.code())),
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
                    .map(|p| self.ground.words.code("problem-state", p.state.code())),
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
