//! How much two short texts speak of the same thing: shared pairs of characters, rare ones counting more. Pure.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::normal;

/// Words that say nothing about the matter, taken out before texts are compared.
const EMPTY_WORDS: &[&str] = &[
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "我们",
    "你们",
    "他们",
    "大家",
    "有没有",
    "能不能",
    "可不可以",
    "是不是",
    "怎么",
    "什么",
    "为什么",
    "请问",
    "希望",
    "建议",
    "反映",
    "问题",
    "一下",
    "现在",
    "已经",
    "还是",
    "就是",
    "这个",
    "那个",
    "没有",
    "不知道",
    "老师",
    "同学",
    "学校",
    "学院",
    "您好",
    "你好",
    "the",
    "and",
    "for",
    "with",
    "that",
    "this",
    "please",
];
/// Characters of a text that are looked at.
const CHARS_MAX: usize = 600;

/// Two characters that stand next to each other.
type Pair = [char; 2];

/// A text as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gist {
    /// Sorted, each once.
    pairs: Vec<Pair>,
}

/// Finds [`EMPTY_WORDS`], of several the longest.
static EMPTY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(EMPTY_WORDS)
        .ok()
});

/// What is compared of a text.
pub fn gist(text: &str) -> Gist {
    let text: String = text.chars().take(CHARS_MAX).collect();
    let text = normal::normalise(&text).to_lowercase();
    let mut pairs = Vec::with_capacity(text.len() / 3);
    let mut from = 0;
    let empty = EMPTY.as_ref().map(|words| words.find_iter(&text));
    for word in empty.into_iter().flatten() {
        pair(text.get(from..word.start()), &mut pairs);
        from = word.end();
    }
    pair(text.get(from..), &mut pairs);
    pairs.sort_unstable();
    pairs.dedup();
    Gist { pairs }
}

/// Adds the pairs of a piece; signs and blanks part what stands beside them.
fn pair(piece: Option<&str>, pairs: &mut Vec<Pair>) {
    let mut last = None;
    for c in piece.unwrap_or_default().chars() {
        let c = Some(c).filter(|c| c.is_alphanumeric());
        if let (Some(last), Some(c)) = (last, c) {
            pairs.push([last, c]);
        }
        last = c;
    }
}

impl Gist {
    /// Pairs of both.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Pair> {
        let (few, many) = if self.pairs.len() < other.pairs.len() {
            (self, other)
        } else {
            (other, self)
        };
        let is_in = |pair: &&Pair| many.pairs.binary_search(pair).is_ok();
        few.pairs.iter().filter(is_in)
    }
}

/// How alike a gist and the others are, from 0 to 1, best first; only those from `least`. A pair of characters that stands
/// in many of the others says less than one that stands in few.
pub fn rank(of: &Gist, others: &[Gist], least: f64) -> Vec<(usize, f64)> {
    // Most texts speak of something else: only what shares two pairs is weighed.
    let near: Vec<(usize, &Gist)> = others
        .iter()
        .enumerate()
        .filter(|(_, other)| of.shared(other).nth(1).is_some())
        .collect();
    let mut stands_in: HashMap<Pair, u32> = HashMap::new();
    let weighed = near.iter().flat_map(|(_, gist)| &gist.pairs);
    stands_in.extend(of.pairs.iter().chain(weighed).map(|pair| (*pair, 0)));
    for pair in others.iter().flat_map(|other| &other.pairs) {
        if let Some(count) = stands_in.get_mut(pair) {
            *count += 1;
        }
    }
    let all = f64::from(u32::try_from(others.len()).unwrap_or(u32::MAX)) + 1.0;
    let weight = |pair: &Pair| {
        let count = f64::from(stands_in.get(pair).copied().unwrap_or_default());
        (1.0 + all / (1.0 + count)).ln()
    };
    let sum = |gist: &Gist| gist.pairs.iter().map(weight).sum::<f64>();
    let own = sum(of);
    let mut found: Vec<(usize, f64)> = near
        .into_iter()
        .map(|(at, other)| {
            let shared: f64 = of.shared(other).map(weight).sum();
            // The shorter text decides: a title may be contained in a complaint.
            let smaller = own.min(sum(other));
            (at, if smaller > 0.0 { shared / smaller } else { 0.0 })
        })
        .filter(|(_, alike)| *alike >= least)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// Pieces of two or more characters that both texts share, longest first, at most `most`: what a reader is told as reason.
pub fn shared_words(a: &str, b: &str, most: usize) -> Vec<String> {
    let (a, b) = (
        normal::normalise(a).to_lowercase(),
        normal::normalise(b).to_lowercase(),
    );
    let a: Vec<char> = a.chars().take(CHARS_MAX).collect();
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < a.len() {
        let mut end = at;
        while let Some(piece) = a.get(at..=end) {
            let is_word = piece.iter().all(|c| c.is_alphanumeric());
            if !is_word || !b.contains(&piece.iter().collect::<String>()) {
                break;
            }
            end += 1;
        }
        if end >= at + 2 {
            let word: String = a.get(at..end).unwrap_or_default().iter().collect();
            if !EMPTY_WORDS.contains(&word.as_str()) && !found.contains(&word) {
                found.push(word);
            }
        }
        at = end.max(at + 1);
    }
    found.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBLEMS: [&str; 5] = [
        "校园防范电信网络诈骗",
        "学生宿舍热水供应时间短",
        "大型仪器设备开放共享不够",
        "毕业生就业岗位信息不畅",
        "财务报销排队时间长",
    ];

    #[test]
    fn the_like_problem_is_found_and_the_others_are_not() {
        let gists: Vec<Gist> = PROBLEMS.iter().map(|p| gist(p)).collect();
        let cases = [
            (
                "同学群里常有人冒充客服打电话搞电信诈骗，碰到了不知道先打给谁",
                Some(0),
            ),
            (
                "东区宿舍的热水晚上十点就停了，供应时间能不能长一点",
                Some(1),
            ),
            ("仪器设备预约不上，课题组之间不共享", Some(2)),
            ("报销要排队两个小时", Some(4)),
            ("食堂的菜太咸", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            let found = rank(&gist(text), &gists, 0.2);
            assert_eq!(found.first().map(|(at, _)| *at), wanted, "{text} {found:?}");
        }
    }

    #[test]
    fn the_reason_names_what_is_shared() {
        let words = shared_words("宿舍热水十点就停", "学生宿舍热水供应时间短", 3);
        assert_eq!(words, ["宿舍热水"]);
        assert!(shared_words("食堂", "图书馆", 3).is_empty());
    }

    #[test]
    fn a_text_is_most_like_itself() {
        let gists: Vec<Gist> = PROBLEMS.iter().map(|p| gist(p)).collect();
        for (at, problem) in PROBLEMS.iter().enumerate() {
            assert_eq!(
                rank(&gist(problem), &gists, 0.9).first().map(|f| f.0),
                Some(at)
            );
        }
    }

    /// The formula as it is said, over every text.
    fn plainly(of: &Gist, others: &[Gist], least: f64) -> Vec<(usize, f64)> {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap());
        let all = number(others.len()) + 1.0;
        let weight = |pair: &Pair| {
            let count = others.iter().filter(|o| o.pairs.contains(pair)).count();
            (1.0 + all / (1.0 + number(count))).ln()
        };
        let sum = |gist: &Gist| gist.pairs.iter().map(weight).sum::<f64>();
        let mut found = Vec::new();
        for (at, other) in others.iter().enumerate() {
            let both = || of.pairs.iter().filter(|p| other.pairs.contains(p));
            let alike = both().map(weight).sum::<f64>() / sum(of).min(sum(other));
            if both().count() >= 2 && alike >= least {
                found.push((at, alike));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    proptest::proptest! {
        #[test]
        fn looking_only_at_what_is_near_changes_nothing(
            of in "[宿舍热水供应的没有 。]{0,20}",
            others in proptest::collection::vec("[宿舍热水供应的没有 。]{0,12}", 0..12),
        ) {
            let others: Vec<Gist> = others.iter().map(|o| gist(o)).collect();
            let of = gist(&of);
            let (found, wanted) = (rank(&of, &others, 0.3), plainly(&of, &others, 0.3));
            let at = |list: &[(usize, f64)]| list.iter().map(|f| f.0).collect::<std::collections::BTreeSet<_>>();
            proptest::prop_assert_eq!(at(&found), at(&wanted));
        }
    }

    #[test]
    fn empty_words_part_what_stands_beside_them() {
        assert_eq!(gist("宿舍的热水"), gist("宿舍，热水"));
        assert_eq!(gist("有没有热水"), gist("热水"));
        assert_eq!(gist("我们大家"), Gist::default());
    }
}
