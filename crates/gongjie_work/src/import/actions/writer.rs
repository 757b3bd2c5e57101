//! The rows of a plan, through the actions that take old records over, and the cells they come from.

use std::collections::BTreeSet;

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::confirm::{About, words_of};
use super::json;
use crate::door::Obstacle;
use crate::grid::rows;
use crate::grid::rules::Object;
use crate::import::known::Origin;
use crate::import::plan::{self, Field, Measure, Plan, Problem, Row};
use crate::import::rules::Fate;
use crate::import::tables::{import_batch, import_origin};
use crate::measure::{actions as measures, rules as measure_rules};
use crate::org::Acting;
use crate::org::actions::{self as org, UnitInput};
use crate::outcome::{actions as outcomes, rules as outcome_rules};
use crate::pairing::actions::{self as pairings, LinkInput, Recorded, RecordedMember};
use crate::pairing::rules::{LeadBasis, MemberRole};
use crate::problem::actions::{self as problems, Recorded as OldProblem};
use crate::problem::rules::TitleBasis;

/// Writes the rows of one batch.
pub(super) struct Writer<'a> {
    tx: &'a Tx,
    acting: &'a Acting,
    batch: &'a import_batch::Model,
    about: &'a About,
    plan: &'a Plan,
    /// Ids of what was made on the way, in the order of the plan.
    units: Vec<i64>,
    people: Vec<i64>,
    pairings: Vec<Option<i64>>,
    /// Where every field comes from, to be inserted at the end.
    pub(super) origins: Vec<import_origin::ActiveModel>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        tx: &'a Tx,
        acting: &'a Acting,
        batch: &'a import_batch::Model,
        about: &'a About,
        plan: &'a Plan,
    ) -> Self {
        Self {
            tx,
            acting,
            batch,
            about,
            plan,
            units: vec![0; plan.units.len()],
            people: vec![0; plan.people.len()],
            pairings: vec![None; plan.pairings.len()],
            origins: Vec::new(),
        }
    }

    /// Units, spellings and people that taken rows need.
    pub(super) async fn make_named(&mut self) -> Result<()> {
        let (tx, acting) = (self.tx, self.acting);
        let (used_units, used_people) = self.used();
        for (at, unit) in self.plan.units.iter().enumerate() {
            if !used_units.contains(&plan::made_id(at)) {
                continue;
            }
            let kind = if unit.name.contains("支部") {
                "branch"
            } else {
                "admin_dept"
            };
            let input = UnitInput {
                name: unit.name.clone(),
                kind: if unit.is_outside { "partner" } else { kind }.to_owned(),
                is_outside: if unit.is_outside { "1" } else { "" }.to_owned(),
                source: self.batch.file_name.clone(),
                ..UnitInput::default()
            };
            if let Some(slot) = self.units.get_mut(at) {
                *slot = org::create_unit(tx, acting, &input).await?;
            }
        }
        for (name, id) in &self.plan.aliases {
            match org::add_alias(tx, acting, *id, name).await {
                // Somebody noted it meanwhile.
                Ok(()) | Err(Error::Invalid(_)) => {}
                Err(error) => return Err(error),
            }
        }
        for (at, person) in self.plan.people.iter().enumerate() {
            if !used_people.contains(&plan::made_id(at)) {
                continue;
            }
            let unit = person.unit.map(|id| self.unit(id));
            if let Some(slot) = self.people.get_mut(at) {
                *slot = org::create_person(tx, acting, &person.name, unit).await?;
            }
        }
        Ok(())
    }

    /// Negative ids of units and people that taken rows name.
    fn used(&self) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let (mut units, mut people) = (BTreeSet::new(), BTreeSet::new());
        for problem in self.plan.problems.iter().filter(|p| p.is_taken()) {
            for measure in &problem.measures {
                units.extend(measure.units.iter().copied());
                people.extend(measure.owner);
            }
            if let Some(pairing) = problem.pairing.and_then(|at| self.plan.pairings.get(at)) {
                units.insert(pairing.lead);
                units.extend(pairing.partners.iter().copied());
            }
        }
        (units, people)
    }

    fn unit(&self, id: i64) -> i64 {
        made(&self.units, id)
    }

    /// One problem with all that hangs on it. What was written before a refusal stays in the transaction, which then is never
    /// committed: parts that could be taken back would cost each row a copy of every page that it touches.
    pub(super) async fn try_problem(
        &mut self,
        problem: &Problem,
        refused: &mut Vec<Obstacle>,
    ) -> Result<()> {
        let Err(error) = Box::pin(self.problem(problem)).await else {
            return Ok(());
        };
        let said = match words_of(error) {
            Ok(said) => said,
            // After a refusal the engine itself may refuse what follows from it.
            Err(_) if !refused.is_empty() => return Ok(()),
            Err(error) => return Err(error),
        };
        let about = |say| Obstacle {
            row: problem.row.sheet_row,
            title: problem.title.clone(),
            say,
        };
        refused.extend(said.into_iter().map(about));
        Ok(())
    }

    async fn problem(&mut self, problem: &Problem) -> Result<()> {
        let id = match problem.row.id {
            Some(id) => {
                self.change(Object::Problem, &problem.row).await?;
                id
            }
            None => self.make_problem(problem).await?,
        };
        self.note(Object::Problem, id, id, &problem.row, &problem.keys)?;
        if let Some(at) = problem.pairing {
            self.pairing(at, id).await?;
        }
        for measure in &problem.measures {
            self.measure(measure, problem, id).await?;
        }
        for row in &problem.outcomes {
            self.outcome(row, id, None).await?;
        }
        Ok(())
    }

    fn source(&self, row: &Row) -> String {
        let sheet = match self.about.sheet.as_str() {
            "" => String::new(),
            name => format!(" · {name}"),
        };
        format!("{}{sheet} · {}", self.batch.file_name, row.sheet_row)
    }

    async fn make_problem(&self, problem: &Problem) -> Result<i64> {
        let old = OldProblem {
            campaign_id: self.batch.campaign_id,
            title: &problem.title,
            basis: problem.basis.unwrap_or(TitleBasis::Derived),
            theme_id: problem.theme_id,
            class: problem.class,
            hurts: problem.row.get("hurts"),
            source: &self.source(&problem.row),
        };
        problems::record_old(self.tx, self.acting, &old).await
    }

    async fn pairing(&mut self, at: usize, problem_id: i64) -> Result<()> {
        let Some(pairing) = self.plan.pairings.get(at) else {
            return Ok(());
        };
        let (tx, acting) = (self.tx, self.acting);
        if let Some(id) = self.pairings.get(at).copied().flatten() {
            return self.link(id, problem_id).await;
        }
        let id = if let Some(id) = pairing.row.id {
            self.change(Object::Pairing, &pairing.row).await?;
            self.link(id, problem_id).await?;
            id
        } else {
            let role = |unit: i64, role| RecordedMember {
                unit_id: self.unit(unit),
                role,
                written: None,
            };
            let mut members = vec![role(pairing.lead, MemberRole::Lead)];
            members.extend(
                pairing
                    .partners
                    .iter()
                    .map(|unit| role(*unit, MemberRole::Partner)),
            );
            let title = pairing.row.get("theme_text").map(str::to_owned);
            let title = title.unwrap_or_else(|| self.title_of(at));
            let old = Recorded {
                campaign_id: self.batch.campaign_id,
                position: pairing.no.as_deref().and_then(|no| no.trim().parse().ok()),
                title: &title,
                theme_text: pairing.row.get("theme_text"),
                theme_id: pairing.theme_id,
                date_text: pairing.row.get("date_text"),
                lead_basis: LeadBasis::Stated,
                members,
                partners_open: pairing.partners_open.as_deref(),
                problems: vec![problem_id],
                source: &self.source(&pairing.row),
            };
            pairings::record_old(tx, acting, &old).await?
        };
        if let Some(slot) = self.pairings.get_mut(at) {
            *slot = Some(id);
        }
        self.note(Object::Pairing, id, problem_id, &pairing.row, "")
    }

    /// The title of the first problem that a pairing takes.
    fn title_of(&self, at: usize) -> String {
        let of = self.plan.problems.iter().find(|p| p.pairing == Some(at));
        of.map_or_else(String::new, |p| p.title.clone())
    }

    async fn link(&self, id: i64, problem_id: i64) -> Result<()> {
        let links = crate::pairing::queries::list_links(self.tx, &[id]).await?;
        if links.iter().any(|link| link.problem_id == problem_id) {
            return Ok(());
        }
        let input = LinkInput {
            problem_id: problem_id.to_string(),
        };
        pairings::link_problem(self.tx, self.acting, id, &input).await
    }

    async fn measure(
        &mut self,
        measure: &Measure,
        problem: &Problem,
        problem_id: i64,
    ) -> Result<()> {
        let id = match measure.row.id {
            Some(id) => {
                self.change(Object::Measure, &measure.row).await?;
                id
            }
            None => self.make_measure(measure, problem_id).await?,
        };
        self.note(Object::Measure, id, problem_id, &measure.row, "")?;
        if let Some(row) = &measure.outcome {
            let has_many = problem.measures.len() > 1;
            self.outcome(row, problem_id, has_many.then_some(id))
                .await?;
        }
        Ok(())
    }

    async fn make_measure(&self, measure: &Measure, problem_id: i64) -> Result<i64> {
        let units: Vec<(i64, Option<&str>)> = measure
            .units
            .iter()
            .map(|id| (self.unit(*id), None))
            .collect();
        let due = measure.due.as_ref();
        let old = measures::Recorded {
            text: measure.row.get("text").unwrap_or_default(),
            units: &units,
            owner_id: measure.owner.map(|id| made(&self.people, id)),
            due_text: due.map(|due| due.text.as_str()),
            due: due.map(|due| measure_rules::Due {
                kind: due.kind,
                on: due.on,
                text: Some(due.text.clone()),
            }),
            is_done: measure.is_done,
            progress: measure.row.get("progress"),
            source: &self.source(&measure.row),
            ..measures::Recorded::default()
        };
        measures::record_old(self.tx, self.acting, problem_id, &old).await
    }

    async fn outcome(&mut self, row: &Row, problem_id: i64, measure_id: Option<i64>) -> Result<()> {
        let id = if let Some(id) = row.id {
            self.change(Object::Outcome, row).await?;
            id
        } else {
            let input = outcome_rules::Input {
                text: row.get("text").unwrap_or_default().to_owned(),
                measure_id: measure_id.map(|id| id.to_string()).unwrap_or_default(),
                ..outcome_rules::Input::default()
            };
            let source = self.source(row);
            outcomes::record_old(self.tx, self.acting, problem_id, &input, &source).await?
        };
        self.note(Object::Outcome, id, problem_id, row, "")
    }

    /// Sets the changed fields of a row that is there, by its room's own action.
    async fn change(&self, object: Object, row: &Row) -> Result<()> {
        let Some(id) = row.id.filter(|_| row.changes().next().is_some()) else {
            return Ok(());
        };
        let (said, set): (Vec<&Field>, Vec<&Field>) =
            row.changes().partition(|field| field.field == "progress");
        for field in said {
            measures::record_progress(self.tx, self.acting, id, &field.value).await?;
        }
        if set.is_empty() {
            return Ok(());
        }
        let mut found = rows::find(self.tx, &self.acting.actor, object, id).await?;
        for field in set {
            found.set(field.field, &self.typed(field));
        }
        found.save(self.tx, self.acting).await?;
        Ok(())
    }

    /// A value as the form takes it: what was made on the way by its id.
    fn typed(&self, field: &Field) -> String {
        let value = field.typed.as_deref().unwrap_or(&field.value);
        let ids = |known: &[i64]| {
            let ids = value.split(',').map(|id| match id.parse::<i64>() {
                Ok(id) => made(known, id).to_string(),
                Err(_) => id.to_owned(),
            });
            ids.collect::<Vec<_>>().join(",")
        };
        match field.field {
            "lead" | "partners" => ids(&self.units),
            "owner" => ids(&self.people),
            _ => value.to_owned(),
        }
    }

    /// Notes the cell of every field of a row.
    fn note(
        &mut self,
        object: Object,
        id: i64,
        problem_id: i64,
        row: &Row,
        keys: &str,
    ) -> Result<()> {
        let fields = row.fields.iter().map(|field| Origin {
            field: field.field.to_owned(),
            cell: field.cell.clone(),
            written: field.written.clone(),
            // A contradiction that nobody decided is asked about again: it leaves what the last import wrote.
            value: (field.fate != Fate::Clash).then(|| {
                self.typed(&Field {
                    typed: None,
                    ..field.clone()
                })
            }),
            was: (field.fate == Fate::Change).then(|| field.was.clone()),
        });
        let kept = row.kept.iter().map(|kept| Origin {
            field: kept.field.clone(),
            cell: kept.cell.clone(),
            written: kept.written.clone(),
            value: None,
            was: None,
        });
        let fields: Vec<Origin> = fields.chain(kept).collect();
        self.origins.push(import_origin::ActiveModel {
            batch_id: Set(self.batch.id),
            object: Set(object),
            object_id: Set(id),
            problem_id: Set(problem_id),
            sheet: Set(self.about.sheet.clone()),
            sheet_row: Set(i64::from(row.sheet_row)),
            row_key: Set(keys.to_owned()),
            is_new: Set(row.id.is_none()),
            fields: Set(json(&fields)?),
            ..Default::default()
        });
        Ok(())
    }
}

/// The id of a row that was made on the way, or the id itself.
fn made(known: &[i64], id: i64) -> i64 {
    if id >= 0 {
        return id;
    }
    let at = usize::try_from(-1 - id).unwrap_or(usize::MAX);
    known.get(at).copied().unwrap_or_default()
}
