//! What the raisers say, and what follows from it.

use std::collections::BTreeMap;

use gongjie_base::clock::{Millis, plus_days};
use gongjie_base::{Clock, Error, Result, Say, Tx, token};
use jiff::civil::Date;
use sea_orm::Set;

use super::objections::hear;
use super::verdicts::{pass_over, tell};
use super::{Found, found};
use crate::calendar;
use crate::close_out::lifecycle::{Action, TABLE};
use crate::close_out::queries;
use crate::close_out::rules::{self, Effect, LookBack, REMIND_DAYS, REOPEN_DAYS, State};
use crate::close_out::tables::{close_out, judgement, verdict};
use crate::journal::{self, Algorithm, By, Entry};
use crate::measure::rules::SendBackReason;
use crate::org::{Acting, Actor, queries as org};
use crate::problem::actions::Step;
use crate::problem::lifecycle::Action as ProblemAction;
use crate::problem::rules::ClosedAs;
use crate::voice::actions as voices;
use crate::voice::queries as voice_queries;
use crate::voice::rules::{JudgeInput, Judged, Mode, Solved, read_judged, stored_moment};
use crate::voice::tables::voice;

/// Rows that are read together.
const ROWS_MAX: i64 = 200;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Who speaks, for the journal and for the moment that is kept.
struct Speaker<'a> {
    by: By,
    clock: &'a Clock,
    mode: Mode,
}

impl Speaker<'_> {
    fn moment(&self) -> Millis {
        let start = self.clock.start_of(self.clock.date_of(self.by.at));
        stored_moment(self.mode, self.by.at, start)
    }
}

/// A raiser judges by the code of the voice.
pub async fn judge_by_code(
    tx: &Tx,
    by: By,
    clock: &Clock,
    voice: &voice::Model,
    input: &JudgeInput,
) -> Result<()> {
    journal::take_turn(tx, by.organization_id).await?;
    let asked = queries::find_verdict_of_voice(tx, voice.id).await?;
    let asked = asked.ok_or_else(|| Error::conflict("verdict-not-asked"))?;
    let speaker = Speaker {
        by,
        clock,
        mode: voice.mode,
    };
    judge(tx, &speaker, asked, input).await
}

/// A raiser judges by a one-time link.
pub async fn judge_by_link(
    tx: &Tx,
    by: By,
    clock: &Clock,
    link: &str,
    input: &JudgeInput,
) -> Result<()> {
    journal::take_turn(tx, by.organization_id).await?;
    let asked = queries::find_verdict_by_link(tx, &token::stored(link)).await?;
    let asked = asked.ok_or(Error::NotFound)?;
    if asked.given_at.is_some() {
        return Err(Error::conflict("verdict-given-already"));
    }
    let speaker = Speaker {
        by,
        clock,
        mode: Mode::RealName,
    };
    judge(tx, &speaker, asked, input).await
}

/// The unit that raised the problem judges: one of its people, who did none of the work.
pub async fn judge_by_unit(
    tx: &Tx,
    acting: &Acting,
    clock: &Clock,
    id: i64,
    input: &JudgeInput,
) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let asked = queries::list_verdicts(tx, &[id]).await?;
    let own = |v: &verdict::Model| v.unit_id.is_some_and(|u| acting.actor.speaks_for(u));
    let asked = asked.into_iter().find(own);
    let asked = asked.ok_or_else(|| Error::forbidden("close-out-raisers-judge"))?;
    if found.facts.work.people.contains(&acting.actor.person_id) {
        return Err(Error::forbidden("close-out-raisers-judge"));
    }
    let speaker = Speaker {
        by: acting.by(),
        clock,
        mode: Mode::RealName,
    };
    judge(tx, &speaker, asked, input).await
}

/// Writes down one raiser's word and lets it take effect.
async fn judge(
    tx: &Tx,
    speaker: &Speaker<'_>,
    asked: verdict::Model,
    input: &JudgeInput,
) -> Result<()> {
    let judged = read_judged(input)?;
    let by = speaker.by;
    let row = queries::find_row(tx, by.organization_id, asked.close_out_id).await?;
    let is_struck = row.state == State::Struck;
    let may_reopen =
        is_struck && judged.solved != Solved::Yes && can_reopen(&row, speaker.clock.date_of(by.at));
    if is_struck && !may_reopen {
        return Err(Error::conflict("verdict-too-late"));
    }
    if !is_struck && asked.given_at.is_some() {
        return Err(Error::conflict("verdict-given-already"));
    }
    let speaks = [
        State::Verified,
        State::Unrated,
        State::Judged,
        State::Checked,
        State::Notice,
        State::Struck,
    ];
    if !speaks.contains(&row.state) {
        return Err(Error::conflict("verdict-not-asked"));
    }
    let at = speaker.moment();
    write(tx, by, &asked, &judged, at).await?;
    let is_nobody = speaker.mode == Mode::Anonymous;
    if let Some(id) = asked.voice_id {
        let voice = voice_queries::find_any(tx, by.organization_id, id).await?;
        voices::note_verdict(tx, By { at, ..by }, &voice, &judged).await?;
    }
    if is_nobody {
        // It takes effect when its half day is over: the entry of that step would tell the minute.
        return Ok(());
    }
    let acting = system(tx, by, speaker.clock).await?;
    settle(tx, &acting, asked.close_out_id, by.at).await?;
    Ok(())
}

async fn write(tx: &Tx, by: By, asked: &verdict::Model, judged: &Judged, at: Millis) -> Result<()> {
    let row = verdict::ActiveModel {
        solved: Set(Some(judged.solved)),
        satisfied: Set(judged.satisfied),
        words: Set(judged.words.clone()),
        person_id: Set(by.person_id.filter(|_| asked.unit_id.is_some())),
        given_at: Set(Some(at)),
        ..Default::default()
    };
    queries::update_verdict(tx, row, asked.id, asked.version).await?;
    if at > by.at {
        return Ok(());
    }
    let entry = Entry::new("close_out.judge", "close_out", asked.close_out_id)
        .of_problem(asked.problem_id)
        .set("solved", judged.solved)
        .change("satisfied", None::<i64>, judged.satisfied);
    journal::record(tx, by, entry).await
}

fn can_reopen(row: &close_out::Model, today: Date) -> bool {
    let struck: Option<Date> = row.struck_on.as_deref().and_then(|d| d.parse().ok());
    struck.is_some_and(|d| today <= gongjie_base::clock::plus_days(d, REOPEN_DAYS))
}

/// The product itself, for what follows from a word.
async fn system(tx: &Tx, by: By, clock: &Clock) -> Result<Acting> {
    let all = org::list_organizations(tx).await?;
    let own = all.into_iter().find(|o| o.id == by.organization_id);
    Ok(Acting {
        actor: Actor::system(&own.ok_or(Error::NotFound)?),
        at: by.at,
        today: clock.date_of(by.at),
        algorithm: by.algorithm,
    })
}

/// What was said about one close-out until a moment.
struct Heard {
    said: Vec<Solved>,
    raisers: usize,
    /// Of those who do not call it solved; after it was struck off only what was said since then.
    words: String,
    effect: Option<Effect>,
}

fn heard(
    row: &close_out::Model,
    judgement: &judgement::Model,
    verdicts: &[verdict::Model],
    today: Date,
    at: Millis,
) -> Result<Heard> {
    let heard: Vec<&verdict::Model> = verdicts
        .iter()
        .filter(|v| v.given_at.is_some_and(|g| g <= at))
        .collect();
    let said: Vec<Solved> = heard.iter().filter_map(|v| v.solved).collect();
    let until: Date = judgement.until_on.parse().map_err(Error::internal)?;
    let tally = rules::tally(&said, verdicts.len() - heard.len(), today > until);
    let since = if row.state == State::Struck {
        row.state_since
    } else {
        0
    };
    let words: Vec<&str> = heard
        .iter()
        .filter(|v| v.solved != Some(Solved::Yes) && v.given_at > Some(since))
        .filter_map(|v| v.words.as_deref())
        .collect();
    Ok(Heard {
        raisers: verdicts.len(),
        effect: rules::effect(row.state, tally, !words.is_empty()),
        words: words.join("；"),
        said,
    })
}

/// Lets what was said until `at` take effect; true where it did.
pub(super) async fn settle(tx: &Tx, acting: &Acting, id: i64, at: Millis) -> Result<bool> {
    let found = found(tx, acting, id).await?;
    let judgement = found.facts.judgement.clone();
    let Some(judgement) = judgement.filter(|j| j.close_out_id == id) else {
        return Ok(false);
    };
    let verdicts = queries::list_verdicts(tx, &[id]).await?;
    let heard = heard(&found.row, &judgement, &verdicts, acting.today, at)?;
    match heard.effect {
        Some(Effect::Solved) => solved(tx, acting, &found, &judgement, &heard).await?,
        Some(Effect::Back) => go_back(tx, acting, &found, heard.words).await?,
        Some(Effect::Unrated) => pass_over(tx, acting, id).await?,
        Some(Effect::Reopened) => return reopen(tx, acting, &found, heard.words).await,
        None => return Ok(false),
    }
    Ok(true)
}

/// More than half of those who spoke say solved.
async fn solved(
    tx: &Tx,
    acting: &Acting,
    found: &Found,
    judgement: &judgement::Model,
    heard: &Heard,
) -> Result<()> {
    let line = gongjie_base::lifecycle::find(TABLE, found.row.state, Action::Judge);
    let line = line.ok_or_else(|| Error::internal("no line to judge"))?;
    let row = judgement::ActiveModel {
        basis: Set(Some(ClosedAs::Solved)),
        ..Default::default()
    };
    queries::update_judgement(tx, row, judgement.id, judgement.version).await?;
    let yes = heard.said.iter().filter(|s| **s == Solved::Yes).count();
    let entry = found
        .entry("close_out.judge")
        .set("raisers", heard.raisers)
        .set("said", heard.said.len())
        .set("solved", yes);
    let written = (close_out::ActiveModel::default(), found.row.version);
    found.step(tx, acting, line, written, entry).await
}

/// The raisers say not solved: the problem is worked on again, with their words.
async fn go_back(tx: &Tx, acting: &Acting, found: &Found, words: String) -> Result<()> {
    let line = gongjie_base::lifecycle::find(TABLE, found.row.state, Action::SendBack);
    let line = line.ok_or_else(|| Error::internal("no way back"))?;
    let row = close_out::ActiveModel {
        send_back_reason: Set(Some(SendBackReason::Effect)),
        send_back_note: Set(Some(words.clone())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.send_back")
        .set("send_back_reason", SendBackReason::Effect)
        .set("by", "raiser");
    found
        .step(tx, acting, line, (row, found.row.version), entry)
        .await?;
    let step = Step {
        reason: words,
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::SendBack, step)
        .await?;
    let say = Say::new("remind-not-solved").with("title", &found.problem.title);
    tell(
        tx,
        acting,
        found,
        found.facts.work.units.iter().copied().collect(),
        say,
    )
    .await
}

/// A raiser says within thirty days that it is not solved after all: the problem comes back.
async fn reopen(tx: &Tx, acting: &Acting, found: &Found, words: String) -> Result<bool> {
    let is_closed = found.problem.state == crate::problem::rules::State::Closed;
    if !is_closed || found.row.look_back == Some(LookBack::Rebound) {
        return Ok(false);
    }
    let line = gongjie_base::lifecycle::find(TABLE, State::Struck, Action::LookBack);
    let line = line.ok_or_else(|| Error::internal("no look-back"))?;
    let row = close_out::ActiveModel {
        look_back: Set(Some(LookBack::Rebound)),
        look_back_note: Set(Some(words.clone())),
        looked_back_on: Set(Some(acting.day())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.look_back")
        .set("look_back", LookBack::Rebound)
        .set("by", "raiser");
    found
        .step(tx, acting, line, (row, found.row.version), entry)
        .await?;
    let step = Step {
        reason: words,
        ..Step::default()
    };
    found
        .move_problem(tx, acting, ProblemAction::Rebound, step)
        .await?;
    Ok(true)
}

/// What one sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub settled: usize,
    pub reminded: usize,
}

/// Lets words of past half days take effect, passes over silence, reminds once after three working days. The product does it,
/// every minute, so it reads only close-outs in which something may have become due.
pub async fn sweep(
    tx: &Tx,
    organization_id: i64,
    clock: &Clock,
    algorithm: Algorithm,
) -> Result<Swept> {
    let at = clock.now();
    let by = By {
        organization_id,
        person_id: None,
        at,
        algorithm,
    };
    journal::take_turn(tx, organization_id).await?;
    hear(tx, by).await?;
    let acting = system(tx, by, clock).await?;
    let calendar = calendar::queries::find(tx, organization_id).await?;
    let mut swept = Swept::default();
    let mut look = queries::Astir {
        today: acting.day(),
        asked_until: plus_days(acting.today, -i64::from(REMIND_DAYS)).to_string(),
        at,
        since: at - REOPEN_DAYS * DAY_MS,
        after: 0,
        most: ROWS_MAX,
    };
    loop {
        let rows = queries::list_astir(tx, organization_id, &look).await?;
        let Some((last, _)) = rows.last() else {
            return Ok(swept);
        };
        look.after = last.id;
        let ids: Vec<i64> = rows.iter().map(|(row, _)| row.id).collect();
        let mut verdicts: BTreeMap<i64, Vec<verdict::Model>> = BTreeMap::new();
        for verdict in queries::list_verdicts(tx, &ids).await? {
            verdicts
                .entry(verdict.close_out_id)
                .or_default()
                .push(verdict);
        }
        for (row, judgement) in rows {
            let own = verdicts.get(&row.id).map_or(&[][..], Vec::as_slice);
            let heard = heard(&row, &judgement, own, acting.today, at)?;
            if heard.effect.is_some() && settle(tx, &acting, row.id, at).await? {
                swept.settled += 1;
                continue;
            }
            let asked: Date = judgement.asked_on.parse().map_err(Error::internal)?;
            let is_due = acting.today >= calendar.plus_working_days(asked, REMIND_DAYS);
            if row.state == State::Verified && is_due && judgement.reminded_on.is_none() {
                remind(tx, &acting, &judgement).await?;
                swept.reminded += 1;
            }
        }
    }
}

/// Reminds those who said nothing yet, once.
async fn remind(tx: &Tx, acting: &Acting, judgement: &judgement::Model) -> Result<()> {
    let row = judgement::ActiveModel {
        reminded_on: Set(Some(acting.day())),
        ..Default::default()
    };
    queries::update_judgement(tx, row, judgement.id, judgement.version).await?;
    for asked in queries::list_verdicts(tx, &[judgement.close_out_id]).await? {
        if let (Some(voice_id), None) = (asked.voice_id, asked.given_at) {
            let voice = voice_queries::find_any(tx, judgement.organization_id, voice_id).await?;
            let until = judgement.until_on.parse().map_err(Error::internal)?;
            voices::ask_verdict(tx, acting, &voice, until).await?;
        }
    }
    let entry = Entry::new("close_out.remind", "close_out", judgement.close_out_id)
        .of_problem(judgement.problem_id);
    journal::record(tx, acting.by(), entry).await
}
