//! The registry of figures: what each counts, and how a count stands to what somebody stated. Pure.

use gongjie_base::{Say, codes};

use crate::campaign::rules::{Counted, Qualifier};

codes! {
    /// Every number that the product counts. Its name and definition are the texts `figure-…` of its code.
    pub enum Figure {
        /// 机关支部: office branches that are members, and offices named themselves that no branch covers. Where the neutral words are spoken: every unit of the organisation that is a member.
        Branches = "branches",
        Pairings = "pairings",
        Problems = "problems",
        /// 上年结转: problems taken over from an earlier campaign; they are among the problems.
        CarriedIn = "carried_in",
        /// 结转下年: problems that go on in a later campaign; they are among the problems.
        CarriedOn = "carried_on",
        /// Measures of the first level; tasks under them are not added.
        Measures = "measures",
        Documents = "documents",
        Closed = "closed",
        /// Closed on the raiser's word.
        Solved = "solved",
        /// Closed on a named independent check 核: kept apart from solved.
        Checked = "checked",
        Outcomes = "outcomes",
        Activities = "activities",
        Themes = "themes",
        LightGreen = "light_green",
        LightBlue = "light_blue",
        LightYellow = "light_yellow",
        LightRed = "light_red",
        LightGrey = "light_grey",
        LightIdle = "light_idle",
    }
}

/// A place where a figure is shown: address and text key.
pub type Use = (&'static str, &'static str);

impl Figure {
    /// The total of the campaign that states the same thing.
    pub const fn stated(self) -> Option<Counted> {
        match self {
            Self::Branches => Some(Counted::Branches),
            Self::Pairings => Some(Counted::Pairings),
            Self::Problems => Some(Counted::Problems),
            Self::Measures => Some(Counted::Measures),
            Self::Documents => Some(Counted::Documents),
            _ => None,
        }
    }

    /// The light that it counts, for figures that count measures by light.
    pub const fn light(self) -> Option<&'static str> {
        match self {
            Self::LightGreen => Some("green"),
            Self::LightBlue => Some("blue"),
            Self::LightYellow => Some("yellow"),
            Self::LightRed => Some("red"),
            Self::LightGrey => Some("grey"),
            Self::LightIdle => Some("idle"),
            _ => None,
        }
    }

    /// Can be narrowed to one theme.
    pub const fn has_theme(self) -> bool {
        matches!(
            self,
            Self::Problems | Self::Closed | Self::Pairings | Self::CarriedIn | Self::CarriedOn
        )
    }

    /// Which word is counted: the text `figure-unit-…`.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Branches | Self::Themes => "figure-unit-ge",
            Self::Documents => "figure-unit-jian",
            Self::Activities => "figure-unit-ci",
            Self::Measures | Self::Outcomes => "figure-unit-tiao",
            _ if self.light().is_some() => "figure-unit-tiao",
            _ => "figure-unit-xiang",
        }
    }

    /// Text key of one part (`object`, `filter`, `once`) of the definition; lights share theirs.
    pub fn key(self, part: &str) -> String {
        if self.light().is_some() {
            return format!("figure-light-{part}");
        }
        format!("figure-{}-{part}", self.code().replace('_', "-"))
    }

    /// The page that shows a row of this figure.
    pub fn address(self, target: i64) -> String {
        match self {
            Self::Branches => format!("/units/{target}"),
            Self::Pairings => format!("/pairings/{target}"),
            Self::Activities => format!("/activities/{target}"),
            Self::Themes => format!("/problems?theme={target}"),
            Self::Documents => format!("/problems/{target}#documents"),
            Self::Outcomes => format!("/problems/{target}#outcomes"),
            Self::Problems
            | Self::CarriedIn
            | Self::CarriedOn
            | Self::Closed
            | Self::Solved
            | Self::Checked => {
                format!("/problems/{target}")
            }
            _ => format!("/measures/{target}"),
        }
    }

    /// Where the number stands in the product.
    pub fn uses(self) -> Vec<Use> {
        const HOME: Use = ("/", "nav-home");
        const LEDGER: Use = ("/ledger", "nav-ledger");
        const LISTS: Use = ("/lists", "nav-lists");
        const PROBLEMS: Use = ("/problems", "nav-problems");
        match self {
            Self::Branches | Self::Documents => vec![HOME, LEDGER],
            Self::Pairings => vec![HOME, LEDGER, ("/pairings", "nav-pairings")],
            Self::Problems => vec![HOME, LEDGER, PROBLEMS],
            Self::CarriedIn | Self::CarriedOn => vec![("/campaigns", "nav-campaigns"), LEDGER],
            Self::Measures => vec![HOME, LEDGER, LISTS],
            Self::Closed | Self::Solved | Self::Checked => {
                vec![HOME, ("/lists/closings", "lists-closings")]
            }
            Self::Outcomes => vec![("/outcomes", "nav-outcomes")],
            Self::Activities => vec![("/activities", "nav-activities")],
            Self::Themes => vec![HOME],
            _ => vec![HOME, ("/supervision", "nav-supervision")],
        }
    }
}

/// How well a number is supported by rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// 有据
    Full,
    /// 部分有据
    Part,
    /// 只有合计
    None,
}

impl Support {
    /// For `data-trace` and the class of the mark.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Part => "part",
            Self::None => "none",
        }
    }
}

/// A total as somebody stated it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub number: i64,
    /// As written, for example `90余`.
    pub text: String,
    pub qualifier: Qualifier,
    pub source: String,
}

/// A count beside the stated total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub counted: i64,
    pub stated: Option<Stated>,
}

impl Trace {
    /// Whether rows support the number that is shown.
    pub fn support(&self) -> Support {
        match &self.stated {
            Some(s) if self.counted == 0 && s.number > 0 => Support::None,
            Some(s) if self.counted < s.number => Support::Part,
            _ => Support::Full,
        }
    }

    /// The number as it is read aloud: as stated where somebody stated it.
    pub fn text(&self) -> String {
        match &self.stated {
            Some(stated) => stated.text.clone(),
            None => self.counted.to_string(),
        }
    }

    /// Tenths of the stated total that have rows, for the pie: 0 to 10.
    pub fn tenths(&self) -> i64 {
        match &self.stated {
            Some(s) if s.number > 0 => (self.counted * 10 / s.number).clamp(0, 10),
            _ => 10,
        }
    }

    /// Both numbers, in words.
    pub fn both(&self, stated: &Stated) -> Say {
        Say::new("figures-both")
            .with("stated", &stated.text)
            .with("rows", self.counted)
    }

    /// What differs, in words: "21，台账 17 行，差 4".
    pub fn say(&self) -> Say {
        let Some(stated) = &self.stated else {
            return Say::new("figure-trace-counted").with("rows", self.counted);
        };
        let gap = stated.number - self.counted;
        let key = match (self.support(), stated.qualifier) {
            (Support::None, _) => "figure-trace-none",
            (Support::Part, Qualifier::Exact) => "figure-trace-short",
            (Support::Part, Qualifier::MoreThan | Qualifier::AtLeast) => {
                "figure-trace-short-at-least"
            }
            (Support::Part, Qualifier::Nearly | Qualifier::About) => "figure-trace-short-about",
            (Support::Full, Qualifier::Exact) if gap < 0 => "figure-trace-over",
            (Support::Full, Qualifier::Exact) => "figure-trace-equal",
            (Support::Full, _) => "figure-trace-covers",
        };
        Say::new(key)
            .with("stated", &stated.text)
            .with("rows", self.counted)
            .with("gap", gap.abs())
    }
}

/// The light of a measure, as pages show it.
#[derive(Debug, Clone)]
pub struct Lit {
    /// `green`, `blue`, `yellow`, `red`, `grey`, `done` or `idle`.
    pub light: &'static str,
    /// Days left, or what it waits for.
    pub brief: Say,
    /// One sentence of reason.
    pub why: Say,
}

/// How loudly a light calls: the loudest of its measures is a problem's light.
const LOUDNESS: [&str; 7] = ["done", "idle", "green", "grey", "blue", "yellow", "red"];

/// The louder of two lights.
pub fn louder(a: &'static str, b: &'static str) -> &'static str {
    let rank = |light| LOUDNESS.iter().position(|l| *l == light);
    if rank(b) > rank(a) { b } else { a }
}
