//! Plays the invented organisation day by day, through the verbs of the people who would use them, until every state and light is there.

use std::collections::BTreeMap;

use gongjie_base::clock::plus_days;
use gongjie_base::{Clock, Error, Result, Tx};

use super::Keys;
use super::closing::{self, Gate};
use super::oversight::{self, Press};
use super::seed::{Measure, Problem, Seed};
use super::{founding, open, pairs, tasks};
use crate::activity::{actions as activity_actions, rules as activities};
use crate::campaign::actions as campaigns;
use crate::campaign::lifecycle::Action as CampaignAction;
use crate::journal;
use crate::measure::actions as measures;
use crate::org::{Acting, Role, queries as org};
use crate::outcome::{actions as outcome_actions, rules as outcomes};
use crate::problem::actions::{self as problems, Step};
use crate::problem::lifecycle::Action;
use crate::problem::rules::{CarryInput, Input};

/// The day on which the last campaign ends and this one begins, today being 0.
const TURN_OF_THE_YEAR: i64 = -323;

/// One thing that somebody does on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    Propose,
    Triage,
    Pair,
    /// A measure is set, signed and given its milestones.
    Set(usize),
    Start,
    Progress(usize, usize),
    Extend(usize),
    /// The measure reaches its state.
    Finish(usize),
    Activity(usize),
    Outcome(usize),
    /// A step of the close-out.
    Close(Gate),
    /// The pairing is concluded or terminated.
    Part,
    /// The problem reaches its state.
    End,
    /// Something is done about a late measure.
    Oversee(Press),
}

/// What was played so far.
pub(super) struct Stage<'a> {
    pub tx: &'a Tx,
    pub system: &'a Acting,
    pub seed: &'a Seed,
    pub keys: &'a Keys,
    pub clock: &'a Clock,
    pub problems: BTreeMap<&'a str, i64>,
    pub pairings: BTreeMap<&'a str, i64>,
    /// By problem and place of the measure.
    pub measures: BTreeMap<(&'a str, usize), i64>,
    /// By problem.
    pub close_outs: BTreeMap<&'a str, i64>,
    /// By problem and place of the measure.
    pub slips: BTreeMap<(&'a str, usize), i64>,
}

/// Every problem of the example, all of them together in the order of the days.
pub async fn play(tx: &Tx, system: &Acting, clock: &Clock, seed: &Seed, keys: &Keys) -> Result<()> {
    let mut deeds: Vec<(i64, Deed, &Problem)> = Vec::new();
    for problem in &seed.problems {
        deeds.extend(
            plan(problem)
                .into_iter()
                .map(|(day, deed)| (day, deed, problem)),
        );
    }
    deeds.sort_by_key(|(day, deed, problem)| (*day, *deed, problem.key.as_str()));
    let mut stage = Stage {
        tx,
        system,
        seed,
        keys,
        clock,
        problems: BTreeMap::new(),
        pairings: BTreeMap::new(),
        measures: BTreeMap::new(),
        close_outs: BTreeMap::new(),
        slips: BTreeMap::new(),
    };
    let mut has_turned = seed.last_campaign.is_none();
    for (day, deed, problem) in deeds {
        if !has_turned && day > TURN_OF_THE_YEAR {
            stage.turn_the_year().await?;
            has_turned = true;
        }
        stage.act(day, deed, problem).await.map_err(|error| {
            Error::internal(format!(
                "example {} day {day} {deed:?}: {error}",
                problem.key
            ))
        })?;
    }
    if !seed.problems.is_empty() {
        stage.stand().await?;
        oversight::report(&stage).await?;
        open::play(&stage).await?;
        oversight::leave_out(&stage).await?;
    }
    Ok(())
}

/// Days of a problem's deeds, today being 0.
fn plan(problem: &Problem) -> Vec<(i64, Deed)> {
    let paired = problem.pairing.as_ref().map(|p| -p.days_ago);
    let begin = paired.unwrap_or(-4);
    let mut deeds = vec![(begin - 6, Deed::Propose)];
    if problem.target_state != "proposed" {
        deeds.push((begin - 4, Deed::Triage));
    }
    deeds.extend(paired.map(|day| (day, Deed::Pair)));
    for (n, (measure, _)) in tasks::flat(&problem.measures).into_iter().enumerate() {
        let set = measure.start_days.min(0).max(begin);
        deeds.push((set, Deed::Set(n)));
        for (k, progress) in measure.progress.iter().enumerate() {
            deeds.push((progress.days.max(set), Deed::Progress(n, k)));
        }
        if measure.extension.is_some() {
            deeds.push(((measure.due_days - 2).min(-1).max(set), Deed::Extend(n)));
        }
        // Over a day early, or after the last thing that was said about it: then late.
        let said = measure
            .progress
            .iter()
            .map(|p| p.days)
            .max()
            .unwrap_or(i64::MIN);
        let is_over = matches!(measure.target_state.as_str(), "done" | "cancelled");
        let done = if is_over {
            (measure.due_days.min(-2) - 1).max(said)
        } else {
            -1
        };
        deeds.push((done.max(set), Deed::Finish(n)));
    }
    if problem.target_state != "paired" && paired.is_some() {
        let first = problem
            .measures
            .iter()
            .map(|m| m.start_days.min(0).max(begin))
            .min();
        deeds.extend(first.map(|day| (day, Deed::Start)));
    }
    for (n, activity) in problem.activities.iter().enumerate() {
        deeds.push((activity.days.unwrap_or(-3).max(begin), Deed::Activity(n)));
    }
    // What came out of it is written down before closing is applied for.
    let applied = problem.closing.as_ref().map(|c| -c.days_ago);
    let recorded = applied.map_or(-1, |day| day - 1);
    deeds.extend((0..problem.outcomes.len()).map(|n| (recorded, Deed::Outcome(n))));
    deeds.extend(
        closing::plan(problem)
            .into_iter()
            .map(|(day, gate)| (day, Deed::Close(gate))),
    );
    let ends = problem.pairing.as_ref().and_then(|p| p.ends.as_ref());
    deeds.extend(ends.map(|end| (-end.days_ago, Deed::Part)));
    deeds.push((-1, Deed::End));
    let pressed = oversight::plan(problem).into_iter();
    deeds.extend(pressed.map(|(day, press)| (day, Deed::Oversee(press))));
    deeds
}

impl<'a> Stage<'a> {
    /// A person of the seed on a day.
    pub(super) async fn person(&self, key: &str, day: i64) -> Result<Acting> {
        let id = self
            .keys
            .people
            .get(key)
            .ok_or_else(|| Error::internal(format!("no person {key}")))?;
        self.person_of(*id, day).await
    }

    pub(super) async fn person_of(&self, id: i64, day: i64) -> Result<Acting> {
        let actor = org::find_actor(self.tx, 0, id).await?;
        let actor = actor.ok_or_else(|| Error::internal(format!("person {id} has gone")))?;
        Ok(Acting {
            actor,
            ..self.on(day)
        })
    }

    /// The system on a day.
    pub(super) fn on(&self, day: i64) -> Acting {
        Acting {
            at: self.system.at + day * 86_400_000,
            today: plus_days(self.system.today, day),
            ..self.system.clone()
        }
    }

    /// Who does a unit's daily work, or signs for it; the coordinator where the example has nobody.
    pub(super) async fn of_unit(&self, unit: &str, role: Role, day: i64) -> Result<Acting> {
        let holds = |person: &&super::seed::Person| {
            person
                .roles
                .iter()
                .any(|r| r.role == role.code() && r.unit.as_deref() == Some(unit))
        };
        match self.seed.people.iter().find(holds) {
            Some(person) => self.person(&person.key, day).await,
            None => self.with_role(Role::Coordinator, day).await,
        }
    }

    /// Whoever holds a role for the whole organisation.
    pub(super) async fn with_role(&self, role: Role, day: i64) -> Result<Acting> {
        let holds = |p: &&super::seed::Person| p.roles.iter().any(|r| r.role == role.code());
        let person = self.seed.people.iter().find(holds);
        let person = person.ok_or_else(|| Error::internal(format!("nobody is {role}")))?;
        self.person(&person.key, day).await
    }

    /// What follows is remembered from the journal's next number on, so that any day of the play can be shown.
    async fn stand(&self) -> Result<()> {
        journal::take_turn(self.tx, self.system.actor.organization_id).await
    }

    /// The coordinator closes the last campaign, opens this one and carries over what is unsolved.
    async fn turn_the_year(&self) -> Result<()> {
        self.stand().await?;
        let acting = self.with_role(Role::Coordinator, TURN_OF_THE_YEAR).await?;
        let last = self.keys.campaign;
        campaigns::advance(self.tx, &acting, last, CampaignAction::Close, None).await?;
        let input = founding::typed(&self.seed.campaign, self.keys.years_on);
        let next = campaigns::open(self.tx, &acting, &input).await?;
        let mut chosen = CarryInput::default();
        for problem in self.seed.problems.iter().filter(|p| p.is_carried) {
            chosen.problems.push(self.id(problem)?.to_string());
        }
        problems::carry_over(self.tx, &acting, next, &chosen).await?;
        Ok(())
    }

    /// The lead's daily worker.
    pub(super) async fn lead(&self, problem: &Problem, day: i64) -> Result<Acting> {
        let lead = problem.pairing.as_ref().map_or("", |p| p.lead.as_str());
        self.of_unit(lead, Role::Liaison, day).await
    }

    /// The unit belongs to another organisation 校外.
    pub(super) fn is_outside(&self, unit: &str) -> bool {
        self.seed
            .units
            .iter()
            .any(|u| u.key == unit && u.is_outside)
    }

    pub(super) fn id(&self, problem: &Problem) -> Result<i64> {
        let id = self.problems.get(problem.key.as_str());
        id.copied()
            .ok_or_else(|| Error::internal("not proposed yet"))
    }

    async fn act(&mut self, day: i64, deed: Deed, problem: &'a Problem) -> Result<()> {
        self.stand().await?;
        match deed {
            Deed::Propose => self.propose(day, problem).await,
            Deed::Triage => self.triage(day, problem).await,
            Deed::Pair => pairs::begin(self, day, problem).await,
            Deed::Part => pairs::end(self, day, problem).await,
            Deed::Close(gate) => closing::act(self, day, gate, problem).await,
            Deed::Start => {
                let acting = self.lead(problem, day).await?;
                measures::start_problem(self.tx, &acting, self.id(problem)?).await
            }
            Deed::Set(_) | Deed::Progress(..) | Deed::Extend(_) | Deed::Finish(_) => {
                tasks::act(self, day, deed, problem).await
            }
            Deed::Activity(n) => self.meet(day, problem, n).await,
            Deed::Outcome(n) => self.record(day, problem, n).await,
            Deed::End => self.end(day, problem).await,
            Deed::Oversee(press) => oversight::act(self, day, press, problem).await,
        }
    }

    async fn propose(&mut self, day: i64, problem: &'a Problem) -> Result<()> {
        let acting = self
            .of_unit(&problem.raised_by_unit, Role::Liaison, day)
            .await?;
        let theme = self
            .keys
            .themes
            .get(&problem.theme)
            .copied()
            .unwrap_or_default();
        let input = Input {
            title: problem.title.clone(),
            hurts: problem.hurts.clone(),
            theme_id: theme.to_string(),
            class: problem.class.clone().unwrap_or_default(),
            grade: problem.grade.to_string(),
            raised_by_unit_id: self.keys.unit(&problem.raised_by_unit)?.to_string(),
            ..Input::default()
        };
        let row = problems::propose(self.tx, &acting, &input).await?;
        self.problems.insert(&problem.key, row.id);
        Ok(())
    }

    async fn triage(&self, day: i64, problem: &Problem) -> Result<()> {
        let id = self.id(problem)?;
        let note = problem
            .wanted_note
            .split(['=', '；', '。'])
            .nth(1)
            .unwrap_or_default();
        let mut step = Step {
            reason: note.to_owned(),
            ..Step::default()
        };
        let action = match problem.target_state.as_str() {
            "returned" => Action::Return,
            "declined" => Action::Decline,
            "withdrawn" => Action::Withdraw,
            "merged" => {
                let master = problem.wanted_note.split("merged_into=").nth(1);
                let master = master.and_then(|m| m.get(..3)).unwrap_or("p02");
                step.master_id = self.problems.get(master).copied();
                Action::Merge
            }
            _ => {
                step.reason.clear();
                Action::List
            }
        };
        let is_school = problem.class.as_deref() == Some("school_level") && action == Action::List;
        let role = if is_school {
            Role::Leader
        } else {
            Role::Coordinator
        };
        let acting = if action == Action::Withdraw {
            let unit = &problem.raised_by_unit;
            self.of_unit(unit, Role::Liaison, day).await?
        } else {
            self.with_role(role, day).await?
        };
        problems::advance(self.tx, &acting, id, action, &[], &step).await?;
        if problem.target_state == "posted" {
            let acting = self.with_role(Role::Coordinator, day).await?;
            problems::advance(self.tx, &acting, id, Action::Post, &[], &Step::default()).await?;
        }
        Ok(())
    }

    async fn meet(&self, day: i64, problem: &Problem, n: usize) -> Result<()> {
        let (Some(activity), Some(pairing)) = (
            problem.activities.get(n),
            self.pairings.get(problem.key.as_str()),
        ) else {
            return Ok(());
        };
        let acting = self.lead(problem, day).await?;
        let input = activities::Input {
            pairing_id: pairing.to_string(),
            kind: activity.kind.clone(),
            title: activity.title.clone(),
            date_text: gongjie_words::date::zh(acting.today),
            ..activities::Input::default()
        };
        activity_actions::create(self.tx, &acting, &input).await?;
        Ok(())
    }

    async fn record(&self, day: i64, problem: &Problem, n: usize) -> Result<()> {
        let Some(outcome) = problem.outcomes.get(n) else {
            return Ok(());
        };
        let acting = self.lead(problem, day).await?;
        let mut units = Vec::new();
        for share in &outcome.shares {
            units.push(self.keys.unit(&share.unit)?.to_string());
        }
        let planned = |p: bool| if p { "planned" } else { "achieved" }.to_owned();
        let input = outcomes::Input {
            text: outcome.text.clone(),
            figure_label: outcome.figures.iter().map(|f| f.label.clone()).collect(),
            figure_text: outcome.figures.iter().map(|f| f.text.clone()).collect(),
            figure_planned: outcome.figures.iter().map(|f| planned(f.planned)).collect(),
            share_unit: units,
            share_percent: outcome
                .shares
                .iter()
                .map(|s| s.percent.map(|p| p.to_string()).unwrap_or_default())
                .collect(),
            ..outcomes::Input::default()
        };
        let id = outcome_actions::submit(self.tx, &acting, self.id(problem)?, &input).await?;
        if n == 0 {
            self.prove(&acting, problem, id).await?;
        }
        Ok(())
    }

    /// Attaches what proves the measures, as proof of a result too.
    async fn prove(&self, acting: &Acting, problem: &Problem, outcome_id: i64) -> Result<()> {
        for (n, (measure, _)) in tasks::flat(&problem.measures).into_iter().enumerate() {
            let Some(link) = &measure.evidence_link else {
                continue;
            };
            let of_measure = self.measures.get(&(problem.key.as_str(), n));
            let input = outcomes::EvidenceInput {
                kind: "link".to_owned(),
                title: measure.text.clone(),
                dated_on: acting.day(),
                link: link.clone(),
                outcome_id: outcome_id.to_string(),
                measure_id: of_measure.map(ToString::to_string).unwrap_or_default(),
                ..outcomes::EvidenceInput::default()
            };
            outcome_actions::attach_link(self.tx, acting, self.id(problem)?, &input).await?;
        }
        Ok(())
    }

    async fn end(&self, day: i64, problem: &Problem) -> Result<()> {
        let action = match problem.target_state.as_str() {
            "long_term" => Action::KeepGoing,
            "suspended" => Action::Suspend,
            _ => return Ok(()),
        };
        let acting = self.with_role(Role::Coordinator, day).await?;
        let reason = problem.wanted_note.trim_start_matches("reason=").to_owned();
        let step = Step {
            reason,
            ..Step::default()
        };
        problems::advance(self.tx, &acting, self.id(problem)?, action, &[], &step).await
    }
}

/// Measures with the place of their parent.
pub(super) type Flat<'a> = (&'a Measure, Option<usize>);
