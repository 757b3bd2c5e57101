//! Every rate counted a second time, row by row, over the demo.

use std::collections::{BTreeMap, BTreeSet};

use gongjie::close_out::rules::LookBack;
use gongjie::close_out::tables::{close_out, judgement, verdict};
use gongjie::demo;
use gongjie::exclusion::rules::State as Excluding;
use gongjie::exclusion::tables::exclusion;
use gongjie::figures::queries as figures;
use gongjie::figures::rate_rules::{Grade, Part, Rate, Tally};
use gongjie::measure::rules::{DutyRole, ExtensionState, State as MeasureState};
use gongjie::measure::tables::{duty, extension, measure, send_back};
use gongjie::org::{Actor, queries as org};
use gongjie::pairing::rules::{MemberAnswer, MemberRole, State as PairingState};
use gongjie::pairing::tables::{pairing, pairing_member, pairing_problem};
use gongjie::problem::rules::{ClosedAs, State as ProblemState};
use gongjie::problem::tables::{carry_over, problem};
use gongjie::rates::queries::{self, Scope};
use gongjie::voice::queries as voices;
use gongjie::voice::rules::{Solved, State as VoiceState};
use gongjie::voice::tables::voice;
use gongjie_base::Conn;
use gongjie_base::clock::plus_days;
use jiff::civil::Date;

use super::stir::stir;
use crate::world::World;

/// Every so manieth unit is narrowed to.
const UNITS_STEP: usize = 4;
/// More rows than any rate of the demo has.
const ALL: u64 = 10_000;

/// Everything of one organisation, as it lies in the tables.
struct Facts {
    problems: BTreeMap<i64, problem::Model>,
    carries: Vec<carry_over::Model>,
    measures: Vec<measure::Model>,
    duties: Vec<duty::Model>,
    extensions: Vec<extension::Model>,
    send_backs: Vec<send_back::Model>,
    close_outs: Vec<close_out::Model>,
    judgements: Vec<judgement::Model>,
    verdicts: Vec<verdict::Model>,
    voices: Vec<voice::Model>,
    pairings: Vec<pairing::Model>,
    members: Vec<pairing_member::Model>,
    links: Vec<pairing_problem::Model>,
    exclusions: Vec<exclusion::Model>,
}

impl Facts {
    async fn load(conn: &Conn, organization: i64) -> Self {
        let own = [organization];
        let of = "organization_id";
        let problems: Vec<problem::Model> = conn.rows_in(of, &own).await.unwrap();
        let measures: Vec<measure::Model> = conn.rows_in(of, &own).await.unwrap();
        let pairings: Vec<pairing::Model> = conn.rows_in(of, &own).await.unwrap();
        let ids: Vec<i64> = measures.iter().map(|m| m.id).collect();
        let pairs: Vec<i64> = pairings.iter().map(|p| p.id).collect();
        Self {
            carries: conn.rows_in(of, &own).await.unwrap(),
            duties: conn.rows_in("measure_id", &ids).await.unwrap(),
            extensions: conn.rows_in("measure_id", &ids).await.unwrap(),
            send_backs: conn.rows_in("measure_id", &ids).await.unwrap(),
            close_outs: conn.rows_in(of, &own).await.unwrap(),
            judgements: conn.rows_in(of, &own).await.unwrap(),
            verdicts: conn.rows_in(of, &own).await.unwrap(),
            voices: conn.rows_in(of, &own).await.unwrap(),
            members: conn.rows_in("pairing_id", &pairs).await.unwrap(),
            links: conn.rows_in("pairing_id", &pairs).await.unwrap(),
            exclusions: conn.rows_in(of, &own).await.unwrap(),
            problems: problems.into_iter().map(|p| (p.id, p)).collect(),
            measures,
            pairings,
        }
    }

    fn is_excluded(&self, is_of: impl Fn(&exclusion::Model) -> bool) -> bool {
        let granted = |x: &&exclusion::Model| x.state == Excluding::Granted;
        self.exclusions.iter().filter(granted).any(is_of)
    }

    fn problem_is_excluded(&self, id: i64) -> bool {
        self.is_excluded(|x| x.problem_id == Some(id))
    }

    /// Accepted, of the campaign and of the theme.
    fn counts(&self, scope: &Scope, problem: &problem::Model) -> bool {
        use ProblemState::{Declined, Merged, Proposed, Returned, Withdrawn};
        let is_out = [Declined, Merged, Proposed, Returned, Withdrawn].contains(&problem.state);
        let carried = |c: i64| {
            let here = |o: &carry_over::Model| o.problem_id == problem.id && o.to_campaign_id == c;
            self.carries.iter().any(here)
        };
        let own = scope.campaign.as_ref().map(|c| c.id);
        !is_out
            && own.is_none_or(|c| problem.campaign_id == c || carried(c))
            && scope.theme.is_none_or(|t| problem.theme_id == Some(t))
    }

    /// The unit of the scope leads it, if there is one.
    fn is_led(&self, scope: &Scope, problem: i64) -> bool {
        let Some(unit) = scope.unit else { return true };
        let links = self.links.iter().filter(|l| l.problem_id == problem);
        let bound = links.filter(|link| {
            let states = [PairingState::Active, PairingState::Concluded];
            let own = |p: &&pairing::Model| p.id == link.pairing_id;
            let pairing = self.pairings.iter().find(own).unwrap();
            states.contains(&pairing.state)
        });
        bound.into_iter().any(|link| {
            self.members.iter().any(|m| {
                m.pairing_id == link.pairing_id
                    && m.unit_id == unit
                    && m.role != MemberRole::Partner
                    && m.answer != MemberAnswer::Left
            })
        })
    }

    fn leads(&self, measure: i64, units: &BTreeSet<i64>) -> bool {
        self.duties.iter().any(|d| {
            let is_unit = d.unit_id.is_some_and(|u| units.contains(&u));
            d.measure_id == measure && d.role == DutyRole::Lead && is_unit
        })
    }
}

fn within(scope: &Scope, day: Date) -> bool {
    scope.from.is_none_or(|from| day >= from) && scope.to.is_none_or(|to| day <= to)
}

fn day_within(scope: &Scope, day: Option<&str>) -> bool {
    let is_open = scope.from.is_none() && scope.to.is_none();
    day.map_or(is_open, |day| within(scope, day.parse().unwrap()))
}

type Found = BTreeMap<i64, (Grade, bool)>;

fn word(rate: Rate, solved: Option<Solved>, satisfied: Option<i64>) -> Grade {
    let asks_satisfied = matches!(rate, Rate::Satisfied | Rate::SatisfiedProblems);
    match (asks_satisfied, solved, satisfied) {
        (false, Some(Solved::Yes), _) | (true, _, Some(4 | 5)) => Grade::Full,
        (false, Some(Solved::Partly), _) => Grade::Half,
        (false, Some(Solved::No), _) | (true, _, Some(_)) => Grade::Zero,
        _ => Grade::Silent,
    }
}

fn answered_in_time(v: &voice::Model, now: i64) -> Grade {
    use VoiceState::{Diverted, Merged, Promoted};
    let has_left = [Diverted, Merged, Promoted].contains(&v.state);
    let end = if has_left { v.state_since } else { now };
    let late = |met: Option<i64>, by: Option<i64>| by.is_some_and(|by| met.unwrap_or(end) > by);
    let met = |met: Option<i64>, by: Option<i64>| met.zip(by).is_some_and(|(met, by)| met <= by);
    if met(v.signed_at, v.sign_by) && met(v.contacted_at, v.contact_by) {
        Grade::Full
    } else if late(v.signed_at, v.sign_by) || late(v.contacted_at, v.contact_by) {
        Grade::Zero
    } else {
        Grade::Silent
    }
}

fn voices_of(rate: Rate, f: &Facts, seen: &BTreeSet<i64>, scope: &Scope) -> Found {
    let mut found = Found::new();
    for v in f.voices.iter().filter(|v| seen.contains(&v.id)) {
        let Some(sent) = v.dispatched_at else {
            continue;
        };
        let day = scope.clock.date_of(sent);
        let in_year = scope.campaign.as_ref().is_none_or(|c| {
            let (from, to): (Date, Date) =
                (c.starts_on.parse().unwrap(), c.ends_on.parse().unwrap());
            day >= from && day <= to
        });
        let is_promoted = v.state == VoiceState::Promoted && rate != Rate::Response;
        let is_unit = scope.unit.is_none_or(|u| v.lead_unit_id == Some(u));
        let is_theme = scope.theme.is_none_or(|t| v.theme_id == Some(t));
        if !in_year || !within(scope, day) || is_promoted || !is_unit || !is_theme {
            continue;
        }
        let is_heard = v.judged_at.is_some_and(|at| at <= scope.now);
        let grade = match rate {
            _ if f.is_excluded(|x| x.voice_id == Some(v.id)) => Grade::Excluded,
            Rate::Response => answered_in_time(v, scope.now),
            _ if is_heard => word(rate, v.solved, v.satisfied),
            _ => Grade::Silent,
        };
        found.insert(v.id, (grade, false));
    }
    found
}

fn verdicts_of(rate: Rate, f: &Facts, scope: &Scope) -> Found {
    let mut found = Found::new();
    for w in &f.verdicts {
        let Some(j) = f
            .judgements
            .iter()
            .find(|j| j.close_out_id == w.close_out_id)
        else {
            continue;
        };
        let problem = &f.problems[&w.problem_id];
        let of = f.judgements.iter().filter(|k| k.problem_id == problem.id);
        let is_newest = of.map(|k| k.id).max() == Some(j.id);
        let is_day = day_within(scope, Some(&j.asked_on));
        if !is_newest || !is_day || !f.counts(scope, problem) || !f.is_led(scope, problem.id) {
            continue;
        }
        let is_out = f.problem_is_excluded(problem.id)
            || f.is_excluded(|x| x.voice_id.is_some() && x.voice_id == w.voice_id);
        let is_heard = w.given_at.is_some_and(|at| at <= scope.now);
        let grade = match is_heard {
            _ if is_out => Grade::Excluded,
            true => word(rate, w.solved, w.satisfied),
            false => Grade::Silent,
        };
        found.insert(w.id, (grade, j.checked_on.is_some()));
    }
    found
}

fn measures_of(rate: Rate, f: &Facts, actor: &Actor, scope: &Scope) -> Found {
    let mut found = Found::new();
    for m in &f.measures {
        let problem = &f.problems[&m.problem_id];
        let is_seen = actor.sees_all() || f.leads(m.id, &actor.units());
        let is_unit = scope
            .unit
            .is_none_or(|u| f.leads(m.id, &BTreeSet::from([u])));
        let is_waived = m.state == MeasureState::Cancelled;
        if is_waived || !is_seen || !is_unit || !f.counts(scope, problem) {
            continue;
        }
        let back = f.send_backs.iter().filter(|s| s.measure_id == m.id);
        let back = back.map(|s| s.sent_on.as_str()).max();
        let (is_counted, day, is_full) = match rate {
            Rate::OnTime => {
                let stands = m.state == MeasureState::Suspended
                    || (problem.state == ProblemState::Suspended && m.state != MeasureState::Done);
                let due = m.due_on.as_deref();
                let is_due = due.is_some_and(|d| d <= scope.today.to_string().as_str());
                let is_full = m
                    .done_on
                    .as_deref()
                    .zip(due)
                    .is_some_and(|(done, due)| done <= due);
                let counts = !stands && due.is_some() && (is_due || m.done_on.is_some());
                (counts, due, is_full)
            }
            Rate::SentBack => {
                let day = m.reported_on.as_deref().or(back);
                (day.is_some(), day, back.is_some())
            }
            _ => {
                let granted = |e: &extension::Model| {
                    e.measure_id == m.id && e.state == ExtensionState::Granted
                };
                (
                    true,
                    Some(m.issued_on.as_str()),
                    f.extensions.iter().any(granted),
                )
            }
        };
        if !is_counted || !day_within(scope, day) {
            continue;
        }
        let grade = match is_full {
            _ if f.problem_is_excluded(problem.id) => Grade::Excluded,
            true => Grade::Full,
            false => Grade::Zero,
        };
        found.insert(m.id, (grade, false));
    }
    found
}

fn closings_of(rate: Rate, f: &Facts, scope: &Scope) -> Found {
    let mut found = Found::new();
    if rate == Rate::Rebound {
        for c in f.close_outs.iter().filter(|c| c.struck_on.is_some()) {
            let problem = &f.problems[&c.problem_id];
            let is_day = day_within(scope, c.struck_on.as_deref());
            if !is_day || !f.counts(scope, problem) || !f.is_led(scope, problem.id) {
                continue;
            }
            let grade = match c.look_back {
                _ if f.problem_is_excluded(problem.id) => Grade::Excluded,
                Some(LookBack::Rebound) => Grade::Full,
                Some(LookBack::Holds) => Grade::Zero,
                None => Grade::Silent,
            };
            found.insert(c.id, (grade, false));
        }
        return found;
    }
    for problem in f.problems.values() {
        let entered = scope.clock.date_of(problem.created_at);
        if !within(scope, entered) || !f.counts(scope, problem) || !f.is_led(scope, problem.id) {
            continue;
        }
        let own = scope.campaign.as_ref().map(|c| c.id);
        let goes_on = f
            .carries
            .iter()
            .any(|c| c.problem_id == problem.id && own == Some(c.from_campaign_id));
        let is_closed = problem.state == ProblemState::Closed;
        let grade = match is_closed && !goes_on {
            _ if f.problem_is_excluded(problem.id) => Grade::Excluded,
            true => Grade::Full,
            false => Grade::Zero,
        };
        let is_checked = is_closed && problem.closed_as == Some(ClosedAs::Checked);
        found.insert(problem.id, (grade, is_checked));
    }
    found
}

fn recount(rate: Rate, f: &Facts, (actor, seen): (&Actor, &BTreeSet<i64>), scope: &Scope) -> Found {
    match rate {
        Rate::Response | Rate::Solved | Rate::Satisfied => voices_of(rate, f, seen, scope),
        Rate::SolvedProblems | Rate::SatisfiedProblems => verdicts_of(rate, f, scope),
        Rate::OnTime | Rate::SentBack | Rate::Extended => measures_of(rate, f, actor, scope),
        Rate::Closed | Rate::Rebound => closings_of(rate, f, scope),
    }
}

/// Every number of every rate equals the recount and opens exactly those rows; gives what the rates counted together.
async fn compare(world: &World, f: &Facts, actor: &Actor, scope: &Scope) -> BTreeMap<Rate, Tally> {
    let conn = world.app.db.read();
    let mut seen = BTreeSet::new();
    for v in &f.voices {
        // The finder of voices decides what is seen, not the text of the rates.
        if voices::find(conn, actor, v.id).await.is_ok() {
            seen.insert(v.id);
        }
    }
    let mut tallies = BTreeMap::new();
    for rate in Rate::ALL {
        let wanted = recount(*rate, f, (actor, &seen), scope);
        let tally = queries::count(conn, actor, scope, *rate).await.unwrap();
        for part in rate.parts() {
            let of = part.grades(*rate);
            let is_of = |(grade, checked): &(Grade, bool)| {
                of.contains(grade) && (part != Part::Checked || *checked)
            };
            let ids: Vec<i64> = wanted
                .iter()
                .filter(|(_, w)| is_of(w))
                .map(|(id, _)| *id)
                .collect();
            let at = (*rate, part);
            let rows = queries::rows(conn, actor, scope, at, 0, ALL).await.unwrap();
            let found: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let who = (&actor.name, scope.unit, scope.theme, scope.from);
            assert_eq!(found, ids, "rows of {rate} {part} {who:?}");
            let number = i64::try_from(ids.len()).unwrap();
            assert_eq!(tally.of(*rate, part), number, "{rate} {part} {who:?}");
            let grades = rows.iter().all(|row| wanted[&row.id].0 == row.grade);
            assert!(grades, "grades of {rate} {part} {who:?}");
            let is_named = rows
                .iter()
                .all(|r| r.exclusion.is_some() == (r.grade == Grade::Excluded));
            assert!(is_named, "{rate} {part}: what is excluded says by what");
        }
        tallies.insert(*rate, tally);
    }
    tallies
}

fn scopes(of: &Scope, units: &[i64], themes: &[i64]) -> Vec<Scope> {
    let all = Scope {
        campaign: None,
        ..of.clone()
    };
    let days = Scope {
        from: Some(plus_days(of.today, -60)),
        to: Some(plus_days(of.today, 5)),
        ..all.clone()
    };
    let mut found = vec![of.clone(), all, days];
    found.extend(units.iter().step_by(UNITS_STEP).map(|id| Scope {
        unit: Some(*id),
        ..of.clone()
    }));
    found.extend(themes.iter().map(|id| Scope {
        theme: Some(*id),
        ..of.clone()
    }));
    found
}

async fn compare_all(world: &World) -> BTreeMap<(Rate, Part), i64> {
    let conn = world.app.db.read();
    let mut sums = BTreeMap::new();
    let all = org::list_organizations(conn).await.unwrap();
    let demo = all
        .iter()
        .filter(|o| !matches!(o.code.as_str(), "test" | "other"));
    for organization in demo {
        let system = Actor::system(organization);
        let facts = Facts::load(conn, organization.id).await;
        let today = world.app.clock.today();
        let scope = Scope {
            campaign: figures::scope(conn, &system, None, today)
                .await
                .unwrap()
                .campaign,
            from: None,
            to: None,
            unit: None,
            theme: None,
            today,
            is_past: false,
            now: world.app.clock.now(),
            clock: world.app.clock.clone(),
        };
        let units: Vec<i64> = org::unit_names(conn, organization.id)
            .await
            .unwrap()
            .into_keys()
            .collect();
        let themes = "SELECT id FROM theme WHERE organization_id = $1";
        let themes: Vec<i64> = conn.column(themes, [organization.id.into()]).await.unwrap();
        for scope in scopes(&scope, &units, &themes) {
            for (rate, tally) in compare(world, &facts, &system, &scope).await {
                for part in rate.parts() {
                    *sums.entry((rate, part)).or_default() += tally.of(rate, part);
                }
            }
        }
        let people = "SELECT id FROM person WHERE organization_id = $1 ORDER BY id";
        let people: Vec<i64> = conn.column(people, [organization.id.into()]).await.unwrap();
        for person in people {
            let Some(actor) = org::find_actor(conn, 0, person).await.unwrap() else {
                continue;
            };
            if actor.sees_business() {
                compare(world, &facts, &actor, &scope).await;
            } else {
                for rate in Rate::ALL {
                    let tally = queries::count(conn, &actor, &scope, *rate).await.unwrap();
                    assert_eq!(tally, Tally::default(), "{} counts {rate}", actor.name);
                }
            }
        }
    }
    sums
}

both!(
    every_rate_equals_a_recount_of_the_demo,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let plain = compare_all(&world).await;
        assert!(plain[&(Rate::OnTime, Part::Numerator)] > 0, "{plain:?}");
        assert!(plain[&(Rate::Closed, Part::Excluded)] > 0, "{plain:?}");
        stir(&world).await;
        let stirred = compare_all(&world).await;
        let empty: Vec<_> = stirred
            .iter()
            .filter(|(_, n)| **n == 0)
            .map(|(at, _)| at)
            .collect();
        assert!(empty.is_empty(), "nothing was compared for {empty:?}");
    }
);
