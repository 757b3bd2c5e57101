//! The ladder as a table of cases: what is due on which day, and when nothing is.

use jiff::civil::{Date, date};

use crate::measure::calendar::Calendar;
use crate::slip::ladder::{Item, Rung, Sent, Standing, ladder};
use crate::slip::rules::Kind;

/// A Friday.
const DUE: Date = date(2026, 11, 20);

fn item() -> Item {
    Item {
        measure_id: 1,
        due: Some(DUE),
        standing: Standing::Running,
        sent: Vec::new(),
        drafts: Vec::new(),
    }
}

fn sent(kind: Kind, day: Date) -> Sent {
    Sent {
        kind,
        sent: day,
        is_unanswered: true,
        settled: None,
    }
}

fn rungs(item: &Item, today: Date) -> Vec<Rung> {
    let due = ladder(std::slice::from_ref(item), today, &Calendar::default());
    due.into_iter().map(|d| d.rung).collect()
}

#[test]
fn before_the_limit_the_handler_is_reminded_on_three_days() {
    let cases = [
        (date(2026, 11, 12), false),
        (date(2026, 11, 13), true), // seven days before, a Friday
        (date(2026, 11, 16), false),
        (date(2026, 11, 17), true), // three days before
        (date(2026, 11, 18), false),
        (date(2026, 11, 19), true), // one day before
        (date(2026, 11, 20), false),
    ];
    for (today, wanted) in cases {
        let found = rungs(&item(), today);
        assert_eq!(found == [Rung::Remind], wanted, "{today}");
        assert!(wanted || found.is_empty(), "{today} {found:?}");
    }
}

#[test]
fn a_reminder_of_a_rest_day_comes_on_the_next_working_day_and_only_once() {
    // Due on a Monday: three days and one day before lie on the weekend.
    let item = Item {
        due: Some(date(2026, 11, 23)),
        ..item()
    };
    assert!(
        rungs(&item, date(2026, 11, 20)).len() == 1,
        "three days before, a Friday"
    );
    assert!(rungs(&item, date(2026, 11, 21)).is_empty(), "a Saturday");
    assert!(rungs(&item, date(2026, 11, 22)).is_empty(), "a Sunday");
    assert_eq!(
        rungs(&item, date(2026, 11, 23)),
        [Rung::Remind],
        "on the day"
    );
}

/// What was sent, the day, and what is due then.
type Climb = (&'static str, Vec<Sent>, Date, Vec<Rung>);

const MONDAY: Date = date(2026, 11, 23);

fn urged() -> Vec<Sent> {
    vec![sent(Kind::Urge, MONDAY)]
}

fn pressed() -> Vec<Sent> {
    let press = sent(Kind::Press, date(2026, 11, 26));
    vec![sent(Kind::Urge, MONDAY), press]
}

fn warned() -> Vec<Sent> {
    let mut all = pressed();
    all.push(sent(Kind::Letter, date(2026, 12, 7)));
    all
}

fn answered(settled: Option<Date>) -> Vec<Sent> {
    let urge = Sent {
        is_unanswered: false,
        settled,
        ..sent(Kind::Urge, MONDAY)
    };
    vec![urge]
}

fn check(cases: Vec<Climb>) {
    for (what, sent, today, wanted) in cases {
        let item = Item { sent, ..item() };
        assert_eq!(rungs(&item, today), wanted, "{what}");
    }
}

#[test]
fn behind_the_limit_it_climbs() {
    use Rung::{Bulletin, Letter, Press, Urge};
    let november = |d| date(2026, 11, d);
    let december = |d| date(2026, 12, d);
    check(vec![
        ("a Saturday", vec![], november(21), vec![]),
        ("next working day", vec![], MONDAY, vec![Urge]),
        ("until it is sent", vec![], december(9), vec![Urge]),
        ("just urged", urged(), november(25), vec![]),
        ("three days on", urged(), november(26), vec![Press]),
        ("five days", urged(), november(30), vec![Press, Bulletin]),
        ("pressed", pressed(), november(27), vec![]),
        ("pressed, five", pressed(), november(30), vec![Bulletin]),
        ("ten days", pressed(), december(7), vec![Bulletin, Letter]),
        ("the letter is out", warned(), december(8), vec![Bulletin]),
    ]);
}

#[test]
fn an_answer_stops_it_until_it_turns_out_to_be_words() {
    let december = |d| date(2026, 12, d);
    let good = Some(december(4));
    let old = sent(Kind::Urge, date(2026, 11, 2));
    check(vec![
        ("not judged", answered(None), december(7), vec![]),
        ("good, yesterday", answered(good), december(7), vec![]),
        ("still late", answered(good), december(9), vec![Rung::Press]),
        ("an earlier limit", vec![old], MONDAY, vec![Rung::Urge]),
    ]);
}

#[test]
fn nobody_is_pressed_who_cannot_act() {
    let monday = date(2026, 11, 23);
    for standing in [Standing::Still, Standing::Waits] {
        for today in [date(2026, 11, 13), monday, date(2026, 12, 9)] {
            let urge = sent(Kind::Urge, monday);
            for sent in [vec![], vec![urge]] {
                let item = Item {
                    standing,
                    sent,
                    ..item()
                };
                assert!(rungs(&item, today).is_empty(), "{standing} {today}");
            }
        }
    }
    let without = Item {
        due: None,
        ..item()
    };
    assert!(rungs(&without, monday).is_empty());
    let drafted = Item {
        drafts: vec![Kind::Urge],
        ..item()
    };
    assert!(rungs(&drafted, monday).is_empty(), "it is on the desk");
}

#[test]
fn holidays_are_waited_out() {
    let monday = date(2026, 11, 23);
    let calendar = Calendar {
        holidays: [monday].into_iter().collect(),
        ..Calendar::default()
    };
    let all = [item()];
    assert!(ladder(&all, monday, &calendar).is_empty());
    let due = ladder(&all, date(2026, 11, 24), &calendar);
    assert_eq!(due[0].rung, Rung::Urge);
    assert_eq!(due[0].since, date(2026, 11, 24));
    assert_eq!(due[0].days_left, -4);
}

#[test]
fn every_rung_speaks_to_somebody() {
    for rung in Rung::ALL {
        assert!(!rung.to().is_empty());
    }
}
