//! The ladder of reminders and slips (domain 3.5): who is due what today, from dates and from what was sent. Pure.

use gongjie_base::clock::{days_between, plus_days};
use gongjie_base::codes;
use jiff::civil::Date;

use super::rules::Kind;
use crate::measure::calendar::Calendar;

/// Days before the limit on which the handler is reminded.
pub const REMIND_DAYS: [i64; 3] = [7, 3, 1];
/// Working days after a slip to the next one.
pub const PRESS_DAYS: u16 = 3;
/// Working days without an answer after which a line of the next bulletin is proposed.
pub const BULLETIN_DAYS: u16 = 5;
/// Working days without an answer after which the supervisor is asked for a letter.
pub const LETTER_DAYS: u16 = 10;

codes! {
    /// Rungs, from the softest up.
    pub enum Rung {
        Remind = "remind",
        Urge = "urge",
        Press = "press",
        Bulletin = "bulletin",
        Letter = "letter",
    }
}

impl Rung {
    /// The kind of slip that somebody drafts; a reminder is sent by the product, a bulletin's line is ticked.
    pub const fn slip(self) -> Option<Kind> {
        match self {
            Self::Urge => Some(Kind::Urge),
            Self::Press => Some(Kind::Press),
            Self::Letter => Some(Kind::Letter),
            Self::Remind | Self::Bulletin => None,
        }
    }

    /// Who hears of it: only people who can act.
    pub const fn to(self) -> &'static [Addressee] {
        match self {
            Self::Remind => &[Addressee::Handler],
            Self::Urge => &[Addressee::Handler, Addressee::Head, Addressee::Liaison],
            Self::Press => &[
                Addressee::Handler,
                Addressee::Head,
                Addressee::Liaison,
                Addressee::Coordinator,
                Addressee::DeputyLeader,
            ],
            Self::Bulletin => &[Addressee::Coordinator],
            Self::Letter => &[Addressee::Supervisor],
        }
    }
}

codes! {
    /// Who is meant, toward one measure.
    pub enum Addressee {
        Handler = "handler",
        Head = "head",
        Liaison = "liaison",
        Coordinator = "coordinator",
        /// 分管校领导
        DeputyLeader = "deputy_leader",
        Supervisor = "supervisor",
    }
}

codes! {
    /// Whether pressing can move anything.
    pub enum Standing {
        /// The unit can act.
        Running = "running",
        /// The unit has reported, or asked for time, and waits for a decision.
        Waits = "waits",
        /// Grey, done or without a clock: nobody is pressed.
        Still = "still",
    }
}

/// A slip that was sent about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub kind: Kind,
    pub sent: Date,
    pub is_unanswered: bool,
    /// The day on which its answer was found good.
    pub settled: Option<Date>,
}

/// An item with everything that the ladder asks.
#[derive(Debug, Clone)]
pub struct Item {
    pub measure_id: i64,
    pub due: Option<Date>,
    pub standing: Standing,
    /// Not withdrawn, oldest first.
    pub sent: Vec<Sent>,
    /// Kinds that somebody is drafting already.
    pub drafts: Vec<Kind>,
}

/// What is due today about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub measure_id: i64,
    pub rung: Rung,
    /// The day from which it is due.
    pub since: Date,
    /// Days to the limit; negative when it is past.
    pub days_left: i64,
}

/// What is due today. Nothing on a rest day, nothing about what is grey or waits for somebody else.
pub fn ladder(items: &[Item], today: Date, calendar: &Calendar) -> Vec<Due> {
    if !calendar.is_working(today) {
        return Vec::new();
    }
    items
        .iter()
        .flat_map(|item| rungs(item, today, calendar))
        .collect()
}

fn rungs(item: &Item, today: Date, calendar: &Calendar) -> Vec<Due> {
    let (Some(due), Standing::Running) = (item.due, item.standing) else {
        return Vec::new();
    };
    let days_left = days_between(today, due);
    let found = if days_left >= 0 {
        remind(due, today, calendar).into_iter().collect()
    } else {
        late(item, due, today, calendar)
    };
    let due = |(rung, since)| Due {
        measure_id: item.measure_id,
        rung,
        since,
        days_left,
    };
    found.into_iter().map(due).collect()
}

/// A reminder's day; one that falls on a rest day is given on the next working day, and two on one day are one.
fn remind(due: Date, today: Date, calendar: &Calendar) -> Option<(Rung, Date)> {
    let is_today = |days: &i64| {
        let day = plus_days(due, -days);
        calendar.plus_working_days(plus_days(day, -1), 1) == today
    };
    let is_due = REMIND_DAYS.iter().any(is_today);
    is_due.then_some((Rung::Remind, today))
}

/// Days in the future for which a reminder is looked for: the longest warning, and a long run of rest days before it.
const REMIND_AHEAD: i64 = 60;

/// The limits of which somebody is reminded today; none on a rest day.
pub fn reminded_limits(today: Date, calendar: &Calendar) -> Vec<Date> {
    if !calendar.is_working(today) {
        return Vec::new();
    }
    (0..=REMIND_AHEAD)
        .map(|days| plus_days(today, days))
        .filter(|due| remind(*due, today, calendar).is_some())
        .collect()
}

fn late(item: &Item, due: Date, today: Date, calendar: &Calendar) -> Vec<(Rung, Date)> {
    // What was sent before the limit that stands now was about an earlier one.
    let sent: Vec<&Sent> = item.sent.iter().filter(|s| s.sent > due).collect();
    let slips = || sent.iter().filter(|s| !s.kind.is_letter());
    let Some(last) = slips().next_back() else {
        let since = calendar.plus_working_days(due, 1);
        return drafted_not(item, vec![(Rung::Urge, since)]);
    };
    let mut found = Vec::new();
    let next = if last.is_unanswered {
        (last.kind != Kind::Press).then_some(last.sent)
    } else {
        last.settled
    };
    found.extend(next.map(|from| (Rung::Press, calendar.plus_working_days(from, PRESS_DAYS))));
    if let Some(first) = slips().find(|s| s.is_unanswered) {
        let after = |days| calendar.plus_working_days(first.sent, days);
        found.push((Rung::Bulletin, after(BULLETIN_DAYS)));
        if !sent
            .iter()
            .any(|s| s.kind.is_letter() && s.sent >= first.sent)
        {
            found.push((Rung::Letter, after(LETTER_DAYS)));
        }
    }
    found.retain(|(_, since)| *since <= today);
    drafted_not(item, found)
}

/// Without what somebody has on the desk already.
fn drafted_not(item: &Item, mut found: Vec<(Rung, Date)>) -> Vec<(Rung, Date)> {
    found.retain(|(rung, _)| rung.slip().is_none_or(|kind| !item.drafts.contains(&kind)));
    found
}
