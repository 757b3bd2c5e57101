//! The eight gates of a close-out as they are shown: what was done, whose turn it is, what is missing.

use super::sheet::Material;
use crate::close_out::rules::{self, Opinion, State};
use crate::close_out::tables::close_out::Model;
use crate::close_out::turn;
use crate::voice::rules::Solved;

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

/// Whose turn it is, in words.
pub(super) fn turn(m: &Material<'_>, turn: &turn::Turn) -> Turn {
    let until = turn.until.map(|d| m.p.day(&d.to_string()));
    let missing = turn.missing.iter();
    Turn {
        gate: turn.gate.place(),
        whose: m.p.t(turn.whose),
        until: until.map(|date| m.p.t1("close-out-by", "date", date)),
        missing: missing
            .map(|said| said.in_words(m.p.words, |unit| m.units.name(unit)))
            .collect(),
        light: turn.light,
    }
}

/// All eight, in order.
pub(super) fn all(m: &Material<'_>, turn: &Turn) -> Vec<Gate> {
    NAMES
        .iter()
        .zip(1..)
        .map(|(name, place)| {
            let state = match place {
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
        ("verdict", _) => verdict(m, gate),
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
        let needs = turn::needs(m.facts.progress).into_iter();
        gate.needs = needs
            .map(|(is_there, say)| (is_there, m.p.words.say(&say)))
            .collect();
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
        let shown = rules::opinion_shown(row, view, &m.facts.calendar, m.p.today);
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

/// Who was asked, how many spoke, and who checks where nobody did.
fn verdict(m: &Material<'_>, gate: &mut Gate) {
    let row = m
        .row
        .filter(|r| r.state.reached() >= State::Verified.reached());
    let asked = m.facts.judgement.as_ref();
    let Some((row, asked)) = row.zip(asked).filter(|(r, j)| j.close_out_id == r.id) else {
        gate.lines.push(m.p.t("close-out-verdict-later"));
        return;
    };
    let given: Vec<_> = m.verdicts.iter().filter(|v| v.given_at.is_some()).collect();
    let yes = given
        .iter()
        .filter(|v| v.solved == Some(Solved::Yes))
        .count();
    gate.lines.push(match (m.verdicts.len(), given.len()) {
        (0, _) => m.p.t("close-out-verdict-nobody"),
        (all, 0) if row.state == State::Verified => m.p.t1("close-out-verdict-asked", "all", all),
        (all, 0) => m.p.t1("close-out-verdict-unrated", "all", all),
        (all, said) => m.p.words.text_with(
            "close-out-verdict-said",
            &[
                ("all", all.to_string()),
                ("said", said.to_string()),
                ("yes", yes.to_string()),
            ],
        ),
    });
    if row.state == State::Verified {
        let until = m.p.day(&asked.until_on);
        gate.lines
            .push(m.p.t1("close-out-verdict-until", "date", until));
    }
    if let Some(name) = asked.checker_id.and_then(|id| m.people.get(&id)) {
        let how = if asked.is_sampled == Some(true) {
            "close-out-check-by-lot"
        } else {
            "close-out-check-chosen"
        };
        gate.lines.push(m.p.t1(how, "name", name));
    }
    gate.lines.extend(asked.check_note.clone());
    margin(
        m,
        gate,
        asked.checked_on.as_deref(),
        asked.checker_id.filter(|_| asked.checked_on.is_some()),
    );
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
    if let Some((row, found)) = row.and_then(|r| r.look_back.map(|found| (r, found))) {
        gate.lines.push(m.p.code("close-out-look-back", found));
        gate.lines.extend(row.look_back_note.clone());
        let on = row.looked_back_on.as_deref();
        margin(m, gate, on, row.looked_back_by_id);
    } else {
        gate.lines.push(m.p.t("close-out-look-back-how"));
        let day = row.and_then(|r| r.look_back_on.as_deref());
        gate.margin
            .extend(day.map(|d| m.p.t1("close-out-look-back-on", "date", m.p.day(d))));
    }
}
