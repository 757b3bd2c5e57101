//! Rules of the organisation as tables of cases.

use std::collections::BTreeSet;

use super::rules::{CannotGrant, CannotMerge, Former, Role, masked, may_hold, may_merge, name_on};

#[test]
fn an_administrator_holds_one_role_and_nothing_beside_it() {
    let alone = Err(CannotGrant::AdministratorAlone);
    let cases = [
        (vec![], Role::Sysadmin, Ok(())),
        (vec![Role::Liaison], Role::Owner, Ok(())),
        (vec![Role::Liaison], Role::Sysadmin, alone),
        (vec![Role::Sysadmin], Role::Auditor, alone),
        (vec![Role::Auditor], Role::Coordinator, alone),
        (vec![Role::Liaison], Role::Liaison, Ok(())),
    ];
    for (held, new, wanted) in cases {
        assert_eq!(may_hold(&held, new), wanted, "{held:?} {new}");
    }
}

#[test]
fn a_unit_is_not_merged_into_itself_its_child_or_what_is_merged() {
    let under: BTreeSet<i64> = [1, 2].into();
    let cases = [
        ((1, None), (3, None), Ok(())),
        ((1, None), (1, None), Err(CannotMerge::Itself)),
        ((1, None), (2, None), Err(CannotMerge::OwnChild)),
        ((1, Some(9)), (3, None), Err(CannotMerge::MergedBefore)),
        ((1, None), (3, Some(9)), Err(CannotMerge::MergedBefore)),
    ];
    for (from, into, wanted) in cases {
        assert_eq!(may_merge(from, into, &under), wanted, "{from:?} {into:?}");
    }
}

#[test]
fn a_name_holds_until_the_day_of_the_next() {
    let former = |name: &str, from: Option<&str>, until: &str| Former {
        name: name.into(),
        from: from.map(str::to_owned),
        until: Some(until.into()),
    };
    let formers = [
        former("一", None, "2020-01-01"),
        former("二", Some("2020-01-01"), "2022-06-01"),
    ];
    let cases = [
        ("2019-12-31", "一"),
        ("2020-01-01", "二"),
        ("2022-05-31", "二"),
        ("2022-06-01", "三"),
    ];
    for (day, wanted) in cases {
        assert_eq!(name_on("三", &formers, day), wanted, "{day}");
    }
}

#[test]
fn the_middle_of_a_number_is_hidden() {
    assert_eq!(masked("13812345678"), "138****5678");
    assert_eq!(masked("8266"), "8266");
}
