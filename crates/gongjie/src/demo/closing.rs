//! How problems of the example are closed: each step by the person whose step it is, up to the one at which the example stops.

use gongjie_base::{Error, Result};

use super::example::Stage;
use super::seed::{Closing, Problem};
use crate::close_out::actions as close_outs;
use crate::close_out::rules::{
    self, Input, LookBackInput, SendBackInput, StepInput, VerifyInput, ViewInput, WithdrawInput,
};
use crate::measure::rules::SendBackReason;
use crate::org::{Acting, Role};
use crate::problem::rules::Class;

/// A step of a close-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gate {
    Apply,
    Sign,
    View,
    Withdraw,
    GoOn,
    Verify,
    SendBack,
    Publish,
    Strike,
    LookBack,
}

/// Days of the steps after the application. Those who wait, wait longer than the working days that the rules give, weekends included.
const fn days_after(gate: Gate, has_notice: bool) -> i64 {
    match gate {
        Gate::Apply => 0,
        Gate::Sign => 1,
        Gate::View | Gate::Withdraw => 2,
        Gate::GoOn => 8,
        Gate::Verify | Gate::SendBack => 9,
        Gate::Publish => 10,
        Gate::Strike if has_notice => 20,
        Gate::Strike => 11,
        Gate::LookBack => 115,
    }
}

fn has_notice(problem: &Problem) -> bool {
    let class = problem.class.as_deref().and_then(Class::from_code);
    rules::needs_notice(class, Some(problem.grade))
}

/// Days of a problem's closing, today being 0.
pub(super) fn plan(problem: &Problem) -> Vec<(i64, Gate)> {
    let Some(closing) = &problem.closing else {
        return Vec::new();
    };
    let has_notice = has_notice(problem);
    let mut gates = vec![Gate::Apply];
    let until = closing.until.as_str();
    if until != "applied" {
        gates.push(Gate::Sign);
    }
    match until {
        "applied" => {}
        "withdrawn" => gates.push(Gate::Withdraw),
        _ => gates.push(Gate::View),
    }
    if !closing.silent.is_empty() {
        gates.push(Gate::GoOn);
    }
    match until {
        "sent_back" => gates.push(Gate::SendBack),
        "applied" | "signed" | "viewed" | "withdrawn" => {}
        _ => gates.push(Gate::Verify),
    }
    let is_struck = matches!(until, "struck" | "held" | "rebound");
    if until == "notice" || (is_struck && has_notice) {
        gates.push(Gate::Publish);
    }
    if is_struck {
        gates.push(Gate::Strike);
    }
    if matches!(until, "held" | "rebound") {
        gates.push(Gate::LookBack);
    }
    let day = |gate| match (gate, closing.look_back_days_ago) {
        (Gate::LookBack, Some(days)) => -days,
        _ => days_after(gate, has_notice) - closing.days_ago,
    };
    gates.into_iter().map(|gate| (day(gate), gate)).collect()
}

/// One step of a problem's closing.
pub(super) async fn act<'a>(
    stage: &mut Stage<'a>,
    day: i64,
    gate: Gate,
    problem: &'a Problem,
) -> Result<()> {
    let Some(closing) = &problem.closing else {
        return Ok(());
    };
    if gate == Gate::Apply {
        let acting = stage.lead(problem, day).await?;
        let input = Input {
            result: closing.result.clone(),
            ..Input::default()
        };
        let id = close_outs::apply(stage.tx, &acting, stage.id(problem)?, &input).await?;
        stage.close_outs.insert(&problem.key, id);
        return Ok(());
    }
    let id = stage.close_outs.get(problem.key.as_str()).copied();
    let id = id.ok_or_else(|| Error::internal("not applied for yet"))?;
    if gate == Gate::View {
        return view(stage, day, problem, closing, id).await;
    }
    let by = doer(stage, day, gate, problem, closing).await?;
    step(stage, &by, gate, closing, id).await
}

/// Whose step it is.
async fn doer(
    stage: &Stage<'_>,
    day: i64,
    gate: Gate,
    problem: &Problem,
    closing: &Closing,
) -> Result<Acting> {
    let lead = problem.pairing.as_ref().map_or("", |p| p.lead.as_str());
    match gate {
        Gate::Apply | Gate::Withdraw => stage.lead(problem, day).await,
        Gate::Sign => stage.of_unit(lead, Role::UnitHead, day).await,
        Gate::Verify | Gate::SendBack => {
            let key = closing.verifier.as_deref();
            let key = key.ok_or_else(|| Error::internal("nobody verifies"))?;
            stage.person(key, day).await
        }
        Gate::Strike if problem.grade == 3 => stage.with_role(Role::Leader, day).await,
        Gate::LookBack => stage.with_role(Role::Supervisor, day).await,
        Gate::View | Gate::GoOn | Gate::Publish | Gate::Strike => {
            stage.with_role(Role::Coordinator, day).await
        }
    }
}

async fn step(
    stage: &Stage<'_>,
    by: &Acting,
    gate: Gate,
    closing: &Closing,
    id: i64,
) -> Result<()> {
    let (tx, plain) = (stage.tx, StepInput::default());
    let note = closing.note.clone();
    match gate {
        Gate::Sign => close_outs::sign(tx, by, id, &plain).await,
        Gate::GoOn => close_outs::go_on(tx, by, id, &plain).await,
        Gate::Publish => close_outs::publish(tx, by, id, &plain).await,
        Gate::Strike => close_outs::strike(tx, by, id, &plain).await,
        Gate::Withdraw => {
            let input = WithdrawInput {
                withdraw_reason: note,
                ..WithdrawInput::default()
            };
            close_outs::withdraw(tx, by, id, &input).await
        }
        Gate::Verify => {
            let input = VerifyInput {
                verify_note: "示例：到现场看过，抽查三份记录，问过两名使用的人，与申请一致。"
                    .to_owned(),
                ..VerifyInput::default()
            };
            close_outs::verify(tx, by, id, &input).await
        }
        Gate::SendBack => {
            let input = SendBackInput {
                send_back_reason: SendBackReason::Evidence.code().to_owned(),
                send_back_note: note,
                ..SendBackInput::default()
            };
            close_outs::send_back(tx, by, id, &input).await
        }
        Gate::LookBack => {
            let is_held = closing.until == "held";
            let input = LookBackInput {
                look_back: if is_held { "holds" } else { "rebound" }.to_owned(),
                look_back_note: if is_held {
                    "示例：又去看过，仍然管用。".to_owned()
                } else {
                    note
                },
                ..LookBackInput::default()
            };
            close_outs::look_back(tx, by, id, &input).await
        }
        Gate::Apply | Gate::View => Ok(()),
    }
}

/// The partners that answer; for outside ones the coordinator notes what they said.
async fn view(
    stage: &Stage<'_>,
    day: i64,
    problem: &Problem,
    closing: &Closing,
    id: i64,
) -> Result<()> {
    let partners = problem.pairing.as_ref().map_or(&[][..], |p| &p.partners);
    let mut differs = closing.differs.clone();
    for partner in partners {
        if closing.waiting.contains(partner) || closing.silent.contains(partner) {
            continue;
        }
        let (by, said) = if stage.is_outside(partner) {
            let by = stage.with_role(Role::Coordinator, day).await?;
            (by, "示例：电话确认，没有不同意见".to_owned())
        } else {
            let by = stage.of_unit(partner, Role::Liaison, day).await?;
            (by, String::new())
        };
        let words = differs.take();
        let input = ViewInput {
            unit_id: stage.keys.unit(partner)?.to_string(),
            opinion: if words.is_some() { "differ" } else { "agree" }.to_owned(),
            words: words.unwrap_or(said),
        };
        close_outs::view(stage.tx, &by, id, &input).await?;
    }
    Ok(())
}
