//! Reads the board: open measures that concern the reader, each with its light, its people and what the reader may do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::{Result, lifecycle as table};

use crate::calendar::{self, Calendar};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::door::Visit;
use crate::layout::Page;
use crate::leniency::queries::{self as leniency, Granted};
use crate::leniency::rules::Mark;
use crate::measure::extension::{self, Decision};
use crate::measure::lifecycle::{self, Action, TABLE};
use crate::measure::light::{Light, Shine};
use crate::measure::rules::{self, DutyRole, SendBackReason};
use crate::measure::tables::{duty, extension as request, measure, send_back};
use crate::measure::view::LightView;
use crate::measure::{parts, queries};
use crate::org::Part;
use crate::pairing::view::Units;
use crate::problem::queries as problems;
use crate::problem::tables::problem;
use crate::slip::ladder::{Due, Rung};
use crate::slip::tables::slip;
use crate::slip::view::number;
use crate::slip::{queries as slips, rules as slip_rules, standing};

/// A theme as a one-character mark.
pub(super) struct Aspect {
    pub code: String,
    pub mark: String,
    pub name: String,
}

/// A request for extension that waits, with the decisions open to the reader.
pub(super) struct Asked {
    pub id: i64,
    pub version: i64,
    pub words: String,
    pub reason: String,
    pub to_iso: String,
    pub decisions: Vec<Decision>,
}

/// One open measure.
pub(super) struct Card {
    pub id: i64,
    pub version: i64,
    pub text: String,
    pub problem_id: i64,
    pub problem: String,
    pub theme: Option<Aspect>,
    pub lead: String,
    pub partners: Vec<String>,
    pub state: String,
    pub due: Option<String>,
    pub light: LightView,
    pub kind: Light,
    /// The reported result, while it waits for its check.
    pub result: Option<String>,
    pub asked: Option<Asked>,
    pub can_pass: bool,
    /// Slips about it that the reader sees, oldest first.
    pub slips: Vec<Slip>,
    /// How often its result was sent back.
    pub send_backs: usize,
    /// What the ladder says is due, for those who see all.
    pub proposals: Vec<Proposal>,
    /// The note that speaks for its being late 容错.
    pub lenient: Option<Granted>,
}

impl Card {
    /// Red, and the mark was taken away: it counts as no red light.
    pub(super) fn is_excused(&self) -> bool {
        self.kind == Light::Red && self.lenient.is_some_and(Granted::takes_away)
    }
}

/// A slip that was sent about a measure.
pub(super) struct Slip {
    pub id: i64,
    /// Its number, or its kind while it has none.
    pub name: String,
    pub state: String,
    pub state_code: &'static str,
    pub is_signed_late: bool,
}

/// A rung of the ladder.
pub(super) struct Proposal {
    pub rung: Rung,
    pub words: String,
    /// The slip that the reader may draft for it by one click.
    pub drafts: Option<&'static str>,
}

/// Everything beside the measures themselves.
struct Facts {
    problems: BTreeMap<i64, problem::Model>,
    themes: BTreeMap<i64, theme::Model>,
    duties: BTreeMap<i64, Vec<duty::Model>>,
    requests: BTreeMap<i64, Vec<request::Model>>,
    shines: BTreeMap<i64, Shine>,
    parts: BTreeMap<i64, Vec<Part>>,
    units: Units,
    slips: BTreeMap<i64, Vec<slip::Model>>,
    calendar: Arc<Calendar>,
    send_backs: BTreeMap<i64, Vec<send_back::Model>>,
    dues: BTreeMap<i64, Vec<Due>>,
    granted: BTreeMap<i64, Granted>,
    /// Kinds of slips that the reader may draft.
    drafts: Vec<slip_rules::Kind>,
}

/// Cards of these measures, the most urgent light first. The finder of the rows has checked that the reader may see them.
pub(super) async fn cards(visit: &Visit, p: &Page, rows: &[measure::Model]) -> Result<Vec<Card>> {
    let facts = facts(visit, p, rows).await?;
    let mut cards: Vec<Card> = rows
        .iter()
        .filter_map(|row| facts.card(visit, p, row))
        .collect();
    cards.sort_by_key(|card| card.kind);
    Ok(cards)
}

async fn facts(visit: &Visit, p: &Page, rows: &[measure::Model]) -> Result<Facts> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let of: BTreeSet<i64> = rows.iter().map(|m| m.problem_id).collect();
    let of: Vec<i64> = of.into_iter().collect();
    let filter = problems::Filter {
        ids: Some(of.clone()),
        ..problems::Filter::default()
    };
    let found = problems::list(conn, actor, &filter).await?;
    let themes = campaigns::list_themes(conn, actor).await?;
    let duties = queries::list_duties(conn, &ids).await?;
    let requests = queries::list_extensions(conn, &ids).await?;
    let send_backs = queries::list_send_backs(conn, &ids).await?;
    let dues = if actor.sees_all() {
        standing::dues(conn, rows, visit.today()).await?
    } else {
        Vec::new()
    };
    Ok(Facts {
        calendar: calendar::queries::find(conn, actor.organization_id).await?,
        slips: slips::list_of_measures(conn, actor, &ids).await?,
        send_backs: by_measure(send_backs, |s| s.measure_id),
        dues: by_measure(dues, |d| d.measure_id),
        granted: leniency::find_granted(conn, Mark::Late, &ids).await?,
        drafts: slip_rules::may_draft(actor),
        problems: found.into_iter().map(|row| (row.id, row)).collect(),
        themes: themes.into_iter().map(|row| (row.id, row)).collect(),
        duties: by_measure(duties, |d| d.measure_id),
        requests: by_measure(requests, |e| e.measure_id),
        shines: queries::shines(conn, rows, visit.today()).await?,
        parts: parts::of_problems(conn, actor, &of).await?,
        units: Units::load(conn, actor, p).await?,
    })
}

fn by_measure<T>(rows: Vec<T>, id: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut found: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        found.entry(id(&row)).or_default().push(row);
    }
    found
}

impl Facts {
    fn card(&self, visit: &Visit, p: &Page, row: &measure::Model) -> Option<Card> {
        let actor = visit.actor().ok()?;
        let problem = self.problems.get(&row.problem_id)?;
        let shine = self.shines.get(&row.id)?;
        let duties = self.duties.get(&row.id).map_or(&[][..], Vec::as_slice);
        let of_problem = self.parts.get(&row.problem_id);
        let of_problem = of_problem.map_or(&[][..], Vec::as_slice);
        let parts = rules::parts(actor, of_problem, duties);
        let (lead, _) = queries::lead_and_owner(duties);
        let partners = duties.iter().filter(|d| d.role == DutyRole::Partner);
        let reported = row.reported_by_id == Some(actor.person_id);
        let can_pass = table::open_to(TABLE, row.state, &parts)
            .iter()
            .any(|l| l.action == Action::Pass && !(reported && lifecycle::bars_reporter(l.action)));
        let is_reported = row.state == rules::State::Reported;
        Some(Card {
            id: row.id,
            version: row.version,
            text: row.text.clone(),
            problem_id: problem.id,
            problem: problem.title.clone(),
            theme: self.mark(problem, p),
            lead: lead.map(|u| self.units.short(u)).unwrap_or_default(),
            partners: partners
                .filter_map(|d| Some(self.units.short(d.unit_id?)))
                .collect(),
            state: p.code("measure-state", row.state),
            due: row.due_on.as_deref().map(|d| p.day(d)),
            light: LightView::of(shine, p),
            kind: shine.light,
            result: row.result.clone().filter(|_| is_reported),
            asked: self.asked(row, &parts, p),
            can_pass,
            slips: self.slips(visit, row.id),
            send_backs: self.send_backs.get(&row.id).map_or(0, Vec::len),
            proposals: self.proposals(row.id, p),
            lenient: self.granted.get(&row.id).copied(),
        })
    }

    fn slips(&self, visit: &Visit, id: i64) -> Vec<Slip> {
        let words = visit.words();
        let about = self.slips.get(&id).into_iter().flatten();
        let slip = |row: &slip::Model| Slip {
            id: row.id,
            name: number(words, row).unwrap_or_else(|| words.code("slip-kind", row.kind.code())),
            state: words.code("slip-state", row.state.code()),
            state_code: row.state.code(),
            is_signed_late: slip_rules::is_signed_late(row, &self.calendar, visit.today()),
        };
        about.map(slip).collect()
    }

    fn proposals(&self, id: i64, p: &Page) -> Vec<Proposal> {
        let proposal = |due: &Due| Proposal {
            rung: due.rung,
            words: p.words.text_with(
                &format!("oversight-due-{}", due.rung),
                &[("date", p.day(&due.since.to_string()))],
            ),
            drafts: due
                .rung
                .slip()
                .filter(|kind| self.drafts.contains(kind))
                .map(slip_rules::Kind::code),
        };
        let due = self.dues.get(&id).into_iter().flatten();
        due.map(proposal).collect()
    }

    fn mark(&self, problem: &problem::Model, p: &Page) -> Option<Aspect> {
        let theme = self.themes.get(&problem.theme_id?)?;
        let english = theme.name_en.clone().filter(|_| p.is_english());
        Some(Aspect {
            code: theme.hue.to_string(),
            mark: theme.mark.clone(),
            name: english.unwrap_or_else(|| theme.name.clone()),
        })
    }

    /// The request that waits, if one does.
    fn asked(&self, row: &measure::Model, parts: &[Part], p: &Page) -> Option<Asked> {
        let waits = |e: &&request::Model| e.decided_on.is_none();
        let found = self.requests.get(&row.id)?.iter().rev().find(waits)?;
        let mut decisions = extension::open_to(found.state, parts);
        decisions.retain(|d| *d != Decision::Withdraw);
        let first = row.first_due_on.as_deref().unwrap_or(&found.from_due_on);
        let words = p.t2(
            "oversight-asked",
            ("to", p.day(&found.to_due_on)),
            ("first", p.day(first)),
        );
        Some(Asked {
            id: found.id,
            version: found.version,
            words,
            reason: found.reason.clone(),
            to_iso: found.to_due_on.clone(),
            decisions,
        })
    }
}

/// Reasons of a send-back, in words.
pub(super) fn codes(p: &Page) -> Vec<(String, String)> {
    SendBackReason::ALL
        .iter()
        .map(|c| (c.to_string(), p.code("send-back", c)))
        .collect()
}
