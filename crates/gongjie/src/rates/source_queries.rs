//! Where the rows of each rate come from and how each of them is graded: one statement for counting and for listing, so that they cannot differ. Reads only.

use gongjie_base::Clock;
use gongjie_base::clock::{Millis, plus_days};
use jiff::civil::Date;

use crate::campaign::tables::campaign;
use crate::exclusion::queries::excluded_by;
use crate::figures::rate_rules::{Counts, Grade, Rate, SATISFIED_MIN};
use crate::org::Actor;
use crate::problem::carry_queries::{carried_on, in_campaign};
use crate::voice::queries::visible_text;

/// What is counted.
#[derive(Clone)]
pub struct Scope {
    pub campaign: Option<campaign::Model>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub unit: Option<i64>,
    pub theme: Option<i64>,
    /// The day by which limits are reckoned: today, or the past day that is asked for.
    pub today: Date,
    /// A past day is asked for.
    pub is_past: bool,
    pub now: Millis,
    pub clock: Clock,
}

/// A problem that was accepted, as the figures count problems.
const ACCEPTED: &str = "p.organization_id = $1 AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn')";
const OF_PROBLEM: &str = "measure m JOIN problem p ON p.id = m.problem_id";
/// A voice that follows a problem is judged there.
const NOT_PROMOTED: &str = " AND v.state <> 'promoted'";
/// The newest asking of a problem: of several words of one raiser the last one counts.
const NEWEST: &str = "j.id = (SELECT MAX(k.id) FROM judgement k WHERE k.problem_id = p.id)";
/// Voices that left the unit's hands by the desk's word.
const LEFT: &str = "v.state IN ('promoted', 'merged', 'diverted')";

const NEVER: &str = "1 = 0";
const ALWAYS: &str = "1 = 1";

/// The rows of a rate and how each is graded; texts are SQL.
struct Source {
    key: &'static str,
    title: &'static str,
    sub: &'static str,
    target: &'static str,
    from: String,
    is: String,
    /// The exclusion of a row, or null.
    excluded: String,
    full: String,
    half: String,
    zero: String,
    /// Of a row that is none of these.
    rest: Grade,
    checked: &'static str,
}

impl Scope {
    /// What is kept of that day has this rate.
    pub const fn has(&self, rate: Rate) -> bool {
        !self.is_past || rate.has_past()
    }

    /// Days of the period, where there is one.
    fn days(&self, column: &str) -> String {
        let from = self.from.map(|day| format!(" AND {column} >= '{day}'"));
        let to = self.to.map(|day| format!(" AND {column} <= '{day}'"));
        from.into_iter().chain(to).collect()
    }

    fn moments(&self, column: &str, from: Option<Date>, to: Option<Date>) -> String {
        let start = |day| self.clock.start_of(day);
        let from = from.map(|day| format!(" AND {column} >= {}", start(day)));
        let to = to.map(|day| format!(" AND {column} < {}", start(plus_days(day, 1))));
        from.into_iter().chain(to).collect()
    }

    /// Voices belong to no campaign: to its days.
    fn of_voice(&self, actor: &Actor) -> String {
        let day = |text: &str| text.parse::<Date>().ok();
        let own = self.campaign.as_ref();
        let starts = own.and_then(|c| day(&c.starts_on));
        let ends = own.and_then(|c| day(&c.ends_on));
        let from = self.from.max(starts);
        let to = match (self.to, ends) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let unit = self.unit.map(|id| format!(" AND v.lead_unit_id = {id}"));
        let theme = self.theme.map(|id| format!(" AND v.theme_id = {id}"));
        format!(
            "v.organization_id = $1 AND v.dispatched_at IS NOT NULL AND {}{}{}{}",
            visible_text(actor, "v"),
            self.moments("v.dispatched_at", from, to),
            unit.unwrap_or_default(),
            theme.unwrap_or_default(),
        )
    }

    /// Accepted problems of the campaign and of the theme.
    fn of_problem(&self) -> String {
        let own = self.campaign.as_ref();
        let of = own.map(|c| format!(" AND {}", in_campaign("p", &c.id.to_string())));
        let theme = self.theme.map(|id| format!(" AND p.theme_id = {id}"));
        format!(
            "{ACCEPTED}{}{}",
            of.unwrap_or_default(),
            theme.unwrap_or_default()
        )
    }

    /// Problems that the unit leads.
    fn led(&self) -> String {
        let led = |unit: i64| {
            format!(
                " AND EXISTS (SELECT 1 FROM pairing_problem l JOIN pairing g ON g.id = l.pairing_id \
                 JOIN pairing_member b ON b.pairing_id = g.id WHERE l.problem_id = p.id \
                 AND g.state IN ('active', 'concluded') AND b.role <> 'partner' AND b.answer <> 'left' \
                 AND b.unit_id = {unit})"
            )
        };
        self.unit.map(led).unwrap_or_default()
    }

    /// Measures that the unit leads and whose marks the actor may see: those of the own units, or all.
    fn of_measure(&self, actor: &Actor) -> String {
        let lead = |units: &str| {
            format!(
                " AND EXISTS (SELECT 1 FROM duty d WHERE d.measure_id = m.id AND d.role = 'lead' AND d.unit_id IN ({units}))"
            )
        };
        let own: Vec<String> = actor.units().iter().map(ToString::to_string).collect();
        let seen = match own.is_empty() {
            _ if actor.sees_all() => String::new(),
            true => " AND 1 = 0".to_owned(),
            false => lead(&own.join(", ")),
        };
        let unit = self.unit.map(|id| lead(&id.to_string()));
        format!(
            "{} AND m.state <> 'cancelled'{seen}{}",
            self.of_problem(),
            unit.unwrap_or_default()
        )
    }
}

/// What was said, once its moment has come: a word of nobody bears the end of its half day, and a count that moved before
/// then would tell the minute.
fn heard(at: &str, what: &str, now: Millis) -> String {
    format!("{at} <= {now} AND {what}")
}

fn of_voices(rate: Rate, actor: &Actor, scope: &Scope) -> Source {
    let mut source = Source {
        key: "v.id",
        title: "COALESCE(v.number || ' ', '') || v.text",
        sub: "u.name",
        target: "v.id",
        from: "voice v LEFT JOIN unit u ON u.id = v.lead_unit_id".to_owned(),
        is: scope.of_voice(actor),
        excluded: excluded_by("voice_id", "v.id"),
        full: String::new(),
        half: NEVER.to_owned(),
        zero: String::new(),
        rest: Grade::Silent,
        checked: NEVER,
    };
    let said = |what: &str| heard("v.judged_at", what, scope.now);
    match rate {
        Rate::Response => {
            let until = |met: &str| {
                let now = scope.now;
                format!("COALESCE({met}, CASE WHEN {LEFT} THEN v.state_since ELSE {now} END)")
            };
            source
                .full
                .push_str("v.signed_at <= v.sign_by AND v.contacted_at <= v.contact_by");
            source.zero = format!(
                "{} > v.sign_by OR {} > v.contact_by",
                until("v.signed_at"),
                until("v.contacted_at")
            );
        }
        Rate::Satisfied => {
            source.is.push_str(NOT_PROMOTED);
            source.full = said(&format!("v.satisfied >= {SATISFIED_MIN}"));
            source.zero = said(&format!("v.satisfied < {SATISFIED_MIN}"));
        }
        _ => {
            source.is.push_str(NOT_PROMOTED);
            source.full = said("v.solved = 'yes'");
            source.half = said("v.solved = 'partly'");
            source.zero = said("v.solved = 'no'");
        }
    }
    source
}

fn of_verdicts(rate: Rate, scope: &Scope) -> Source {
    let of_problem = excluded_by("problem_id", "p.id");
    let of_voice = excluded_by("voice_id", "w.voice_id");
    let said = |what: &str| heard("w.given_at", what, scope.now);
    let (full, half, zero) = if rate == Rate::SolvedProblems {
        (
            said("w.solved = 'yes'"),
            said("w.solved = 'partly'"),
            said("w.solved = 'no'"),
        )
    } else {
        (
            said(&format!("w.satisfied >= {SATISFIED_MIN}")),
            NEVER.to_owned(),
            said(&format!("w.satisfied < {SATISFIED_MIN}")),
        )
    };
    Source {
        key: "w.id",
        title: "p.title",
        sub: "u.name",
        target: "p.id",
        from: "verdict w JOIN judgement j ON j.close_out_id = w.close_out_id \
               JOIN problem p ON p.id = w.problem_id LEFT JOIN unit u ON u.id = w.unit_id"
            .to_owned(),
        is: format!(
            "{} AND {NEWEST}{}{}",
            scope.of_problem(),
            scope.days("j.asked_on"),
            scope.led()
        ),
        excluded: format!("COALESCE({of_problem}, {of_voice})"),
        full,
        half,
        zero,
        rest: Grade::Silent,
        checked: "j.checked_on IS NOT NULL",
    }
}

fn of_measures(rate: Rate, actor: &Actor, scope: &Scope) -> Source {
    let (narrower, day, full) = match rate {
        // As the sheet of a unit counts what is due: no clock runs while something is suspended.
        Rate::OnTime => (
            format!(
                " AND (m.state = 'done' OR (m.state <> 'suspended' AND p.state <> 'suspended')) \
                 AND m.due_on IS NOT NULL AND (m.due_on <= '{}' OR m.done_on IS NOT NULL)",
                scope.today
            ),
            "m.due_on",
            "m.done_on <= m.due_on",
        ),
        Rate::SentBack => (
            " AND (m.reported_on IS NOT NULL OR EXISTS (SELECT 1 FROM send_back s WHERE s.measure_id = m.id))"
                .to_owned(),
            "COALESCE(m.reported_on, (SELECT MAX(s.sent_on) FROM send_back s WHERE s.measure_id = m.id))",
            "EXISTS (SELECT 1 FROM send_back s WHERE s.measure_id = m.id)",
        ),
        _ => (
            String::new(),
            "m.issued_on",
            "EXISTS (SELECT 1 FROM extension t WHERE t.measure_id = m.id AND t.state = 'granted')",
        ),
    };
    Source {
        key: "m.id",
        title: "m.text",
        sub: "p.title",
        target: "m.id",
        from: OF_PROBLEM.to_owned(),
        is: format!("{}{narrower}{}", scope.of_measure(actor), scope.days(day)),
        excluded: excluded_by("problem_id", "p.id"),
        full: full.to_owned(),
        half: NEVER.to_owned(),
        zero: ALWAYS.to_owned(),
        rest: Grade::Zero,
        checked: NEVER,
    }
}

fn of_closings(rate: Rate, scope: &Scope) -> Source {
    let excluded = excluded_by("problem_id", "p.id");
    if rate == Rate::Rebound {
        return Source {
            key: "c.id",
            title: "p.title",
            sub: "c.struck_on",
            target: "p.id",
            from: "close_out c JOIN problem p ON p.id = c.problem_id".to_owned(),
            is: format!(
                "{} AND c.struck_on IS NOT NULL{}{}",
                scope.of_problem(),
                scope.days("c.struck_on"),
                scope.led()
            ),
            excluded,
            full: "c.look_back = 'rebound'".to_owned(),
            half: NEVER.to_owned(),
            zero: "c.look_back = 'holds'".to_owned(),
            rest: Grade::Silent,
            checked: NEVER,
        };
    }
    // The ending of a problem that goes on counts where it ends.
    let own = scope.campaign.as_ref();
    let stays = own.map(|c| format!(" AND NOT {}", carried_on("p", &c.id.to_string())));
    Source {
        key: "p.id",
        title: "p.title",
        sub: "p.closed_on",
        target: "p.id",
        from: "problem p".to_owned(),
        is: format!(
            "{}{}{}",
            scope.of_problem(),
            scope.moments("p.created_at", scope.from, scope.to),
            scope.led()
        ),
        excluded,
        full: format!("p.state = 'closed'{}", stays.unwrap_or_default()),
        half: NEVER.to_owned(),
        zero: ALWAYS.to_owned(),
        rest: Grade::Zero,
        checked: "p.state = 'closed' AND p.closed_as = 'checked'",
    }
}

/// The rows of a rate that the actor may see: id, title, sub, target, grade, checked, exclusion. `$1` is the organisation.
pub fn text(rate: Rate, actor: &Actor, scope: &Scope) -> String {
    let source = match rate.counts() {
        Counts::Voice => of_voices(rate, actor, scope),
        Counts::Verdict => of_verdicts(rate, scope),
        Counts::Measure => of_measures(rate, actor, scope),
        Counts::Problem | Counts::CloseOut => of_closings(rate, scope),
    };
    format!(
        "SELECT {} AS id, {} AS title, CAST({} AS TEXT) AS sub, {} AS target, {} AS exclusion, \
         CASE WHEN {} IS NOT NULL THEN 'excluded' WHEN {} THEN 'full' WHEN {} THEN 'half' \
         WHEN {} THEN 'zero' ELSE '{}' END AS grade, CASE WHEN {} THEN 1 ELSE 0 END AS checked \
         FROM {} WHERE {}",
        source.key,
        source.title,
        source.sub,
        source.target,
        source.excluded,
        source.excluded,
        source.full,
        source.half,
        source.zero,
        source.rest,
        source.checked,
        source.from,
        source.is,
    )
}
