//! Which facts a unit's sheet has and which rows each counts. Pure.

use std::collections::BTreeMap;

use gongjie_base::codes;
use jiff::civil::Date;

use crate::figures::rate_rules::ANSWERS_MIN;

codes! {
    /// A counted fact; its name and definition are the texts `sheet-…` and `sheet-what-…` of its code.
    pub enum Fact {
        /// 承担举措
        Items = "items",
        /// 到期应办结
        Due = "due",
        Done = "done",
        InTime = "in_time",
        /// 逾期: open or done behind the limit, and not excused.
        Late = "late",
        /// 容错: late, and taken out of the late ones by a note.
        Excused = "excused",
        SentBack = "sent_back",
        Extended = "extended",
        /// 收到的督办单
        Slips = "slips",
        SlipsInTime = "slips_in_time",
        SlipsLate = "slips_late",
    }
}

/// A measure that the unit leads.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: i64,
    pub text: String,
    pub due: Option<Date>,
    pub done: Option<Date>,
    pub is_open: bool,
    /// Suspended: no clock runs, so it is neither due nor late.
    pub is_grey: bool,
    pub is_excused: bool,
    pub is_sent_back: bool,
    pub is_extended: bool,
}

/// A slip that was sent to the unit.
#[derive(Debug, Clone)]
pub struct Slip {
    pub id: i64,
    pub name: String,
    pub is_received: bool,
    pub is_signed_late: bool,
}

/// A row behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub at: String,
    pub text: String,
}

/// The rows behind every number: what is counted is what is listed.
pub fn sort(items: &[Item], slips: &[Slip], today: Date) -> BTreeMap<Fact, Vec<Row>> {
    let mut facts: BTreeMap<Fact, Vec<Row>> =
        Fact::ALL.iter().map(|fact| (*fact, Vec::new())).collect();
    let mut add = |fact: Fact, is: bool, at: &str, text: &str| {
        if is && let Some(rows) = facts.get_mut(&fact) {
            rows.push(Row {
                at: at.to_owned(),
                text: text.to_owned(),
            });
        }
    };
    for item in items {
        let at = format!("/measures/{}", item.id);
        let behind = |by: Date| item.due.is_some_and(|due| by > due);
        let is_due = !item.is_grey
            && item
                .due
                .is_some_and(|due| due <= today || item.done.is_some());
        let is_late = !item.is_grey
            && match item.done {
                Some(done) => behind(done),
                None => item.is_open && behind(today),
            };
        let lines = [
            (Fact::Items, true),
            (Fact::Due, is_due),
            (Fact::Done, is_due && item.done.is_some()),
            (
                Fact::InTime,
                is_due && item.done.is_some_and(|d| !behind(d)),
            ),
            (Fact::Late, is_late && !item.is_excused),
            (Fact::Excused, is_late && item.is_excused),
            (Fact::SentBack, item.is_sent_back),
            (Fact::Extended, item.is_extended),
        ];
        for (fact, is) in lines {
            add(fact, is, &at, &item.text);
        }
    }
    for slip in slips {
        let at = format!("/slips/{}", slip.id);
        let in_time = slip.is_received && !slip.is_signed_late;
        add(Fact::Slips, true, &at, &slip.name);
        add(Fact::SlipsInTime, in_time, &at, &slip.name);
        add(Fact::SlipsLate, slip.is_signed_late, &at, &slip.name);
    }
    facts
}

/// A rate of the sheet: the part, the whole, and whether the sample is too small to say anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// `done`, `in_time` or `signed`.
    pub code: &'static str,
    /// As it is printed, `71.4%`; nothing without a sample.
    pub text: Option<String>,
    pub part: usize,
    pub of: usize,
    pub is_small: bool,
}

/// 办结率, 按期办结率, 签收及时率.
pub fn rates(facts: &BTreeMap<Fact, Vec<Row>>) -> Vec<Rate> {
    let n = |fact: Fact| facts.get(&fact).map_or(0, Vec::len);
    let rate = |code, part: usize, of: usize| Rate {
        code,
        text: crate::bulletin::rules::rate(part, of),
        part,
        of,
        is_small: i64::try_from(of).is_ok_and(|of| of < ANSWERS_MIN),
    };
    vec![
        rate("done", n(Fact::Done), n(Fact::Due)),
        rate("in_time", n(Fact::InTime), n(Fact::Due)),
        rate("signed", n(Fact::SlipsInTime), n(Fact::Slips)),
    ]
}
