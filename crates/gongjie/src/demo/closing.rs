//! How problems of the example are closed: each step by the person whose step it is, up to the one at which the example stops.

use gongjie_base::{Error, Result};

use super::example::Stage;
use super::seed::{Closing, Problem};
use crate::close_out::actions as close_outs;
use crate::close_out::queries;
use crate::close_out::rules::{
    self, CheckInput, DrawInput, Input, LookBackInput, SendBackInput, State, StepInput,
    VerifyInput, ViewInput, WithdrawInput,
};
use crate::measure::rules::SendBackReason;
use crate::org::{Acting, Role};
use crate::problem::rules::Class;
use crate::voice::rules::{JudgeInput, Solved};

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
    /// The raiser judges.
    Judge,
    /// Nobody could be asked: somebody is drawn, and checks.
    Check,
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
        Gate::Judge => 10,
        Gate::Check => 11,
        Gate::Publish => 12,
        Gate::Strike if has_notice => 22,
        Gate::Strike => 13,
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
    if !matches!(
        until,
        "applied" | "signed" | "viewed" | "withdrawn" | "sent_back" | "asked" | "unrated"
    ) {
        gates.extend([Gate::Judge, Gate::Check]);
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
    match gate {
        Gate::View => return view(stage, day, problem, closing, id).await,
        Gate::Judge => return judge(stage, day, id).await,
        Gate::Check => return check(stage, day, id).await,
        _ => {}
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
        Gate::View | Gate::GoOn | Gate::Judge | Gate::Check | Gate::Publish | Gate::Strike => {
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
        Gate::Apply | Gate::View | Gate::Judge | Gate::Check => Ok(()),
    }
}

/// The unit that raised the problem says that it is solved, where it was asked.
async fn judge(stage: &Stage<'_>, day: i64, id: i64) -> Result<()> {
    let asked = queries::list_verdicts(stage.tx, &[id]).await?;
    let Some(unit) = asked.iter().find_map(|v| v.unit_id) else {
        return Ok(());
    };
    let key = stage.keys.units.iter().find(|(_, id)| **id == unit);
    let key = key.map_or("", |(key, _)| key.as_str());
    let mut by = stage.of_unit(key, Role::Liaison, day).await?;
    if !by.actor.speaks_for(unit) {
        by = stage.of_unit(key, Role::UnitHead, day).await?;
    }
    if !by.actor.speaks_for(unit) {
        return Ok(());
    }
    let input = JudgeInput {
        solved: Solved::Yes.code().to_owned(),
        satisfied: "4".to_owned(),
        words: "示例：问过最初提出来的几位，都说好了。".to_owned(),
    };
    close_outs::judge_by_unit(stage.tx, &by, stage.clock, id, &input).await
}

/// Where nobody spoke somebody is drawn who did none of the work, and looks again.
async fn check(stage: &Stage<'_>, day: i64, id: i64) -> Result<()> {
    let coordinator = stage.with_role(Role::Coordinator, day).await?;
    let row = queries::find(stage.tx, &coordinator.actor, id).await?;
    if row.state != State::Unrated {
        return Ok(());
    }
    close_outs::draw(stage.tx, &coordinator, id, &DrawInput::default()).await?;
    let facts = queries::facts_of(stage.tx, &coordinator.actor, &[row.problem_id]).await?;
    let drawn = facts
        .get(&row.problem_id)
        .and_then(|f| f.judgement.as_ref()?.checker_id);
    let drawn = drawn.ok_or_else(|| Error::internal("nobody was drawn"))?;
    let by = stage.person_of(drawn, day).await?;
    let input = CheckInput {
        check_note: "示例：另去看过一次，问了三名使用的人，与核验一致。".to_owned(),
        ..CheckInput::default()
    };
    close_outs::check(stage.tx, &by, id, &input).await
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
