//! The sentences of a draft, each with the rows that it counts: somebody reads, changes and ticks them.

use std::collections::BTreeMap;
use std::sync::Arc;

use gongjie_base::Result;
use gongjie_base::clock::{days_between, plus_days};
use jiff::civil::Date;

use super::queries::{self, Struck};
use super::rules::{
    Backing, Counted, CountedSlip, Part, Period, Tally, UnitLine, by_unit, rate, tally,
};
use crate::calendar::{self, Calendar};
use crate::door::Reading;
use crate::layout::Words;
use crate::leniency::queries as leniency;
use crate::leniency::rules::Mark;
use crate::measure::light::Light;
use crate::measure::queries as measures;
use crate::org::queries as org;
use crate::slip::ladder::BULLETIN_DAYS;
use crate::slip::queries as slips;
use crate::slip::view::number;

/// Days before the limit from which an end is called early.
const EARLY_DAYS: i64 = 3;
/// Good examples and late items that are offered, at most.
const NAMED_MAX: usize = 50;
/// Days that the closing demand gives.
const DEMAND_DAYS: i64 = 10;

/// A sentence that is offered.
pub struct Line {
    pub part: Part,
    pub text: String,
    /// Ticked already: numbers are, names never.
    pub is_in: bool,
    pub backing: Vec<Backing>,
}

/// A whole draft.
pub struct Draft {
    pub lines: Vec<Line>,
    pub units: Vec<UnitLine>,
}

/// Everything that is counted.
struct Facts {
    measures: Vec<Counted>,
    slips: Vec<CountedSlip>,
    struck: Vec<Struck>,
    names: BTreeMap<i64, String>,
    calendar: Arc<Calendar>,
}

/// Drafts the bulletin of a period from the facts as they are now.
pub async fn draft(at: Reading<'_>, period: Period) -> Result<Draft> {
    let facts = facts(at, period).await?;
    let tally = tally(&facts.measures, period);
    let say = Sentences {
        words: at.words,
        facts: &facts,
        period,
    };
    let mut lines = say.overall(&tally);
    lines.extend(say.good(&tally));
    lines.extend(say.late(&tally));
    lines.push(say.demand());
    let sent: Vec<CountedSlip> = say.sent().cloned().collect();
    let mut units = by_unit(&tally, &sent);
    for unit in &mut units {
        unit.unit = facts.names.get(&unit.unit_id).cloned().unwrap_or_default();
    }
    Ok(Draft { lines, units })
}

async fn facts(at: Reading<'_>, period: Period) -> Result<Facts> {
    let rows = queries::list_measures(at.conn, at.actor, period).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let shines = measures::shines(at.conn, &rows, at.today).await?;
    let granted = leniency::find_granted(at.conn, Mark::Late, &ids).await?;
    let mut leads: BTreeMap<i64, i64> = BTreeMap::new();
    for duty in measures::list_duties(at.conn, &ids).await? {
        let (lead, _) = measures::lead_and_owner(std::slice::from_ref(&duty));
        leads.extend(lead.map(|unit| (duty.measure_id, unit)));
    }
    let day = |text: &Option<String>| text.as_deref().and_then(|d| d.parse().ok());
    let counted = rows.into_iter().map(|row| Counted {
        measure_id: row.id,
        unit_id: leads.get(&row.id).copied(),
        due: day(&row.due_on),
        done: day(&row.done_on),
        is_open: row.state.is_open(),
        is_grey: shines.get(&row.id).is_some_and(|s| s.light == Light::Grey),
        is_excused: granted.get(&row.id).is_some_and(|g| g.takes_away()),
        text: row.text,
    });
    let all = slips::list(at.conn, at.actor, &slips::Filter::default()).await?;
    let slips = all.into_iter().filter(|s| !s.kind.is_letter());
    let slips = slips.filter_map(|row| {
        Some(CountedSlip {
            slip_id: row.id,
            measure_id: row.measure_id,
            unit_id: row.to_unit_id,
            number: number(at.words, &row)?,
            sent: day(&row.sent_on)?,
            is_unanswered: row.state.is_unanswered(),
            is_open: row.state.is_open(),
        })
    });
    Ok(Facts {
        measures: counted.collect(),
        slips: slips.collect(),
        struck: queries::list_struck(at.conn, at.actor, period).await?,
        names: org::unit_names(at.conn, at.actor.organization_id).await?,
        calendar: calendar::queries::find(at.conn, at.actor.organization_id).await?,
    })
}

fn behind(rows: &[&Counted]) -> Vec<Backing> {
    let row = |m: &&Counted| Backing {
        at: format!("/measures/{}", m.measure_id),
        text: m.text.clone(),
    };
    rows.iter().map(row).collect()
}

struct Sentences<'a> {
    words: Words,
    facts: &'a Facts,
    period: Period,
}

impl Sentences<'_> {
    fn line(
        &self,
        part: Part,
        key: &str,
        args: &[(&'static str, String)],
        backing: Vec<Backing>,
    ) -> Line {
        Line {
            part,
            text: self.words.text_with(key, args),
            is_in: true,
            backing,
        }
    }

    fn day(&self, day: Date) -> String {
        self.words.day(&day.to_string())
    }

    /// Slips that were sent in the period.
    fn sent(&self) -> impl Iterator<Item = &CountedSlip> {
        let (from, to) = (self.period.from, self.period.to);
        let in_period = move |s: &&CountedSlip| from <= s.sent && s.sent <= to;
        self.facts.slips.iter().filter(in_period)
    }

    fn overall(&self, tally: &Tally<'_>) -> Vec<Line> {
        let n = |rows: usize| rows.to_string();
        let none = || self.words.text("bulletin-no-rate");
        let due = [
            ("due", n(tally.due.len())),
            ("done", n(tally.done.len())),
            (
                "rate",
                rate(tally.done.len(), tally.due.len()).unwrap_or_else(none),
            ),
            ("time", n(tally.in_time.len())),
        ];
        let mut lines =
            vec![self.line(Part::Overall, "bulletin-say-due", &due, behind(&tally.due))];
        let late = [
            ("n", n(tally.late.len())),
            ("date", self.day(self.period.as_of)),
        ];
        lines.push(self.line(
            Part::Overall,
            "bulletin-say-late",
            &late,
            behind(&tally.late),
        ));
        if !tally.excused.is_empty() {
            let excused = [("n", n(tally.excused.len()))];
            let rows = behind(&tally.excused);
            lines.push(self.line(Part::Overall, "bulletin-say-excused", &excused, rows));
        }
        let struck = self.facts.struck.iter().map(|p| Backing {
            at: format!("/problems/{}", p.id),
            text: p.title.clone(),
        });
        let args = [("n", n(self.facts.struck.len()))];
        lines.push(self.line(
            Part::Overall,
            "bulletin-say-struck",
            &args,
            struck.collect(),
        ));
        lines.push(self.slips());
        lines
    }

    fn slips(&self) -> Line {
        let sent: Vec<&CountedSlip> = self.sent().collect();
        let unanswered = sent.iter().filter(|s| s.is_unanswered).count();
        let open = sent.iter().filter(|s| s.is_open).count();
        let args = [
            ("sent", sent.len().to_string()),
            ("answered", (sent.len() - unanswered).to_string()),
            ("open", open.to_string()),
        ];
        let rows = sent.iter().map(|s| Backing {
            at: format!("/slips/{}", s.slip_id),
            text: s.number.clone(),
        });
        self.line(Part::Overall, "bulletin-say-slips", &args, rows.collect())
    }

    fn unit(&self, row: &Counted) -> String {
        let name = row.unit_id.and_then(|id| self.facts.names.get(&id));
        name.cloned().unwrap_or_else(|| self.words.text("unstated"))
    }

    /// Ends that came early, offered without a tick: a person says what is an example.
    fn good(&self, tally: &Tally<'_>) -> Vec<Line> {
        let early = |row: &&Counted| {
            let (due, done) = row.due.zip(row.done)?;
            let days = days_between(done, due);
            (days >= EARLY_DAYS).then(|| {
                let args = [
                    ("unit", self.unit(row)),
                    ("text", row.text.clone()),
                    ("days", days.to_string()),
                ];
                let mut line = self.line(Part::Good, "bulletin-say-good", &args, behind(&[*row]));
                line.is_in = false;
                line
            })
        };
        tally
            .in_time
            .iter()
            .filter_map(early)
            .take(NAMED_MAX)
            .collect()
    }

    /// Late items by name, offered without a tick; those with a slip that nobody answered for five working days first.
    fn late(&self, tally: &Tally<'_>) -> Vec<Line> {
        let mut named: Vec<(bool, Line)> = tally.late.iter().map(|row| self.named(row)).collect();
        named.sort_by_key(|(is_silent, _)| !is_silent);
        named
            .into_iter()
            .take(NAMED_MAX)
            .map(|(_, line)| line)
            .collect()
    }

    fn named(&self, row: &Counted) -> (bool, Line) {
        let calendar = &self.facts.calendar;
        let as_of = self.period.as_of;
        let silent = self.facts.slips.iter().find(|s| {
            let over = calendar.plus_working_days(s.sent, BULLETIN_DAYS);
            s.measure_id == Some(row.measure_id) && s.is_unanswered && over <= as_of
        });
        let due = row.due.unwrap_or(as_of);
        let mut args = vec![
            ("unit", self.unit(row)),
            ("text", row.text.clone()),
            ("date", self.day(due)),
            ("days", days_between(due, as_of).to_string()),
        ];
        let mut rows = behind(&[row]);
        let key = match silent {
            Some(slip) => {
                args.extend([
                    ("number", slip.number.clone()),
                    ("sent", self.day(slip.sent)),
                ]);
                rows.push(Backing {
                    at: format!("/slips/{}", slip.slip_id),
                    text: slip.number.clone(),
                });
                "bulletin-say-silent"
            }
            None => "bulletin-say-named",
        };
        let mut line = self.line(Part::Late, key, &args, rows);
        line.is_in = false;
        (silent.is_some(), line)
    }

    fn demand(&self) -> Line {
        let until = plus_days(self.period.as_of, DEMAND_DAYS);
        let args = [("date", self.day(until))];
        self.line(Part::Demand, "bulletin-say-demand", &args, Vec::new())
    }
}
