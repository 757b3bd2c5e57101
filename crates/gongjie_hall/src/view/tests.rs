//! Spellings of addresses, standing of an address toward its views, rights, as tables of cases.

use std::collections::BTreeSet;

use gongjie_base::Error;

use super::rules::{Input, Place, Scope, Standing, may_keep, read, standing};
use crate::org::{Actor, Grant, Role, TermPack};

#[test]
fn an_address_has_one_spelling_and_keeps_known_fields_alone() {
    let cases = [
        ("", ""),
        ("?theme=2&campaign=1", "campaign=1&theme=2"),
        ("campaign=1&theme=&unit=%20&q=", "campaign=1"),
        ("sort=position&group=lead", "group=lead"),
        (
            "cols=due&after=7&cols=class&cols=due",
            "cols=class&cols=due",
        ),
        ("evil=%3Cscript%3E&q=%E4%BA%BA+%26", "q=%E4%BA%BA+%26"),
        ("view=7&_csrf=x", ""),
        ("sort=lead&sort=date", "sort=lead&sort=date"),
        ("sort=date&sort=lead", "sort=date&sort=lead"),
    ];
    for (typed, wanted) in cases {
        assert_eq!(Place::Ledger.canonical(typed), wanted, "{typed}");
        assert_eq!(Place::Ledger.canonical(wanted), wanted);
    }
    assert_eq!(Place::Problems.with(""), "/problems");
    assert_eq!(Place::at("/lists/units"), Some(Place::ListsUnits));
    assert_eq!(Place::at("/lists/other"), None);
}

#[test]
fn an_address_is_a_view_or_differs_from_the_one_that_was_opened_last() {
    let views = [(1, "theme=2"), (2, "theme=3"), (3, "theme=3")];
    let cases = [
        (None, "theme=2", Standing::Is(1)),
        (Some(2), "theme=2", Standing::Is(1)),
        (Some(3), "theme=3", Standing::Is(3)),
        (None, "theme=3", Standing::Is(2)),
        (Some(1), "theme=2&unit=5", Standing::Differs(1)),
        (Some(1), "", Standing::Free),
        (None, "unit=5", Standing::Free),
        (Some(9), "unit=5", Standing::Free),
    ];
    for (last, query, wanted) in cases {
        assert_eq!(standing(&views, last, query), wanted, "{last:?} {query}");
    }
}

fn actor(role: Role, unit: Option<i64>) -> Actor {
    Actor {
        organization_id: 1,
        organization_name: String::new(),
        is_example: false,
        term_pack: TermPack::Party,
        account_id: 7,
        person_id: 7,
        name: String::new(),
        unit_id: unit,
        unit_name: None,
        grants: vec![Grant {
            role,
            unit_id: unit,
            reach: unit.into_iter().collect::<BTreeSet<_>>(),
        }],
    }
}

#[test]
fn who_may_keep_a_view_follows_from_whose_it_is() {
    let liaison = actor(Role::Liaison, Some(5));
    let owner = actor(Role::Owner, Some(5));
    let coordinator = actor(Role::Coordinator, None);
    let cases = [
        (&liaison, Scope::Mine, None, 7, true),
        (&coordinator, Scope::Mine, None, 8, false),
        (&liaison, Scope::Unit, Some(5), 8, true),
        (&liaison, Scope::Unit, Some(6), 7, false),
        (&owner, Scope::Unit, Some(5), 7, false),
        (&coordinator, Scope::Unit, Some(5), 7, false),
        (&coordinator, Scope::Organization, None, 8, true),
        (&liaison, Scope::Organization, None, 7, false),
    ];
    for (actor, scope, unit, owner_id, wanted) in cases {
        let may = may_keep(actor, scope, unit, owner_id);
        assert_eq!(may, wanted, "{scope} {unit:?} {owner_id}");
    }
}

#[test]
fn a_view_is_read_with_every_broken_rule() {
    let input = Input {
        place: "nowhere".into(),
        scope: "unit".into(),
        ..Input::default()
    };
    let Err(Error::Invalid(fields)) = read(&input, None) else {
        panic!("taken");
    };
    let names: BTreeSet<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["name", "place", "scope"]));
    let input = Input {
        name: " 在办的 ".into(),
        place: "problems".into(),
        query: "state=working&before=9".into(),
        scope: "unit:12".into(),
        ..Input::default()
    };
    let view = read(&input, None).unwrap();
    assert_eq!((view.scope, view.unit_id), (Scope::Unit, Some(12)));
    assert_eq!(
        (view.name.as_str(), view.query.as_str()),
        ("在办的", "state=working")
    );
}
