//! Tables of date spellings: what each covers, how sure it is, and what is refused.

use gongjie_words::{Kind, Precision, Reading, Unread, WrittenDate};

/// from..to, each `-` when empty.
fn days(reading: &Reading) -> String {
    let side = |day: Option<jiff::civil::Date>| day.map_or("-".to_owned(), |day| day.to_string());
    format!(
        "{}..{}",
        side(reading.written.from),
        side(reading.written.to)
    )
}

fn check(
    table: &[(&str, &str, Precision)],
    year_assumed: bool,
    is_deadline: bool,
    ambiguous: bool,
) {
    for (text, want, precision) in table {
        let got = WrittenDate::read(text, Some(2022));
        assert_eq!(days(&got), *want, "{text}");
        assert_eq!(got.written.precision, *precision, "precision of {text}");
        assert_eq!(got.written.text, *text);
        assert_eq!(got.written.kind, Kind::Date, "kind of {text}");
        assert_eq!(got.reason, None, "reason of {text}");
        assert_eq!(got.year_assumed, year_assumed, "year_assumed of {text}");
        assert_eq!(got.is_deadline, is_deadline, "is_deadline of {text}");
        assert_eq!(got.ambiguous, ambiguous, "ambiguous of {text}");
    }
}

#[test]
fn every_date_of_the_seed_is_read() {
    use Precision::{Day, Month, Since};
    let table = [
        ("今年3月", "2022-03-01..2022-03-31", Month),
        ("6月21日", "2022-06-21..2022-06-21", Day),
        ("5月13日起", "2022-05-13..-", Since),
        ("5月", "2022-05-01..2022-05-31", Month),
        ("5月以来", "2022-05-01..-", Since),
        ("4月", "2022-04-01..2022-04-30", Month),
        ("5月25日", "2022-05-25..2022-05-25", Day),
        ("3月30日", "2022-03-30..2022-03-30", Day),
        ("6月以来", "2022-06-01..-", Since),
    ];
    check(&table, true, false, false);
    check(
        &[("2022-09-19 15:40", "2022-09-19..2022-09-19", Day)],
        false,
        false,
        false,
    );
}

#[test]
fn dates_with_a_year_need_no_default() {
    use Precision::{Day, HalfYear, Month, Quarter, Range, Since, Year};
    let table = [
        ("2022年6月", "2022-06-01..2022-06-30", Month),
        ("2022年6月份", "2022-06-01..2022-06-30", Month),
        ("2022年6月21日", "2022-06-21..2022-06-21", Day),
        (" 2022 年 6 月 21 日 ", "2022-06-21..2022-06-21", Day),
        (
            "2022年6月21日（周二）下午3点",
            "2022-06-21..2022-06-21",
            Day,
        ),
        ("2022年6月21日15:40", "2022-06-21..2022-06-21", Day),
        ("2022.6.21", "2022-06-21..2022-06-21", Day),
        ("2022.6.21.", "2022-06-21..2022-06-21", Day),
        ("２０２２．６．２１", "2022-06-21..2022-06-21", Day),
        ("2022/6/21", "2022-06-21..2022-06-21", Day),
        ("2022-06-21", "2022-06-21..2022-06-21", Day),
        ("2022-06-21 00:00:00", "2022-06-21..2022-06-21", Day),
        ("2022-06-21T15:40:00", "2022-06-21..2022-06-21", Day),
        ("20220621", "2022-06-21..2022-06-21", Day),
        ("2022-05", "2022-05-01..2022-05-31", Month),
        ("2022.6", "2022-06-01..2022-06-30", Month),
        ("2024年2月", "2024-02-01..2024-02-29", Month),
        ("二〇二二年六月", "2022-06-01..2022-06-30", Month),
        ("二○二二年六月二十一日", "2022-06-21..2022-06-21", Day),
        ("二零二二年十二月三十一日", "2022-12-31..2022-12-31", Day),
        ("2022年", "2022-01-01..2022-12-31", Year),
        ("2022年度", "2022-01-01..2022-12-31", Year),
        ("2022", "2022-01-01..2022-12-31", Year),
        ("2022年上半年", "2022-01-01..2022-06-30", HalfYear),
        ("2022年第三季度", "2022-07-01..2022-09-30", Quarter),
        ("2022Q2", "2022-04-01..2022-06-30", Quarter),
        ("2022年6月上旬", "2022-06-01..2022-06-10", Range),
        ("2022年2月下旬", "2022-02-21..2022-02-28", Range),
        ("自2022年5月起", "2022-05-01..-", Since),
        ("2022年5月至今", "2022-05-01..-", Since),
    ];
    check(&table, false, false, false);
}

#[test]
fn dates_without_a_year_take_the_default_and_say_so() {
    use Precision::{Day, HalfYear, Month, Quarter, Year};
    let table = [
        ("六月二十一日", "2022-06-21..2022-06-21", Day),
        ("十月", "2022-10-01..2022-10-31", Month),
        ("6月21号", "2022-06-21..2022-06-21", Day),
        ("６月２１日", "2022-06-21..2022-06-21", Day),
        ("于6月21日上午", "2022-06-21..2022-06-21", Day),
        ("今年", "2022-01-01..2022-12-31", Year),
        ("去年12月", "2021-12-01..2021-12-31", Month),
        ("明年3月", "2023-03-01..2023-03-31", Month),
        ("上半年", "2022-01-01..2022-06-30", HalfYear),
        ("下半年", "2022-07-01..2022-12-31", HalfYear),
        ("今年下半年", "2022-07-01..2022-12-31", HalfYear),
        ("一季度", "2022-01-01..2022-03-31", Quarter),
        ("第二季度", "2022-04-01..2022-06-30", Quarter),
        ("4季度", "2022-10-01..2022-12-31", Quarter),
        ("22年6月", "2022-06-01..2022-06-30", Month),
    ];
    check(&table, true, false, false);
}

#[test]
fn ranges_run_from_the_first_day_to_the_last() {
    use Precision::Range;
    let assumed = [
        ("3—4月", "2022-03-01..2022-04-30", Range),
        ("5-7月", "2022-05-01..2022-07-31", Range),
        ("5——7月", "2022-05-01..2022-07-31", Range),
        ("5～7月", "2022-05-01..2022-07-31", Range),
        ("３－４月", "2022-03-01..2022-04-30", Range),
        ("三至四月", "2022-03-01..2022-04-30", Range),
        ("3月30日至4月2日", "2022-03-30..2022-04-02", Range),
        ("5月13日起至6月30日", "2022-05-13..2022-06-30", Range),
        ("从3月到6月", "2022-03-01..2022-06-30", Range),
        ("6月21-23日", "2022-06-21..2022-06-23", Range),
        ("6月21日—23日", "2022-06-21..2022-06-23", Range),
        ("3、4月", "2022-03-01..2022-04-30", Range),
        ("6月21日、22日", "2022-06-21..2022-06-22", Range),
        ("一至三季度", "2022-01-01..2022-09-30", Range),
        ("11月至次年2月", "2022-11-01..2023-02-28", Range),
    ];
    check(&assumed, true, false, false);
    let written = [
        ("2022年3—6月", "2022-03-01..2022-06-30", Range),
        ("2022年3月-2023年1月", "2022-03-01..2023-01-31", Range),
        ("2021—2023年", "2021-01-01..2023-12-31", Range),
        ("2022.3-2022.6", "2022-03-01..2022-06-30", Range),
        ("2022.3.1-2022.6.30", "2022-03-01..2022-06-30", Range),
        ("2022-06-21 - 2022-06-23", "2022-06-21..2022-06-23", Range),
        ("2022-06 至 2022-09", "2022-06-01..2022-09-30", Range),
    ];
    check(&written, false, false, false);
}

#[test]
fn limits_end_on_the_day_the_words_allow() {
    use Precision::{Day, HalfYear, Month, Quarter, Year};
    let assumed = [
        ("6月底前", "-..2022-06-30", Month),
        ("6月底前完成", "-..2022-06-30", Month),
        ("6月底", "2022-06-01..2022-06-30", Month),
        ("6月底完成", "2022-06-01..2022-06-30", Month),
        ("年底", "2022-01-01..2022-12-31", Year),
        ("年底前", "-..2022-12-31", Year),
        ("今年年底前", "-..2022-12-31", Year),
        ("年内", "2022-01-01..2022-12-31", Year),
        ("6月21日前", "-..2022-06-21", Day),
        ("6月21日之前完成", "-..2022-06-21", Day),
        ("截至6月21日", "-..2022-06-21", Day),
        ("最迟于6月21日", "-..2022-06-21", Day),
        ("6月21日止", "-..2022-06-21", Day),
        ("二季度末", "2022-04-01..2022-06-30", Quarter),
        ("上半年完成", "-..2022-06-30", HalfYear),
    ];
    check(&assumed, true, true, false);
    let written = [
        ("2022年底", "2022-01-01..2022-12-31", Year),
        ("2022年年底", "2022-01-01..2022-12-31", Year),
        ("到2025年", "-..2025-12-31", Year),
        ("到2025年底", "-..2025-12-31", Year),
        ("2022年6月30日前", "-..2022-06-30", Day),
        ("by June 2022", "-..2022-06-30", Month),
        ("by 21 June 2022", "-..2022-06-21", Day),
        ("end of June 2022", "2022-06-01..2022-06-30", Month),
    ];
    check(&written, false, true, false);
}

#[test]
fn spellings_with_two_readings_are_marked() {
    use Precision::{Day, Month, Year};
    check(
        &[
            ("2025年前", "-..2024-12-31", Year),
            ("2022年6月前", "-..2022-05-31", Month),
        ],
        false,
        true,
        true,
    );
    check(
        &[("202206", "2022-06-01..2022-06-30", Month)],
        false,
        false,
        true,
    );
    let assumed = [
        ("6.21", "2022-06-21..2022-06-21", Day),
        ("6/21", "2022-06-21..2022-06-21", Day),
        ("6-21", "2022-06-21..2022-06-21", Day),
        ("6月初", "2022-06-01..2022-06-30", Month),
    ];
    check(&assumed, true, false, true);
}

#[test]
fn english_spellings_are_read() {
    use Precision::{Day, Month, Quarter, Since};
    let table = [
        ("June 2022", "2022-06-01..2022-06-30", Month),
        ("Sept. 2022", "2022-09-01..2022-09-30", Month),
        ("21 June 2022", "2022-06-21..2022-06-21", Day),
        ("21st of June, 2022", "2022-06-21..2022-06-21", Day),
        ("June 21, 2022", "2022-06-21..2022-06-21", Day),
        ("21-Jun-2022", "2022-06-21..2022-06-21", Day),
        ("Q2 2022", "2022-04-01..2022-06-30", Quarter),
        ("since May 2022", "2022-05-01..-", Since),
    ];
    check(&table, false, false, false);
    check(
        &[("21 June", "2022-06-21..2022-06-21", Day)],
        true,
        false,
        false,
    );
}

#[test]
fn promises_without_a_date_keep_their_kind() {
    for (text, kind) in [
        ("立行立改", Kind::Immediate),
        ("立行立改。", Kind::Immediate),
        ("即知即改", Kind::Immediate),
        ("长期坚持", Kind::LongTerm),
        ("持续推进", Kind::LongTerm),
        ("长期", Kind::LongTerm),
        ("每季度", Kind::Recurring),
        ("每月", Kind::Recurring),
        ("每月25日前", Kind::Recurring),
        ("每个季度一次", Kind::Recurring),
        ("按季度", Kind::Recurring),
    ] {
        let got = WrittenDate::read(text, Some(2022));
        assert_eq!(got.written.kind, kind, "{text}");
        assert_eq!(
            (got.written.precision, days(&got).as_str()),
            (Precision::Unknown, "-..-"),
            "{text}"
        );
        assert_eq!(
            (got.reason, got.ambiguous, got.year_assumed),
            (None, false, false),
            "{text}"
        );
    }
    let both = WrittenDate::read("立行立改，长期坚持", None);
    assert_eq!((both.written.kind, both.ambiguous), (Kind::Immediate, true));
    let dated = WrittenDate::read("6月底前完成，长期坚持", Some(2022));
    assert_eq!(
        (dated.written.kind, days(&dated).as_str()),
        (Kind::LongTerm, "-..2022-06-30")
    );
}

#[test]
fn unreadable_text_gives_a_reason_and_no_days() {
    for (text, reason, is_deadline) in [
        ("", Unread::Empty, false),
        ("　", Unread::Empty, false),
        ("暑期前", Unread::SchoolCalendar, true),
        ("学期末", Unread::SchoolCalendar, true),
        ("2022—2023学年", Unread::SchoolCalendar, false),
        ("月底", Unread::NoMonth, true),
        ("本季度末", Unread::NoMonth, true),
        ("21日", Unread::NoMonth, false),
        ("2月30日", Unread::NotInCalendar, false),
        ("2022年2月29日", Unread::NotInCalendar, false),
        ("2022年13月", Unread::NotInCalendar, false),
        ("第五季度", Unread::NotInCalendar, false),
        ("20221301", Unread::NotInCalendar, false),
        ("0000-00-00", Unread::NotInCalendar, false),
        ("11月至2月", Unread::EndBeforeStart, false),
        ("3、5月", Unread::Several, false),
        ("5-7", Unread::Unclear, false),
        ("2022-2023", Unread::Unclear, false),
        ("44733", Unread::NotUnderstood, false),
        ("1 2月", Unread::NotUnderstood, false),
        ("3年", Unread::NotUnderstood, false),
        ("22年前", Unread::NotUnderstood, true),
        ("近期", Unread::NotUnderstood, false),
        ("春节前", Unread::NotUnderstood, true),
        ("6月前后", Unread::NotUnderstood, false),
        ("6月左右", Unread::NotUnderstood, false),
        ("长期规划", Unread::NotUnderstood, false),
        ("经金学院硕1154党支部", Unread::NotUnderstood, false),
    ] {
        let got = WrittenDate::read(text, Some(2022));
        assert_eq!(got.reason, Some(reason), "{text}");
        assert_eq!(
            (days(&got).as_str(), got.written.precision),
            ("-..-", Precision::Unknown),
            "{text}"
        );
        assert_eq!(
            (got.written.kind, got.is_deadline),
            (Kind::Date, is_deadline),
            "{text}"
        );
    }
}

#[test]
fn without_a_default_year_no_year_is_guessed() {
    for (text, reason) in [
        ("6月21日", Unread::NoYear),
        ("今年3月", Unread::NoYear),
        ("年底", Unread::NoYear),
        ("3—4月", Unread::NoYear),
        ("2月30日", Unread::NotInCalendar),
    ] {
        let got = WrittenDate::read(text, None);
        assert_eq!(
            (got.reason, days(&got).as_str()),
            (Some(reason), "-..-"),
            "{text}"
        );
    }
    assert_eq!(
        WrittenDate::read("2月29日", Some(2023)).reason,
        Some(Unread::NotInCalendar)
    );
}
