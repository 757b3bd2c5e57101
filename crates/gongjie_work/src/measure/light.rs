//! Lights 亮灯 (specification chapter 4): computed from dates and records, each with its reason. Pure.

use gongjie_base::clock::{days_between, plus_days};
use gongjie_base::{Say, codes};
use jiff::civil::Date;

use super::rules::State;

/// Days left at which a light turns blue.
pub const BLUE_DAYS: i64 = 7;
/// Days left at which it turns yellow.
pub const YELLOW_DAYS: i64 = 3;
/// A span of so many days or less is divided into shares instead.
pub const SHORT_SPAN_DAYS: i64 = 10;
/// Send-backs at which it turns yellow.
pub const SEND_BACKS_YELLOW: usize = 2;

codes! {
    /// Lights in the order of the board. `done` and `idle` are marks, not lights.
    pub enum Light {
        /// Past the limit.
        Red = "red",
        Yellow = "yellow",
        Blue = "blue",
        Green = "green",
        /// 中止
        Grey = "grey",
        /// No clock runs.
        Idle = "idle",
        /// 办结
        Done = "done",
    }
}

impl Light {
    /// How urgent: what time alone never lowers.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Red => 3,
            Self::Yellow => 2,
            Self::Blue => 1,
            Self::Green | Self::Grey | Self::Idle | Self::Done => 0,
        }
    }
}

/// Everything that a light is computed from.
#[derive(Debug, Clone)]
pub struct Facts {
    pub state: State,
    pub issued: Date,
    /// The last day on which signing is in time.
    pub sign_by: Date,
    pub signed: Option<Date>,
    /// When the span begins; nothing: the day of issue.
    pub start: Option<Date>,
    /// The limit that stands now, extensions included.
    pub due: Option<Date>,
    /// Since when this limit stands, when an extension set it.
    pub due_set: Option<Date>,
    /// The earliest milestone that is not done.
    pub milestone: Option<(Date, String)>,
    /// Days of send-backs, oldest first.
    pub sent_back: Vec<Date>,
    pub reported: Option<Date>,
    pub done: Option<Date>,
    /// Since when the measure is suspended.
    pub suspended: Option<Date>,
    /// The whole problem is suspended.
    pub is_problem_paused: bool,
}

/// A light that answers for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shine {
    pub light: Light,
    /// Why this colour.
    pub why: Say,
    /// Other reasons for the same colour.
    pub also: Vec<Say>,
    /// Text key of the rule.
    pub rule: &'static str,
    pub since: Option<Date>,
    pub turns_green: Say,
    /// What happens if nothing is done.
    pub if_nothing: Say,
    /// Days to the limit; negative when past.
    pub days_left: Option<i64>,
}

/// One reason for a colour.
struct Cause {
    light: Light,
    since: Date,
    rule: &'static str,
    why: Say,
    turns_green: Say,
}

/// The light of a measure today.
pub fn shine(facts: &Facts, today: Date) -> Shine {
    match facts.state {
        State::Done => done(facts),
        State::Cancelled => mark(Light::Idle, "light-rule-cancelled", None),
        State::Suspended => mark(Light::Grey, "light-rule-paused", facts.suspended),
        _ if facts.is_problem_paused => mark(Light::Grey, "light-rule-problem-paused", None),
        _ => running(facts, today),
    }
}

fn running(facts: &Facts, today: Date) -> Shine {
    let mut causes = causes(facts, today);
    causes.sort_by_key(|c| (std::cmp::Reverse(c.light.rank()), c.since));
    let days_left = facts.due.map(|due| days_between(today, due));
    let mut causes = causes.into_iter();
    let Some(first) = causes.next() else {
        return quiet(facts, today, days_left);
    };
    let also = causes
        .filter(|c| c.light == first.light)
        .map(|c| c.why)
        .collect();
    Shine {
        light: first.light,
        why: first.why,
        also,
        rule: first.rule,
        since: Some(first.since),
        turns_green: first.turns_green,
        if_nothing: next(facts, first.light, today),
        days_left,
    }
}

/// Every reason for a colour today. A reason that holds goes on holding while nothing is done.
fn causes(facts: &Facts, today: Date) -> Vec<Cause> {
    let mut causes = Vec::new();
    causes.extend(facts.due.and_then(|due| by_limit(facts, due, today)));
    if let Some((day, text)) = facts.milestone.as_ref().filter(|(day, _)| today > *day) {
        causes.push(Cause {
            light: Light::Yellow,
            since: plus_days(*day, 1),
            rule: "light-rule-milestone",
            why: Say::new("light-why-milestone")
                .with("text", text)
                .with("date", day)
                .with("days", days_between(*day, today)),
            turns_green: Say::new("light-green-milestone"),
        });
    }
    if let Some(day) = facts.sent_back.get(SEND_BACKS_YELLOW - 1) {
        causes.push(Cause {
            light: Light::Yellow,
            since: *day,
            rule: "light-rule-sent-back",
            why: Say::new("light-why-sent-back").with("n", facts.sent_back.len()),
            turns_green: Say::new("light-green-done-alone"),
        });
    }
    causes.extend(by_signing(facts, today));
    causes
}

fn by_signing(facts: &Facts, today: Date) -> Option<Cause> {
    let by = facts.sign_by;
    let (why, turns_green) = match facts.signed {
        Some(signed) if signed > by => (
            Say::new("light-why-signed-late")
                .with("date", signed)
                .with("by", by),
            Say::new("light-green-done-alone"),
        ),
        None if facts.state == State::Issued && today > by => (
            Say::new("light-why-unsigned").with("by", by),
            Say::new("light-green-unsigned"),
        ),
        _ => return None,
    };
    Some(Cause {
        light: Light::Yellow,
        since: plus_days(by, 1),
        rule: "light-rule-signing",
        why,
        turns_green,
    })
}

/// Days on which the light turns blue and yellow, and the rules for it.
fn thresholds(facts: &Facts, due: Date) -> [(Light, Date, &'static str); 2] {
    let start = facts.start.unwrap_or(facts.issued);
    let span = days_between(start, due);
    if span > SHORT_SPAN_DAYS {
        return [
            (
                Light::Yellow,
                plus_days(due, -YELLOW_DAYS),
                "light-rule-days-yellow",
            ),
            (
                Light::Blue,
                plus_days(due, -BLUE_DAYS),
                "light-rule-days-blue",
            ),
        ];
    }
    let share = |parts: i64, of: i64| plus_days(start, (span.max(0) * parts + of - 1) / of);
    [
        (Light::Yellow, share(4, 5), "light-rule-share-yellow"),
        (Light::Blue, share(1, 2), "light-rule-share-blue"),
    ]
}

fn by_limit(facts: &Facts, due: Date, today: Date) -> Option<Cause> {
    let left = days_between(today, due);
    if left < 0 {
        let key = match facts.reported {
            Some(_) if facts.state == State::Reported => "light-why-late-reported",
            _ => "light-why-late",
        };
        return Some(Cause {
            light: Light::Red,
            since: plus_days(due, 1),
            rule: "light-rule-late",
            why: Say::new(key)
                .with("date", due)
                .with("days", -left)
                .with("reported", facts.reported.unwrap_or(due)),
            turns_green: turns_green(facts, "light-green-late"),
        });
    }
    let (light, since, rule) = thresholds(facts, due)
        .into_iter()
        .find(|(_, from, _)| today >= *from)?;
    let key = match (facts.state, left) {
        (State::Reported, _) => "light-why-left-reported",
        (_, 0) => "light-why-today",
        _ => "light-why-left",
    };
    Some(Cause {
        light,
        since: since.max(facts.due_set.unwrap_or(facts.issued)),
        rule,
        why: Say::new(key)
            .with("date", due)
            .with("days", left)
            .with("reported", facts.reported.unwrap_or(due)),
        turns_green: turns_green(facts, "light-green-limit"),
    })
}

fn turns_green(facts: &Facts, key: &'static str) -> Say {
    Say::new(if facts.state == State::Reported {
        "light-green-reported"
    } else {
        key
    })
}

/// No reason for a colour: green with a limit, idle without.
fn quiet(facts: &Facts, today: Date, days_left: Option<i64>) -> Shine {
    let (light, rule, why, turns_green) = match facts.due.zip(days_left) {
        Some((due, left)) => (
            Light::Green,
            "light-rule-green",
            Say::new("light-why-left")
                .with("date", due)
                .with("days", left),
            Say::new("light-green-already"),
        ),
        None => (
            Light::Idle,
            "light-rule-idle",
            Say::new("light-why-idle"),
            Say::new("light-green-idle"),
        ),
    };
    Shine {
        light,
        why,
        also: Vec::new(),
        rule,
        since: Some(facts.due_set.unwrap_or(facts.issued)),
        turns_green,
        if_nothing: next(facts, light, today),
        days_left,
    }
}

/// The next colour and its day, while nothing is done.
fn next(facts: &Facts, light: Light, today: Date) -> Say {
    let mut days: Vec<Date> = Vec::new();
    if let Some(due) = facts.due {
        days.extend(thresholds(facts, due).map(|(_, from, _)| from));
        days.push(plus_days(due, 1));
    }
    days.extend(facts.milestone.as_ref().map(|(day, _)| plus_days(*day, 1)));
    days.push(plus_days(facts.sign_by, 1));
    days.sort_unstable();
    let turn = days.into_iter().filter(|d| *d > today).find_map(|day| {
        let then = causes(facts, day)
            .iter()
            .map(|c| c.light)
            .max_by_key(|l| l.rank())?;
        (then.rank() > light.rank()).then_some((then, day))
    });
    match turn {
        Some((Light::Blue, day)) => Say::new("light-next-blue").with("date", day),
        Some((Light::Yellow, day)) => Say::new("light-next-yellow").with("date", day),
        Some((Light::Red, day)) => Say::new("light-next-red").with("date", day),
        _ if light == Light::Red => Say::new("light-next-still-red"),
        _ => Say::new("light-next-same"),
    }
}

fn done(facts: &Facts) -> Shine {
    let late = facts
        .due
        .zip(facts.done)
        .map(|(due, done)| days_between(due, done));
    let (rule, why) = match (late, facts.done) {
        (Some(days), Some(done)) if days > 0 => (
            "light-rule-done-late",
            Say::new("light-why-done-late")
                .with("date", done)
                .with("days", days),
        ),
        (Some(_), Some(done)) => (
            "light-rule-done-in-time",
            Say::new("light-why-done-in-time").with("date", done),
        ),
        (_, Some(done)) => (
            "light-rule-done",
            Say::new("light-why-done").with("date", done),
        ),
        _ => ("light-rule-done", Say::new("light-why-done-undated")),
    };
    Shine {
        light: Light::Done,
        why,
        also: Vec::new(),
        rule,
        since: facts.done,
        turns_green: Say::new("light-green-never"),
        if_nothing: Say::new("light-next-same"),
        days_left: None,
    }
}

/// A mark without a clock: why and rule are one.
fn mark(light: Light, rule: &'static str, since: Option<Date>) -> Shine {
    let (why, turns_green) = match rule {
        "light-rule-paused" => ("light-why-paused", "light-green-paused"),
        "light-rule-problem-paused" => ("light-why-problem-paused", "light-green-problem-paused"),
        _ => ("light-why-cancelled", "light-green-never"),
    };
    Shine {
        light,
        why: Say::new(why),
        also: Vec::new(),
        rule,
        since,
        turns_green: Say::new(turns_green),
        if_nothing: Say::new("light-next-same"),
        days_left: None,
    }
}

impl Shine {
    /// The few words beside the shape: days left, days late, or what it waits for.
    pub fn brief(&self) -> Say {
        match (self.light, self.rule, self.days_left) {
            (Light::Red, _, Some(left)) => Say::new("light-brief-late").with("days", -left),
            (Light::Yellow, "light-rule-milestone", _) => Say::new("light-brief-milestone"),
            (Light::Yellow, "light-rule-sent-back", _) => Say::new("light-brief-sent-back"),
            (Light::Yellow, "light-rule-signing", _) => Say::new("light-brief-signing"),
            (Light::Yellow | Light::Blue, _, Some(0)) => Say::new("light-brief-today"),
            (Light::Yellow | Light::Blue | Light::Green, _, Some(left)) => {
                Say::new("light-brief-left").with("days", left)
            }
            (Light::Grey, ..) => Say::new("light-brief-paused"),
            (Light::Done, "light-rule-done-late", _) => Say::new("light-brief-done-late"),
            (Light::Done, "light-rule-done-in-time", _) => Say::new("light-brief-done-in-time"),
            (Light::Done, ..) => Say::new("light-brief-done"),
            _ => Say::new("light-brief-idle"),
        }
    }
}
