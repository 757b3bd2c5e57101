//! The registry of rates 率: what each counts, over what, and when its sample says too little. Pure.

use gongjie_base::codes;

use crate::layout::Words;

/// Answers below which a rate is greyed 样本不足 (domain 4.2).
pub const ANSWERS_MIN: i64 = 10;
/// Percent of the rows with an answer below which a rate is greyed too.
pub const COVERAGE_MIN_PERCENT: i64 = 30;
/// 部分解决 counts as one half of one: halves that it is given. An office that counts it otherwise changes this number.
pub const PARTLY_HALVES: i64 = 1;
/// 满意 of five steps: this one and the next count as satisfied.
pub const SATISFIED_MIN: i64 = 4;

codes! {
    /// Every rate. Its name and definition are the texts `rate-…` of its code. What voices and problems both have stands
    /// as two rates, for a word on a voice and a word on a problem are not the same thing.
    pub enum Rate {
        /// 响应率
        Response = "response",
        /// 解决率, of voices
        Solved = "solved",
        /// 解决率, of problems: words of those who raised them
        SolvedProblems = "solved_problems",
        /// 满意率, of voices
        Satisfied = "satisfied",
        /// 满意率, of problems
        SatisfiedProblems = "satisfied_problems",
        /// 按期办结率
        OnTime = "on_time",
        /// 销号率
        Closed = "closed",
        /// 退回率
        SentBack = "sent_back",
        /// 延期率
        Extended = "extended",
        /// 反弹率
        Rebound = "rebound",
    }
}

codes! {
    /// What one row of a rate is.
    pub enum Counts {
        Voice = "voice",
        /// 提出人的评价: one raiser's word on a problem.
        Verdict = "verdict",
        Measure = "measure",
        Problem = "problem",
        CloseOut = "close_out",
    }
}

codes! {
    /// How one row stands in its rate.
    pub enum Grade {
        /// It stands above the line.
        Full = "full",
        /// It stands above the line with a half: partly solved.
        Half = "half",
        /// It stands below the line alone.
        Zero = "zero",
        /// 未评价, 未到时限, 未回头看: nothing is known, so it is never good and never bad.
        Silent = "silent",
        /// 剔除
        Excluded = "excluded",
    }
}

codes! {
    /// A number of a rate that opens its rows.
    pub enum Part {
        Numerator = "numerator",
        /// Counted as one half each.
        Half = "half",
        Denominator = "denominator",
        /// 有结果
        Answered = "answered",
        /// 应计: everything but the excluded.
        Population = "population",
        /// 没有结果
        Silent = "silent",
        /// 独立核验: kept apart, never counted as solved.
        Checked = "checked",
        Excluded = "excluded",
    }
}

impl Part {
    /// Grades of the rows of this part in a rate. [`Part::Checked`] is a mark beside them and has all that count.
    pub const fn grades(self, rate: Rate) -> &'static [Grade] {
        const ANSWERED: &[Grade] = &[Grade::Full, Grade::Half, Grade::Zero];
        const COUNTED: &[Grade] = &[Grade::Full, Grade::Half, Grade::Zero, Grade::Silent];
        match self {
            Self::Numerator => &[Grade::Full],
            Self::Half => &[Grade::Half],
            Self::Denominator if rate.is_over_all() => COUNTED,
            Self::Denominator | Self::Answered => ANSWERED,
            Self::Population | Self::Checked => COUNTED,
            Self::Silent => &[Grade::Silent],
            Self::Excluded => &[Grade::Excluded],
        }
    }
}

impl Rate {
    /// What one of its rows is.
    pub const fn counts(self) -> Counts {
        match self {
            Self::Response | Self::Solved | Self::Satisfied => Counts::Voice,
            Self::SolvedProblems | Self::SatisfiedProblems => Counts::Verdict,
            Self::OnTime | Self::SentBack | Self::Extended => Counts::Measure,
            Self::Closed => Counts::Problem,
            Self::Rebound => Counts::CloseOut,
        }
    }

    /// Over everything that counts; the others stand over what has an answer.
    pub const fn is_over_all(self) -> bool {
        !matches!(
            self,
            Self::Solved
                | Self::SolvedProblems
                | Self::Satisfied
                | Self::SatisfiedProblems
                | Self::Rebound
        )
    }

    /// Has rows that count as one half.
    pub const fn has_half(self) -> bool {
        matches!(self, Self::Solved | Self::SolvedProblems)
    }

    /// Has rows of which nothing is known.
    pub const fn has_silent(self) -> bool {
        matches!(self, Self::Response) || !self.is_over_all()
    }

    /// Shows what was closed on a named independent check, on its own.
    pub const fn has_checked(self) -> bool {
        matches!(self, Self::SolvedProblems | Self::Closed)
    }

    /// Made of what people said of how they were served.
    pub const fn is_of_words(self) -> bool {
        matches!(
            self,
            Self::Solved | Self::SolvedProblems | Self::Satisfied | Self::SatisfiedProblems
        )
    }

    /// Its facts are kept as they stood on every day. Of what people said no past is kept (decision 0028).
    pub const fn has_past(self) -> bool {
        !matches!(self.counts(), Counts::Voice | Counts::Verdict)
    }

    /// The parts that it shows, in the order of the page.
    pub fn parts(self) -> Vec<Part> {
        let shows = |part: &Part| match part {
            Part::Half => self.has_half(),
            Part::Silent => self.has_silent(),
            Part::Checked => self.has_checked(),
            _ => true,
        };
        Part::ALL.iter().copied().filter(shows).collect()
    }

    /// Text key of one part (`numerator`, `denominator`, `population`, `silent`) of the definition.
    pub fn key(self, part: &str) -> String {
        format!("rate-{}-{part}", self.code().replace('_', "-"))
    }

    /// What stands above the line over what stands below it, in words.
    pub fn formula(self, words: &Words) -> String {
        let said = |part| words.text(&self.key(part));
        let parts = [
            ("numerator", said("numerator")),
            ("denominator", said("denominator")),
        ];
        words.text_with("rates-formula", &parts)
    }

    /// The page that shows a row.
    pub fn address(self, target: i64) -> String {
        match self.counts() {
            Counts::Voice => format!("/voices/{target}"),
            Counts::Measure => format!("/measures/{target}"),
            Counts::Problem => format!("/problems/{target}"),
            Counts::Verdict | Counts::CloseOut => format!("/problems/{target}/close"),
        }
    }
}

/// How many rows of a rate have each grade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub full: i64,
    pub half: i64,
    pub zero: i64,
    pub silent: i64,
    pub excluded: i64,
    /// Of those that count: closed on a named independent check.
    pub checked: i64,
}

impl Tally {
    /// Adds rows of a grade.
    pub const fn add(&mut self, grade: Grade, number: i64) {
        match grade {
            Grade::Full => self.full += number,
            Grade::Half => self.half += number,
            Grade::Zero => self.zero += number,
            Grade::Silent => self.silent += number,
            Grade::Excluded => self.excluded += number,
        }
    }

    /// Rows of a part: as many as its page lists.
    pub fn of(&self, rate: Rate, part: Part) -> i64 {
        if part == Part::Checked {
            return self.checked;
        }
        let number = |grade: &Grade| match grade {
            Grade::Full => self.full,
            Grade::Half => self.half,
            Grade::Zero => self.zero,
            Grade::Silent => self.silent,
            Grade::Excluded => self.excluded,
        };
        part.grades(rate).iter().map(number).sum()
    }

    /// The parts that are told: few words are not split into good and bad ones, which would tell what somebody said.
    pub fn parts(&self, rate: Rate) -> Vec<Part> {
        let is_told = |part: &Part| match part {
            Part::Numerator | Part::Half => !self.is_veiled(rate),
            _ => true,
        };
        rate.parts().into_iter().filter(is_told).collect()
    }

    /// Too few words to say which way they went.
    pub fn is_veiled(&self, rate: Rate) -> bool {
        rate.is_of_words() && self.of(rate, Part::Answered) < ANSWERS_MIN
    }

    /// Tenths of a percent that are stated; nothing where the sample says too little.
    pub fn stated(&self, rate: Rate) -> Option<i64> {
        self.tenths(rate).filter(|_| !self.is_small(rate))
    }

    /// Tenths of a percent as they would be reckoned; nothing without a sample.
    pub fn tenths(&self, rate: Rate) -> Option<i64> {
        let halves = 2 * self.full + PARTLY_HALVES * self.half;
        rounded(halves * 1000, 2 * self.of(rate, Part::Denominator))
    }

    /// Tenths of a percent of what counts that has an answer.
    pub fn coverage(&self, rate: Rate) -> Option<i64> {
        let (answered, all) = (
            self.of(rate, Part::Answered),
            self.of(rate, Part::Population),
        );
        rounded(answered * 1000, all)
    }

    /// Tenths of a percent of everything that was left out.
    pub fn excluded_share(&self, rate: Rate) -> Option<i64> {
        let all = self.of(rate, Part::Population) + self.excluded;
        rounded(self.excluded * 1000, all)
    }

    /// 样本不足: too few answers, or answers of too few.
    pub fn is_small(&self, rate: Rate) -> bool {
        let answered = self.of(rate, Part::Answered);
        let all = self.of(rate, Part::Population);
        answered < ANSWERS_MIN || answered * 100 < COVERAGE_MIN_PERCENT * all
    }
}

fn rounded(part: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| (part + of / 2) / of)
}

/// Tenths of a percent as they are printed: `71.1%`.
pub fn percent(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}
