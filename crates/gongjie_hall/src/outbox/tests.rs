//! What leaves when, as tables of cases.

use std::collections::BTreeMap;

use gongjie_base::Say;
use jiff::civil::{DateTime, date};

use super::rules::ChannelKind::{DingtalkRobot, Webhook, WecomApp};
use super::rules::{
    ChannelInput, ChannelKind, Class, Due, Outcome, State, after, is_digest_time, is_open,
    next_try_minutes, pick, read_channel, spread_ms, takes,
};
use crate::calendar::Calendar;
use crate::calendar::rules::Vacation;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn people_are_left_alone_at_night_and_on_rest_days() {
    let calendar = Calendar {
        holidays: [date(2026, 10, 1)].into(),
        make_up_days: [date(2026, 10, 10)].into(),
        vacations: vec![Vacation {
            from: date(2026, 7, 13),
            until: date(2026, 8, 28),
        }],
        ..Calendar::default()
    };
    let cases = [
        ("2026-11-23T07:29", false, false),
        ("2026-11-23T07:30", true, false),
        ("2026-11-23T08:29", true, false),
        ("2026-11-23T08:30", true, true),
        ("2026-11-23T21:59", true, true),
        ("2026-11-23T22:00", false, false),
        ("2026-11-22T10:00", false, false),
        ("2026-10-01T10:00", false, false),
        ("2026-10-10T10:00", true, true),
        // A vacation holds no message.
        ("2026-07-20T10:00", true, true),
        ("2026-07-19T10:00", false, false),
    ];
    for (now, open, digest) in cases {
        assert_eq!(is_open(&calendar, at(now)), open, "{now}");
        assert_eq!(is_digest_time(&calendar, at(now)), digest, "{now}");
    }
}

#[test]
fn six_tries_grow_apart_within_a_day() {
    let delays: Vec<i64> = (1..=6).map_while(next_try_minutes).collect();
    assert_eq!(delays.len(), 5);
    assert!(delays.windows(2).all(|w| w[0] < w[1]));
    assert!(delays.iter().sum::<i64>() < 24 * 60);
    let say = || Say::new("wire-off");
    assert_eq!(after(&Outcome::Later(say()), 1), (State::Waiting, Some(1)));
    assert_eq!(after(&Outcome::Later(say()), 6), (State::GivenUp, None));
    assert_eq!(after(&Outcome::Never(say()), 1), (State::GivenUp, None));
    assert_eq!(after(&Outcome::Sent, 6), (State::Sent, None));
    assert_eq!(after(&Outcome::Skipped, 1), (State::Skipped, None));
}

#[test]
fn no_lane_is_quicker_than_its_pace() {
    let due = |id, channel_id, kind, person_id| Due {
        id,
        channel_id,
        kind,
        person_id,
    };
    let all = [
        due(1, 1, WecomApp, Some(7)),
        due(2, 1, WecomApp, Some(7)),
        due(3, 1, WecomApp, Some(8)),
        due(4, 2, DingtalkRobot, None),
        due(5, 2, DingtalkRobot, None),
        due(6, 3, Webhook, None),
        due(7, 3, Webhook, None),
    ];
    let none = BTreeMap::new();
    assert_eq!(pick(&all, &none, 100_000, 16), [1, 3, 4, 6, 7]);
    assert_eq!(pick(&all, &none, 100_000, 2), [1, 3]);
    let last = BTreeMap::from([((1, Some(7)), 98_001), ((2, None), 97_000)]);
    assert_eq!(pick(&all, &last, 100_000, 16), [3, 4, 6, 7]);
    // Thirty a minute for one person, whatever waits.
    let many: Vec<Due> = (0..200).map(|n| due(n, 1, WecomApp, Some(7))).collect();
    let mut last = BTreeMap::new();
    let mut sent = 0;
    for second in 0..60 {
        let now = second * 1_000;
        for _ in pick(&many, &last, now, 16) {
            last.insert((1, Some(7)), now);
            sent += 1;
        }
    }
    assert_eq!(sent, 30);
    let spread: Vec<i64> = (1..=1_000).map(spread_ms).collect();
    assert!(spread.iter().all(|s| (0..300_000).contains(s)));
}

#[test]
fn each_kind_of_channel_says_what_it_needs() {
    let input = |kind: &str, url: &str| ChannelInput {
        kind: kind.into(),
        name: "通道".into(),
        url: url.into(),
        account: "corp".into(),
        sender: if kind == "email" {
            "a@school.example"
        } else {
            "1000002"
        }
        .into(),
        token: "t".into(),
        secret: "s".into(),
        takes: vec!["urgent".into(), "instant".into()],
        is_on: "1".into(),
        ..ChannelInput::default()
    };
    for (kind, url) in [
        ("email", "smtps://mail.school.example"),
        ("wecom_robot", ""),
        ("wecom_app", ""),
        ("dingtalk_robot", ""),
        ("feishu_robot", "http://127.0.0.1:1"),
        ("webhook", "https://hook.example/a"),
    ] {
        let read = read_channel(&input(kind, url), None).unwrap();
        assert_eq!(read.kind.code(), kind);
        assert!(takes(&read.takes, Class::Urgent) && !takes(&read.takes, Class::Digest));
    }
    let without = |change: fn(&mut ChannelInput), kind: &str, url: &str| {
        let mut input = input(kind, url);
        change(&mut input);
        read_channel(&input, None).is_err()
    };
    assert!(without(|i| i.url.clear(), "webhook", ""));
    assert!(without(|_| {}, "email", "https://mail"));
    assert!(without(|_| {}, "webhook", "ftp://x"));
    assert!(without(|i| i.sender = "nobody".into(), "email", "smtp://m"));
    assert!(without(|i| i.sender = "x".into(), "wecom_app", ""));
    assert!(without(|i| i.secret.clear(), "dingtalk_robot", ""));
    assert!(without(|i| i.token.clear(), "wecom_robot", ""));
    assert!(without(|i| i.takes.clear(), "wecom_robot", ""));
    assert!(without(|i| i.kind.clear(), "", ""));
    // What is kept needs not be typed again.
    let mut kept = input("dingtalk_robot", "");
    kept.secret.clear();
    kept.token.clear();
    assert!(read_channel(&kept, Some((ChannelKind::DingtalkRobot, true, true))).is_ok());
}
