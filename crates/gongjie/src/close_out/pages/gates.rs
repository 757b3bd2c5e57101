//! The eight gates of a close-out as they are shown: what was done, whose turn it is, what is missing.

use jiff::civil::Date;

use super::sheet::Material;
use crate::close_out::case::is_under_way;
use crate::close_out::lifecycle::SIGN_DAYS;
use crate::close_out::rules::{self, Opinion, State, VERIFY_DAYS, VIEW_DAYS};
use crate::close_out::tables::close_out::Model;

/// A gate: its place 1 to 8 in [`NAMES`].
const NAMES: [&str; 8] = [
    "apply",
    "sign",
    "view",
    "verify",
    "verdict",
    "notice",
    "strike",
    "look-back",
];

/// One gate.
pub(super) struct Gate {
    pub name: &'static str,
    pub mark: String,
    pub title: String,
    /// `done`, `now`, `todo` or `skip`.
    pub state: &'static str,
    pub lines: Vec<String>,
    /// What it needs, and whether it is there.
    pub needs: Vec<(bool, String)>,
    /// When and who, at the margin.
    pub margin: Vec<String>,
    pub light: Option<&'static str>,
}

/// Where it stands.
pub(super) struct Turn {
    /// 1 to 8; 0: nothing can be done, 9: all is over.
    pub gate: usize,
    pub whose: String,
    pub until: Option<String>,
    pub missing: Vec<String>,
    light: Option<&'static str>,
}

/// Whose turn it is. `since`: day on which the present state began.
pub(super) fn turn(m: &Material<'_>, since: Date) -> Turn {
    let today = m.p.today;
    let mut turn = Turn {
        gate: gate_now(m),
        whose: String::new(),
        until: None,
        missing: Vec::new(),
        light: None,
    };
    let key = match (turn.gate, m.row) {
        (1, _) => "close-out-next-apply",
        (2, _) => "close-out-next-sign",
        (3, Some(row)) if rules::views_until(row).is_some_and(|until| today > until) => {
            "close-out-next-go-on"
        }
        (3, _) => "close-out-next-view",
        (4, _) => "close-out-next-verify",
        (6, Some(row)) if row.state == State::Notice => "close-out-next-notice",
        (6, _) => "close-out-next-publish",
        (7, _) if m.problem.grade == Some(3) => "close-out-next-strike-leader",
        (7, _) => "close-out-next-strike-coordinator",
        (8, _) => "close-out-next-look-back",
        (9, _) => "close-out-next-done",
        _ => "close-out-next-nobody",
    };
    turn.whose = m.p.t(key);
    let days = match turn.gate {
        2 => Some(SIGN_DAYS),
        3 => Some(VIEW_DAYS),
        4 => Some(VERIFY_DAYS),
        _ => None,
    };
    if let Some(days) = days {
        let (until, light) = rules::limit(since, days, today);
        turn.until = Some(m.p.t1("close-out-by", "date", m.p.day(&until.to_string())));
        turn.light = Some(light);
    }
    turn.missing = missing(m, turn.gate);
    turn
}

fn gate_now(m: &Material<'_>) -> usize {
    let Some(row) = m.row else {
        return usize::from(is_under_way(m.problem.state));
    };
    match row.state {
        State::Applied => 2,
        State::Signed => 3,
        State::Viewed => 4,
        State::Verified if m.needs_notice => 6,
        State::Verified => 7,
        State::Notice if notice_runs(row, m.p.today) => 6,
        State::Notice => 7,
        State::Struck if row.look_back.is_some() => 9,
        State::Struck => 8,
        State::SentBack | State::Withdrawn => 0,
    }
}

fn notice_runs(row: &Model, today: Date) -> bool {
    let until: Option<Date> = row.notice_to.as_deref().and_then(|d| d.parse().ok());
    until.is_some_and(|until| today <= until)
}

fn missing(m: &Material<'_>, gate: usize) -> Vec<String> {
    match gate {
        1 => needs(m)
            .into_iter()
            .filter(|(is_there, _)| !is_there)
            .map(|(_, words)| words)
            .collect(),
        3 => m
            .views
            .iter()
            .filter(|v| v.opinion == Opinion::Waiting)
            .map(|v| {
                m.p.t1("close-out-need-view", "unit", m.units.name(v.unit_id))
            })
            .collect(),
        6 => m
            .row
            .and_then(|r| r.notice_to.as_deref())
            .map(|to| m.p.t1("close-out-need-notice", "date", m.p.day(to)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// What an application needs.
fn needs(m: &Material<'_>) -> Vec<(bool, String)> {
    let progress = m.facts.progress;
    let measures = match (progress.measures, progress.open_measures) {
        (0, _) => (false, m.p.t("close-out-need-measures-none")),
        (n, 0) => (true, m.p.t1("close-out-need-measures-done", "n", n)),
        (_, n) => (false, m.p.t1("close-out-need-measures-open", "n", n)),
    };
    let evidence = match progress.evidence {
        0 => (false, m.p.t("close-out-need-evidence-none")),
        n => (true, m.p.t1("close-out-need-evidence", "n", n)),
    };
    vec![measures, evidence]
}

/// All eight, in order.
pub(super) fn all(m: &Material<'_>, turn: &Turn) -> Vec<Gate> {
    NAMES
        .iter()
        .zip(1..)
        .map(|(name, place)| {
            let state = match place {
                5 => "skip",
                6 if !m.needs_notice => "skip",
                _ if place == turn.gate => "now",
                _ if place < turn.gate => "done",
                _ => "todo",
            };
            let mut gate = Gate {
                name,
                mark: m.p.t(&format!("close-out-mark-{name}")),
                title: m.p.t(&format!("close-out-gate-{name}")),
                state,
                lines: Vec::new(),
                needs: Vec::new(),
                margin: Vec::new(),
                light: turn.light.filter(|_| place == turn.gate),
            };
            fill(m, &mut gate);
            if place == turn.gate {
                gate.margin.extend(turn.until.clone());
            }
            gate
        })
        .collect()
}

fn fill(m: &Material<'_>, gate: &mut Gate) {
    let is_done = gate.state == "done";
    let row = m.row.filter(|_| is_done);
    match (gate.name, row) {
        ("apply", Some(row)) => applied(m, gate, row),
        ("apply", None) => apply_open(m, gate),
        ("sign", Some(row)) => {
            gate.lines.push(m.p.t("close-out-signed"));
            margin(m, gate, row.signed_on.as_deref(), row.signed_by_id);
        }
        ("view", _) => views(m, gate),
        ("verify", Some(row)) => {
            gate.lines.extend(row.verify_note.clone());
            margin(m, gate, row.verified_on.as_deref(), row.verified_by_id);
            gate.margin
                .extend(row.verifier_unit_id.map(|u| m.units.name(u)));
        }
        ("verdict", _) => {
            let is_past = m
                .row
                .is_some_and(|r| r.state.reached() >= State::Verified.reached());
            let key = if is_past {
                "close-out-verdict-none"
            } else {
                "close-out-verdict-later"
            };
            gate.lines.push(m.p.t(key));
        }
        ("notice", _) => notice(m, gate),
        ("strike", Some(row)) => {
            gate.lines.push(m.p.t("close-out-struck"));
            margin(m, gate, row.struck_on.as_deref(), row.struck_by_id);
        }
        ("look-back", _) => look_back(m, gate),
        (name, _) => gate.lines.push(m.p.t(&format!("close-out-{name}-how"))),
    }
}

fn margin(m: &Material<'_>, gate: &mut Gate, day: Option<&str>, person: Option<i64>) {
    gate.margin.extend(day.map(|d| m.p.day(d)));
    let name = person.and_then(|id| m.people.get(&id));
    gate.margin.extend(name.cloned());
}

fn applied(m: &Material<'_>, gate: &mut Gate, row: &Model) {
    gate.lines.push(row.result.clone());
    let progress = m.facts.progress;
    gate.lines
        .push(m.p.t1("close-out-measures-count", "n", progress.measures));
    gate.lines.push(match &row.no_evidence_reason {
        Some(why) => m.p.t1("close-out-no-evidence-because", "why", why),
        None => m.p.t1("close-out-evidence-count", "n", progress.evidence),
    });
    margin(m, gate, Some(&row.applied_on), row.applied_by_id);
}

fn apply_open(m: &Material<'_>, gate: &mut Gate) {
    if gate.state == "now" {
        gate.lines.push(m.p.t("close-out-apply-how"));
        gate.needs = needs(m);
    } else {
        gate.lines.push(m.p.t("close-out-apply-not-yet"));
    }
}

fn views(m: &Material<'_>, gate: &mut Gate) {
    let Some(row) = m.row.filter(|r| r.signed_on.is_some()) else {
        gate.lines.push(m.p.t("close-out-view-how"));
        return;
    };
    if m.views.is_empty() {
        gate.lines.push(m.p.t("close-out-view-none"));
        return;
    }
    for view in m.views {
        let shown = rules::opinion_shown(row, view, m.p.today);
        let unit = ("unit", m.units.name(view.unit_id));
        let opinion = ("opinion", m.p.code("close-out-opinion", shown));
        gate.lines.push(match &view.words {
            Some(words) => {
                let args = [unit, opinion, ("words", words.clone())];
                m.p.words.text_with("close-out-view-words", &args)
            }
            None => m.p.t2("close-out-view-opinion", unit, opinion),
        });
    }
    let given = m.views.iter().filter(|v| v.opinion != Opinion::Waiting);
    gate.margin.push(m.p.t2(
        "close-out-view-count",
        ("given", given.count().to_string()),
        ("all", m.views.len().to_string()),
    ));
}

fn notice(m: &Material<'_>, gate: &mut Gate) {
    let key = match (m.needs_notice, m.problem.class) {
        (true, _) => "close-out-notice-needed",
        (false, None) => "close-out-notice-unclassed",
        (false, Some(_)) => "close-out-notice-not-needed",
    };
    gate.lines.push(m.p.t(key));
    if !m.needs_notice {
        gate.margin.push(m.p.t("close-out-not-applicable"));
    }
    let dates = m
        .row
        .and_then(|r| r.notice_from.as_deref().zip(r.notice_to.as_deref()));
    if let Some((from, to)) = dates {
        let (from, to) = (("from", m.p.day(from)), ("to", m.p.day(to)));
        gate.lines.push(m.p.t2("close-out-notice-dates", from, to));
    }
}

fn look_back(m: &Material<'_>, gate: &mut Gate) {
    let row = m.row.filter(|r| r.state == State::Struck);
    match row.and_then(|r| r.look_back.map(|found| (r, found))) {
        Some((row, found)) => {
            gate.lines.push(m.p.code("close-out-look-back", found));
            gate.lines.extend(row.look_back_note.clone());
            margin(
                m,
                gate,
                row.looked_back_on.as_deref(),
                row.looked_back_by_id,
            );
        }
        None => {
            gate.lines.push(m.p.t("close-out-look-back-how"));
            let day = row.and_then(|r| r.look_back_on.as_deref());
            gate.margin
                .extend(day.map(|d| m.p.t1("close-out-look-back-on", "date", m.p.day(d))));
        }
    }
}
