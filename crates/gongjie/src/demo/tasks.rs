//! The measures of the example: set, signed, worked on, extended, sent back, finished.

use gongjie_base::clock::plus_days;
use gongjie_base::{Error, Result};

use super::example::{Deed, Flat, Stage};
use super::seed::{Extension, Measure, Problem};
use crate::measure::actions::{
    self as measures, DecisionInput, ExtensionInput, MilestoneInput, ProgressInput, Step,
};
use crate::measure::lifecycle::Action;
use crate::measure::rules::{Input, SendBackReason};
use crate::org::{Acting, Role};

/// All measures and tasks in the order in which they are set, each with the place of its parent.
pub(super) fn flat(all: &[Measure]) -> Vec<Flat<'_>> {
    let mut flat: Vec<Flat<'_>> = Vec::new();
    let mut todo: Vec<(&Measure, Option<usize>)> = all.iter().rev().map(|m| (m, None)).collect();
    while let Some((measure, parent)) = todo.pop() {
        let place = flat.len();
        flat.push((measure, parent));
        todo.extend(
            measure
                .children
                .iter()
                .rev()
                .map(|child| (child, Some(place))),
        );
    }
    flat
}

/// One deed about a measure.
pub(super) async fn act<'a>(
    stage: &mut Stage<'a>,
    day: i64,
    deed: Deed,
    problem: &'a Problem,
) -> Result<()> {
    let (Deed::Set(n) | Deed::Progress(n, _) | Deed::Extend(n) | Deed::Finish(n)) = deed else {
        return Ok(());
    };
    let all = flat(&problem.measures);
    let Some((measure, parent)) = all.get(n).copied() else {
        return Ok(());
    };
    match deed {
        Deed::Set(_) => set(stage, day, problem, measure, (n, parent)).await,
        Deed::Progress(_, k) => {
            let Some(progress) = measure.progress.get(k) else {
                return Ok(());
            };
            let input = ProgressInput {
                sentence: progress.sentence.clone(),
                percent: match progress.percent {
                    Some(percent) if measure.children.is_empty() => percent.to_string(),
                    _ => String::new(),
                },
                ..ProgressInput::default()
            };
            let acting = doer(stage, measure, day).await?;
            measures::note_progress(stage.tx, &acting, id(stage, problem, n)?, &input).await?;
            Ok(())
        }
        Deed::Extend(_) => match &measure.extension {
            Some(extension) => extend(stage, day, measure, extension, id(stage, problem, n)?).await,
            None => Ok(()),
        },
        _ => finish(stage, day, problem, measure, id(stage, problem, n)?).await,
    }
}

fn id(stage: &Stage<'_>, problem: &Problem, n: usize) -> Result<i64> {
    let id = stage.measures.get(&(problem.key.as_str(), n));
    id.copied()
        .ok_or_else(|| Error::internal(format!("measure {n} is not set yet")))
}

/// The named owner, else the unit's daily worker.
async fn doer(stage: &Stage<'_>, measure: &Measure, day: i64) -> Result<Acting> {
    match &measure.owner {
        Some(key) => stage.person(key, day).await,
        None => stage.of_unit(&measure.lead, Role::Liaison, day).await,
    }
}

async fn set<'a>(
    stage: &mut Stage<'a>,
    day: i64,
    problem: &'a Problem,
    measure: &Measure,
    (n, parent): (usize, Option<usize>),
) -> Result<()> {
    let acting = stage.lead(problem, day).await?;
    let mut partners = Vec::new();
    for partner in &measure.partners {
        partners.push(stage.keys.unit(partner)?.to_string());
    }
    let owner = measure
        .owner
        .as_ref()
        .and_then(|key| stage.keys.people.get(key));
    let input = Input {
        text: measure.text.clone(),
        parent_id: match parent {
            Some(parent) => id(stage, problem, parent)?.to_string(),
            None => String::new(),
        },
        lead: stage.keys.unit(&measure.lead)?.to_string(),
        partners,
        owner: owner.map(ToString::to_string).unwrap_or_default(),
        start_on: plus_days(stage.system.today, measure.start_days.max(day)).to_string(),
        due_text: measure
            .due_text
            .clone()
            .unwrap_or_else(|| plus_days(stage.system.today, measure.due_days).to_string()),
        ..Input::default()
    };
    let made = measures::set(stage.tx, &acting, stage.id(problem)?, &input).await?;
    stage.measures.insert((&problem.key, n), made);
    for milestone in &measure.milestones {
        let input = MilestoneInput {
            text: milestone.text.clone(),
            due_on: plus_days(stage.system.today, milestone.due_days).to_string(),
        };
        measures::add_milestone(stage.tx, &acting, made, &input).await?;
    }
    if measure.target_state != "issued" {
        let acting = stage.of_unit(&measure.lead, Role::Liaison, day).await?;
        measures::advance(stage.tx, &acting, made, Action::Sign, &Step::default()).await?;
    }
    Ok(())
}

async fn extend(
    stage: &Stage<'_>,
    day: i64,
    measure: &Measure,
    extension: &Extension,
    measure_id: i64,
) -> Result<()> {
    let asker = doer(stage, measure, day).await?;
    let ask = ExtensionInput {
        to_due_on: plus_days(stage.system.today, extension.to_days).to_string(),
        reason: extension.reason.clone(),
        progress_so_far: String::new(),
    };
    let asked = measures::ask_extension(stage.tx, &asker, measure_id, &ask).await?;
    let decide = |decision: &str| DecisionInput {
        decision: decision.to_owned(),
        note: if decision == "deny" {
            "示例：理由不足，按原期完成".to_owned()
        } else {
            String::new()
        },
        ..DecisionInput::default()
    };
    if extension.state == "withdrawn" {
        measures::decide_extension(stage.tx, &asker, asked, &decide("withdraw")).await?;
        return Ok(());
    }
    if matches!(
        extension.state.as_str(),
        "head_agreed" | "granted" | "denied"
    ) {
        let head = stage.of_unit(&measure.lead, Role::UnitHead, day).await?;
        measures::decide_extension(stage.tx, &head, asked, &decide("agree")).await?;
    }
    let decision = match extension.state.as_str() {
        "granted" => "grant",
        "denied" => "deny",
        _ => return Ok(()),
    };
    let inspector = stage.with_role(Role::Inspector, day).await?;
    measures::decide_extension(stage.tx, &inspector, asked, &decide(decision)).await?;
    Ok(())
}

async fn finish(
    stage: &Stage<'_>,
    day: i64,
    problem: &Problem,
    measure: &Measure,
    measure_id: i64,
) -> Result<()> {
    let worker = doer(stage, measure, day).await?;
    let coordinator = stage.with_role(Role::Coordinator, day).await?;
    let report = Step {
        result: "示例：已按举措完成，情况见进展。".to_owned(),
        ..Step::default()
    };
    let reason = |words: &str| Step {
        reason: words.to_owned(),
        ..Step::default()
    };
    let target = measure.target_state.as_str();
    let has_worked = !measure.progress.is_empty();
    if matches!(target, "working" | "reported" | "done" | "suspended") && !has_worked {
        measures::advance(
            stage.tx,
            &worker,
            measure_id,
            Action::Start,
            &Step::default(),
        )
        .await?;
    }
    for _ in 0..measure.send_backs {
        measures::advance(stage.tx, &worker, measure_id, Action::Report, &report).await?;
        let back = Step {
            code: Some(SendBackReason::Evidence),
            reason: "示例：佐证不足".to_owned(),
            ..Step::default()
        };
        measures::advance(stage.tx, &coordinator, measure_id, Action::SendBack, &back).await?;
    }
    match target {
        "reported" => {
            measures::advance(stage.tx, &worker, measure_id, Action::Report, &report).await
        }
        "done" => {
            measures::advance(stage.tx, &worker, measure_id, Action::Report, &report).await?;
            let lead = problem.pairing.as_ref().map_or("", |p| p.lead.as_str());
            let head = stage.of_unit(lead, Role::UnitHead, day).await?;
            measures::advance(stage.tx, &head, measure_id, Action::Pass, &Step::default()).await
        }
        "suspended" => {
            let why = reason("示例：等外部审批，缺此条件不能推进");
            measures::advance(stage.tx, &coordinator, measure_id, Action::Suspend, &why).await
        }
        "cancelled" => {
            let why = reason("示例：与另一条举措重复，免办");
            measures::advance(stage.tx, &coordinator, measure_id, Action::Cancel, &why).await
        }
        _ => Ok(()),
    }
}
