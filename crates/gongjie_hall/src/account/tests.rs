//! The delay and the password rules as tables of cases.

use super::rules::{DELAY_MS_MAX, WeakPassword, check_password, delay, is_login};

#[test]
fn the_delay_doubles_after_five_failures_and_stops_at_a_quarter_hour() {
    let cases = [
        (0, 0),
        (5, 0),
        (6, 1_000),
        (7, 2_000),
        (10, 16_000),
        (16, DELAY_MS_MAX),
        (900, DELAY_MS_MAX),
    ];
    for (failures, wanted) in cases {
        assert_eq!(delay(failures), wanted, "{failures} failures");
    }
}

#[test]
fn weak_passwords_are_named() {
    let cases = [
        ("short", Err(WeakPassword::TooShort)),
        ("zhangsan-2026", Err(WeakPassword::Guessable)),
        ("gongjie-12345", Err(WeakPassword::Guessable)),
        ("七个字的口令也可以用一用", Ok(())),
        ("correct horse battery", Ok(())),
    ];
    for (password, wanted) in cases {
        assert_eq!(
            check_password(password, "zhangsan", "示例甲"),
            wanted,
            "{password}"
        );
    }
    assert_eq!(
        check_password(&"x".repeat(129), "a", "b"),
        Err(WeakPassword::TooLong)
    );
}

#[test]
fn an_account_name_is_one_word() {
    let cases = [
        ("jia", true),
        ("zhang.san-2", true),
        ("张三", true),
        ("a", false),
        ("-a", false),
        ("a b", false),
        ("a@b", false),
    ];
    for (login, wanted) in cases {
        assert_eq!(is_login(login), wanted, "{login}");
    }
}
