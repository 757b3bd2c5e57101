//! Words that promise a kind of time without a date.

use super::Kind;

const IMMEDIATE: [&str; 15] = [
    "立行立改",
    "立整立改",
    "立查立改",
    "边整边改",
    "边查边改",
    "即知即改",
    "即查即改",
    "立即整改",
    "当场整改",
    "现场整改",
    "即时整改",
    "马上就改",
    "立即办理",
    "立即",
    "即刻",
];
const LONG_TERM: [&str; 17] = [
    "长期坚持",
    "持续推进",
    "长期推进",
    "持续坚持",
    "持续整改",
    "持续落实",
    "长效坚持",
    "常态化推进",
    "常态化",
    "长期",
    "持续",
    "常年",
    "坚持不懈",
    "常抓不懈",
    "久久为功",
    "长期执行",
    "长期有效",
];
const EVERY: [&str; 9] = ["学期", "学年", "季", "半年", "月", "年", "周", "日", "天"];
const FILLER: &str = "，,、；;。（）()并且及和与";

/// The kind the words promise, and what is left of the text; the first named kind is the sooner one.
pub(super) struct Promise {
    pub kind: Kind,
    pub rest: String,
    /// Both 立行立改 and 长期坚持 are written.
    pub both: bool,
}

/// Finds the kind in a text without blanks.
pub(super) fn promise(text: &str) -> Promise {
    if is_recurring(text) {
        return Promise {
            kind: Kind::Recurring,
            rest: String::new(),
            both: false,
        };
    }
    let mut rest = text.to_owned();
    let immediate = remove(&mut rest, &IMMEDIATE);
    let long_term = remove(&mut rest, &LONG_TERM);
    let kind = match (immediate, long_term) {
        (true, _) => Kind::Immediate,
        (_, true) => Kind::LongTerm,
        _ => Kind::Date,
    };
    if kind != Kind::Date {
        rest = rest.trim_matches(|c| FILLER.contains(c)).to_owned();
    }
    Promise {
        kind,
        rest,
        both: immediate && long_term,
    }
}

fn is_recurring(text: &str) -> bool {
    let follows = |word: &str, after: &[&str]| {
        let rest = text.split_once(word).map(|(_, rest)| rest);
        rest.is_some_and(|rest| {
            after
                .iter()
                .any(|unit| rest.trim_start_matches(['个', '一']).starts_with(unit))
        })
    };
    follows("每", &EVERY)
        || follows("逐", &["月", "季", "年"])
        || text.starts_with("按") && follows("按", &["月", "季", "年", "周", "学期"])
}

fn remove(text: &mut String, words: &[&str]) -> bool {
    let Some(word) = words.iter().find(|word| text.contains(*word)) else {
        return false;
    };
    *text = text.replace(word, "");
    true
}

/// Whether the text depends on the school calendar.
pub(super) fn needs_school_calendar(text: &str) -> bool {
    [
        "学期", "学年", "暑期", "暑假", "寒假", "开学", "期末", "期中", "毕业",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Whether unread words still set a limit.
pub(super) fn sets_limit(text: &str) -> bool {
    let text = text.trim_end_matches("完成");
    text.ends_with(['前', '底', '末', '内']) || text.ends_with("为止")
}
