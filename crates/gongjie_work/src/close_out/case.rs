//! One problem on its way out, and who is asking: every permission of this room is decided here. Pure.

use std::collections::BTreeSet;

use gongjie_base::lifecycle as table;
use jiff::civil::Date;

use super::cannot::{
    CannotApply, CannotCheck, CannotGoOn, CannotLapse, CannotLookBack, CannotPublish,
    CannotSendBack, CannotSign, CannotStep, CannotStrike, CannotVerify, CannotView, CannotWithdraw,
};
use super::lifecycle::{APPLICANTS, Action, Line, TABLE};
use super::objection::{ByCloseOut, may_answer};
use super::rules::{self, LookBack, Opinion, State};
use super::tables::{close_out, close_out_view, judgement};
use crate::calendar::Calendar;
use crate::org::{Actor, Part, Role};
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// Who did the work.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// Units that did any of it.
    pub units: BTreeSet<i64>,
    /// Those and every unit that is one house with them.
    pub kin: BTreeSet<i64>,
    /// People with a duty of their own.
    pub people: BTreeSet<i64>,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub measures: usize,
    /// Measures and tasks that are neither done nor cancelled.
    pub open_measures: usize,
    pub evidence: u64,
}

/// Everything that a permission depends on.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub actor: &'a Actor,
    /// What the actor is toward the problem.
    pub parts: &'a [Part],
    pub problem: &'a problem::Model,
    pub work: &'a Work,
    pub progress: Progress,
    /// When the raisers were asked and who checks; nothing before the verification.
    pub judgement: Option<&'a judgement::Model>,
    /// Objections that wait or were upheld.
    pub objections: &'a ByCloseOut,
    /// Working days of the organisation.
    pub calendar: &'a Calendar,
    pub today: Date,
}

/// A step that the table has and the rules allow.
pub type Allowed<E> = Result<&'static Line, E>;

/// The table's line for `action`, if this state has it and somebody who plays `parts` may use it.
fn line_for(row: &close_out::Model, action: Action, parts: &[Part]) -> Allowed<CannotStep> {
    let line = table::find(TABLE, row.state, action);
    let line = line.ok_or(CannotStep::NoSuchStep(row.state))?;
    if line.who.iter().any(|p| parts.contains(p)) {
        Ok(line)
    } else {
        Err(CannotStep::NotYourStep)
    }
}

impl Case<'_> {
    fn applied(&self, row: &close_out::Model) -> bool {
        row.applied_by_id == Some(self.actor.person_id)
    }

    /// May apply 申请销号, but for the words.
    pub fn may_apply(&self) -> Result<(), CannotApply> {
        if !self.parts.iter().any(|p| APPLICANTS.contains(p)) {
            return Err(CannotApply::NotLead);
        }
        if !is_under_way(self.problem.state) {
            return Err(CannotApply::NotUnderWay);
        }
        if self.progress.measures == 0 {
            return Err(CannotApply::NoMeasure);
        }
        match self.progress.open_measures {
            0 => Ok(()),
            n => Err(CannotApply::MeasuresOpen(n)),
        }
    }

    /// May sign for the lead unit: its head, who did not apply.
    pub fn may_sign(&self, row: &close_out::Model) -> Allowed<CannotSign> {
        let line = line_for(row, Action::Sign, self.parts).map_err(CannotSign::Step)?;
        if self.applied(row) {
            return Err(CannotSign::Applicant);
        }
        Ok(line)
    }

    /// May give this unit's view: its own people, for an outside unit the coordinator.
    pub fn may_view(
        &self,
        row: &close_out::Model,
        view: Option<&close_out_view::Model>,
        is_outside: bool,
    ) -> Result<(), CannotView> {
        let view = view.ok_or(CannotView::NotAsked)?;
        let is_coordinator = self.parts.contains(&Part::Coordinator);
        if is_outside && !is_coordinator {
            return Err(CannotView::OutsideByCoordinator);
        }
        if !is_outside && !self.actor.speaks_for(view.unit_id) {
            return Err(CannotView::NotYourUnit);
        }
        if row.state != State::Signed {
            return Err(CannotView::NotNow);
        }
        if view.opinion != Opinion::Waiting {
            return Err(CannotView::AlreadyGiven);
        }
        Ok(())
    }

    /// May hand it to the verifier although partners were silent: the coordinator, after the time.
    pub fn may_go_on(&self, row: &close_out::Model) -> Allowed<CannotGoOn> {
        let line = line_for(row, Action::GoOn, self.parts).map_err(CannotGoOn::Step)?;
        match rules::views_until(row, self.calendar) {
            Some(until) if self.today <= until => Err(CannotGoOn::TooEarly(until)),
            _ => Ok(line),
        }
    }

    /// Goes on by itself: every partner has answered.
    pub fn goes_on(
        row: &close_out::Model,
        views: &[close_out_view::Model],
    ) -> Option<&'static Line> {
        let all = views.iter().all(|v| v.opinion != Opinion::Waiting);
        table::find(TABLE, row.state, Action::GoOn).filter(|_| all)
    }

    /// Is an outsider to the work with a role that may verify, whatever the state.
    pub fn is_outsider(&self, row: &close_out::Model) -> Result<(), CannotVerify> {
        let grants = &self.actor.grants;
        if grants.iter().any(|g| g.role.is_administrator()) {
            return Err(CannotVerify::Administrator);
        }
        let verifies = [
            Role::Liaison,
            Role::UnitHead,
            Role::Coordinator,
            Role::Inspector,
        ];
        if self.actor.person_id <= 0 || !grants.iter().any(|g| verifies.contains(&g.role)) {
            return Err(CannotVerify::NoRole);
        }
        if self.applied(row) {
            return Err(CannotVerify::Applicant);
        }
        if row.signed_by_id == Some(self.actor.person_id) {
            return Err(CannotVerify::Signer);
        }
        let mut own: BTreeSet<i64> = grants.iter().filter_map(|g| g.unit_id).collect();
        own.extend(self.actor.unit_id);
        let speaks = self.actor.units();
        let did = !own.is_disjoint(&self.work.kin)
            || !speaks.is_disjoint(&self.work.units)
            || self.work.people.contains(&self.actor.person_id);
        if did {
            return Err(CannotVerify::DidTheWork);
        }
        Ok(())
    }

    /// May verify 核验 now.
    pub fn may_verify(&self, row: &close_out::Model) -> Allowed<CannotVerify> {
        self.is_outsider(row)?;
        line_for(row, Action::Verify, &[Part::Outsider]).map_err(CannotVerify::Step)
    }

    /// May go on without the raisers' word: the coordinator, when their time is over or nobody could be asked.
    pub fn may_lapse(&self, row: &close_out::Model) -> Allowed<CannotLapse> {
        let line = line_for(row, Action::Lapse, self.parts).map_err(CannotLapse::Step)?;
        let asked = self.judgement.filter(|j| j.raisers > 0);
        let until: Option<Date> = asked.and_then(|j| j.until_on.parse().ok());
        match until {
            Some(until) if self.today <= until => Err(CannotLapse::TooEarly(until)),
            _ => Ok(line),
        }
    }

    /// May draw the checker: the coordinator.
    pub fn may_draw(&self, row: &close_out::Model) -> Allowed<CannotStep> {
        line_for(row, Action::Draw, self.parts)
    }

    /// Could make the independent check, if drawn: an outsider to the work who did not verify it.
    pub fn may_be_drawn(&self, row: &close_out::Model) -> Result<(), CannotCheck> {
        self.is_outsider(row).map_err(CannotCheck::Verify)?;
        if row.verified_by_id == Some(self.actor.person_id) {
            return Err(CannotCheck::Verifier);
        }
        Ok(())
    }

    /// May make the independent check: who was drawn.
    pub fn may_check(&self, row: &close_out::Model) -> Allowed<CannotCheck> {
        let drawn = self.judgement.and_then(|j| j.checker_id);
        let line = line_for(row, Action::Check, &[Part::Outsider]).map_err(CannotCheck::Step)?;
        if drawn != Some(self.actor.person_id) {
            return Err(CannotCheck::NotDrawn);
        }
        self.may_be_drawn(row)?;
        Ok(line)
    }

    /// The problem is shown to all before it is struck off.
    pub fn needs_notice(&self) -> bool {
        rules::needs_notice(self.problem.class, self.problem.grade)
    }

    /// May start the public notice 公示.
    pub fn may_publish(&self, row: &close_out::Model) -> Allowed<CannotPublish> {
        let line = line_for(row, Action::Publish, self.parts).map_err(CannotPublish::Step)?;
        if !self.needs_notice() {
            return Err(CannotPublish::NotNeeded);
        }
        Ok(line)
    }

    fn is_striker(&self) -> Result<(), CannotStrike> {
        let is_hard = self.problem.grade == Some(3);
        if is_hard && !self.parts.contains(&Part::Leader) {
            return Err(CannotStrike::LeaderStrikes);
        }
        if !is_hard && !self.parts.contains(&Part::Coordinator) {
            return Err(CannotStrike::CoordinatorStrikes);
        }
        Ok(())
    }

    /// No objection waits for its answer, and none was upheld.
    fn is_unopposed(&self, row: &close_out::Model) -> Result<(), CannotStrike> {
        match self.objections.get(&row.id) {
            Some(said) if said.open > 0 => Err(CannotStrike::ObjectionOpen),
            Some(said) if said.upheld > 0 => Err(CannotStrike::ObjectionUpheld),
            _ => Ok(()),
        }
    }

    /// May answer an objection that waits.
    pub fn has_to_answer(&self, row: &close_out::Model) -> bool {
        let waits = self.objections.get(&row.id).is_some_and(|o| o.open > 0);
        waits && may_answer(self, row).is_ok()
    }

    /// May strike off 销号: the coordinator, for grade 3 a leader, after the notice.
    pub fn may_strike(&self, row: &close_out::Model) -> Allowed<CannotStrike> {
        let line = line_for(row, Action::Strike, self.parts).map_err(CannotStrike::Step)?;
        self.is_striker()?;
        if !self.needs_notice() {
            return Ok(line);
        }
        let until = row.notice_to.as_deref().and_then(|d| d.parse().ok());
        match until {
            Some(until) if row.state == State::Notice && self.today > until => {
                self.is_unopposed(row).map(|()| line)
            }
            Some(until) if row.state == State::Notice => Err(CannotStrike::NoticeRunning(until)),
            _ => Err(CannotStrike::NoticeMissing),
        }
    }

    /// May send it back 退回: whoever has it in hand.
    pub fn may_send_back(&self, row: &close_out::Model) -> Allowed<CannotSendBack> {
        let mut parts = self.parts.to_vec();
        match row.state {
            State::Applied if self.applied(row) => return Err(CannotSendBack::Applicant),
            State::Viewed => {
                self.is_outsider(row).map_err(CannotSendBack::Verify)?;
                parts.push(Part::Outsider);
            }
            State::Unrated => {
                self.may_check(row).map_err(CannotSendBack::Check)?;
                parts.push(Part::Outsider);
            }
            State::Judged | State::Checked | State::Notice => {
                self.is_striker().map_err(CannotSendBack::Strike)?;
            }
            _ => {}
        }
        line_for(row, Action::SendBack, &parts).map_err(CannotSendBack::Step)
    }

    /// May take the application back: only who made it.
    pub fn may_withdraw(&self, row: &close_out::Model) -> Allowed<CannotWithdraw> {
        if !self.applied(row) {
            return Err(CannotWithdraw::NotApplicant);
        }
        line_for(row, Action::Withdraw, APPLICANTS).map_err(CannotWithdraw::Step)
    }

    /// May enter what the look-back 回头看 found; a rebound at any time, even after one that held.
    pub fn may_look_back(
        &self,
        row: &close_out::Model,
        found: LookBack,
    ) -> Allowed<CannotLookBack> {
        let line = line_for(row, Action::LookBack, self.parts).map_err(CannotLookBack::Step)?;
        if self.problem.state != ProblemState::Closed {
            return Err(CannotLookBack::AlreadyDone);
        }
        let from: Option<Date> = row.look_back_on.as_deref().and_then(|d| d.parse().ok());
        match (found, row.look_back, from) {
            (_, Some(LookBack::Rebound), _) | (LookBack::Holds, Some(LookBack::Holds), _) => {
                Err(CannotLookBack::AlreadyDone)
            }
            (LookBack::Holds, None, Some(from)) if self.today < from => {
                Err(CannotLookBack::TooEarly(from))
            }
            _ => Ok(line),
        }
    }
}

/// Closing can be applied for.
pub const fn is_under_way(state: ProblemState) -> bool {
    matches!(state, ProblemState::Working | ProblemState::LongTerm)
}
