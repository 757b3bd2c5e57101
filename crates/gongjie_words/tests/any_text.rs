//! Properties that hold for every text, also for one nobody would write.

use gongjie_words::{
    Precision, WrittenDate, WrittenFigure, name_key, normalise, split_open_ended, squash,
};
use proptest::prelude::*;

/// Pieces of dates, figures and lists.
const PIECES: &str = "0 1 2 21 30 2022 20220621 二〇二二 十 六 两 百 千 万 亿 年 月 日 号 底 前 末 初 \
    起 以来 至 到 — - ~ 、 . / : 今年 次年 第 季度 上半年 上旬 余 多 超过 近 约 以上 不少于 项 \
    % 等 相关 支部 会同 立行立改 长期坚持 每 （ 周 June Q by ， ，0 点 完成 T \
    -9223372036854775808";

/// Texts made of the characters the readers look for, so that they get far into the grammar.
fn office_text() -> impl Strategy<Value = String> {
    let mut pieces: Vec<&str> = PIECES.split_whitespace().collect();
    pieces.extend([" ", "\n", "\u{3000}"]);
    proptest::collection::vec(proptest::sample::select(pieces), 0..12)
        .prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), office_text()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_date_keeps_its_text_and_holds_together(text in any_text(), year in any::<Option<i16>>()) {
        let reading = WrittenDate::read(&text, year);
        let date = &reading.written;
        prop_assert_eq!(&date.text, &text);
        prop_assert_eq!(date.precision == Precision::Unknown, date.from.is_none() && date.to.is_none());
        if let (Some(from), Some(to)) = (date.from, date.to) {
            prop_assert!(from <= to);
        }
        if reading.reason.is_some() {
            prop_assert_eq!(date.precision, Precision::Unknown);
        }
        prop_assert!(!reading.year_assumed || year.is_some() || text.contains('年'));
    }

    #[test]
    fn a_figure_keeps_its_text(text in any_text()) {
        let figure = WrittenFigure::read(&text);
        prop_assert_eq!(figure.display(), text.as_str());
        prop_assert!(figure.number.is_some() || figure.unit.is_empty());
    }

    #[test]
    fn normalising_twice_changes_nothing_more(text in any_text()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once.clone());
        prop_assert_eq!(squash(&once), squash(&text));
        prop_assert_eq!(name_key(&once), name_key(&text));
    }

    #[test]
    fn open_words_are_taken_from_the_text(text in any_text()) {
        let (head, open) = split_open_ended(&text);
        prop_assert!(text.contains(head));
        prop_assert!(open.is_none_or(|open| text.contains(open)));
    }

    #[test]
    fn every_day_reads_back_from_every_way_it_is_written(number in 0..73_000_i32) {
        let day = gongjie_words::date::excel_serial(f64::from(number + 61), false).unwrap_or_default();
        let zh = WrittenDate::read(&gongjie_words::date::zh(day), None).written;
        prop_assert_eq!((zh.from, zh.to), (Some(day), Some(day)));
        let en = WrittenDate::read(&gongjie_words::date::en(day), None).written;
        prop_assert_eq!((en.from, en.to), (Some(day), Some(day)));
        let short = WrittenDate::read(&day.to_string(), None).written;
        prop_assert_eq!(short.precision, Precision::Day);
    }
}
