//! What oversight does about late measures of the example: a slip that is answered, one that waits, a lenient note, a letter, a bulletin; and what the rates leave out.

use gongjie_base::clock::plus_days;
use gongjie_base::{Error, Result};

use super::example::Stage;
use super::seed::Problem;
use super::tasks;
use crate::bulletin::rules::{Period, Step as BulletinStep};
use crate::bulletin::{actions as bulletins, draft};
use crate::door::Reading;
use crate::exclusion::actions as exclusions;
use crate::exclusion::rules::{Input as ExclusionInput, Step as ExclusionStep};
use crate::layout::{Lang, Words};
use crate::leniency::actions as leniency;
use crate::leniency::rules::{Input as LeniencyInput, Step as LeniencyStep};
use crate::org::{Acting, Role};
use crate::problem::queries as problems;
use crate::problem::rules::State;
use crate::slip::rules::{AnswerInput, Input, Step};
use crate::slip::{actions as slips, compose};

/// Days late from which the whole way of a slip is shown.
const LONG_LATE_DAYS: i64 = 5;
/// Days that the bulletin covers.
const PERIOD_DAYS: i64 = 30;

/// One thing that is done about a late measure, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Press {
    Urge(usize),
    Receive(usize),
    Answer(usize),
    Excuse(usize),
    Letter,
}

/// Days on which something is done about a problem's late measures, today being 0.
pub(super) fn plan(problem: &Problem) -> Vec<(i64, Press)> {
    let mut deeds = Vec::new();
    for (n, (measure, _)) in tasks::flat(&problem.measures).into_iter().enumerate() {
        let is_late = measure.due_days < 0 && measure.target_state == "working";
        let extension = measure.extension.as_ref().map(|e| e.state.as_str());
        if !is_late || extension == Some("granted") {
            continue;
        }
        if measure.due_days <= -LONG_LATE_DAYS {
            let steps = [Press::Urge(n), Press::Receive(n), Press::Answer(n)];
            deeds.extend([-3, -2, -1].into_iter().zip(steps));
        } else if extension.is_some() {
            deeds.extend([(-1, Press::Urge(n)), (-1, Press::Letter)]);
        } else {
            deeds.push((-1, Press::Excuse(n)));
        }
    }
    deeds
}

/// One deed about a late measure.
pub(super) async fn act<'a>(
    stage: &mut Stage<'a>,
    day: i64,
    press: Press,
    problem: &'a Problem,
) -> Result<()> {
    match press {
        Press::Urge(n) => {
            let id = measure(stage, problem, n)?;
            let slip = urge(stage, day, id).await?;
            stage.slips.insert((&problem.key, n), slip);
            Ok(())
        }
        Press::Receive(n) => {
            let by = lead_of(stage, problem, n, day).await?;
            step(stage, &by, slip(stage, problem, n)?, "receive").await
        }
        Press::Answer(n) => {
            let by = lead_of(stage, problem, n, day).await?;
            let input = AnswerInput {
                reason: "示例：参与的人分在三个时段，汇总比预想的慢。".to_owned(),
                done: "示例：已收齐两个时段的意见，第三个时段本周收完。".to_owned(),
                new_due_on: plus_days(stage.system.today, 10).to_string(),
                ..AnswerInput::default()
            };
            slips::answer(stage.tx, &by, slip(stage, problem, n)?, &input).await
        }
        Press::Excuse(n) => excuse(stage, day, problem, n).await,
        Press::Letter => letter(stage, day, problem).await,
    }
}

fn measure(stage: &Stage<'_>, problem: &Problem, n: usize) -> Result<i64> {
    let id = stage.measures.get(&(problem.key.as_str(), n)).copied();
    id.ok_or_else(|| Error::internal("not set yet"))
}

fn slip(stage: &Stage<'_>, problem: &Problem, n: usize) -> Result<i64> {
    let id = stage.slips.get(&(problem.key.as_str(), n)).copied();
    id.ok_or_else(|| Error::internal("not sent yet"))
}

/// Who does the daily work of the unit that leads a measure.
async fn lead_of(stage: &Stage<'_>, problem: &Problem, n: usize, day: i64) -> Result<Acting> {
    let all = tasks::flat(&problem.measures);
    let lead = all.get(n).map_or("", |(measure, _)| measure.lead.as_str());
    stage.of_unit(lead, Role::Liaison, day).await
}

fn reading<'b>(stage: &'b Stage<'_>, by: &'b Acting) -> Reading<'b> {
    Reading {
        conn: stage.tx,
        actor: &by.actor,
        words: Words {
            lang: Lang::Zh,
            pack: by.actor.term_pack,
        },
        today: by.today,
    }
}

async fn step(stage: &Stage<'_>, by: &Acting, id: i64, action: &str) -> Result<()> {
    let step = Step {
        action: action.to_owned(),
        ..Step::default()
    };
    slips::advance(stage.tx, by, id, &step).await
}

/// Drafted by the inspector, approved by the coordinator, sent.
async fn urge(stage: &Stage<'_>, day: i64, measure_id: i64) -> Result<i64> {
    let inspector = stage.with_role(Role::Inspector, day).await?;
    let coordinator = stage.with_role(Role::Coordinator, day).await?;
    let mut input = Input {
        kind: "urge".to_owned(),
        measure_id: measure_id.to_string(),
        ..Input::default()
    };
    compose::fill(reading(stage, &inspector), &mut input).await?;
    let id = slips::draft(stage.tx, &inspector, &input).await?;
    step(stage, &coordinator, id, "approve").await?;
    step(stage, &inspector, id, "send").await?;
    Ok(id)
}

/// The supervisor reminds the unit, with a leader's signature.
async fn letter(stage: &Stage<'_>, day: i64, problem: &Problem) -> Result<()> {
    let supervisor = stage.with_role(Role::Supervisor, day).await?;
    let leader = stage.with_role(Role::Leader, day).await?;
    let lead = problem.pairing.as_ref().map_or("", |p| p.lead.as_str());
    let mut input = Input {
        kind: "letter".to_owned(),
        problem_id: stage.id(problem)?.to_string(),
        to_unit_id: stage.keys.unit(lead)?.to_string(),
        basis: "示例：这道题有举措延期未获同意，又已经到期。".to_owned(),
        ..Input::default()
    };
    compose::fill(reading(stage, &supervisor), &mut input).await?;
    let id = slips::draft(stage.tx, &supervisor, &input).await?;
    step(stage, &leader, id, "approve").await?;
    step(stage, &supervisor, id, "send").await
}

/// Asked for by the unit, taken in and verified, granted by a leader.
async fn excuse(stage: &Stage<'_>, day: i64, problem: &Problem, n: usize) -> Result<()> {
    let own = lead_of(stage, problem, n, day).await?;
    let supervisor = stage.with_role(Role::Supervisor, day).await?;
    let leader = stage.with_role(Role::Leader, day).await?;
    let input = LeniencyInput {
        mark: "late".to_owned(),
        measure_id: measure(stage, problem, n)?.to_string(),
        grounds: "force".to_owned(),
        statement: "示例：机房停电两天，核对中断，已当天报告，恢复后接着办。".to_owned(),
        ..LeniencyInput::default()
    };
    let id = leniency::apply(stage.tx, &own, &input).await?;
    let officers = [Role::Supervisor, Role::Inspector];
    let mut named = Vec::new();
    for role in officers {
        let officer = stage.with_role(role, day).await?;
        named.push(officer.actor.person_id.to_string());
    }
    let steps = [
        (&supervisor, "accept", "", Vec::new()),
        (&supervisor, "verify", "", named),
        (
            &leader,
            "grant",
            "示例：停电通知和值班记录相符，没有拖延。",
            Vec::new(),
        ),
    ];
    for (by, action, note, officers) in steps {
        let step = LeniencyStep {
            action: action.to_owned(),
            note: note.to_owned(),
            officers,
            meeting: "示例：校长办公会第 9 次".to_owned(),
            ..LeniencyStep::default()
        };
        leniency::advance(stage.tx, by, id, &step).await?;
    }
    Ok(())
}

/// Left out of the rates: one problem that stands still, agreed to by the inspector; another one waits for a second person.
pub(super) async fn leave_out(stage: &Stage<'_>) -> Result<()> {
    let coordinator = stage.with_role(Role::Coordinator, -1).await?;
    let inspector = stage.with_role(Role::Inspector, -1).await?;
    for (state, words, is_granted) in [
        (
            State::Suspended,
            "示例：缺场地，等明年楼栋改造；改造方案已定，挂账到明年六月。",
            true,
        ),
        (
            State::LongTerm,
            "示例：长期坚持的事，没有一次办结的时限。",
            false,
        ),
    ] {
        let filter = problems::Filter {
            state: Some(state),
            ..problems::Filter::default()
        };
        let found = problems::list(stage.tx, &coordinator.actor, &filter).await?;
        let Some(problem) = found.first() else {
            continue;
        };
        let input = ExclusionInput {
            problem_id: problem.id.to_string(),
            reason: "not_ripe".to_owned(),
            words: words.to_owned(),
            evidence: "示例：办公会第 8 次记录".to_owned(),
            ..ExclusionInput::default()
        };
        let id = exclusions::ask(stage.tx, &coordinator, &input).await?;
        if is_granted {
            let step = ExclusionStep {
                action: "grant".to_owned(),
                note: "示例：看过会议记录和改造方案。".to_owned(),
                ..ExclusionStep::default()
            };
            exclusions::advance(stage.tx, &inspector, id, &step).await?;
        }
    }
    Ok(())
}

/// The bulletin of the last month: drafted by the inspector, released by the coordinator.
pub(super) async fn report(stage: &Stage<'_>) -> Result<()> {
    let inspector = stage.with_role(Role::Inspector, -1).await?;
    let coordinator = stage.with_role(Role::Coordinator, -1).await?;
    let period = Period {
        from: plus_days(inspector.today, -PERIOD_DAYS),
        to: inspector.today,
        as_of: inspector.today,
    };
    let title = "关于近一个月督办情况的通报（示例）".to_owned();
    let drafted = draft::draft(reading(stage, &inspector), period).await?;
    let id = bulletins::draft(stage.tx, &inspector, (title, period), &drafted).await?;
    let step = BulletinStep {
        action: "release".to_owned(),
        ..BulletinStep::default()
    };
    bulletins::advance(stage.tx, &coordinator, id, &step).await
}
