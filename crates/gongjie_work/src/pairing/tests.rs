//! Rules of a pairing as tables of cases.

use std::collections::BTreeMap;

use gongjie_base::Error;

use super::leaving::{Afterwards, Leaving, afterwards};
use super::lifecycle::{Action, TABLE, needs_reason};
use super::rules::{
    self, CannotPair, CannotRemove, DatePrecision, Input, MemberAnswer, MemberChange, MemberRole,
    State,
};
use super::tables::pairing_member::Model;
use crate::org::Part;
use crate::problem::rules::State as ProblemState;

/// Units 1 to 4 are inside, 9 is outside.
fn units() -> BTreeMap<i64, bool> {
    [(1, false), (2, false), (3, false), (4, false), (9, true)].into()
}

fn member(unit_id: i64, role: MemberRole, answer: MemberAnswer) -> Model {
    Model {
        id: unit_id * 10,
        pairing_id: 1,
        unit_id,
        role,
        position: 0,
        written: None,
        answer,
        asked_at: Some(0),
        answered_at: None,
        answered_by_id: None,
        answer_note: None,
    }
}

fn input() -> Input {
    Input {
        title: "学业导师权责".into(),
        lead: "1".into(),
        partners: vec!["2".into(), "9".into()],
        problems: vec!["7".into()],
        date_text: "5月以来".into(),
        ..Input::default()
    }
}

#[test]
fn each_broken_rule_has_its_name() {
    let many: Vec<i64> = (100..161).collect();
    let mut large = units();
    large.extend(many.iter().map(|id| (*id, false)));
    let cases: [(&[i64], &[i64], &[CannotPair]); 9] = [
        (&[1], &[2, 9], &[]),
        (&[], &[2], &[CannotPair::NoLead]),
        (&[1, 2], &[3], &[CannotPair::TwoLeads]),
        (&[9], &[2], &[CannotPair::LeadIsOutside]),
        (&[77], &[2], &[CannotPair::UnknownLead]),
        (&[1], &[], &[CannotPair::NoPartner]),
        (&[1], &[1, 2], &[CannotPair::LeadIsPartner]),
        (&[1], &[2, 2], &[CannotPair::PartnerTwice]),
        (&[1], &[2, 77], &[CannotPair::UnknownPartner]),
    ];
    for (leads, partners, broken) in cases {
        assert_eq!(
            rules::check_members(leads, partners, &units()),
            broken,
            "{leads:?} {partners:?}"
        );
    }
    assert_eq!(
        rules::check_members(&[1], &many, &large),
        [CannotPair::TooManyPartners]
    );
}

#[test]
fn a_pairing_is_read_with_its_date_as_written() {
    let read = rules::read(&input(), 2022, &units()).unwrap();
    assert_eq!(read.lead, 1);
    assert_eq!(read.partners, [2, 9]);
    assert_eq!(read.date.text.as_deref(), Some("5月以来"));
    assert_eq!(read.date.from.as_deref(), Some("2022-05-01"));
    assert_eq!(read.date.precision, DatePrecision::Since);
}

#[test]
fn words_about_a_date_are_kept_and_impossible_days_refused() {
    let cases = [
        ("", true),
        ("学期末", true),
        ("择机", true),
        ("2月30日", false),
        ("11月至2月", false),
    ];
    for (text, ok) in cases {
        let typed = Input {
            date_text: text.into(),
            ..input()
        };
        assert_eq!(rules::read(&typed, 2022, &units()).is_ok(), ok, "{text}");
    }
}

#[test]
fn two_leads_in_one_form_are_refused_at_the_field() {
    let body = "title=x&lead=1&lead=2&partners=3&problems=7";
    let typed: Input = serde_html_form::from_str(body).unwrap();
    let Err(Error::Invalid(fields)) = rules::read(&typed, 2022, &units()) else {
        panic!("accepted")
    };
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].field, "lead");
    assert_eq!(fields[0].say.key, "pairing-cannot-two-leads");
    let one: Input = serde_html_form::from_str("lead=1").unwrap();
    assert_eq!(one.lead, "1");
    let json: Input = serde_json::from_str(r#"{"lead": 3, "partners": ["1"]}"#).unwrap();
    assert_eq!(json.lead, "3");
}

#[test]
fn a_pairing_is_agreed_when_everybody_said_yes() {
    use MemberAnswer::{Confirmed, Declined, Waiting};
    let cases = [
        (Confirmed, vec![Confirmed], true, false),
        (Confirmed, vec![Confirmed, Waiting], false, false),
        (Confirmed, vec![Confirmed, Declined], false, false),
        (Waiting, vec![Confirmed], false, false),
        (Confirmed, vec![Declined, Declined], false, true),
        (Declined, vec![Confirmed], false, true),
        (Confirmed, vec![], false, true),
    ];
    for (lead, partners, agreed, refused) in cases {
        let mut members = vec![member(1, MemberRole::Lead, lead)];
        let partners = partners.into_iter().zip(2..);
        members.extend(partners.map(|(answer, id)| member(id, MemberRole::Partner, answer)));
        assert_eq!(rules::is_agreed(&members), agreed, "{members:?}");
        assert_eq!(rules::is_refused(&members), refused, "{members:?}");
    }
}

#[test]
fn the_lead_and_the_last_partner_stay() {
    use MemberAnswer::{Confirmed, Declined};
    let two = [
        member(1, MemberRole::Lead, Confirmed),
        member(2, MemberRole::Partner, Confirmed),
        member(3, MemberRole::Partner, Declined),
    ];
    assert_eq!(rules::may_remove(&two, 3), Ok(()));
    assert_eq!(rules::may_remove(&two, 1), Err(CannotRemove::IsLead));
    assert_eq!(rules::may_remove(&two, 2), Err(CannotRemove::LastPartner));
}

#[test]
fn a_new_lead_is_written_after_the_old_one_stepped_down() {
    let members = [
        member(1, MemberRole::Lead, MemberAnswer::Confirmed),
        member(2, MemberRole::Partner, MemberAnswer::Confirmed),
        member(3, MemberRole::Partner, MemberAnswer::Confirmed),
    ];
    let changes = rules::member_changes(&members, 2, &[1, 4]);
    assert_eq!(
        changes,
        [
            MemberChange::Remove(30, 3),
            MemberChange::Keep(10, MemberRole::Partner, 1),
            MemberChange::Add(4, MemberRole::Partner, 2),
            MemberChange::Keep(20, MemberRole::Lead, 0),
        ]
    );
}

#[test]
fn every_state_can_be_reached_and_ends_are_ends() {
    for state in State::ALL {
        let reached = *state == State::Draft || TABLE.iter().any(|l| l.to == *state);
        assert!(reached, "{state} is never reached");
        let left = TABLE.iter().any(|l| l.from.contains(state));
        assert_eq!(left, state.is_open(), "{state}");
    }
}

#[test]
fn nobody_makes_a_pairing_active_by_hand() {
    let lines: Vec<_> = TABLE.iter().filter(|l| l.to == State::Active).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].who, [Part::System]);
}

#[test]
fn ending_early_asks_for_a_reason() {
    assert!(needs_reason(Action::GiveUp) && needs_reason(Action::Terminate));
    assert!(!needs_reason(Action::Conclude) && !needs_reason(Action::Invite));
}

#[test]
fn a_problem_that_loses_its_last_pairing_goes_back_stays_or_cannot_leave() {
    use Afterwards::{BackToList, CannotLeave, InCheck, Stays};
    use ProblemState::{Closed, Listed, LongTerm, Paired, Suspended, Verifying, Working};
    // Unlinked, concluded, terminated.
    let cases = [
        (Listed, [Stays, Stays, Stays]),
        (Paired, [BackToList, BackToList, BackToList]),
        (Working, [CannotLeave, Stays, BackToList]),
        (Suspended, [CannotLeave, Stays, BackToList]),
        (Verifying, [InCheck, Stays, InCheck]),
        (LongTerm, [Stays, Stays, Stays]),
        (Closed, [Stays, Stays, Stays]),
    ];
    for (state, wanted) in cases {
        let ways = [Leaving::Unlinked, Leaving::Concluded, Leaving::Terminated];
        assert_eq!(ways.map(|w| afterwards(w, state)), wanted, "{state:?}");
    }
}
