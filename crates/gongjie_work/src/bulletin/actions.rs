//! Verbs of bulletins: find -> rules -> write -> journal, inside the transaction they are given.

use gongjie_base::{Error, Result, Tx};
use jiff::civil::Date;
use sea_orm::Set;

use super::draft::Draft;
use super::lifecycle::Action;
use super::queries;
use super::rules::{self, Period, State, Step, TextInput};
use super::tables::{bulletin, bulletin_line};
use crate::journal::{self, Entry};
use crate::org::Acting;

/// Keeps a draft with the rows behind each sentence. For inspectors and coordinators.
pub async fn draft(
    tx: &Tx,
    acting: &Acting,
    (title, period): (String, Period),
    draft: &Draft,
) -> Result<i64> {
    if !rules::is_office(&acting.actor) {
        return Err(Error::NotFound);
    }
    let day = |date: Date| Set(date.to_string());
    let row = bulletin::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        title: Set(title.clone()),
        from_on: day(period.from),
        to_on: day(period.to),
        as_of: day(period.as_of),
        units: Set(serde_json::to_string(&draft.units).map_err(Error::internal)?),
        state: Set(State::Drafted),
        state_since: Set(acting.at),
        drafted_on: Set(acting.day()),
        drafted_by_id: Set(acting.by().person_id),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    for (line, position) in draft.lines.iter().zip(1..) {
        let row = bulletin_line::ActiveModel {
            bulletin_id: Set(id),
            position: Set(position),
            part: Set(line.part),
            text: Set(line.text.clone()),
            is_in: Set(line.is_in),
            backing: Set(serde_json::to_string(&line.backing).map_err(Error::internal)?),
            ..Default::default()
        };
        queries::insert_line(tx, row).await?;
    }
    let entry = Entry::new("bulletin.draft", "bulletin", id)
        .set("title", title)
        .set("from_on", period.from)
        .set("to_on", period.to);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Changes the words and ticks of a draft. Who does is who may not release it.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &TextInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    rules::may_edit(&acting.actor, &found)?;
    let read = rules::read_text(input)?;
    let row = bulletin::ActiveModel {
        title: Set(read.title.clone()),
        drafted_by_id: Set(acting.by().person_id),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    let mut entry = Entry::new("bulletin.edit", "bulletin", id).change(
        "title",
        Some(found.title),
        Some(read.title),
    );
    let lines = queries::list_lines(tx, &[id]).await?;
    let last = lines.last().map_or(0, |line| line.position);
    for line in lines {
        let Some((text, is_in)) = read.lines.get(&line.id) else {
            continue;
        };
        if *text == line.text && *is_in == line.is_in {
            continue;
        }
        let row = bulletin_line::ActiveModel {
            text: Set(text.clone()),
            is_in: Set(*is_in),
            ..Default::default()
        };
        queries::update_line(tx, row, line.id).await?;
        entry = entry.change("text", Some(line.text), Some(text)).change(
            "is_in",
            Some(line.is_in),
            Some(*is_in),
        );
    }
    if let Some((part, text)) = read.new {
        entry = entry.set("text", &text);
        let row = bulletin_line::ActiveModel {
            bulletin_id: Set(id),
            position: Set(last + 1),
            part: Set(part),
            text: Set(text),
            is_in: Set(true),
            backing: Set("[]".to_owned()),
            ..Default::default()
        };
        queries::insert_line(tx, row).await?;
    }
    journal::record(tx, acting.by(), entry).await
}

/// Releases a bulletin 签发, by somebody else than who wrote it last, or drops the draft. A released one has its number and is read-only.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, step: &Step) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let action = rules::read_step(step)?;
    let lines = queries::list_lines(tx, &[id]).await?;
    let ticked = lines.iter().filter(|line| line.is_in).count();
    let line = rules::may_step(&acting.actor, &found, ticked, action)?;
    let mut row = bulletin::ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        ..Default::default()
    };
    let mut entry = match action {
        Action::Release => Entry::new("bulletin.release", "bulletin", id),
        Action::Drop => Entry::new("bulletin.drop", "bulletin", id),
    };
    if action == Action::Release {
        let year = i64::from(acting.today.year());
        let number = queries::next_number(tx, acting.actor.organization_id, year).await?;
        (row.year, row.number) = (Set(Some(year)), Set(Some(number)));
        row.released_on = Set(Some(acting.day()));
        row.released_by_id = Set(acting.by().person_id);
        entry = entry.set("number", number);
    }
    let version = step.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    let entry = entry.change("state", Some(found.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await
}
