//! Verbs: tell somebody, mark read, keep channels, try again.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::{NAME_CHARS_MAX, RECIPIENTS_MAX};
use gongjie_base::{Error, Result, Say, Tx, token};
use sea_orm::Set;
use serde::Deserialize;
use utoipa::ToSchema;

use super::queries::{self, Made, Recipient, Told};
use super::rules::{self, Channel, ChannelInput, ChannelKind, Class};
use super::tables::channel;
use crate::journal::{self, Entry};
use crate::org::{Acting, Role};

/// Something that people are told.
#[derive(Debug, Clone)]
pub struct Note {
    /// People of the organisation; who left is not told.
    pub recipients: Vec<i64>,
    /// Table of the row that it is about, and its id.
    pub subject: &'static str,
    pub subject_id: i64,
    /// Where it is seen, `/measures/7`.
    pub path: String,
    /// The words, put together in the language of whoever reads them.
    pub say: Say,
    pub class: Class,
    /// What makes it this and no other fact, `measure.due:7:2026-11-30`. The same fact is told to the same person once.
    pub fact: String,
}

/// Tells people something, in the transaction of what happened: rolled back, nobody was told. Gives how many were told
/// who had not been told this fact before. The caller's action has its own entry; the outbox is the record of messages.
pub async fn tell(tx: &Tx, acting: &Acting, note: Note) -> Result<usize> {
    tell_all(tx, acting, &[note]).await
}

/// [`tell`] of many notes: who is told is read once for all of them.
pub async fn tell_all(tx: &Tx, acting: &Acting, notes: &[Note]) -> Result<usize> {
    let of = acting.actor.organization_id;
    let mut ids = BTreeSet::new();
    for note in notes {
        let own: BTreeSet<i64> = note.recipients.iter().copied().collect();
        if own.len() > RECIPIENTS_MAX {
            let many = format!("{} people are told at once", own.len());
            return Err(Error::internal(many));
        }
        if !note.path.starts_with('/') || note.path.starts_with("//") {
            return Err(Error::internal(format!("{} is no path", note.path)));
        }
        ids.extend(own);
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let people = queries::list_recipients(tx, of, &ids).await?;
    let people: BTreeMap<i64, Recipient> = people.into_iter().map(|p| (p.id, p)).collect();
    let mut count = 0;
    for note in notes {
        count += tell_one(tx, acting, note, &people).await?;
    }
    Ok(count)
}

async fn tell_one(
    tx: &Tx,
    acting: &Acting,
    note: &Note,
    people: &BTreeMap<i64, Recipient>,
) -> Result<usize> {
    let args = serde_json::to_string(&note.say.args).map_err(Error::internal)?;
    let recipients: BTreeSet<i64> = note.recipients.iter().copied().collect();
    let mut told = Vec::new();
    for person in recipients.iter().filter_map(|id| people.get(id)) {
        let uid = new_uid()?;
        let row = Told {
            organization_id: acting.actor.organization_id,
            person_id: person.id,
            uid: &uid,
            fact: &note.fact,
            class: note.class,
            subject: note.subject,
            subject_id: note.subject_id,
            path: &note.path,
            text_key: note.say.key,
            args: &args,
            told_at: acting.at,
        };
        if let Some(id) = queries::insert_told(tx, &row).await? {
            told.push((person.clone(), id));
        }
    }
    if note.class != Class::Digest {
        send_off(tx, acting, note, &told).await?;
    }
    Ok(told.len())
}

/// 128 random bits.
pub(super) fn new_uid() -> Result<String> {
    token::random_bytes::<16>().map(hex::encode)
}

/// Makes the deliveries of messages that leave one by one.
async fn send_off(tx: &Tx, acting: &Acting, note: &Note, told: &[(Recipient, i64)]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let of = acting.actor.organization_id;
    let channels = queries::list_channels(tx, of).await?;
    for channel in channels.iter().filter(|c| c.is_on) {
        if !rules::takes(&channel.takes, note.class) {
            continue;
        }
        let made = |person_id, uid: String, fact: String| Made {
            organization_id: of,
            channel_id: channel.id,
            person_id,
            uid,
            fact,
            class: note.class,
            due_at: acting.at,
            created_at: acting.at,
        };
        if !channel.kind.is_personal() {
            let uid = new_uid()?;
            let messages: Vec<i64> = told.iter().map(|(_, id)| *id).collect();
            let fact = format!("note:{}", note.fact);
            queries::insert_delivery(tx, made(None, uid, fact), &messages).await?;
            continue;
        }
        for (person, message) in told {
            if address(channel.kind, person).is_none() {
                continue;
            }
            let uid = new_uid()?;
            let fact = format!("message:{message}");
            let made = made(Some(person.id), uid, fact);
            queries::insert_delivery(tx, made, &[*message]).await?;
        }
    }
    Ok(())
}

/// Where a person is reached by this kind of channel.
pub(super) fn address(kind: ChannelKind, person: &Recipient) -> Option<&str> {
    let address = match kind {
        ChannelKind::Email => person.email.as_deref(),
        ChannelKind::WecomApp => person.wecom.as_deref(),
        _ => None,
    };
    address.filter(|a| !a.trim().is_empty())
}

/// Marks one message of the actor read, or all of them. What was read already leaves no entry.
pub async fn read(tx: &Tx, acting: &Acting, id: Option<i64>) -> Result<u64> {
    if let Some(id) = id {
        queries::find_message(tx, &acting.actor, id).await?;
    }
    let count = queries::update_read(tx, &acting.actor, id, acting.at).await?;
    if count > 0 {
        let person = acting.actor.person_id;
        let entry = Entry::new("message.read", "person", person).set("messages", count);
        journal::record(tx, acting.by(), entry).await?;
    }
    Ok(count)
}

fn check_keeper(acting: &Acting) -> Result<()> {
    if acting.actor.has(Role::Sysadmin) || acting.actor.has(Role::Coordinator) {
        Ok(())
    } else {
        Err(Error::forbidden("channel-not-yours"))
    }
}

/// Adds a channel. By the system administrator or the coordinator.
pub async fn add_channel(tx: &Tx, acting: &Acting, input: &ChannelInput) -> Result<i64> {
    check_keeper(acting)?;
    let read = rules::read_channel(input, None)?;
    let of = acting.actor.organization_id;
    let most = queries::CHANNELS_MAX;
    if queries::list_channels(tx, of).await?.len() as u64 >= most {
        let say = Say::new("channel-too-many").with("max", most);
        return Err(Error::Conflict(say));
    }
    let entry = |id| {
        Entry::new("channel.add", "channel", id)
            .set("kind", read.kind)
            .set("name", &read.name)
            .set("url", &read.url)
            .set("takes", &read.takes)
            .set("is_on", read.is_on)
    };
    let row = channel::ActiveModel {
        organization_id: Set(of),
        is_removed: Set(false),
        created_at: Set(acting.at),
        version: Set(1),
        ..row_of(read.clone())
    };
    let id = queries::insert_channel(tx, row).await?;
    journal::record(tx, acting.by(), entry(id)).await?;
    Ok(id)
}

fn row_of(read: Channel) -> channel::ActiveModel {
    channel::ActiveModel {
        kind: Set(read.kind),
        name: Set(read.name),
        url: Set(read.url),
        account: Set(read.account),
        sender: Set(read.sender),
        token: Set(read.token),
        secret: Set(read.secret),
        takes: Set(read.takes),
        is_on: Set(read.is_on),
        ..Default::default()
    }
}

/// Changes a channel. An empty token or secret stays as it was; which of them changed is recorded, neither of them is.
pub async fn edit_channel(tx: &Tx, acting: &Acting, id: i64, input: &ChannelInput) -> Result<()> {
    check_keeper(acting)?;
    let found = queries::find_channel(tx, &acting.actor, id).await?;
    let kept = (found.kind, found.token.is_some(), found.secret.is_some());
    let mut read = rules::read_channel(input, Some(kept))?;
    // A secret is for the place where it was entered: with another address it is asked for again.
    if read.url != found.url && found.secret.is_some() && read.secret.is_none() {
        return Err(Error::invalid("secret", "channel-secret-again"));
    }
    let changed = (read.token.is_some(), read.secret.is_some());
    read.token = read.token.or_else(|| found.token.clone());
    read.secret = read.secret.or_else(|| found.secret.clone());
    let mut entry = Entry::new("channel.edit", "channel", id)
        .change("name", Some(&found.name), Some(&read.name))
        .change("url", Some(&found.url), Some(&read.url))
        .change("takes", Some(&found.takes), Some(&read.takes))
        .change("is_on", Some(found.is_on), Some(read.is_on));
    if changed.0 {
        entry = entry.set("token", "*");
    }
    if changed.1 {
        entry = entry.set("secret", "*");
    }
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update_channel(tx, row_of(read), id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// What a removal is sent with.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ChannelRemoval {
    /// Version as it was read.
    pub version: String,
}

/// Removes a channel and forgets its secrets. What waited for it does not leave any more.
pub async fn remove_channel(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    removal: &ChannelRemoval,
) -> Result<()> {
    check_keeper(acting)?;
    let found = queries::find_channel(tx, &acting.actor, id).await?;
    let row = channel::ActiveModel {
        is_removed: Set(true),
        token: Set(None),
        secret: Set(None),
        ..Default::default()
    };
    let version = removal.version.trim().parse().unwrap_or(found.version);
    queries::update_channel(tx, row, id, version).await?;
    let entry =
        Entry::new("channel.remove", "channel", id).change("is_removed", Some(false), Some(true));
    journal::record(tx, acting.by(), entry).await
}

/// Under which name somebody is known at the WeCom application.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NameInput {
    pub person_id: String,
    /// Empty: under none any more.
    pub wecom: String,
}

/// Notes a person's name at the WeCom application. By the system administrator or the coordinator.
pub async fn name_person(tx: &Tx, acting: &Acting, input: &NameInput) -> Result<i64> {
    check_keeper(acting)?;
    let mut check = gongjie_base::check::Check::new();
    let id = check.required_id("person_id", &input.person_id);
    let name = check.optional("wecom", &input.wecom, NAME_CHARS_MAX);
    check.done()?;
    let of = acting.actor.organization_id;
    if queries::list_recipients(tx, of, &[id]).await?.is_empty() {
        return Err(Error::invalid("person_id", "error-not-in-list"));
    }
    let kind = ChannelKind::WecomApp;
    queries::upsert_channel_name(tx, id, kind, name.as_deref()).await?;
    let entry = Entry::new("channel.name", "person", id).set("wecom", name.unwrap_or_default());
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Tries a delivery again that was given up. By the coordinator, an inspector or the system administrator.
pub async fn retry(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let roles = [Role::Coordinator, Role::Inspector, Role::Sysadmin];
    if !roles.into_iter().any(|role| acting.actor.has(role)) {
        return Err(Error::forbidden("outbox-not-yours"));
    }
    let of = acting.actor.organization_id;
    let found = queries::find_delivery(tx, of, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    if !queries::update_again(tx, of, id, acting.at).await? {
        return Err(Error::conflict("outbox-not-given-up"));
    }
    let waiting = rules::State::Waiting;
    let entry = Entry::new("delivery.retry", "delivery", id).change(
        "state",
        Some(found.state),
        Some(waiting),
    );
    journal::record(tx, acting.by(), entry).await
}
