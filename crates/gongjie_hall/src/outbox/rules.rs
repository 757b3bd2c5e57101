//! What leaves when: classes, quiet hours, tries, pace, and what a channel needs. Pure.

use std::collections::BTreeMap;

use gongjie_base::check::Check;
use gongjie_base::clock::Millis;
use gongjie_base::limits::{DELIVERY_TRIES_MAX, NAME_CHARS_MAX};
use gongjie_base::{Error, Result, Say, codes};
use jiff::civil::{Date, DateTime, Time, time};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::calendar::Calendar;

codes! {
    /// How soon a message leaves.
    pub enum Class {
        /// 每日汇总: with all others of the day, at 08:30 of a working day.
        Digest = "digest",
        /// 即时: a formal slip; waits for the end of quiet hours.
        Instant = "instant",
        /// 紧急: at any hour.
        Urgent = "urgent",
    }
}

codes! {
    /// By what a message leaves.
    pub enum ChannelKind {
        Email = "email",
        WecomRobot = "wecom_robot",
        WecomApp = "wecom_app",
        DingtalkRobot = "dingtalk_robot",
        FeishuRobot = "feishu_robot",
        Webhook = "webhook",
    }
}

codes! {
    /// What became of a delivery.
    pub enum State {
        Waiting = "waiting",
        Sent = "sent",
        /// Everything in it was read before it left, or the person left.
        Skipped = "skipped",
        /// Tried as often as may be, or refused for good.
        GivenUp = "given_up",
    }
}

impl ChannelKind {
    /// Reaches one person; the others speak to a group or a program.
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Email | Self::WecomApp)
    }

    /// Where its service stands, unless the channel says otherwise.
    pub const fn home(self) -> Option<&'static str> {
        match self {
            Self::WecomRobot | Self::WecomApp => Some("https://qyapi.weixin.qq.com"),
            Self::DingtalkRobot => Some("https://oapi.dingtalk.com"),
            Self::FeishuRobot => Some("https://open.feishu.cn"),
            Self::Email | Self::Webhook => None,
        }
    }

    /// Milliseconds between two messages to one person (WeCom: 30 a minute) or to one group (robots: 20 a minute).
    pub const fn gap_ms(self) -> Millis {
        match self {
            Self::WecomApp => 2_000,
            Self::WecomRobot | Self::DingtalkRobot | Self::FeishuRobot => 3_000,
            Self::Email | Self::Webhook => 0,
        }
    }
}

/// First minute in which people are told something that is not urgent.
const QUIET_UNTIL: Time = time(7, 30, 0, 0);
/// First minute of the quiet hours.
const QUIET_FROM: Time = time(22, 0, 0, 0);
/// When the day's messages leave.
const DIGEST_AT: Time = time(8, 30, 0, 0);
/// The same, from midnight.
pub const DIGEST_AT_MS: Millis = (8 * 60 + 30) * 60_000;

/// May a message that is not urgent leave now? Not in quiet hours, not on a rest day. In a school vacation it may.
pub fn is_open(calendar: &Calendar, now: DateTime) -> bool {
    let is_awake = QUIET_UNTIL <= now.time() && now.time() < QUIET_FROM;
    is_awake && is_told_on(calendar, now.date())
}

fn is_told_on(calendar: &Calendar, day: Date) -> bool {
    let through = Calendar {
        counts_vacations: true,
        vacations: Vec::new(),
        ..calendar.clone()
    };
    through.is_working(day)
}

/// Is it time for the day's digest?
pub fn is_digest_time(calendar: &Calendar, now: DateTime) -> bool {
    is_open(calendar, now) && now.time() >= DIGEST_AT
}

/// Milliseconds by which a person's digest leaves after the others: spread over five minutes, the same every day.
pub fn spread_ms(person_id: i64) -> Millis {
    person_id.wrapping_mul(7_919).rem_euclid(300_000)
}

/// Minutes until the next try after so many; nothing: there is none. Six tries within 24 hours.
pub fn next_try_minutes(tries: i64) -> Option<i64> {
    const DELAYS: [i64; 5] = [1, 10, 60, 240, 720];
    if tries >= DELIVERY_TRIES_MAX {
        return None;
    }
    let at = usize::try_from(tries - 1).ok()?;
    DELAYS.get(at).copied()
}

/// A delivery that is due, as far as pace asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub channel_id: i64,
    pub kind: ChannelKind,
    pub person_id: Option<i64>,
}

/// A queue whose messages keep a distance.
pub type Lane = (i64, Option<i64>);

/// Whose pace a delivery keeps: one person's, or that of the channel's group.
pub fn lane(due: &Due) -> Lane {
    (due.channel_id, due.person_id)
}

/// Which of these may be taken now: in their order, no lane quicker than its pace. `last`: the last try of each lane.
pub fn pick(due: &[Due], last: &BTreeMap<Lane, Millis>, now: Millis, most: usize) -> Vec<i64> {
    let mut last = last.clone();
    let mut picked = Vec::new();
    for one in due {
        let gap = one.kind.gap_ms();
        let is_early = last.get(&lane(one)).is_some_and(|at| now - at < gap);
        if gap > 0 && is_early {
            continue;
        }
        last.insert(lane(one), now);
        picked.push(one.id);
        if picked.len() >= most {
            break;
        }
    }
    picked
}

/// A channel as typed. An empty token or secret of a channel that has one leaves it as it is.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ChannelInput {
    /// `email`, `wecom_robot`, `wecom_app`, `dingtalk_robot`, `feishu_robot` or `webhook`; stays once it is there.
    pub kind: String,
    pub name: String,
    /// E-mail: `smtps://host`, `smtp://host:587` (STARTTLS) or `smtp+plain://host:25`. Webhook: the address. Others: empty,
    /// or where the service stands.
    pub url: String,
    /// E-mail: user of the mail server. WeCom application: corpid.
    pub account: String,
    /// E-mail: address of the sender. WeCom application: agentid.
    pub sender: String,
    /// Robots: the key, access token or hook of the robot's address.
    pub token: String,
    /// E-mail: password. WeCom application: secret. Others: the key of the signature.
    pub secret: String,
    /// Classes that leave by it: `digest`, `instant`, `urgent`.
    pub takes: Vec<String>,
    /// `1`: in use.
    pub is_on: String,
    /// Version as it was read.
    pub version: String,
}

/// A channel as understood. Nothing in token or secret: as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub kind: ChannelKind,
    pub name: String,
    pub url: String,
    pub account: Option<String>,
    pub sender: Option<String>,
    pub token: Option<String>,
    pub secret: Option<String>,
    pub takes: String,
    pub is_on: bool,
}

/// Characters of an address or a secret.
const LINE_CHARS_MAX: usize = 500;

/// Reads a channel. `kept`: kind of the channel that is edited, and whether it has a token and a secret.
pub fn read_channel(
    input: &ChannelInput,
    kept: Option<(ChannelKind, bool, bool)>,
) -> Result<Channel> {
    let mut check = Check::new();
    let typed = check.code("kind", &input.kind, ChannelKind::from_code);
    let Some(kind) = kept.map(|(kind, ..)| kind).or(typed) else {
        check.must(!input.kind.trim().is_empty(), "kind", "error-choose");
        check.done()?;
        return Err(Error::invalid("kind", "error-choose"));
    };
    let (has_token, has_secret) = kept.map_or((false, false), |(_, t, s)| (t, s));
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let mut line = |field: &str, typed: &str| check.optional(field, typed, LINE_CHARS_MAX);
    let url = line("url", &input.url);
    let account = line("account", &input.account);
    let sender = line("sender", &input.sender);
    let token = line("token", &input.token);
    let secret = line("secret", &input.secret);
    let url = url.or_else(|| kind.home().map(str::to_owned));
    let schemes: &[&str] = match kind {
        ChannelKind::Email => &["smtps://", "smtp://", "smtp+plain://"],
        _ => &["https://", "http://"],
    };
    let is_address = |u: &String| {
        schemes
            .iter()
            .any(|s| u.starts_with(s) && u.len() > s.len())
    };
    check.must(
        url.as_ref().is_some_and(is_address),
        "url",
        if kind == ChannelKind::Email {
            "channel-url-mail"
        } else {
            "channel-url-http"
        },
    );
    let typed = Typed {
        account: account.is_some(),
        token: has_token || token.is_some(),
        secret: has_secret || secret.is_some(),
        sender: sender.as_deref(),
    };
    check_needs(&mut check, kind, &typed);
    let takes = read_takes(&mut check, &input.takes);
    check.done()?;
    Ok(Channel {
        kind,
        name,
        url: url.unwrap_or_default().trim_end_matches('/').to_owned(),
        account,
        sender,
        token,
        secret,
        takes,
        is_on: !input.is_on.trim().is_empty(),
    })
}

/// What of a channel is there.
struct Typed<'a> {
    account: bool,
    token: bool,
    secret: bool,
    sender: Option<&'a str>,
}

/// What each kind cannot do without.
fn check_needs(check: &mut Check, kind: ChannelKind, typed: &Typed<'_>) {
    let mut must = |is_there: bool, field: &str| check.must(is_there, field, "error-empty");
    match kind {
        ChannelKind::Email => {}
        ChannelKind::WecomApp => {
            must(typed.account, "account");
            must(typed.secret, "secret");
        }
        ChannelKind::WecomRobot => must(typed.token, "token"),
        ChannelKind::DingtalkRobot | ChannelKind::FeishuRobot => {
            must(typed.token, "token");
            must(typed.secret, "secret");
        }
        ChannelKind::Webhook => must(typed.secret, "secret"),
    }
    let is_mail = |s: &str| s.parse::<lettre::Address>().is_ok();
    let is_number = |s: &str| s.parse::<i64>().is_ok();
    if kind == ChannelKind::Email {
        let is_right = typed.sender.is_some_and(is_mail);
        check.must(is_right, "sender", "channel-sender-mail");
    }
    if kind == ChannelKind::WecomApp {
        let is_right = typed.sender.is_some_and(is_number);
        check.must(is_right, "sender", "channel-agent-number");
    }
}

fn read_takes(check: &mut Check, typed: &[String]) -> String {
    let mut takes: Vec<Class> = Vec::new();
    for text in typed {
        takes.extend(check.code("takes", text, Class::from_code));
    }
    check.must(!takes.is_empty(), "takes", "channel-takes-nothing");
    takes.sort_unstable();
    takes.dedup();
    takes_text(&takes)
}

/// Classes as they are stored.
pub fn takes_text(takes: &[Class]) -> String {
    let codes: Vec<&str> = takes.iter().map(|c| c.code()).collect();
    codes.join(",")
}

/// Does a channel with these stored classes take this one?
pub fn takes(stored: &str, class: Class) -> bool {
    stored.split(',').any(|code| code == class.code())
}

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// Nothing in it was still to be told.
    Skipped,
    /// Failed; may go well later.
    Later(Say),
    /// Refused for good.
    Never(Say),
}

/// What one try changes: the new state, and minutes until the next one.
pub fn after(outcome: &Outcome, tries: i64) -> (State, Option<i64>) {
    match outcome {
        Outcome::Sent => (State::Sent, None),
        Outcome::Skipped => (State::Skipped, None),
        Outcome::Never(_) => (State::GivenUp, None),
        Outcome::Later(_) => match next_try_minutes(tries) {
            Some(minutes) => (State::Waiting, Some(minutes)),
            None => (State::GivenUp, None),
        },
    }
}
