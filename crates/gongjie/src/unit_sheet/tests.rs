//! What each fact counts, as a table of cases.

use jiff::civil::{Date, date};

use super::rules::{Fact, Item, Slip, rates, sort};

const TODAY: Date = date(2026, 11, 23);

fn item(id: i64, due: Option<Date>, done: Option<Date>) -> Item {
    Item {
        id,
        text: format!("事 {id}"),
        due,
        done,
        is_open: done.is_none(),
        is_grey: false,
        is_excused: false,
        is_sent_back: false,
        is_extended: false,
    }
}

#[test]
fn each_measure_stands_in_the_facts_that_are_true_of_it() {
    use Fact::{Done, Due, Excused, Extended, InTime, Items, Late, SentBack};
    let (past, ahead) = (Some(date(2026, 11, 20)), Some(date(2026, 12, 1)));
    let late = item(1, past, None);
    let excused = Item {
        is_excused: true,
        ..item(2, past, None)
    };
    let grey = Item {
        is_grey: true,
        ..item(3, past, None)
    };
    let cases: Vec<(Item, Vec<Fact>)> = vec![
        (late, vec![Items, Due, Late]),
        (excused, vec![Items, Due, Excused]),
        (grey, vec![Items]),
        (item(4, ahead, None), vec![Items]),
        (item(5, None, None), vec![Items]),
        (item(6, past, past), vec![Items, Due, Done, InTime]),
        (item(7, past, Some(TODAY)), vec![Items, Due, Done, Late]),
        (item(8, ahead, Some(TODAY)), vec![Items, Due, Done, InTime]),
        (
            Item {
                is_sent_back: true,
                is_extended: true,
                ..item(9, ahead, None)
            },
            vec![Items, SentBack, Extended],
        ),
    ];
    for (item, wanted) in cases {
        let facts = sort(std::slice::from_ref(&item), &[], TODAY);
        let found = facts.iter().filter(|(_, rows)| !rows.is_empty());
        let found: Vec<Fact> = found.map(|(fact, _)| *fact).collect();
        assert_eq!(found, wanted, "{}", item.text);
    }
}

#[test]
fn slips_are_signed_in_time_or_late_or_not_yet() {
    let slip = |id, is_received, is_signed_late| Slip {
        id,
        name: String::new(),
        is_received,
        is_signed_late,
    };
    let slips = [
        slip(1, true, false),
        slip(2, true, true),
        slip(3, false, true),
        slip(4, false, false),
    ];
    let facts = sort(&[], &slips, TODAY);
    let n = |fact| facts[&fact].len();
    assert_eq!(
        (n(Fact::Slips), n(Fact::SlipsInTime), n(Fact::SlipsLate)),
        (4, 1, 2)
    );
    let signed = &rates(&facts)[2];
    assert_eq!(signed.text.as_deref(), Some("25.0%"));
    assert!(signed.is_small);
    assert_eq!(rates(&facts)[0].text, None, "nothing is due");
}
