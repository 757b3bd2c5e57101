//! Rules of the urgent channel as tables of cases.

use gongjie_base::lifecycle as table;

use super::lifecycle::{Action, TABLE};
use super::rules::{self, Rank, ShiftInput, State};
use super::tables::duty_shift;
use crate::org::Part;

fn shift(weekdays: &str, from_hour: i64, until_hour: i64) -> duty_shift::Model {
    duty_shift::Model {
        id: 1,
        organization_id: 1,
        rank: Rank::Officer,
        person_id: 1,
        phone: None,
        weekdays: weekdays.to_owned(),
        from_hour,
        until_hour,
    }
}

#[test]
fn a_shift_covers_its_days_and_hours_and_the_night_after() {
    let always = shift("1234567", 0, 24);
    let day = shift("12345", 8, 18);
    let night = shift("15", 18, 8);
    let cases = [
        (&always, 7, 3, true),
        (&day, 1, 8, true),
        (&day, 1, 18, false),
        (&day, 6, 9, false),
        (&night, 1, 18, true),
        (&night, 2, 7, true),
        (&night, 2, 8, false),
        (&night, 2, 20, false),
        (&night, 1, 7, false),
        (&night, 6, 0, true),
    ];
    for (shift, weekday, hour, wanted) in cases {
        assert_eq!(
            rules::is_on(shift, weekday, hour),
            wanted,
            "{} {weekday} {hour}",
            shift.weekdays
        );
    }
}

#[test]
fn no_days_mean_every_day_and_no_hours_all_day() {
    let input = ShiftInput {
        rank: "officer".into(),
        person_id: "7".into(),
        ..ShiftInput::default()
    };
    let read = rules::read_shift(&input).unwrap();
    assert_eq!(
        (read.weekdays.as_str(), read.from_hour, read.until_hour),
        ("1234567", 0, 24)
    );
    let wrong = ShiftInput {
        rank: "everybody".into(),
        from_hour: "25".into(),
        ..input
    };
    assert!(rules::read_shift(&wrong).is_err());
}

#[test]
fn nobody_skips_the_answer_and_no_way_leads_back() {
    let hands = [Part::DutyOfficer];
    for state in [State::Raised, State::Paged] {
        let open: Vec<Action> = table::open_to(TABLE, state, &hands)
            .iter()
            .map(|l| l.action)
            .collect();
        assert_eq!(open, vec![Action::Ack], "{state}");
    }
    for part in [Part::Leader, Part::Supervisor, Part::Dispatcher] {
        for state in State::ALL {
            assert!(table::open_to(TABLE, *state, &[part]).is_empty(), "{state}");
        }
    }
    for line in TABLE.iter().filter(|l| l.from.contains(&State::Closed)) {
        assert_eq!(line.to, State::Closed);
    }
}
