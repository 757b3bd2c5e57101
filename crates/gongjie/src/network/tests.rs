//! Who works with whom, as a table of cases.

use super::gather::tally;
use crate::pairing::rules::{MemberAnswer, MemberRole};
use crate::pairing::tables::{pairing_member, pairing_problem};

fn member(pairing_id: i64, unit_id: i64, role: MemberRole) -> pairing_member::Model {
    pairing_member::Model {
        id: pairing_id * 100 + unit_id,
        pairing_id,
        unit_id,
        role,
        position: 0,
        written: None,
        answer: MemberAnswer::Confirmed,
        asked_at: None,
        answered_at: None,
        answered_by_id: None,
        answer_note: None,
    }
}

#[test]
fn a_unit_counts_its_pairings_partners_and_problems_once() {
    let (lead, co, partner) = (MemberRole::Lead, MemberRole::CoLead, MemberRole::Partner);
    let members = [
        member(1, 7, lead),
        member(1, 8, co),
        member(1, 9, partner),
        member(2, 7, lead),
        member(2, 9, partner),
        member(3, 9, lead),
    ];
    let link = |id, pairing_id, problem_id| pairing_problem::Model {
        id,
        pairing_id,
        problem_id,
    };
    let links = [link(1, 1, 50), link(2, 2, 50), link(3, 2, 51)];
    let tally = tally(&members, &links);
    let counts = |unit| {
        let own = &tally.units[&unit];
        (
            own.pairings.len(),
            own.leads.len(),
            own.partners.len(),
            own.problems.len(),
        )
    };
    assert_eq!(counts(7), (2, 2, 2, 2));
    assert_eq!(counts(8), (1, 1, 2, 1));
    assert_eq!(counts(9), (3, 1, 2, 2));
    let joints: Vec<_> = tally.joints.into_iter().collect();
    assert_eq!(joints, [((7, 8), 1), ((7, 9), 2)]);
}
