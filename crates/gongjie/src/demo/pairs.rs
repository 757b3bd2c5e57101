//! The pairings of the example: drafted, answered by each member for itself, concluded or terminated.

use gongjie_base::{Error, Result};

use super::example::Stage;
use super::seed::{PairingOf, Problem};
use crate::org::Role;
use crate::pairing::actions::{self as pairings, AnswerInput, StepInput};
use crate::pairing::rules::Input;

/// The lead drafts and invites, the partners answer, as far as the example goes.
pub(super) async fn begin<'a>(stage: &mut Stage<'a>, day: i64, problem: &'a Problem) -> Result<()> {
    let Some(wanted) = &problem.pairing else {
        return Ok(());
    };
    let acting = stage.lead(problem, day).await?;
    let mut partners = Vec::new();
    for partner in &wanted.partners {
        partners.push(stage.keys.unit(partner)?.to_string());
    }
    let theme = stage.keys.themes.get(&problem.theme).copied();
    let input = Input {
        title: problem.title.clone(),
        lead: stage.keys.unit(&wanted.lead)?.to_string(),
        partners,
        problems: vec![stage.id(problem)?.to_string()],
        theme_id: theme.unwrap_or_default().to_string(),
        date_text: gongjie_words::date::zh(acting.today),
        ..Input::default()
    };
    let id = pairings::create(stage.tx, &acting, &input).await?;
    stage.pairings.insert(&problem.key, id);
    if wanted.is_draft {
        return Ok(());
    }
    pairings::invite(stage.tx, &acting, id, &StepInput::default()).await?;
    for partner in &wanted.partners {
        if !wanted.waiting.contains(partner) {
            answer(stage, day, problem, wanted, partner).await?;
        }
    }
    Ok(())
}

/// A partner's own word; for an outside one the lead notes how it was given.
async fn answer(
    stage: &Stage<'_>,
    day: i64,
    problem: &Problem,
    wanted: &PairingOf,
    partner: &str,
) -> Result<()> {
    let is_outside = stage.is_outside(partner);
    let by = if is_outside {
        stage.lead(problem, day).await?
    } else {
        stage.of_unit(partner, Role::Liaison, day).await?
    };
    let no = wanted.declines.as_ref().filter(|d| d.unit == partner);
    let note = match no {
        Some(no) => no.reason.clone(),
        None if is_outside => "示例：盖章回函扫描件".to_owned(),
        None => String::new(),
    };
    let answer = AnswerInput {
        unit_id: stage.keys.unit(partner)?.to_string(),
        answer: if no.is_some() {
            "declined"
        } else {
            "confirmed"
        }
        .to_owned(),
        note,
    };
    pairings::answer(stage.tx, &by, id(stage, problem)?, &answer).await
}

/// The lead's head concludes, the coordinator terminates.
pub(super) async fn end(stage: &Stage<'_>, day: i64, problem: &Problem) -> Result<()> {
    let Some((wanted, end)) = problem
        .pairing
        .as_ref()
        .and_then(|p| Some((p, p.ends.as_ref()?)))
    else {
        return Ok(());
    };
    let step = StepInput {
        reason: end.reason.clone(),
        ..StepInput::default()
    };
    let pairing = id(stage, problem)?;
    match end.state.as_str() {
        "concluded" => {
            let head = stage.of_unit(&wanted.lead, Role::UnitHead, day).await?;
            pairings::conclude(stage.tx, &head, pairing, &step).await
        }
        "terminated" => {
            let coordinator = stage.with_role(Role::Coordinator, day).await?;
            pairings::terminate(stage.tx, &coordinator, pairing, &step).await
        }
        other => Err(Error::internal(format!("no ending {other}"))),
    }
}

fn id(stage: &Stage<'_>, problem: &Problem) -> Result<i64> {
    let id = stage.pairings.get(problem.key.as_str());
    id.copied().ok_or_else(|| Error::internal("not paired yet"))
}
