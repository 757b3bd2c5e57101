//! The three lists 三张清单 and the close-out list 销号台账 as JSON, from the same rows as the pages and the workbook.

use axum::extract::{Query, RawQuery};
use serde::Serialize;
use utoipa::ToSchema;

use super::rules::{self, Block, Closing, Due, Held, Holder, Line, Named, Owner, View};
use super::{address, queries};
use crate::door::{Answer, Onward, Paging, Picture, Rows, Unreadable, Visit, json};
use crate::figures::queries as figures;
use crate::layout::Words;
use crate::measure::rules::{DueKind, DutyRole, State as MeasureState};
use crate::problem::rules::{Class, ClosedAs, Origin, State as ProblemState};

/// A unit in a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedUnit {
    pub unit_id: i64,
    /// As written in the source; the registered name where nothing else was written.
    pub name: String,
    pub is_outside: bool,
}

impl From<Named> for ListedUnit {
    fn from(unit: Named) -> Self {
        Self {
            unit_id: unit.id,
            name: unit.name,
            is_outside: unit.is_outside,
        }
    }
}

/// 责任人
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedOwner {
    /// Null for a name that stands only in the source.
    pub person_id: Option<i64>,
    pub name: String,
    /// Empty for those who do not work with the unit.
    pub phone: String,
}

impl From<Owner> for ListedOwner {
    fn from(owner: Owner) -> Self {
        Self {
            person_id: owner.person_id,
            name: owner.name,
            phone: owner.phone,
        }
    }
}

/// 完成时限
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedDue {
    /// `date`, `immediate`, `long_term` or `none`.
    #[schema(value_type = String)]
    pub kind: DueKind,
    /// The limit that stands now.
    pub on: Option<String>,
    /// As written, where no day could be read.
    pub text: Option<String>,
    /// The first promise, where an extension moved it.
    pub first_on: Option<String>,
}

impl From<Due> for ListedDue {
    fn from(due: Due) -> Self {
        Self {
            kind: due.kind,
            on: due.on,
            text: due.text,
            first_on: due.first_on,
        }
    }
}

/// A measure or task with its responsibilities.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedMeasure {
    pub measure_id: i64,
    /// 0 for a measure, more for tasks under it.
    pub depth: usize,
    pub text: String,
    pub goal: String,
    pub start_on: Option<String>,
    pub due: ListedDue,
    pub lead: Option<ListedUnit>,
    pub partners: Vec<ListedUnit>,
    pub leaders: Vec<String>,
    pub owner: Option<ListedOwner>,
    #[schema(value_type = String)]
    pub state: MeasureState,
    pub light: &'static str,
    /// Why the light calls; null for one that does not.
    pub why: Option<String>,
    /// The newest progress; empty where nobody wrote any.
    pub progress: String,
    /// How many measures one line of an old record stands for.
    pub stated_measures: Option<i64>,
    pub stated_tasks: Option<i64>,
}

impl ListedMeasure {
    fn of(line: Line, words: Words) -> Self {
        Self {
            progress: line.progress_said(&words),
            why: line.why.as_ref().map(|say| words.say(say)),
            measure_id: line.id,
            depth: line.depth,
            text: line.text,
            goal: line.goal,
            start_on: line.start_on,
            due: line.due.into(),
            lead: line.lead.map(Into::into),
            partners: line.partners.into_iter().map(Into::into).collect(),
            leaders: line.leaders,
            owner: line.owner.map(Into::into),
            state: line.state,
            light: line.light,
            stated_measures: line.stated.0,
            stated_tasks: line.stated.1,
        }
    }
}

/// How a problem stands with its close-out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedClosing {
    /// `solved`, `partly` or `checked`; null while it is open.
    #[schema(value_type = Option<String>)]
    pub closed_as: Option<ClosedAs>,
    pub closed_on: Option<String>,
    /// Unit and person who checked.
    pub verifier: String,
    /// How many pieces of evidence.
    pub evidence: usize,
    /// The last application was sent back.
    pub is_sent_back: bool,
}

impl From<Closing> for ListedClosing {
    fn from(closing: Closing) -> Self {
        Self {
            closed_as: closing.closed_as,
            closed_on: closing.closed_on,
            verifier: closing.verifier,
            evidence: closing.evidence,
            is_sent_back: closing.is_sent_back,
        }
    }
}

/// A problem with its measures: one cell of the first list over the rows of the other two.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedProblem {
    pub problem_id: i64,
    pub title: String,
    /// The source gives no title.
    pub is_title_ours: bool,
    pub hurts: String,
    /// Name of the theme.
    pub theme: Option<String>,
    #[schema(value_type = Option<String>)]
    pub class: Option<Class>,
    #[schema(value_type = String)]
    pub origin: Origin,
    pub raised_by: String,
    pub raised_on: Option<String>,
    pub leads: Vec<ListedUnit>,
    pub partners: Vec<ListedUnit>,
    #[schema(value_type = String)]
    pub state: ProblemState,
    /// 备注 of the close-out list.
    pub remark: String,
    pub closing: ListedClosing,
    pub measures: Vec<ListedMeasure>,
}

impl ListedProblem {
    fn of(block: Block, words: Words) -> Self {
        let remark = block.remark(&words);
        let (leads, partners): (Vec<_>, Vec<_>) = block.members.into_iter().partition(|(_, l)| *l);
        let named = |all: Vec<(Named, bool)>| all.into_iter().map(|(u, _)| u.into()).collect();
        let lines = block.lines.into_iter();
        Self {
            problem_id: block.id,
            title: block.title,
            is_title_ours: block.is_title_ours,
            hurts: block.hurts,
            theme: block.theme.map(|(_, _, name)| name),
            class: block.class,
            origin: block.origin,
            raised_by: block.raised_by,
            raised_on: block.raised_on,
            leads: named(leads),
            partners: named(partners),
            state: block.state,
            remark,
            closing: block.closing.into(),
            measures: lines.map(|l| ListedMeasure::of(l, words)).collect(),
        }
    }
}

/// One page of problems, newest first.
async fn page(
    visit: &Visit,
    query: Option<String>,
    paging: &Paging,
) -> gongjie_base::Result<(View, Picture, Rows<ListedProblem>)> {
    let (view, picture) = address::read(visit, query).await?;
    let conn = &picture.conn;
    let actor = visit.actor()?;
    let mut filter = queries::filter(conn, actor, &view).await?;
    filter.before_id = paging.before;
    filter.limit = Some(paging.ask()?);
    let (mut blocks, _) =
        queries::blocks(conn, actor, &filter, &visit.app.clock, picture.today).await?;
    blocks.reverse();
    let words = visit.words();
    let items: Vec<_> = blocks
        .into_iter()
        .map(|b| ListedProblem::of(b, words))
        .collect();
    let page = paging.page(items, |p: &ListedProblem| p.problem_id)?;
    Ok((view, picture, page))
}

/// The three lists: problems, their measures, and who answers for them.
#[utoipa::path(get, path = "/api/v1/lists", tag = "views", params(View, Paging),
    responses((status = 200, body = Rows<ListedProblem>), Unreadable))]
pub async fn index(
    visit: Visit,
    RawQuery(query): RawQuery,
    Query(paging): Query<Paging>,
) -> Answer {
    json(&page(&visit, query, &paging).await?.2)
}

/// A number of the campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingCount {
    /// Code of the figure.
    pub figure: &'static str,
    pub name: String,
    pub count: i64,
}

/// The close-out list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingList {
    /// Problems, closed ones and how they were closed, of the whole campaign.
    pub counts: Vec<ClosingCount>,
    pub items: Vec<ListedProblem>,
    /// Give it as `before` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// The close-out list: the same problems, with the counts of the campaign.
#[utoipa::path(get, path = "/api/v1/lists/closings", tag = "views", params(View, Paging),
    responses((status = 200, body = ClosingList), Unreadable))]
pub async fn closings(
    visit: Visit,
    RawQuery(query): RawQuery,
    Query(paging): Query<Paging>,
) -> Answer {
    let (view, picture, page) = page(&visit, query, &paging).await?;
    let (conn, actor) = (&picture.conn, visit.actor()?);
    let wanted = view.campaign.parse().ok();
    let scope = figures::scope(conn, actor, wanted, picture.today).await?;
    let counts = queries::counts(conn, actor, &scope).await?;
    let counts = counts.into_iter().map(|(figure, count)| ClosingCount {
        figure: figure.code(),
        name: visit.words().code("figure", figure.code()),
        count,
    });
    json(&ClosingList {
        counts: counts.collect(),
        items: page.items,
        next: page.next,
    })
}

/// Something that a unit or person answers for.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldMeasure {
    #[schema(value_type = String)]
    pub role: DutyRole,
    pub problem_id: i64,
    pub problem: String,
    /// Null: the problem has no measure yet.
    pub measure: Option<ListedMeasure>,
}

impl HeldMeasure {
    fn of(held: Held, words: Words) -> Self {
        Self {
            role: held.role,
            problem_id: held.problem_id,
            problem: held.problem,
            measure: held.line.map(|l| ListedMeasure::of(l, words)),
        }
    }
}

/// A unit or a person with what it answers for.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderOfMeasures {
    /// Id of the unit or person; 0 for a name that stands only in a source.
    pub id: i64,
    pub name: String,
    /// The units a person holds things for; empty for a unit.
    pub units: String,
    /// Pairings of a unit.
    pub pairings: usize,
    pub held: Vec<HeldMeasure>,
}

impl HolderOfMeasures {
    fn of(holder: Holder, words: Words) -> Self {
        let held = holder.held.into_iter();
        Self {
            id: holder.id,
            name: holder.name,
            units: holder.units,
            pairings: holder.pairings,
            held: held.map(|h| HeldMeasure::of(h, words)).collect(),
        }
    }
}

/// The responsibility list by unit.
#[utoipa::path(get, path = "/api/v1/lists/units", tag = "views", params(View, Onward),
    responses((status = 200, body = Rows<HolderOfMeasures>), Unreadable))]
pub async fn units(
    visit: Visit,
    RawQuery(query): RawQuery,
    Query(onward): Query<Onward>,
) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let (blocks, pairings) = address::all(&visit, &picture, &view).await?;
    let holders = rules::units(&blocks, &pairings, view.unit_id()).into_iter();
    let words = visit.words();
    let holders = holders.map(|h| HolderOfMeasures::of(h, words)).collect();
    json(&onward.of_all::<HolderOfMeasures, HolderOfMeasures>(holders, |h| h.id)?)
}

/// The responsibility list by person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleList {
    /// Measures that nobody is named for.
    pub nobody: Vec<HeldMeasure>,
    pub items: Vec<HolderOfMeasures>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// The responsibility list by person, and the measures that nobody is named for.
#[utoipa::path(get, path = "/api/v1/lists/people", tag = "views", params(View, Onward),
    responses((status = 200, body = PeopleList), Unreadable))]
pub async fn people(
    visit: Visit,
    RawQuery(query): RawQuery,
    Query(onward): Query<Onward>,
) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let (blocks, _) = address::all(&visit, &picture, &view).await?;
    let (nobody, holders) = rules::by_person(&blocks);
    let words = visit.words();
    let holders = holders.into_iter();
    let holders = holders.map(|h| HolderOfMeasures::of(h, words)).collect();
    let page = onward.of_all::<HolderOfMeasures, HolderOfMeasures>(holders, |h| h.id)?;
    let nobody = nobody.into_iter().filter(|_| onward.after.is_none());
    json(&PeopleList {
        nobody: nobody.map(|h| HeldMeasure::of(h, words)).collect(),
        items: page.items,
        next: page.next,
    })
}
