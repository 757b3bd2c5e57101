//! The stepper as a table of cases.

use super::steps::{STEPS, Standing, steps};
use crate::problem::rules::State;

#[test]
fn every_state_has_its_place_and_only_a_closed_one_is_sealed() {
    let cases = [
        (State::Proposed, false, false, Some("triaged")),
        (State::Listed, false, false, Some("paired")),
        (State::Paired, true, false, Some("planned")),
        (State::Working, true, false, Some("working")),
        (State::Working, true, true, Some("outcome")),
        (State::Verifying, true, true, Some("verdict")),
        (State::Closed, true, true, None),
    ];
    for (state, measures, outcome, now) in cases {
        let found = steps(state, measures, outcome);
        assert_eq!(found.len(), STEPS.len());
        let here: Vec<_> = found
            .iter()
            .filter(|(_, s)| *s == Standing::Now)
            .map(|(n, _)| *n)
            .collect();
        assert_eq!(here, now.into_iter().collect::<Vec<_>>(), "{state}");
        let sealed = found.iter().any(|(_, s)| *s == Standing::Sealed);
        assert_eq!(sealed, state == State::Closed, "{state}");
    }
}
