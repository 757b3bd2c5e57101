//! What stands in the lists: the view of an address, blocks of a problem with its measures, groups by unit and by person. Pure.

use std::collections::BTreeMap;

use gongjie_base::{Say, codes};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::measure::rules::{DueKind, DutyRole, State as MeasureState};
use crate::problem::rules::{Carried, Class, ClosedAs, Origin, State as ProblemState};

codes! {
    /// One of the lists, as a file.
    pub enum List {
        /// 难题清单
        Problems = "problems",
        /// 举措清单
        Measures = "measures",
        /// 责任清单
        Duties = "duties",
        /// 销号台账
        Closings = "closings",
    }
}

/// The address of a view: everything stands in the query string, so a link keeps it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct View {
    /// A campaign's id; the open one where none is named.
    #[param(value_type = Option<i64>)]
    pub campaign: String,
    /// Id of a theme, or `none` for problems without one.
    #[param(value_type = Option<String>)]
    pub theme: String,
    /// Id of a unit that works on the problem.
    #[param(value_type = Option<i64>)]
    pub unit: String,
    /// A state of problems, for example `working`.
    #[param(value_type = Option<String>)]
    pub state: String,
    /// A day (`2026-03-31`): the lists as they were known when that day ended.
    #[param(value_type = Option<String>)]
    pub as_of: String,
    /// Words of the problem or of a measure.
    #[param(value_type = Option<String>)]
    pub q: String,
    #[param(ignore)]
    pub dense: String,
    /// Id of the last problem of the page before.
    #[param(ignore)]
    pub before: String,
    /// Id of the last unit or person of the page before.
    #[param(ignore)]
    pub after: String,
    /// Which list, for csv.
    #[param(ignore)]
    pub list: String,
    /// One problem alone; no address asks for it.
    #[serde(skip)]
    #[param(ignore)]
    pub only: Option<i64>,
}

/// The value of `theme` that asks for problems without one.
pub const NO_THEME: &str = "none";

impl View {
    /// The same view as a query string; `but` replaces one field, an empty value drops it. The page number is never kept.
    pub fn query(&self, but: &[(&str, &str)]) -> String {
        let kept = self
            .filters()
            .into_iter()
            .chain([
                ("campaign", self.campaign.as_str()),
                ("as_of", &self.as_of),
                ("dense", &self.dense),
            ])
            .filter(|(name, value)| !value.is_empty() && but.iter().all(|(b, _)| b != name));
        let new = but.iter().copied().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<(&str, &str)> = kept.chain(new).collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }

    /// What narrows the rows of the campaign.
    pub fn filters(&self) -> [(&'static str, &str); 4] {
        [
            ("theme", self.theme.as_str()),
            ("unit", self.unit.as_str()),
            ("state", self.state.as_str()),
            ("q", self.q.trim()),
        ]
    }

    /// Rows are narrowed.
    pub fn is_narrowed(&self) -> bool {
        self.filters().iter().any(|(_, value)| !value.is_empty())
    }

    /// The chosen unit.
    pub fn unit_id(&self) -> Option<i64> {
        self.unit.trim().parse().ok()
    }
}

/// A unit in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: i64,
    /// As written in the source; the registered name where nothing else was written.
    pub name: String,
    pub is_outside: bool,
}

/// 责任人
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Nothing for a name that stands only in the source.
    pub person_id: Option<i64>,
    pub name: String,
    pub phone: String,
}

/// 完成时限
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    /// The limit that stands now.
    pub on: Option<String>,
    /// As written, where no day could be read.
    pub text: Option<String>,
    /// The first promise, where an extension moved it.
    pub first_on: Option<String>,
}

/// One measure or task with its responsibilities.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: i64,
    /// 0 for a measure, more for tasks under it.
    pub depth: usize,
    pub text: String,
    pub goal: String,
    pub start_on: Option<String>,
    pub due: Due,
    pub lead: Option<Named>,
    pub partners: Vec<Named>,
    pub leaders: Vec<String>,
    pub owner: Option<Owner>,
    pub state: MeasureState,
    pub light: &'static str,
    /// Why the light calls; nothing for one that does not.
    pub why: Option<Say>,
    /// The newest entry; nothing where nobody wrote one.
    pub progress: Option<Progress>,
    /// "47 条、69 条": how many measures and tasks one line stands for.
    pub stated: (Option<i64>, Option<i64>),
}

/// The newest entry of progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    NoChange,
    Sentence(String),
}

impl Line {
    /// Class of the row that indents a task.
    pub fn level(&self) -> usize {
        self.depth.min(4) + 1
    }

    /// The light already says the state.
    pub fn is_said_by_light(&self) -> bool {
        matches!(self.state, MeasureState::Done | MeasureState::Suspended)
    }
}

/// The two marks of a closed problem, counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// 销: the raiser said yes.
    Solved,
    /// 核: a named independent check.
    Checked,
}

impl Mark {
    /// The mark of a closed problem.
    pub const fn of(closed_as: ClosedAs) -> Self {
        match closed_as {
            ClosedAs::Solved | ClosedAs::Partly => Self::Solved,
            ClosedAs::Checked => Self::Checked,
        }
    }

    /// Text key of the character.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Solved => "lists-mark-solved",
            Self::Checked => "lists-mark-checked",
        }
    }
}

/// How a problem stands with its close-out.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    pub closed_as: Option<ClosedAs>,
    pub closed_on: Option<String>,
    /// Unit and person who checked.
    pub verifier: String,
    /// How many pieces of evidence.
    pub evidence: usize,
    /// The last application was sent back.
    pub is_sent_back: bool,
}

impl Closing {
    /// 销 or 核; nothing while it is open.
    pub fn mark(&self) -> Option<Mark> {
        self.closed_as.map(Mark::of)
    }
}

/// Who could write the first measure of a problem without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The actor.
    Yours,
    /// The lead unit of the pairing.
    Leads,
    /// Nobody before the problem is paired.
    WaitsForPairing,
}

/// A problem with its measures.
#[derive(Debug, Clone)]
pub struct Block {
    pub id: i64,
    pub title: String,
    /// The source gives no title.
    pub is_title_ours: bool,
    pub hurts: String,
    /// Colour, mark and name.
    pub theme: Option<(String, String, String)>,
    pub class: Option<Class>,
    pub origin: Origin,
    pub raised_by: String,
    /// Nothing for old records, whose source does not say.
    pub raised_on: Option<String>,
    /// Members of its live pairings: id, name, whether leading.
    pub members: Vec<(Named, bool)>,
    pub state: ProblemState,
    /// 上年结转、结转下年: in the campaign of the view.
    pub carried: Vec<Carried>,
    pub closing: Closing,
    pub next: NextStep,
    pub lines: Vec<Line>,
}

impl Block {
    /// Rows that the problem's cell covers.
    pub fn span(&self) -> usize {
        self.lines.len().max(1)
    }

    /// Names of the units that lead its pairings.
    pub fn leads(&self) -> String {
        let leads = self.members.iter().filter(|(_, leads)| *leads);
        let names: Vec<&str> = leads.map(|(unit, _)| unit.name.as_str()).collect();
        names.join("、")
    }
}

/// What somebody holds: a measure, or a problem that has none yet.
#[derive(Debug, Clone)]
pub struct Held {
    pub role: DutyRole,
    pub line: Option<Line>,
    pub problem_id: i64,
    pub problem: String,
}

/// A unit or a person with what it holds.
#[derive(Debug, Clone)]
pub struct Holder {
    pub id: i64,
    pub name: String,
    /// The units a person holds things for; empty for a unit.
    pub units: String,
    /// Pairings of a unit.
    pub pairings: usize,
    pub held: Vec<Held>,
}

/// Every unit with its measures as lead and as partner, leads first; units in the order of their ids.
pub fn by_unit(blocks: &[Block]) -> Vec<Holder> {
    let mut holders: BTreeMap<i64, Holder> = BTreeMap::new();
    let mut add = |unit: &Named, held: Held| {
        let holder = holders.entry(unit.id).or_insert_with(|| Holder {
            id: unit.id,
            name: unit.name.clone(),
            units: String::new(),
            pairings: 0,
            held: Vec::new(),
        });
        holder.held.push(held);
    };
    for block in blocks {
        let held = |role, line: Option<&Line>| Held {
            role,
            line: line.cloned(),
            problem_id: block.id,
            problem: block.title.clone(),
        };
        for line in &block.lines {
            if let Some(lead) = &line.lead {
                add(lead, held(DutyRole::Lead, Some(line)));
            }
            for partner in &line.partners {
                add(partner, held(DutyRole::Partner, Some(line)));
            }
        }
        for (member, leads) in block.members.iter().filter(|_| block.lines.is_empty()) {
            let role = if *leads {
                DutyRole::Lead
            } else {
                DutyRole::Partner
            };
            add(member, held(role, None));
        }
    }
    let mut holders: Vec<Holder> = holders.into_values().collect();
    for holder in &mut holders {
        holder.held.sort_by_key(|h| h.role != DutyRole::Lead);
    }
    holders
}

/// Every unit, or the chosen one, with its measures and how many pairings it has.
pub fn units(
    blocks: &[Block],
    pairings: &BTreeMap<i64, usize>,
    chosen: Option<i64>,
) -> Vec<Holder> {
    let mut holders = by_unit(blocks);
    holders.retain(|h| chosen.is_none_or(|id| h.id == id));
    for holder in &mut holders {
        holder.pairings = pairings.get(&holder.id).copied().unwrap_or_default();
    }
    holders
}

/// Every named person with the measures, and apart from them the measures that nobody is named for.
pub fn by_person(blocks: &[Block]) -> (Vec<Held>, Vec<Holder>) {
    let mut nobody = Vec::new();
    let mut holders: Vec<Holder> = Vec::new();
    let lines = blocks
        .iter()
        .flat_map(|b| b.lines.iter().map(move |l| (b, l)));
    for (block, line) in lines {
        let held = Held {
            role: DutyRole::Owner,
            line: Some(line.clone()),
            problem_id: block.id,
            problem: block.title.clone(),
        };
        let Some(owner) = &line.owner else {
            nobody.push(held);
            continue;
        };
        let id = owner.person_id.unwrap_or_default();
        match holders
            .iter_mut()
            .find(|h| h.id == id && h.name == owner.name)
        {
            Some(holder) => holder.held.push(held),
            None => holders.push(Holder {
                id,
                name: owner.name.clone(),
                units: String::new(),
                pairings: 0,
                held: vec![held],
            }),
        }
    }
    holders.sort_by_key(|h| h.id);
    for holder in &mut holders {
        let mut units: Vec<String> = Vec::new();
        let leads = holder
            .held
            .iter()
            .filter_map(|h| h.line.as_ref()?.lead.as_ref());
        for lead in leads {
            if !units.contains(&lead.name) {
                units.push(lead.name.clone());
            }
        }
        holder.units = units.join("、");
    }
    (nobody, holders)
}
