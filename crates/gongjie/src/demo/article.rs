//! Plays the pairings that the article names, each with a pointer to its paragraph; what it leaves out stays out.

use gongjie_base::{Result, Tx};

use super::Keys;
use super::seed::{Pairing, Seed};
use crate::activity::{actions as activity_actions, rules as activities};
use crate::document::{actions as document_actions, rules as documents};
use crate::measure::actions as measures;
use crate::org::Acting;
use crate::outcome::{actions as outcome_actions, rules as outcomes};
use crate::pairing::actions::{self as pairings, Recorded, RecordedMember};
use crate::pairing::rules::{LeadBasis, MemberRole};
use crate::problem::actions::{self as problems, Recorded as OldProblem};
use crate::problem::rules::{Class, TitleBasis};

/// All named pairings, in the article's order.
pub async fn play(tx: &Tx, acting: &Acting, seed: &Seed, keys: &Keys) -> Result<()> {
    for pairing in &seed.pairings {
        record(tx, acting, pairing, keys).await?;
    }
    Ok(())
}

async fn record(tx: &Tx, acting: &Acting, old: &Pairing, keys: &Keys) -> Result<()> {
    let theme_id = old
        .theme_area
        .as_ref()
        .and_then(|code| keys.themes.get(code))
        .copied();
    let stated = old
        .problem
        .text
        .as_deref()
        .filter(|_| old.problem.is_stated);
    let title = stated
        .or(old.problem.title.as_deref())
        .unwrap_or("（题名未载）");
    let problem = OldProblem {
        campaign_id: keys.campaign,
        title,
        basis: if stated.is_some() {
            TitleBasis::Stated
        } else {
            TitleBasis::Derived
        },
        theme_id,
        class: old.class.as_deref().and_then(Class::from_code),
        hurts: None,
        source: &old.paragraph,
    };
    let problem_id = problems::record_old(tx, acting, &problem).await?;
    let mut members = Vec::new();
    for member in &old.members {
        members.push(RecordedMember {
            unit_id: keys.unit(&member.unit)?,
            role: MemberRole::from_code(&member.role).unwrap_or(MemberRole::Partner),
            written: Some(&member.written),
        });
    }
    let pairing = Recorded {
        campaign_id: keys.campaign,
        position: Some(old.no),
        title,
        theme_text: old.theme.as_deref(),
        theme_id,
        date_text: old.date_text.as_deref(),
        lead_basis: LeadBasis::from_code(&old.lead_basis).unwrap_or(LeadBasis::FirstListed),
        members,
        partners_open: old.partners_open.as_deref(),
        problems: vec![problem_id],
        source: &old.paragraph,
    };
    let pairing_id = pairings::record_old(tx, acting, &pairing).await?;
    work(tx, acting, old, keys, problem_id).await?;
    papers(tx, acting, old, keys, problem_id, pairing_id).await
}

/// Measures and outcomes as the article words them.
async fn work(tx: &Tx, acting: &Acting, old: &Pairing, keys: &Keys, problem_id: i64) -> Result<()> {
    for measure in &old.measures {
        let mut units = Vec::new();
        for key in &measure.units {
            units.push((keys.unit(key)?, None));
        }
        let stated = measure.tasks_stated.as_ref();
        let recorded = measures::Recorded {
            text: &measure.text,
            units: &units,
            stated_count: stated.map(|s| s.measures),
            stated_tasks: stated.map(|s| s.tasks),
            source: &old.paragraph,
            ..measures::Recorded::default()
        };
        measures::record_old(tx, acting, problem_id, &recorded).await?;
    }
    for outcome in &old.outcomes {
        let input = outcomes::Input {
            text: outcome.text.clone(),
            figure_label: outcome.figures.iter().map(|f| f.label.clone()).collect(),
            figure_text: outcome.figures.iter().map(|f| f.text.clone()).collect(),
            ..outcomes::Input::default()
        };
        let source = outcome.source.as_deref().unwrap_or(&old.paragraph);
        outcome_actions::record_old(tx, acting, problem_id, &input, source).await?;
    }
    Ok(())
}

/// The activity, documents and agreements that the article names.
async fn papers(
    tx: &Tx,
    acting: &Acting,
    old: &Pairing,
    keys: &Keys,
    problem_id: i64,
    pairing_id: i64,
) -> Result<()> {
    if let Some(activity) = &old.activity {
        let input = activities::Input {
            pairing_id: pairing_id.to_string(),
            kind: activity.kind.clone(),
            title: activity.title.clone(),
            date_text: activity.date_text.clone().unwrap_or_default(),
            source: old.paragraph.clone(),
            ..activities::Input::default()
        };
        activity_actions::create(tx, acting, &input).await?;
    }
    for document in &old.documents {
        let unit = document.unit.as_deref().map(|u| keys.unit(u)).transpose()?;
        let input = documents::DocumentInput {
            title: document.title.clone(),
            kind: document.kind.clone(),
            state: document.state.clone(),
            unit_id: unit.map(|u| u.to_string()).unwrap_or_default(),
            source: document.source.clone(),
            ..documents::DocumentInput::default()
        };
        document_actions::add(tx, acting, problem_id, &input).await?;
    }
    for agreement in &old.agreements {
        let input = documents::AgreementInput {
            title: agreement.title.clone(),
            other_party: agreement.other_party.clone().unwrap_or_default(),
            state: agreement.state.clone(),
            source: agreement.source.clone(),
            ..documents::AgreementInput::default()
        };
        document_actions::add_agreement(tx, acting, pairing_id, &input).await?;
    }
    Ok(())
}
