//! Rules of voices as tables of cases.

use std::collections::{BTreeSet, VecDeque};

use gongjie_base::Error;

use super::lifecycle::{Action, TABLE};
use super::rules::*;
use crate::org::Part;

fn input(text: &str, mode: &str, name: &str, contact: &str) -> Input {
    Input {
        text: text.into(),
        mode: mode.into(),
        name: name.into(),
        contact: contact.into(),
        ..Input::default()
    }
}

#[test]
fn one_text_and_a_mode_are_enough_and_names_fit_the_mode() {
    let cases: [(Input, &[&str]); 8] = [
        (input("热水十点就停", "anonymous", "", ""), &[]),
        (input("热水十点就停", "real_name", "张三", "138"), &[]),
        (input("热水十点就停", "masked", "张三", ""), &[]),
        (input("", "anonymous", "", ""), &["text"]),
        (input("热水", "", "", ""), &["mode"]),
        (input("热水", "nobody", "", ""), &["mode"]),
        (input("热水", "real_name", "", "138"), &["name"]),
        (input("热水", "anonymous", "张三", "138"), &["contact", "name"]),
    ];
    for (input, wanted) in cases {
        let refused = match read(&input, &[Channel::Web]) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(fields)) => fields.into_iter().map(|f| f.field).collect(),
            Err(other) => panic!("{other}"),
        };
        let refused: BTreeSet<&str> = refused.iter().map(String::as_str).collect();
        assert_eq!(refused, wanted.iter().copied().collect(), "{input:?}");
    }
}

#[test]
fn of_the_anonymous_only_the_half_day_is_kept() {
    let (hour, start) = (3_600_000, 1_000 * 86_400_000);
    for (at, wanted) in [(0, 12), (11 * hour, 12), (12 * hour, 24), (23 * hour, 24)] {
        assert_eq!(stored_moment(Mode::Anonymous, start + at, start), start + wanted * hour);
        assert_eq!(stored_moment(Mode::Masked, start + at, start), start + at);
    }
}

#[test]
fn a_judgement_needs_a_choice_and_words_where_something_is_missing() {
    let judge = |solved: &str, satisfied: &str, words: &str| {
        let input = JudgeInput {
            solved: solved.into(),
            satisfied: satisfied.into(),
            words: words.into(),
        };
        match read_judged(&input) {
            Ok(judged) => format!("{}", judged.solved),
            Err(Error::Invalid(fields)) => fields.into_iter().map(|f| f.field).collect::<Vec<_>>().join(","),
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(judge("yes", "", ""), "yes");
    assert_eq!(judge("yes", "5", "谢谢"), "yes");
    assert_eq!(judge("no", "1", ""), "words");
    assert_eq!(judge("partly", "", "还差"), "partly");
    assert_eq!(judge("", "", ""), "solved");
    assert_eq!(judge("yes", "6", ""), "satisfied");
}

/// No path closes a voice without the raiser's word, a coordinator's reasoned word, or seven days of silence, which counts
/// as not rated.
#[test]
fn every_way_to_closed_is_the_raisers_the_coordinators_or_silence() {
    let closing: Vec<(Action, &[Part])> = TABLE
        .iter()
        .filter(|l| l.to == State::Closed)
        .map(|l| (l.action, l.who))
        .collect();
    assert_eq!(
        closing,
        [
            (Action::Accept, &[Part::Raiser][..]),
            (Action::Settle, &[Part::Coordinator][..]),
            (Action::Lapse, &[Part::System][..]),
        ]
    );
}

#[test]
fn every_state_is_reached_and_open_ones_can_be_left() {
    let mut reached = BTreeSet::from([State::Received]);
    let mut todo = VecDeque::from([State::Received]);
    while let Some(state) = todo.pop_front() {
        for line in TABLE.iter().filter(|l| l.from.contains(&state)) {
            if reached.insert(line.to) {
                todo.push_back(line.to);
            }
        }
    }
    assert_eq!(reached.len(), State::ALL.len());
    for state in State::OPEN.iter().chain(&[State::Answered]) {
        assert!(TABLE.iter().any(|l| l.from.contains(state) && l.to != *state), "{state} has no way out");
    }
}
