//! An objection keeps a problem from being struck off until somebody who did none of the work has answered it.

use super::*;
use crate::close_out::objection::{CannotAnswer, may_answer};
use crate::close_out::turn::{Missing, turn};

#[test]
fn nothing_is_struck_off_while_an_objection_waits_or_was_upheld() {
    let coordinator = person(9, Role::Coordinator, None);
    let parts = [Part::Coordinator];
    let work = work();
    let problem = found_problem(Some(2), Some(Class::SchoolLevel), ProblemState::Verifying);
    let row = close_out::Model {
        state: State::Notice,
        notice_to: Some("2026-11-20".to_owned()),
        ..application(1)
    };
    let said = |open, upheld| ByCloseOut::from([(row.id, Objections { open, upheld })]);
    let of_another = ByCloseOut::from([(row.id + 1, Objections { open: 1, upheld: 1 })]);
    for (objections, wanted, missing) in [
        (said(0, 0), None, None),
        (of_another, None, None),
        (
            said(1, 0),
            Some(CannotStrike::ObjectionOpen),
            Some("close-out-need-objection"),
        ),
        (
            said(0, 1),
            Some(CannotStrike::ObjectionUpheld),
            Some("close-out-need-back"),
        ),
    ] {
        let case = Case {
            objections: &objections,
            ..case(&coordinator, &parts, &problem, &work, MONDAY)
        };
        assert_eq!(case.may_strike(&row).err(), wanted, "{objections:?}");
        let turn = turn(&case, Some(&row), &[], MONDAY);
        let keys: Vec<&str> = turn
            .missing
            .iter()
            .map(|m| match m {
                Missing::Said(say) => say.key,
                Missing::View(_) => "view",
            })
            .collect();
        assert_eq!(keys, missing.into_iter().collect::<Vec<_>>());
    }
}

/// Person, unit, parts, and whether they may answer.
type Answering<'a> = (i64, Option<i64>, &'a [Part], Result<(), CannotAnswer>);

#[test]
fn who_did_the_work_or_asked_for_the_closing_answers_no_objection() {
    let work = work();
    let problem = found_problem(Some(2), Some(Class::SchoolLevel), ProblemState::Verifying);
    let row = application(1);
    let cases: [Answering<'_>; 6] = [
        (9, None, &[Part::Coordinator], Ok(())),
        (9, None, &[Part::Supervisor], Ok(())),
        (9, None, &[Part::Lead], Err(CannotAnswer::NotYours)),
        (1, None, &[Part::Coordinator], Err(CannotAnswer::Involved)),
        (77, None, &[Part::Leader], Err(CannotAnswer::Involved)),
        (9, Some(5), &[Part::Leader], Err(CannotAnswer::Involved)),
    ];
    for (id, unit, parts, wanted) in cases {
        let actor = person(id, Role::Coordinator, unit);
        let case = case(&actor, parts, &problem, &work, MONDAY);
        assert_eq!(may_answer(&case, &row), wanted, "{id} {unit:?} {parts:?}");
    }
}
