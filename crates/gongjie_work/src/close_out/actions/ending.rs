//! How a close-out ends: struck off, sent back, withdrawn; and what the look-back found.

use gongjie_base::clock::plus_days;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::found;
use crate::close_out::rules::{
    self, LOOK_BACK_DAYS, LookBack, LookBackInput, SendBackInput, StepInput, WithdrawInput,
};
use crate::close_out::tables::close_out::ActiveModel;
use crate::org::Acting;
use crate::problem::actions::Step;
use crate::problem::lifecycle::Action as ProblemAction;

/// Strikes the problem off 销号 and sets the day of the look-back. For the coordinator, for grade 3 a leader, after any notice.
pub async fn strike(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_strike(&found.row)?;
    let basis = found.facts.judgement.as_ref().and_then(|j| j.basis);
    let basis = basis.ok_or_else(|| Error::conflict("problem-close-needs-word"))?;
    let look_back_on = plus_days(acting.today, LOOK_BACK_DAYS).to_string();
    let row = ActiveModel {
        struck_by_id: Set(acting.by().person_id),
        struck_on: Set(Some(acting.day())),
        look_back_on: Set(Some(look_back_on.clone())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.strike")
        .set("look_back_on", look_back_on);
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    let step = Step {
        closed_as: Some(basis),
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::Close, step)
        .await
}

/// Sends it back 退回整改 with a reason and what is missing: whoever has it in hand. The problem is worked on again.
pub async fn send_back(tx: &Tx, acting: &Acting, id: i64, input: &SendBackInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_send_back(&found.row)?;
    let (reason, note) = rules::read_send_back(input)?;
    let row = ActiveModel {
        send_back_reason: Set(Some(reason)),
        send_back_note: Set(Some(note.clone())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.send_back")
        .set("send_back_reason", reason)
        .set("send_back_note", &note);
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    let step = Step {
        reason: note,
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::SendBack, step)
        .await
}

/// Takes the application back 撤回 and says why: only who made it, before it is verified. The problem is worked on again.
pub async fn withdraw(tx: &Tx, acting: &Acting, id: i64, input: &WithdrawInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_withdraw(&found.row)?;
    let reason = rules::read_withdrawal(input)?;
    let row = ActiveModel {
        send_back_note: Set(Some(reason.clone())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.withdraw")
        .set("send_back_note", &reason);
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    let step = Step {
        reason,
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::SendBack, step)
        .await
}

/// Enters what the look-back found 回头看. For supervisors and coordinators; a rebound reopens the problem.
pub async fn look_back(tx: &Tx, acting: &Acting, id: i64, input: &LookBackInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let wanted = LookBack::from_code(input.look_back.trim()).unwrap_or(LookBack::Rebound);
    let line = found.case(acting).may_look_back(&found.row, wanted)?;
    let (result, note) = rules::read_look_back(input)?;
    let row = ActiveModel {
        look_back: Set(Some(result)),
        look_back_note: Set(Some(note.clone())),
        looked_back_on: Set(Some(acting.day())),
        looked_back_by_id: Set(acting.by().person_id),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.look_back")
        .change("look_back", found.row.look_back, Some(result))
        .change(
            "look_back_note",
            found.row.look_back_note.as_ref(),
            Some(&note),
        );
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    if result == LookBack::Holds {
        return Ok(());
    }
    let step = Step {
        reason: note,
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::Rebound, step)
        .await
}
