//! 我的声音: the page of a code, without an account. The code comes in the body and never stands in an address.

use std::collections::BTreeMap;

use askama::Template;
use gongjie_base::{Conn, Error, FieldError, Result, Say};

use super::super::actions;
use super::super::clocks::Clocks;
use super::super::lifecycle::Action;
use super::super::queries;
use super::super::rules::{self, JudgeInput, Mode, Side, Solved, State};
use super::super::tables::voice;
use super::super::{code, pages};
use super::Turn;
use crate::door::{Answer, Gate, Parts, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;

/// Wrong codes of one network in an hour. A right one always passes.
const WRONG_PER_HOUR: u32 = 100;

#[derive(Template)]
#[template(path = "voice/track.html")]
struct CodePage {
    p: Page,
    typed: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "voice/mine.html")]
struct MinePage {
    p: Page,
    v: voice::Model,
    organization: String,
    organization_code: String,
    code: String,
    shown_code: String,
    errors: Errors,
    input: JudgeInput,
    said: String,
    state: String,
    light: &'static str,
    due: Option<String>,
    lead: Option<String>,
    helpers: Vec<String>,
    turns: Vec<Turn>,
    steps: Vec<(&'static str, &'static str)>,
    may_judge: bool,
    may_appeal: bool,
    may_reject: bool,
    problem: Option<Follow>,
    master_answer: Option<String>,
    done: Option<&'static str>,
}

/// The problem that a voice became.
struct Follow {
    title: String,
    code: String,
    state: String,
}

/// The eight steps of a voice's way and how far this one is.
const STEPS: [&str; 5] = ["raised", "sent", "handled", "answered", "judged"];

fn steps(v: &voice::Model) -> Vec<(&'static str, &'static str)> {
    let at = match v.state {
        State::Received | State::Dispatched | State::Declined | State::Diverted => 1,
        State::Handling | State::Promoted | State::Merged => 2,
        State::Answered => 4,
        State::Closed => 5,
    };
    STEPS
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let state = match n.cmp(&at) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "todo",
            };
            (*step, state)
        })
        .collect()
}

/// `GET /track`
pub async fn new(visit: Visit) -> Answer {
    show(&CodePage {
        p: visit.page(visit.words().text("track-title")),
        typed: String::new(),
        errors: Errors::none(),
    })
}

/// The voice of the code that was sent; a wrong one is told apart from nothing.
async fn open(visit: &Visit, parts: &Parts) -> Result<(voice::Model, String)> {
    let typed = parts.field("code");
    let found = match code::read(typed) {
        Some(code) => {
            let hash = code::stored(&visit.app.secret, &code)?;
            queries::find_by_code(visit.read(), &hash)
                .await?
                .map(|v| (v, code))
        }
        None => None,
    };
    if let Some(found) = found {
        return Ok(found);
    }
    visit.pass_turnstile(Gate::WrongCode, WRONG_PER_HOUR)?;
    Err(Error::Invalid(vec![FieldError::new(
        "code",
        Say::new("track-no-such-code"),
    )]))
}

fn no_code(visit: &Visit, parts: &Parts, error: Error) -> Answer {
    let fields = match error {
        Error::Invalid(fields) => fields,
        Error::TooMuch(say) => vec![FieldError::new("code", say)],
        other => return Err(other.into()),
    };
    show_refused(&CodePage {
        p: visit.page(visit.words().text("track-title")),
        typed: parts.field("code").to_owned(),
        errors: Errors(fields),
    })
}

/// What a page of a code says besides the voice itself.
#[derive(Default)]
struct Besides {
    errors: Errors,
    input: JudgeInput,
    said: String,
    done: Option<&'static str>,
}

/// The problem that the voice follows.
async fn followed(conn: &Conn, p: &Page, v: &voice::Model) -> Result<Option<Follow>> {
    let Some(id) = v.problem_id else {
        return Ok(None);
    };
    let found = queries::find_followed(conn, id).await?;
    Ok(found.map(|(title, code)| Follow {
        title,
        state: p.code("problem-state", &code),
        code,
    }))
}

const fn light(v: &voice::Model) -> &'static str {
    match (v.state, v.solved) {
        (State::Answered, _) => "yellow",
        (State::Closed, Some(Solved::Yes)) => "done",
        (State::Closed | State::Declined | State::Diverted, _) => "grey",
        _ => "green",
    }
}

async fn page(visit: &Visit, v: voice::Model, code: String, with: Besides) -> Result<MinePage> {
    let conn = visit.read();
    let organizations = org::list_organizations(conn).await?;
    let organization = organizations
        .into_iter()
        .find(|o| o.id == v.organization_id);
    let organization = organization.ok_or(Error::NotFound)?;
    let p = visit.page(visit.words().text("track-title"));
    let units: BTreeMap<i64, String> = org::unit_names(conn, v.organization_id).await?;
    let events = queries::list_events(conn, &[v.id]).await?;
    let pictures = queries::list_pictures(conn, v.id).await?;
    let helpers = queries::find_helpers(conn, v.id).await?;
    let is_nobody = v.mode == Mode::Anonymous;
    let turns = super::story(
        &p,
        &events,
        &pictures,
        &units,
        &p.t("voice-by-you"),
        is_nobody,
        false,
    );
    let now = visit.app.clock.now();
    let has = |action| {
        let line = gongjie_base::lifecycle::find(super::super::lifecycle::TABLE, v.state, action);
        line.is_some()
    };
    let may_reject = rules::may_reject(&v, now);
    let problem = followed(conn, &p, &v).await?;
    let master_answer = match v.merged_into_id {
        Some(id) => queries::find_any(conn, v.organization_id, id).await?.answer,
        None => None,
    };
    let name = |id: i64| units.get(&id).cloned().unwrap_or_default();
    Ok(MinePage {
        organization: organization.name,
        organization_code: organization.code,
        shown_code: code::shown(&code),
        code,
        errors: with.errors,
        input: with.input,
        said: with.said,
        state: p.code("voice-state-raiser", v.state),
        light: light(&v),
        due: v.due_at.map(|at| p.minute(&at)),
        lead: v.lead_unit_id.map(name),
        helpers: helpers.into_iter().map(name).collect(),
        turns,
        steps: steps(&v),
        may_judge: (has(Action::Accept) && (v.judged_at.is_none() || may_reject.is_ok()))
            || (has(Action::Reject) && v.judged_at.is_some() && may_reject.is_ok()),
        may_appeal: has(Action::Appeal) && v.appeals == 0,
        may_reject: may_reject.is_ok(),
        problem,
        master_answer,
        done: with.done,
        v,
        p,
    })
}

/// `POST /track`
pub async fn show_mine(visit: Visit, parts: Parts) -> Answer {
    match open(&visit, &parts).await {
        Ok((v, code)) => show(&page(&visit, v, code, Besides::default()).await?),
        Err(error) => no_code(&visit, &parts, error),
    }
}

/// What a raiser may do on the page.
#[derive(Clone, Copy)]
enum Verb {
    Say,
    Judge,
    Appeal,
}

async fn act(visit: &Visit, verb: Verb, v: &voice::Model, parts: Parts) -> Result<&'static str> {
    if let Some(refused) = parts.refused {
        return Err(Error::Invalid(vec![refused]));
    }
    visit.pass_turnstile(Gate::Raise, visit.app.settings.raises_per_hour)?;
    let text = parts
        .fields
        .iter()
        .find(|(n, _)| n == "text")
        .map(|(_, t)| t.clone());
    let text = text.unwrap_or_default();
    let input = judge_input(&parts.fields);
    let pictures = match verb {
        Verb::Say => pages::remake(&visit.app, parts.files).await?,
        Verb::Judge | Verb::Appeal => Vec::new(),
    };
    let clocks: Clocks = pages::clocks(&visit.app, visit.read(), v.organization_id).await?;
    let open = visit.begin_unasked(v.organization_id).await?;
    let done = match verb {
        Verb::Say => {
            actions::say(&open, open.by, &clocks, v, &text, &pictures).await?;
            "track-said"
        }
        Verb::Judge => {
            actions::judge(&open, open.by, &clocks, v, &input).await?;
            "track-judged"
        }
        Verb::Appeal => {
            actions::appeal(&open, open.by, &clocks, v, &text).await?;
            "track-appealed"
        }
    };
    open.commit().await?;
    Ok(done)
}

fn judge_input(fields: &[(String, String)]) -> JudgeInput {
    let field = |name: &str| {
        let found = fields.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.clone()).unwrap_or_default()
    };
    JudgeInput {
        solved: field("solved"),
        satisfied: field("satisfied"),
        words: field("words"),
    }
}

async fn answer(visit: Visit, parts: Parts, verb: Verb) -> Answer {
    let (v, code) = match open(&visit, &parts).await {
        Ok(found) => found,
        Err(error) => return no_code(&visit, &parts, error),
    };
    let input = judge_input(&parts.fields);
    let said = parts.field("text").to_owned();
    let fields = match act(&visit, verb, &v, parts).await {
        Ok(done) => {
            let v = queries::find_any(visit.read(), v.organization_id, v.id).await?;
            let with = Besides {
                done: Some(done),
                ..Besides::default()
            };
            return show(&page(&visit, v, code, with).await?);
        }
        Err(Error::Invalid(fields)) => fields,
        Err(Error::TooMuch(say) | Error::Conflict(say) | Error::Forbidden(say)) => {
            vec![FieldError::new("state", say)]
        }
        Err(Error::Stale { .. }) => vec![FieldError::new("state", Say::new("track-moved"))],
        Err(other) => return Err(other.into()),
    };
    let with = Besides {
        errors: Errors(fields),
        input,
        said,
        done: None,
    };
    // Somebody may have moved it meanwhile: the page shows how it stands now.
    let v = queries::find_any(visit.read(), v.organization_id, v.id).await?;
    show_refused(&page(&visit, v, code, with).await?)
}

/// `POST /track/messages`
pub async fn say(visit: Visit, parts: Parts) -> Answer {
    answer(visit, parts, Verb::Say).await
}

/// `POST /track/verdicts`
pub async fn judge(visit: Visit, parts: Parts) -> Answer {
    answer(visit, parts, Verb::Judge).await
}

/// `POST /track/appeals`
pub async fn appeal(visit: Visit, parts: Parts) -> Answer {
    answer(visit, parts, Verb::Appeal).await
}

impl MinePage {
    fn open_problem(&self) -> bool {
        self.v.state == State::Promoted && self.problem.is_some()
    }

    /// The problem was checked and the raiser is asked; also within thirty days of its striking off.
    fn may_judge_problem(&self) -> bool {
        let state = self.problem.as_ref().map(|p| p.code.as_str());
        let is_asked = self.v.verdict_until.is_some();
        is_asked && matches!(state, Some("verifying" | "closed"))
    }

    fn closed_words(&self) -> String {
        match (self.v.state, self.v.solved) {
            (State::Closed, Some(Solved::Yes)) => self.p.t("track-closed-solved"),
            (State::Closed, _) => self.p.t("track-closed-unrated"),
            _ => String::new(),
        }
    }
}
