//! What each kind of channel is sent, and what its answer means.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gongjie_base::Say;
use gongjie_base::clock::Millis;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Post, Reply, Trouble, Wire, mail};
use crate::outbox::rules::ChannelKind;

/// Where it goes. It holds secrets, so it cannot be printed.
#[derive(Clone)]
pub struct Target {
    pub channel_id: i64,
    pub version: i64,
    pub kind: ChannelKind,
    pub url: String,
    pub account: Option<String>,
    pub sender: Option<String>,
    pub token: Option<String>,
    pub secret: Option<String>,
}

/// What goes out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Letter {
    /// Stays the same on every try.
    #[serde(rename = "id")]
    pub uid: String,
    /// E-mail address or name at the service; empty for a group.
    #[serde(skip)]
    pub to: String,
    pub class: String,
    pub title: String,
    pub text: String,
    /// Address of what it is about.
    pub link: String,
    pub subject: String,
    pub subject_id: i64,
    /// Names of those who are told.
    pub recipients: Vec<String>,
}

/// Characters of a text at a robot or an application.
const CHAT_CHARS_MAX: usize = 600;
/// Milliseconds before its end at which an access token is asked for again.
const TOKEN_MARGIN_MS: Millis = 300_000;

/// Sends one letter by one channel.
pub async fn send(
    wire: &Wire,
    target: &Target,
    letter: &Letter,
    now: Millis,
) -> Result<(), Trouble> {
    let token = target.token.as_deref().unwrap_or_default();
    let text: String = letter.text.chars().take(CHAT_CHARS_MAX).collect();
    match target.kind {
        ChannelKind::Email => mail::send(wire, target, letter).await,
        ChannelKind::WecomApp => wecom(wire, target, letter, &text, now).await,
        ChannelKind::Webhook => webhook(wire, target, letter, now).await,
        ChannelKind::WecomRobot => {
            let url = format!("{}/cgi-bin/webhook/send?key={}", target.url, escaped(token));
            let body = json!({"msgtype": "text", "text": {"content": text}});
            chat(wire, url, &body).await
        }
        ChannelKind::DingtalkRobot => {
            let secret = target.secret.as_deref().unwrap_or_default();
            let sign = signature(secret, &format!("{now}\n{secret}"));
            let url = format!(
                "{}/robot/send?access_token={}&timestamp={now}&sign={}",
                target.url,
                escaped(token),
                escaped(&sign)
            );
            let body = json!({"msgtype": "text", "text": {"content": text}});
            chat(wire, url, &body).await
        }
        ChannelKind::FeishuRobot => {
            let secret = target.secret.as_deref().unwrap_or_default();
            let seconds = now / 1_000;
            // Feishu signs nothing with a key that is moment and secret.
            let sign = signature(&format!("{seconds}\n{secret}"), "");
            let url = format!("{}/open-apis/bot/v2/hook/{}", target.url, escaped(token));
            let body = json!({
                "timestamp": seconds.to_string(), "sign": sign,
                "msg_type": "text", "content": {"text": text},
            });
            chat(wire, url, &body).await
        }
    }
}

/// HMAC-SHA256 in base64.
fn signature(key: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// Text inside a query or a path.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex::encode_upper([byte]));
        }
    }
    out
}

/// What the chat services answer: a number that is 0 when all is well, and words.
struct Answer {
    errcode: i64,
    errmsg: String,
    access_token: String,
    expires_in: i64,
    invaliduser: String,
}

fn answer(reply: &Reply) -> Result<Answer, Trouble> {
    if !(200..300).contains(&reply.status) {
        return Err(status(reply.status));
    }
    // Feishu answers with both of its names for the number.
    let value: Value =
        serde_json::from_slice(&reply.body).map_err(|_| Trouble::later("wire-no-json"))?;
    let number = |names: [&str; 3]| names.iter().find_map(|n| value.get(n)?.as_i64());
    let words = |names: [&str; 3]| names.iter().find_map(|n| value.get(n)?.as_str());
    let Some(errcode) = number(["errcode", "code", "StatusCode"]) else {
        return Err(Trouble::later("wire-no-json"));
    };
    let text = |name: &str| {
        let text = value.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    Ok(Answer {
        errcode,
        errmsg: words(["errmsg", "msg", "StatusMessage"])
            .unwrap_or_default()
            .to_owned(),
        access_token: text("access_token"),
        expires_in: value
            .get("expires_in")
            .and_then(Value::as_i64)
            .unwrap_or_default(),
        invaliduser: text("invaliduser"),
    })
}

fn status(status: u16) -> Trouble {
    Trouble::Later(Say::new("wire-status").with("status", status))
}

fn said(answer: &Answer) -> Trouble {
    let say = Say::new("wire-said")
        .with("code", answer.errcode)
        .with("what", &answer.errmsg);
    Trouble::Later(say)
}

async fn chat(wire: &Wire, url: String, body: &Value) -> Result<(), Trouble> {
    let post = Post {
        url,
        body: Some(body.to_string()),
        ..Post::default()
    };
    let answer = answer(&wire.post(&post).await?)?;
    if answer.errcode == 0 {
        Ok(())
    } else {
        Err(said(&answer))
    }
}

/// Codes by which WeCom says that an access token no longer holds.
const TOKEN_OVER: [i64; 3] = [40_001, 40_014, 42_001];

async fn wecom(
    wire: &Wire,
    target: &Target,
    letter: &Letter,
    text: &str,
    now: Millis,
) -> Result<(), Trouble> {
    let key = (target.channel_id, target.version);
    let token = match wire.known_token(key, now) {
        Some(token) => token,
        None => wecom_token(wire, target, now).await?,
    };
    let agent: i64 = target
        .sender
        .as_deref()
        .and_then(|s| s.parse().ok())
        .unwrap_or_default();
    let body = json!({
        "touser": letter.to, "msgtype": "text", "agentid": agent, "text": {"content": text},
        "safe": 0, "enable_duplicate_check": 1, "duplicate_check_interval": 1800,
    });
    let post = Post {
        url: format!(
            "{}/cgi-bin/message/send?access_token={}",
            target.url,
            escaped(&token)
        ),
        body: Some(body.to_string()),
        ..Post::default()
    };
    let answer = answer(&wire.post(&post).await?)?;
    if TOKEN_OVER.contains(&answer.errcode) {
        wire.keep_token(key, None);
    }
    match answer.errcode {
        0 if answer.invaliduser.is_empty() => Ok(()),
        0 | 81_013 => Err(Trouble::Never(
            Say::new("wire-unknown-member").with("to", &letter.to),
        )),
        _ => Err(said(&answer)),
    }
}

async fn wecom_token(wire: &Wire, target: &Target, now: Millis) -> Result<String, Trouble> {
    let part = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    let post = Post {
        url: format!(
            "{}/cgi-bin/gettoken?corpid={}&corpsecret={}",
            target.url,
            part(&target.account),
            part(&target.secret)
        ),
        ..Post::default()
    };
    let answer = answer(&wire.post(&post).await?)?;
    if answer.errcode != 0 || answer.access_token.is_empty() {
        return Err(said(&answer));
    }
    let until = now + answer.expires_in * 1_000 - TOKEN_MARGIN_MS;
    let key = (target.channel_id, target.version);
    wire.keep_token(key, Some((answer.access_token.clone(), until)));
    Ok(answer.access_token)
}

/// Signed as the convention of standard webhooks has it: `v1,` and the HMAC of id, seconds and body, joined by dots.
async fn webhook(
    wire: &Wire,
    target: &Target,
    letter: &Letter,
    now: Millis,
) -> Result<(), Trouble> {
    let seconds = now / 1_000;
    let body = serde_json::to_string(letter).map_err(|_| Trouble::never("error-internal"))?;
    let secret = target.secret.as_deref().unwrap_or_default();
    let sign = signature(secret, &format!("{}.{seconds}.{body}", letter.uid));
    let post = Post {
        url: target.url.clone(),
        headers: vec![
            ("webhook-id", letter.uid.clone()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", format!("v1,{sign}")),
        ],
        body: Some(body),
    };
    let reply = wire.post(&post).await?;
    if (200..300).contains(&reply.status) {
        Ok(())
    } else {
        Err(status(reply.status))
    }
}
