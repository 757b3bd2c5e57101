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
        /// 计划: figures of outcomes that say what is meant to be reached. Never added to those that say what was.
        FiguresPlanned = "figures_planned",
        /// 实际
        FiguresAchieved = "figures_achieved",
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

codes! {
    /// Where a number comes from.
    pub enum Basis {
        /// 从记录里数出来的
        Counted = "counted",
        /// 有人说过的合计: repeated as it was stated, beside the rows that there are.
        Stated = "stated",
    }
}

codes! {
    /// What a number says about the world. Planned and achieved are never added together.
    pub enum Sense {
        /// Records as they stand.
        Recorded = "recorded",
        /// What is meant to be reached.
        Planned = "planned",
        /// What was reached.
        Achieved = "achieved",
    }
}

codes! {
    /// Which time a number speaks of; the day and the campaign stand in the scope.
    pub enum Period {
        /// The whole campaign, as recorded up to the day.
        Campaign = "campaign",
        /// The day itself: tomorrow it may be another number though nothing is written.
        Day = "day",
    }
}

/// What exactly a figure counts: everything that two people need to get the same number. Fields that end in `key` are text keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub figure: Figure,
    pub object_key: String,
    pub filter_key: String,
    /// How nothing is counted twice.
    pub once_key: String,
    /// The word that is counted.
    pub unit_key: &'static str,
    pub period: Period,
    /// The stated total that it may stand beside.
    pub beside: Option<Counted>,
    pub sense: Sense,
    pub has_theme: bool,
    /// Where the number stands in the product; a test walks the pages and compares.
    pub uses: Vec<Use>,
}

impl Definition {
    /// Where the shown number comes from, with what was found.
    pub const fn basis(trace: &Trace) -> Basis {
        match trace.stated {
            Some(_) => Basis::Stated,
            None => Basis::Counted,
        }
    }
}

/// A place where a figure is shown: address and text key.
pub type Use = (&'static str, &'static str);

impl Figure {
    /// Its definition as a value: pages, the API and the tests read this one.
    pub fn definition(self) -> Definition {
        Definition {
            figure: self,
            object_key: self.key("object"),
            filter_key: self.key("filter"),
            once_key: self.key("once"),
            unit_key: self.unit(),
            period: match self.light() {
                Some(_) => Period::Day,
                None => Period::Campaign,
            },
            beside: self.stated(),
            sense: match self {
                Self::FiguresPlanned => Sense::Planned,
                Self::FiguresAchieved | Self::Outcomes => Sense::Achieved,
                _ => Sense::Recorded,
            },
            has_theme: self.has_theme(),
            uses: self.uses(),
        }
    }

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
            Self::Branches | Self::Themes | Self::FiguresPlanned | Self::FiguresAchieved => {
                "figure-unit-ge"
            }
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
            Self::Outcomes | Self::FiguresPlanned | Self::FiguresAchieved => {
                format!("/problems/{target}#outcomes")
            }
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

    /// Where the number stands in the product, besides its own page; a test walks the pages and compares.
    pub fn uses(self) -> Vec<Use> {
        const HOME: Use = ("/", "nav-home");
        const CAMPAIGNS: Use = ("/campaigns", "nav-campaigns");
        const CLOSINGS: Use = ("/lists/closings", "lists-closings");
        const FIGURES: Use = ("/figures", "figures-title");
        match self {
            Self::Branches | Self::Documents | Self::Pairings | Self::Measures => {
                vec![HOME, CAMPAIGNS]
            }
            Self::Problems | Self::Closed | Self::Solved | Self::Checked => {
                vec![HOME, CAMPAIGNS, CLOSINGS]
            }
            Self::CarriedIn | Self::CarriedOn | Self::Outcomes | Self::Activities => {
                vec![CAMPAIGNS]
            }
            Self::FiguresPlanned | Self::FiguresAchieved | Self::Themes => vec![FIGURES],
            _ => vec![HOME],
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
