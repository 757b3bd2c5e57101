//! Exclusions in words, for their pages and for the JSON API.

use std::collections::BTreeSet;

use gongjie_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, About, Reason, State};
use super::tables::exclusion::Model;
use crate::door::Reading;
use crate::layout::Words;
use crate::org::queries as org;
use crate::problem::queries as problems;
use crate::voice::queries as voices;

/// Characters of a voice that stand for it.
const TITLE_CHARS: usize = 40;

/// An exclusion 剔除 from the rates.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Exclusion)]
pub struct ExclusionView {
    pub id: i64,
    pub voice_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// Number of the voice, or title of the problem.
    pub title: String,
    /// What was said; null where the asker may not see it.
    pub text: Option<String>,
    /// The unit whose rates it concerns.
    pub unit_id: Option<i64>,
    pub unit: Option<String>,
    #[schema(value_type = String)]
    pub reason: Reason,
    pub words: String,
    pub evidence: String,
    pub evidence_link: Option<String>,
    #[schema(value_type = String)]
    pub state: State,
    pub asked_on: String,
    pub asked_by: Option<String>,
    pub decided_on: Option<String>,
    pub decided_by: Option<String>,
    pub decision_note: Option<String>,
    pub withdrawn_on: Option<String>,
    pub withdrawn_by: Option<String>,
    pub withdraw_note: Option<String>,
    /// What the asker may do now.
    #[schema(value_type = Vec<String>)]
    pub steps: Vec<Action>,
    pub version: i64,
}

impl ExclusionView {
    /// The step is open to the reader.
    pub fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|step| step.code() == action)
    }

    /// Where it is seen; nothing where the reader may not see it.
    pub fn address(&self) -> Option<String> {
        self.text.as_ref()?;
        match (self.voice_id, self.problem_id) {
            (Some(id), _) => Some(format!("/voices/{id}")),
            (_, Some(id)) => Some(format!("/problems/{id}")),
            _ => None,
        }
    }
}

/// How something is called: its name for everybody, and its text for who may see it.
pub async fn called(at: Reading<'_>, about: About) -> Result<(String, Option<String>)> {
    match about {
        About::Voice(id) => {
            let row = voices::find_any(at.conn, at.actor.organization_id, id).await?;
            let text = voices::find(at.conn, at.actor, id).await.ok();
            let text = text.map(|v| v.text.chars().take(TITLE_CHARS).collect());
            Ok((voice_name(at.words, row.number), text))
        }
        About::Problem(id) => {
            let found = problems::find(at.conn, at.actor, id).await.ok();
            let title = found.map(|p| p.title);
            let name = title.clone();
            let name = name.unwrap_or_else(|| at.words.text("exclusion-problem"));
            Ok((name, title))
        }
    }
}

fn voice_name(words: Words, number: Option<String>) -> String {
    match number {
        Some(number) => words.text_with("exclusion-voice-number", &[("number", number)]),
        None => words.text("exclusion-voice"),
    }
}

/// Exclusions in the reader's words. The finder of the rows has checked that the reader may see them.
pub async fn views(at: Reading<'_>, rows: Vec<Model>) -> Result<Vec<ExclusionView>> {
    let own = at.actor.organization_id;
    let units = org::unit_names(at.conn, own).await?;
    let people = org::known_people(at.conn, own).await?;
    let mut profit = queries::list_profit(at.conn, &rows).await?;
    let person = |id: Option<i64>| people.get(&id?).cloned();
    let mut found = Vec::new();
    for row in rows {
        let about = row.voice_id.map(About::Voice);
        let about = about.or(row.problem_id.map(About::Problem));
        let (title, text) = called(at, about.ok_or(Error::NotFound)?).await?;
        let gains: BTreeSet<i64> = profit.remove(&row.id).unwrap_or_default();
        found.push(ExclusionView {
            steps: rules::steps(at.actor, &row, &gains),
            title,
            text,
            unit: row.unit_id.and_then(|id| units.get(&id).cloned()),
            asked_by: person(Some(row.asked_by_id)),
            decided_by: person(row.decided_by_id),
            withdrawn_by: person(row.withdrawn_by_id),
            id: row.id,
            voice_id: row.voice_id,
            problem_id: row.problem_id,
            unit_id: row.unit_id,
            reason: row.reason,
            words: row.words,
            evidence: row.evidence,
            evidence_link: row.evidence_link,
            state: row.state,
            asked_on: row.asked_on,
            decided_on: row.decided_on,
            decision_note: row.decision_note,
            withdrawn_on: row.withdrawn_on,
            withdraw_note: row.withdraw_note,
            version: row.version,
        });
    }
    Ok(found)
}

/// One exclusion that the reader may see.
pub async fn one(at: Reading<'_>, id: i64) -> Result<ExclusionView> {
    let row = queries::find(at.conn, at.actor, id).await?;
    let mut views = views(at, vec![row]).await?;
    views.pop().ok_or(Error::NotFound)
}
