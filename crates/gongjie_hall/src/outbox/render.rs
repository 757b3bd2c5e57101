//! Puts messages into words, in the language of whoever reads them.

use super::queries::{Enclosed, Parcel};
use super::rules::Class;
use super::tables::message;
use super::wire::Letter;
use crate::layout::{Lang, Words};
use crate::org::TermPack;

/// Messages that a digest lists; of more it says how many.
const LISTED_MAX: usize = 30;

/// The words of one message.
pub fn text(words: Words, message: &message::Model) -> String {
    words.said(&message.text_key, &args(&message.args))
}

/// Arguments as they are stored.
pub fn args(stored: &str) -> Vec<(String, String)> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// Words of a stored error; nothing where there is none.
pub fn error(words: Words, key: Option<&str>, stored: Option<&str>) -> Option<String> {
    let key = key?;
    Some(words.said(key, &args(stored.unwrap_or_default())))
}

/// How a reader is spoken to.
pub fn words_for(language: Option<&str>, pack: TermPack, is_english: bool) -> Words {
    let house = if is_english { Lang::En } else { Lang::Zh };
    let lang = language.and_then(Lang::from_code).unwrap_or(house);
    Words { lang, pack }
}

/// What goes out with a delivery; nothing where all of it was read before.
pub fn letter(
    words: Words,
    parcel: &Parcel,
    to: String,
    messages: &[&message::Model],
    enclosed: &[&Enclosed],
    public_url: &str,
) -> Option<Letter> {
    let is_read = |m: &&&message::Model| m.read_at.is_some();
    let fresh: Vec<&message::Model> = match parcel.class {
        Class::Digest => messages.iter().filter(|m| !is_read(m)).copied().collect(),
        Class::Instant | Class::Urgent => messages.to_vec(),
    };
    let first = fresh.first()?;
    let mut recipients: Vec<String> = enclosed.iter().map(|e| e.person.clone()).collect();
    recipients.dedup();
    let base = Letter {
        uid: parcel.uid.clone(),
        to,
        class: parcel.class.code().to_owned(),
        subject: first.subject.clone(),
        subject_id: first.subject_id,
        recipients,
        ..Letter::default()
    };
    if parcel.class == Class::Digest {
        return Some(digest(words, base, &fresh, public_url));
    }
    let title = text(words, first);
    let link = format!("{public_url}{}", first.path);
    Some(Letter {
        text: format!("{title}\n{link}"),
        title,
        link,
        ..base
    })
}

fn digest(words: Words, base: Letter, fresh: &[&message::Model], public_url: &str) -> Letter {
    let count = fresh.len();
    let title = words.text_with("outbox-digest-title", &[("n", count.to_string())]);
    let mut lines = vec![title.clone()];
    let listed = fresh.iter().take(LISTED_MAX);
    lines.extend(listed.map(|m| format!("· {}\n  {public_url}{}", text(words, m), m.path)));
    if count > LISTED_MAX {
        let rest = (count - LISTED_MAX).to_string();
        lines.push(words.text_with("outbox-digest-rest", &[("n", rest)]));
    }
    let link = format!("{public_url}/inbox");
    lines.push(link.clone());
    Letter {
        title,
        text: lines.join("\n"),
        link,
        subject: "inbox".to_owned(),
        subject_id: 0,
        ..base
    }
}
