//! Verbs of a problem: find -> rules -> write -> journal, inside the transaction they are given.

mod carry;

use gongjie_base::clock::plus_days;
use gongjie_base::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Error, Result, Say, Tx, lifecycle as table};
use sea_orm::Set;

pub use carry::carry_over;

use super::lifecycle::{self, Action, TABLE};
use super::queries;
use super::rules::{self, ClosedAs, Input, State, TitleBasis};
use super::tables::problem::{ActiveModel, Model};
use crate::campaign::queries as campaigns;
use crate::journal::{self, Entry};
use crate::org::{Acting, Part, queries as org};

/// Days until a long-term problem is looked at again: six months.
const LONG_TERM_REVIEW_DAYS: i64 = 182;
/// Days until a suspended problem is looked at again.
const SUSPENDED_REVIEW_DAYS: i64 = 30;

/// Proposes a problem 提出难题 in the open campaign. Anybody with business rights may, for a unit they speak for.
pub async fn propose(tx: &Tx, acting: &Acting, input: &Input) -> Result<Model> {
    let read = rules::read(input)?;
    let campaign = campaigns::find_open_campaign(tx, &acting.actor).await?;
    check_choices(tx, acting, &read).await?;
    if let Some(unit) = read.raised_by_unit_id
        && !acting.actor.units().contains(&unit)
        && !acting.actor.sees_all()
    {
        return Err(Error::invalid("raised_by_unit_id", "problem-not-your-unit"));
    }
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign.id),
        title: Set(read.title.clone()),
        title_basis: Set(TitleBasis::Stated),
        hurts: Set(read.hurts),
        class: Set(read.class),
        theme_id: Set(read.theme_id),
        grade: Set(read.grade),
        origin: Set(read.origin),
        raised_by_unit_id: Set(read.raised_by_unit_id),
        raised_by_person_id: Set(acting.by().person_id),
        raised_note: Set(read.raised_note),
        state: Set(State::Proposed),
        state_since: Set(acting.at),
        rebounds: Set(0),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let problem = queries::insert(tx, row).await?;
    let entry = Entry::new("problem.propose", "problem", problem.id)
        .of_problem(problem.id)
        .set("title", read.title)
        .set("state", State::Proposed);
    journal::record(tx, acting.by(), entry).await?;
    Ok(problem)
}

/// Theme and unit must be rows of the actor's organisation.
async fn check_choices(tx: &Tx, acting: &Acting, read: &rules::Read) -> Result<()> {
    let not_in_list = |field| Error::invalid(field, "error-not-in-list");
    if let Some(id) = read.theme_id {
        campaigns::find_theme(tx, &acting.actor, id)
            .await
            .map_err(|_| not_in_list("theme_id"))?;
    }
    if let Some(id) = read.raised_by_unit_id {
        org::find_unit(tx, &acting.actor, id)
            .await
            .map_err(|_| not_in_list("raised_by_unit_id"))?;
    }
    Ok(())
}

/// Edits a problem. The raiser while it is proposed or returned, the coordinator as long as it is open.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let problem = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.parse().unwrap_or(problem.version);
    if !may_edit(&problem, &rules::parts(&acting.actor, &problem)) {
        return Err(Error::forbidden("problem-cannot-edit"));
    }
    let read = rules::read_edit(input, &problem)?;
    check_choices(tx, acting, &read).await?;
    if !rules::may_class(&problem, read.class) {
        return Err(Error::invalid("class", "problem-class-by-rise"));
    }
    // The title stays ours until somebody writes another one.
    let basis = if read.title == problem.title {
        problem.title_basis
    } else {
        TitleBasis::Stated
    };
    let entry = Entry::new("problem.edit", "problem", id)
        .of_problem(id)
        .change("title", Some(&problem.title), Some(&read.title))
        .change("hurts", problem.hurts.as_ref(), read.hurts.as_ref())
        .change("theme_id", problem.theme_id, read.theme_id)
        .change("class", problem.class, read.class)
        .change("grade", problem.grade, read.grade)
        .change("origin", Some(problem.origin), Some(read.origin))
        .change(
            "raised_by_unit_id",
            problem.raised_by_unit_id,
            read.raised_by_unit_id,
        )
        .change(
            "raised_note",
            problem.raised_note.as_ref(),
            read.raised_note.as_ref(),
        );
    let row = ActiveModel {
        title: Set(read.title),
        title_basis: Set(basis),
        hurts: Set(read.hurts),
        theme_id: Set(read.theme_id),
        class: Set(read.class),
        grade: Set(read.grade),
        origin: Set(read.origin),
        raised_by_unit_id: Set(read.raised_by_unit_id),
        raised_note: Set(read.raised_note),
        ..Default::default()
    };
    queries::update(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// Changes the class of a listed problem. A consequence of a granted rise, which says why.
pub async fn reclass(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    class: rules::Class,
    reason: Option<String>,
) -> Result<()> {
    let problem = queries::find(tx, &acting.actor, id).await?;
    let row = ActiveModel {
        class: Set(Some(class)),
        ..Default::default()
    };
    queries::update(tx, row, id, problem.version).await?;
    let entry = Entry::new("problem.reclass", "problem", id)
        .of_problem(id)
        .change("class", problem.class, Some(class))
        .change("reason", None::<String>, reason);
    journal::record(tx, acting.by(), entry).await
}

/// Who may edit in which state.
pub fn may_edit(problem: &Model, parts: &[Part]) -> bool {
    let draft = matches!(problem.state, State::Proposed | State::Returned);
    let open = !matches!(
        problem.state,
        State::Closed | State::Merged | State::Declined | State::Withdrawn
    );
    (draft && parts.contains(&Part::Raiser)) || (open && parts.contains(&Part::Coordinator))
}

/// One step in a problem's life, asked for by a person or following from another action.
#[derive(Debug, Clone, Default)]
pub struct Step {
    pub reason: String,
    pub master_id: Option<i64>,
    pub closed_as: Option<ClosedAs>,
    /// Version that the asker saw; nothing for consequences of another action.
    pub version: Option<i64>,
}

/// Moves a problem by a verb of its table. `more_parts` are the parts that pairings and measures add.
pub async fn advance(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    action: Action,
    more_parts: &[Part],
    step: &Step,
) -> Result<()> {
    let problem = queries::find(tx, &acting.actor, id).await?;
    let mut parts = rules::parts(&acting.actor, &problem);
    parts.extend(more_parts);
    let say = || Say::new("problem-no-such-step").with("state", problem.state);
    let line = table::find(TABLE, problem.state, action).ok_or_else(|| Error::Conflict(say()))?;
    if !line.who.iter().any(|p| parts.contains(p)) {
        return Err(Error::forbidden("problem-not-your-step"));
    }
    check_step(tx, acting, &problem, action, &parts, step).await?;
    let reason = Some(step.reason.trim().to_owned()).filter(|r| !r.is_empty());
    let mut row = ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        state_note: Set(reason.clone()),
        ..Default::default()
    };
    let mut entry = Entry::new("problem.move", "problem", id)
        .of_problem(id)
        .set("action", action)
        .change("state", Some(problem.state), Some(line.to))
        .change("reason", None::<String>, reason);
    match action {
        Action::List if problem.number.is_none() => {
            let number = queries::next_number(tx, problem.campaign_id).await?;
            row.number = Set(Some(number));
            entry = entry.set("number", number);
        }
        Action::Merge => row.merged_into_id = Set(step.master_id),
        Action::Close => {
            row.closed_as = Set(step.closed_as);
            row.closed_on = Set(Some(acting.day()));
            entry = entry.change("closed_as", None::<String>, step.closed_as);
        }
        Action::Rebound => {
            row.rebounds = Set(problem.rebounds + 1);
            row.closed_as = Set(None);
            row.closed_on = Set(None);
        }
        Action::KeepGoing => row.review_on = Set(Some(review(acting, LONG_TERM_REVIEW_DAYS))),
        Action::Suspend => row.review_on = Set(Some(review(acting, SUSPENDED_REVIEW_DAYS))),
        Action::Resume | Action::Unpair => row.review_on = Set(None),
        _ => {}
    }
    queries::update(tx, row, id, step.version.unwrap_or(problem.version)).await?;
    journal::record(tx, acting.by(), entry).await
}

fn review(acting: &Acting, days: i64) -> String {
    plus_days(acting.today, days).to_string()
}

async fn check_step(
    tx: &Tx,
    acting: &Acting,
    problem: &Model,
    action: Action,
    parts: &[Part],
    step: &Step,
) -> Result<()> {
    let mut check = gongjie_base::check::Check::new();
    if lifecycle::needs_reason(action) {
        check.text("reason", &step.reason, TEXT_CHARS_MAX);
    } else {
        check.optional("reason", &step.reason, TEXT_CHARS_MAX);
    }
    check.done()?;
    match action {
        Action::List => rules::may_list(problem, parts).map_err(|e| Error::conflict(e.key())),
        Action::Merge => {
            let master = step.master_id.filter(|m| *m != problem.id);
            let master = master.ok_or_else(|| Error::invalid("master_id", "error-choose"))?;
            queries::find(tx, &acting.actor, master)
                .await
                .map_err(|_| Error::invalid("master_id", "error-not-in-list"))?;
            Ok(())
        }
        Action::Start if !parts.contains(&Part::System) => {
            Err(Error::conflict("problem-start-by-measures"))
        }
        Action::Close if step.closed_as.is_none() => {
            Err(Error::conflict("problem-close-needs-word"))
        }
        _ => Ok(()),
    }
}

/// A problem that a voice becomes.
pub struct FromVoice<'a> {
    pub title: &'a str,
    /// What was said.
    pub hurts: &'a str,
    pub theme_id: &'a str,
}

/// Proposes a problem out of what was said at the front line 转为难题, in the open campaign: no unit and no person of ours has
/// raised it. The triage desk and coordinators ask for it.
pub async fn propose_from_voice(tx: &Tx, acting: &Acting, new: &FromVoice<'_>) -> Result<Model> {
    let campaign = campaigns::find_open_campaign(tx, &acting.actor).await?;
    let mut check = gongjie_base::check::Check::new();
    let title = check.text("title", new.title, TITLE_CHARS_MAX);
    let theme_id = check.id("theme_id", new.theme_id);
    check.done()?;
    if let Some(id) = theme_id {
        let theme = campaigns::find_theme(tx, &acting.actor, id).await;
        theme.map_err(|_| Error::invalid("theme_id", "error-not-in-list"))?;
    }
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign.id),
        title: Set(title.clone()),
        title_basis: Set(TitleBasis::Stated),
        hurts: Set(Some(new.hurts.to_owned())),
        theme_id: Set(theme_id),
        origin: Set(rules::Origin::Voice),
        state: Set(State::Proposed),
        state_since: Set(acting.at),
        rebounds: Set(0),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let problem = queries::insert(tx, row).await?;
    let entry = Entry::new("problem.propose", "problem", problem.id)
        .of_problem(problem.id)
        .set("title", title)
        .set("origin", rules::Origin::Voice)
        .set("state", State::Proposed);
    journal::record(tx, acting.by(), entry).await?;
    Ok(problem)
}

/// A problem of an old record that is taken over as it stands, with what its source leaves out left out.
pub struct Recorded<'a> {
    pub campaign_id: i64,
    pub title: &'a str,
    pub basis: TitleBasis,
    pub theme_id: Option<i64>,
    pub class: Option<rules::Class>,
    /// Its words at length, where the source has more than a title.
    pub hurts: Option<&'a str>,
    pub source: &'a str,
}

/// Takes over an old record 补录: straight onto the list, nothing guessed. For coordinators.
pub async fn record_old(tx: &Tx, acting: &Acting, old: &Recorded<'_>) -> Result<i64> {
    if !acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Err(Error::forbidden("problem-not-your-step"));
    }
    let mut check = gongjie_base::check::Check::new();
    check.text("title", old.title, TITLE_CHARS_MAX);
    check.optional("hurts", old.hurts.unwrap_or_default(), TEXT_CHARS_MAX);
    check.done()?;
    let number = queries::next_number(tx, old.campaign_id).await?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(old.campaign_id),
        number: Set(Some(number)),
        title: Set(old.title.to_owned()),
        title_basis: Set(old.basis),
        hurts: Set(old.hurts.map(str::to_owned)),
        class: Set(old.class),
        theme_id: Set(old.theme_id),
        origin: Set(rules::Origin::Other),
        source: Set(Some(old.source.to_owned())),
        state: Set(State::Listed),
        state_since: Set(acting.at),
        rebounds: Set(0),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let problem = queries::insert(tx, row).await?;
    let entry = Entry::new("problem.record_old", "problem", problem.id)
        .of_problem(problem.id)
        .set("title", old.title)
        .set("source", old.source)
        .set("state", State::Listed);
    journal::record(tx, acting.by(), entry).await?;
    Ok(problem.id)
}

/// Takes back a record that was brought in by mistake: it stays, withdrawn, and counts no more. A consequence of an undone import.
pub async fn take_back(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let step = Step::default();
    advance(tx, acting, id, Action::TakeBack, &[Part::System], &step).await
}
