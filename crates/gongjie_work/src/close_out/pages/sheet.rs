//! Everything that is read for the page of a close-out, and what its reader may do.

use std::collections::BTreeMap;

use askama::Template;
use gongjie_base::{Error, Result};

use super::gates::{self, Gate, Turn};
use crate::close_out::cannot::CannotVerify;
use crate::close_out::case::Case;
use crate::close_out::objection;
use crate::close_out::queries::{self, Facts};
use crate::close_out::rules::{
    CheckInput, Input, LookBackInput, Opinion, SendBackInput, State, VerifyInput, ViewInput,
    WithdrawInput,
};
use crate::close_out::tables::{close_out, close_out_view, objection as objection_row, verdict};
use crate::close_out::turn::{self, Open};
use crate::close_out::words::{self, Said};
use crate::door::Visit;
use crate::layout::{Errors, Page};
use crate::measure::rules::SendBackReason;
use crate::org::{Part, queries as org};
use crate::pairing::queries as pairings;
use crate::pairing::view::{Joint, Units};
use crate::problem::queries as problems;
use crate::problem::tables::problem;
use crate::voice::queries as voice_queries;
use crate::voice::rules::JudgeInput;
use crate::voice::words as voices;

/// What was typed into the page's forms.
#[derive(Default)]
pub(super) struct Typed {
    pub apply: Input,
    pub view: ViewInput,
    pub verify: VerifyInput,
    pub judge: JudgeInput,
    pub check: CheckInput,
    pub send_back: SendBackInput,
    pub withdraw: WithdrawInput,
    pub look_back: LookBackInput,
    pub object: objection::Input,
    /// Id of the objection that was answered.
    pub answered: i64,
    pub answer: objection::AnswerInput,
}

/// What the gates are made of.
pub(super) struct Material<'a> {
    pub p: &'a Page,
    pub problem: &'a problem::Model,
    pub row: Option<&'a close_out::Model>,
    pub views: &'a [close_out_view::Model],
    pub facts: &'a Facts,
    pub people: &'a BTreeMap<i64, String>,
    pub units: &'a Units,
    pub needs_notice: bool,
    pub verdicts: &'a [verdict::Model],
}

#[derive(Template)]
#[template(path = "close_out/show.html")]
pub(super) struct Sheet {
    p: Page,
    problem: problem::Model,
    row: Option<close_out::Model>,
    gates: Vec<Gate>,
    turn: Turn,
    may: Open,
    /// Units for which the reader may give a view, and look-back results that are open now.
    viewers: Vec<(String, String)>,
    found: Vec<(String, String)>,
    can_act: bool,
    raisers: Raisers,
    /// Why the reader cannot verify.
    why_not: Option<String>,
    joints: Vec<Joint>,
    evidence: u64,
    measures: usize,
    sent_back: usize,
    earlier: Vec<String>,
    opinions: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    is_example: bool,
    against: Against,
    typed: Typed,
    errors: Errors,
}

/// What was said against it while its notice ran.
struct Against {
    objections: Vec<Objected>,
    /// Its notice is seen by everybody, not only inside.
    is_public: bool,
    may_object: bool,
    may_answer: bool,
}

/// An objection as the organisation sees it.
struct Objected {
    id: i64,
    version: i64,
    reference: String,
    when: String,
    /// Who objected under the own name.
    who: Option<String>,
    text: String,
    finding: Option<String>,
    answer: String,
    /// Who answered, and when.
    by: String,
}

impl Sheet {
    fn has_notice(&self) -> bool {
        self.row.as_ref().is_some_and(|r| r.notice_from.is_some())
    }
}

/// Objections in the words of the page.
fn objected(m: &Material<'_>, all: Vec<objection_row::Model>) -> Vec<Objected> {
    let person = |id: Option<i64>| m.people.get(&id?).cloned();
    let shown = |o: objection_row::Model| Objected {
        id: o.id,
        version: o.version,
        reference: objection::reference(o.id),
        when: voices::when(m.p, o.given_at, o.person_id.is_none()),
        who: person(o.person_id),
        text: o.text,
        finding: o.finding.map(|f| m.p.code("objection-finding", f)),
        answer: o.answer.unwrap_or_default(),
        by: {
            let day = o.answered_on.map(|d| m.p.day(&d)).unwrap_or_default();
            format!("{} {day}", person(o.answered_by_id).unwrap_or_default())
        },
    };
    all.into_iter().map(shown).collect()
}

async fn against(visit: &Visit, m: &Material<'_>, case: &Case<'_>) -> Result<Against> {
    let (conn, row) = (visit.read(), m.row);
    let ids: Vec<i64> = row.iter().map(|r| r.id).collect();
    let said = queries::list_objections(conn, &ids).await?;
    let open = said.iter().filter(|o| o.finding.is_none()).count();
    let may_object = |r: &close_out::Model| objection::may_object(r, open, m.p.today).is_ok();
    let public = voice_queries::find_public(conn, m.problem.id).await?;
    Ok(Against {
        is_public: public.is_some(),
        may_object: row.is_some_and(may_object),
        may_answer: row.is_some_and(|r| case.has_to_answer(r)),
        objections: objected(m, said),
    })
}

/// The page of a problem's close-out.
pub(super) async fn sheet(
    visit: &Visit,
    problem_id: i64,
    mut typed: Typed,
    errors: Errors,
) -> Result<Sheet> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let problem = problems::find(conn, actor, problem_id).await?;
    let title = [("title", problem.title.clone())];
    let p = visit.page(visit.words().text_with("close-out-title-of", &title));
    let mut facts = queries::facts_of(conn, actor, &[problem_id]).await?;
    let facts = facts.remove(&problem_id).ok_or(Error::NotFound)?;
    let mut rows = queries::list_of_problems(conn, &[problem_id]).await?;
    let row = turn::present(&rows, problem.state).map(|place| rows.remove(place));
    let ids: Vec<i64> = row.iter().map(|r| r.id).collect();
    let views = queries::list_views(conn, &ids).await?;
    let people = org::list_people(conn, actor).await?;
    let people = people.into_iter().map(|p| (p.id, p.name)).collect();
    let units = Units::load(conn, actor, &p).await?;
    let joints = joints(visit, problem_id, &units).await?;
    let verdicts = queries::list_verdicts(conn, &ids).await?;
    let case = facts.case(actor, &problem, visit.today());
    let may = turn::open(&case, row.as_ref(), &views, &facts.outside);
    let viewers = named(&units, &may.view);
    let barred = row.as_ref().filter(|r| r.state == State::Viewed);
    let barred = barred.and_then(|r| case.is_outsider(r).err());
    let material = Material {
        p: &p,
        problem: &problem,
        row: row.as_ref(),
        views: &views,
        facts: &facts,
        people: &people,
        units: &units,
        needs_notice: case.needs_notice(),
        verdicts: &verdicts,
    };
    let raisers = raisers(visit, &material, may.draw).await?;
    let against = against(visit, &material, &case).await?;
    let since = row.as_ref().map_or(0, |r| r.state_since);
    let since = visit.app.clock.date_of(since);
    let turn = turn::turn(&case, row.as_ref(), &views, since);
    let turn = gates::turn(&material, &turn);
    if let [(only, _)] = viewers.as_slice() {
        typed.view.unit_id.clone_from(only);
    }
    Ok(Sheet {
        gates: gates::all(&material, &turn),
        can_act: may.any() || raisers.may_judge,
        raisers,
        found: may
            .look_back
            .iter()
            .map(|f| (f.code().to_owned(), p.code("close-out-look-back", f)))
            .collect(),
        viewers,
        why_not: barred.filter(|b| is_said(*b)).map(|b| p.t(b.key())),
        joints,
        evidence: facts.progress.evidence,
        measures: facts.progress.measures,
        sent_back: rows.iter().filter(|r| r.state == State::SentBack).count(),
        earlier: rows.iter().filter_map(|r| earlier(&p, r)).collect(),
        opinions: opinions(&p),
        reasons: reasons(&p),
        is_example: actor.is_example,
        against,
        turn,
        may,
        typed,
        errors,
        problem,
        row,
        p,
    })
}

fn named(units: &Units, ids: &[i64]) -> Vec<(String, String)> {
    let name = |unit: &i64| (unit.to_string(), units.name(*unit));
    ids.iter().map(name).collect()
}

/// The raisers, and what the reader may do about their word.
pub(super) struct Raisers {
    pub said: Vec<Said>,
    /// The reader's unit raised the problem and has not judged yet.
    pub may_judge: bool,
    pub may_link: bool,
    /// People who could be drawn.
    pub checkers: Vec<(String, String)>,
}

async fn raisers(visit: &Visit, m: &Material<'_>, may_draw: bool) -> Result<Raisers> {
    let actor = visit.actor()?;
    let asked = [State::Verified, State::Unrated];
    let is_asked = m.row.is_some_and(|r| asked.contains(&r.state));
    let own =
        |v: &verdict::Model| v.given_at.is_none() && v.unit_id.is_some_and(|u| actor.speaks_for(u));
    let worked = m.facts.work.people.contains(&actor.person_id);
    let links = [Part::Lead, Part::LeadHead, Part::Coordinator];
    let checkers = if may_draw {
        checkers(visit, m.facts, m.problem, m.row).await?
    } else {
        Vec::new()
    };
    Ok(Raisers {
        said: words::said(visit.read(), m.p, m.units, m.verdicts).await?,
        may_judge: is_asked && !worked && m.verdicts.iter().any(own),
        may_link: is_asked && m.facts.parts.iter().any(|p| links.contains(p)),
        checkers,
    })
}

/// People who may be drawn for the independent check.
async fn checkers(
    visit: &Visit,
    facts: &Facts,
    problem: &problem::Model,
    row: Option<&close_out::Model>,
) -> Result<Vec<(String, String)>> {
    let Some(row) = row else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for id in queries::list_verifiers(visit.read(), problem.organization_id).await? {
        let Some(actor) = org::find_actor(visit.read(), 0, id).await? else {
            continue;
        };
        if facts
            .case(&actor, problem, visit.today())
            .may_be_drawn(row)
            .is_ok()
        {
            let unit = actor.unit_name.clone().unwrap_or_default();
            found.push((id.to_string(), format!("{} {unit}", actor.name)));
        }
    }
    Ok(found)
}

/// Who works on the problem together.
async fn joints(visit: &Visit, problem_id: i64, units: &Units) -> Result<Vec<Joint>> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let paired = pairings::list_of_problem(conn, actor, problem_id).await?;
    let paired: Vec<_> = paired.into_iter().filter(|p| p.state.binds()).collect();
    let ids: Vec<i64> = paired.iter().map(|p| p.id).collect();
    let members = pairings::list_members(conn, &ids).await?;
    let joint = |f| Joint::of(f, &members, units);
    Ok(paired.iter().map(joint).collect())
}

fn opinions(p: &Page) -> Vec<(String, String)> {
    let option = |o: Opinion| (o.code().to_owned(), p.code("close-out-opinion", o));
    [Opinion::Agree, Opinion::Differ].map(option).to_vec()
}

fn reasons(p: &Page) -> Vec<(String, String)> {
    let option = |r: &SendBackReason| (r.code().to_owned(), p.code("send-back", r));
    SendBackReason::ALL.iter().map(option).collect()
}

/// Whoever could verify but for this problem is told why not.
const fn is_said(barred: CannotVerify) -> bool {
    matches!(
        barred,
        CannotVerify::Applicant | CannotVerify::Signer | CannotVerify::DidTheWork
    )
}

/// One line about an application that did not last.
fn earlier(p: &Page, row: &close_out::Model) -> Option<String> {
    let note = row.send_back_note.clone().unwrap_or_default();
    let date = ("date", p.day(&row.applied_on));
    match row.state {
        State::SentBack => {
            let reason = row.send_back_reason.map(|r| p.code("send-back", r));
            let args = [date, ("reason", reason.unwrap_or_default()), ("note", note)];
            Some(p.words.text_with("close-out-earlier-sent-back", &args))
        }
        State::Withdrawn => Some(p.t2("close-out-earlier-withdrawn", date, ("note", note))),
        State::Struck => {
            let note = row.look_back_note.clone().unwrap_or_default();
            Some(p.t2("close-out-earlier-rebound", date, ("note", note)))
        }
        _ => None,
    }
}
