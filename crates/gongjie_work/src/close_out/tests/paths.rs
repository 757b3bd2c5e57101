//! Every way to the end: nothing is struck off without an outsider's verification and a raiser's word or a named check.

use super::*;
use crate::close_out::lifecycle::TABLE;
use crate::close_out::objection::{may_answer, may_object};
use crate::close_out::tables::judgement;

/// A close-out on its way, with what its raisers said.
struct World {
    row: close_out::Model,
    asked: Option<judgement::Model>,
    said: Vec<Solved>,
    waiting: usize,
    /// What was said against it while its notice ran.
    objections: Objections,
}

impl World {
    fn new(row: close_out::Model) -> Self {
        Self {
            row,
            asked: None,
            said: Vec::new(),
            waiting: 0,
            objections: Objections::default(),
        }
    }

    fn against(&self) -> ByCloseOut {
        ByCloseOut::from([(self.row.id, self.objections)])
    }
}

fn asked(raisers: usize, today: Date) -> judgement::Model {
    judgement::Model {
        id: 1,
        organization_id: 1,
        close_out_id: 1,
        problem_id: 1,
        asked_on: today.to_string(),
        until_on: plus_days(today, 7).to_string(),
        reminded_on: None,
        raisers: i64::try_from(raisers).unwrap(),
        basis: None,
        checker_id: None,
        checker_unit_id: None,
        is_sampled: None,
        drawn_by_id: None,
        drawn_on: None,
        checked_on: None,
        check_note: None,
        version: 1,
    }
}

/// What a step is taken with besides its actor.
#[derive(Debug, Clone, Copy)]
struct Chance {
    drawn: usize,
    word: usize,
    raisers: usize,
}

/// Somebody objects, or somebody answers, if the rules allow it.
fn oppose(case: &Case<'_>, world: &mut World, is_answer: bool, chance: Chance) {
    let waiting = world.objections.open;
    if !is_answer {
        let may = may_object(&world.row, waiting, case.today).is_ok();
        world.objections.open += usize::from(may);
    } else if waiting > 0 && may_answer(case, &world.row).is_ok() {
        world.objections.open -= 1;
        world.objections.upheld += usize::from(chance.word == 0);
    }
}

/// Takes a step if the rules allow it, as the actions write it.
fn take(case: &Case<'_>, world: &mut World, action: Action, chance: Chance) {
    let row = &world.row;
    let is_over = world
        .asked
        .as_ref()
        .is_some_and(|j| case.today.to_string() > j.until_on);
    let line = match action {
        Action::Sign => case.may_sign(row).ok(),
        Action::GoOn => case.may_go_on(row).ok(),
        Action::Verify => case.may_verify(row).ok(),
        Action::Judge => {
            let hears = [
                State::Verified,
                State::Judged,
                State::Unrated,
                State::Checked,
                State::Notice,
            ];
            if world.waiting == 0 || !hears.contains(&row.state) {
                return;
            }
            world.waiting -= 1;
            world.said.push(Solved::ALL[chance.word]);
            match rules::tally(&world.said, world.waiting, is_over) {
                Tally::Solved => gongjie_base::lifecycle::find(TABLE, row.state, Action::Judge),
                Tally::Back => {
                    world.row.state = State::SentBack;
                    return;
                }
                Tally::Waits | Tally::Unrated => return,
            }
        }
        Action::Lapse => case.may_lapse(row).ok().filter(|_| world.said.is_empty()),
        Action::Draw => case.may_draw(row).ok(),
        Action::Check => case.may_check(row).ok(),
        Action::Publish => case.may_publish(row).ok(),
        Action::Strike => {
            let has_basis = world.asked.as_ref().is_some_and(|j| j.basis.is_some());
            case.may_strike(row).ok().filter(|_| has_basis)
        }
        Action::SendBack => case.may_send_back(row).ok(),
        Action::Withdraw => case.may_withdraw(row).ok(),
        Action::LookBack => case.may_look_back(row, LookBack::Holds).ok(),
    };
    let Some(line) = line else { return };
    let (who, day) = (Some(case.actor.person_id), Some(case.today.to_string()));
    match (action, &mut world.asked) {
        (Action::Sign, _) => (world.row.signed_by_id, world.row.signed_on) = (who, day),
        (Action::Verify, asking) => {
            world.row.verified_by_id = who;
            world.row.verifier_unit_id = case.actor.unit_id;
            world.waiting = chance.raisers;
            *asking = Some(asked(chance.raisers, case.today));
        }
        (Action::Judge, Some(j)) => j.basis = Some(ClosedAs::Solved),
        (Action::Draw, Some(j)) => {
            let (actor, _) = &cast()[chance.drawn];
            if (Case { actor, ..*case }).may_be_drawn(&world.row).is_ok() {
                j.checker_id = Some(actor.person_id);
            }
        }
        (Action::Check, Some(j)) => {
            (j.basis, j.checked_on) = (Some(ClosedAs::Checked), day);
        }
        (Action::Publish, _) => {
            world.row.notice_to = Some(plus_days(case.today, 7).to_string());
        }
        _ => {}
    }
    world.row.state = line.to;
}

/// Whoever may, does what leads on; the chances of a long random walk to get to the end are small otherwise.
fn steps() -> impl Strategy<Value = Vec<(usize, usize, i64, usize, usize)>> {
    proptest::collection::vec(
        (
            0_usize..10,
            0..Action::ALL.len() + 2,
            0_i64..12,
            0_usize..10,
            0_usize..3,
        ),
        0..160,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    #[test]
    fn nothing_is_struck_without_an_outsider_and_a_word_or_a_named_check_or_against_an_objection(
        applicant in 0_usize..10,
        grade in 1_i64..=3,
        is_school in any::<bool>(),
        raisers in 0_usize..4,
        steps in steps(),
    ) {
        let (cast, work) = (cast(), work());
        let class = if is_school { Class::SchoolLevel } else { Class::MultiDept };
        let problem = found_problem(Some(grade), Some(class), ProblemState::Verifying);
        let row = application(cast[applicant].0.person_id);
        let mut world = World::new(row);
        let mut today = MONDAY;
        for (who, action, days, drawn, word) in steps {
            today = plus_days(today, days);
            let (actor, parts) = &cast[who];
            let before = world.row.state;
            let asking = world.asked.clone();
            let against = world.against();
            let case = Case {
                judgement: asking.as_ref(),
                objections: &against,
                ..case(actor, parts, &problem, &work, today)
            };
            let chance = Chance { drawn, word, raisers };
            match Action::ALL.get(action) {
                Some(action) => take(&case, &mut world, *action, chance),
                None => oppose(&case, &mut world, action > Action::ALL.len(), chance),
            }
            if world.row.state == State::Struck {
                prop_assert_eq!(world.objections, Objections { open: 0, upheld: 0 });
                let (row, asked) = (&world.row, world.asked.as_ref().expect("struck without asking"));
                let verifier = row.verified_by_id.expect("struck without a verifier");
                prop_assert_ne!(Some(verifier), row.applied_by_id);
                prop_assert_ne!(Some(verifier), row.signed_by_id);
                prop_assert_ne!(row.signed_by_id, row.applied_by_id);
                prop_assert!(row.verifier_unit_id.is_none_or(|u| !work.kin.contains(&u)));
                prop_assert!([5, 6, 8].contains(&verifier), "{} verified", verifier);
                prop_assert_eq!(row.notice_to.is_some(), is_school || grade == 3);
                let yes = world.said.iter().filter(|s| **s == Solved::Yes).count();
                match asked.basis {
                    Some(ClosedAs::Solved) => prop_assert!(yes * 2 > world.said.len() && yes > 0),
                    Some(ClosedAs::Checked) => {
                        let checker = asked.checker_id.expect("checked by nobody");
                        prop_assert!([5, 6, 8].contains(&checker) && checker != verifier);
                        prop_assert!(asked.checked_on.is_some());
                    }
                    other => prop_assert!(false, "struck on {:?}", other),
                }
            }
            let ended = matches!(before, State::SentBack | State::Withdrawn | State::Struck);
            prop_assert!(!ended || world.row.state == before);
        }
    }
}

/// The property is not empty: both ways lead to the end.
#[test]
#[allow(clippy::too_many_lines, reason = "two walks, step by step")]
fn both_ways_lead_to_the_end() {
    let (cast, work) = (cast(), work());
    let problem = found_problem(Some(1), Some(Class::MultiDept), ProblemState::Verifying);
    let walk = |raisers: usize, steps: &[(usize, Action, usize)]| {
        let mut world = World::new(application(1));
        for (who, action, chance) in steps {
            let asking = world.asked.clone();
            let (actor, parts) = &cast[*who];
            let case = Case {
                judgement: asking.as_ref(),
                ..case(actor, parts, &problem, &work, MONDAY)
            };
            take(
                &case,
                &mut world,
                *action,
                Chance {
                    drawn: *chance,
                    word: 0,
                    raisers,
                },
            );
        }
        (world.row.state, world.asked.and_then(|j| j.basis))
    };
    let start = [(1, Action::Sign, 0), (5, Action::GoOn, 0)];
    let signed = walk(0, &start);
    assert_eq!(signed.0, State::Signed, "partners have their days");
    let mut row = application(1);
    row.state = State::Viewed;
    for (raisers, steps, wanted) in [
        (
            1,
            vec![
                (4, Action::Verify, 0),
                (0, Action::Judge, 0),
                (5, Action::Strike, 0),
            ],
            ClosedAs::Solved,
        ),
        (
            0,
            vec![
                (4, Action::Verify, 0),
                (5, Action::Lapse, 0),
                (5, Action::Draw, 7),
                (7, Action::Check, 0),
                (5, Action::Strike, 0),
            ],
            ClosedAs::Checked,
        ),
    ] {
        let mut world = World::new(row.clone());
        for (who, action, drawn) in steps {
            let asking = world.asked.clone();
            let (actor, parts) = &cast[who];
            let case = Case {
                judgement: asking.as_ref(),
                ..case(actor, parts, &problem, &work, MONDAY)
            };
            take(
                &case,
                &mut world,
                action,
                Chance {
                    drawn,
                    word: 0,
                    raisers,
                },
            );
        }
        assert_eq!(
            (world.row.state, world.asked.and_then(|j| j.basis)),
            (State::Struck, Some(wanted))
        );
    }
}

/// A close-out whose raisers said solved, with a notice of a week.
fn on_notice() -> World {
    let mut world = World::new(application(1));
    world.row.state = State::Notice;
    world.row.notice_from = Some(MONDAY.to_string());
    world.row.notice_to = Some(plus_days(MONDAY, 7).to_string());
    let mut asking = asked(1, MONDAY);
    asking.basis = Some(ClosedAs::Solved);
    world.asked = Some(asking);
    world.said = vec![Solved::Yes];
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Most walks from an application never see a notice: here each begins with one.
    #[test]
    fn nothing_on_notice_is_struck_while_an_objection_waits_or_was_upheld(
        steps in proptest::collection::vec((0_usize..10, 0_usize..5, 0_i64..4, 0_usize..3), 0..40),
    ) {
        let (cast, work) = (cast(), work());
        let problem = found_problem(Some(2), Some(Class::SchoolLevel), ProblemState::Verifying);
        let (mut world, mut today) = (on_notice(), MONDAY);
        for (who, step, days, word) in steps {
            today = plus_days(today, days);
            let (actor, parts) = &cast[who];
            let (asking, against) = (world.asked.clone(), world.against());
            let case = Case {
                judgement: asking.as_ref(),
                objections: &against,
                ..case(actor, parts, &problem, &work, today)
            };
            let chance = Chance { drawn: 0, word, raisers: 1 };
            match step {
                0 | 1 => oppose(&case, &mut world, step == 1, chance),
                2 => take(&case, &mut world, Action::SendBack, chance),
                _ => take(&case, &mut world, Action::Strike, chance),
            }
            if world.row.state == State::Struck {
                prop_assert_eq!(world.objections, Objections { open: 0, upheld: 0 });
                break;
            }
        }
    }
}

/// The property is not empty: a dismissed objection does not stand in the way, one that waits does.
#[test]
fn what_was_dismissed_is_struck_off_after_the_notice() {
    let (cast, work) = (cast(), work());
    let problem = found_problem(Some(2), Some(Class::SchoolLevel), ProblemState::Verifying);
    for (answers, wanted) in [(0, State::Notice), (1, State::Struck)] {
        let mut world = on_notice();
        let coordinator = &cast[5];
        let chance = |word| Chance {
            drawn: 0,
            word,
            raisers: 1,
        };
        for is_answer in std::iter::once(false).chain(std::iter::repeat_n(true, answers)) {
            let against = world.against();
            let case = Case {
                objections: &against,
                ..case(&coordinator.0, &coordinator.1, &problem, &work, MONDAY)
            };
            oppose(&case, &mut world, is_answer, chance(1));
        }
        let (asking, against) = (world.asked.clone(), world.against());
        let case = Case {
            judgement: asking.as_ref(),
            objections: &against,
            ..case(
                &coordinator.0,
                &coordinator.1,
                &problem,
                &work,
                plus_days(MONDAY, 8),
            )
        };
        take(&case, &mut world, Action::Strike, chance(1));
        assert_eq!(world.row.state, wanted);
    }
}
