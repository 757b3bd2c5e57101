//! The clocks of a voice in working hours: triage, signing, first contact, answer (domain 4.4, 11). What was promised stays
//! promised: a limit is fixed when its clock starts, and a calendar that changes later does not move it.

use std::collections::BTreeMap;
use std::sync::Arc;

use gongjie_base::clock::Millis;
use gongjie_base::{Clock, codes};

use super::rules::{Kind, State};
use super::tables::voice;
use crate::calendar::Calendar;

codes! {
    /// A limit that an organisation may set, in working hours.
    pub enum Limit {
        /// 分派
        Triage = "triage",
        /// 签收
        Sign = "sign",
        /// 首次联系
        Contact = "contact",
        /// 咨询答复
        AnswerConsult = "answer_consult",
        /// 求助答复
        AnswerHelp = "answer_help",
        /// 建议答复
        AnswerSuggest = "answer_suggest",
        /// 投诉答复
        AnswerComplain = "answer_complain",
        /// 每多一个协办单位再加
        ExtraUnit = "extra_unit",
        /// 重办
        Redo = "redo",
    }
}

impl Limit {
    /// Working hours where the organisation has set none; a working day has eight.
    pub const fn default_hours(self) -> u32 {
        match self {
            Self::Triage | Self::Sign => 4,
            Self::Contact | Self::AnswerConsult => 8,
            Self::AnswerHelp | Self::AnswerSuggest | Self::Redo => 40,
            Self::AnswerComplain => 80,
            Self::ExtraUnit => 16,
        }
    }
}

/// Calendar, zone and limits of an organisation.
#[derive(Clone)]
pub struct Clocks {
    pub calendar: Arc<Calendar>,
    pub clock: Clock,
    /// Limits that differ from the defaults, in hours.
    pub limits: BTreeMap<Limit, u32>,
}

impl Clocks {
    /// Working hours of a limit.
    pub fn hours(&self, limit: Limit) -> u32 {
        self.limits
            .get(&limit)
            .copied()
            .unwrap_or_else(|| limit.default_hours())
    }

    /// The moment when a limit that starts at `from` is over.
    pub fn after(&self, from: Millis, limit: Limit) -> Millis {
        self.after_hours(from, self.hours(limit))
    }

    fn after_hours(&self, from: Millis, hours: u32) -> Millis {
        let civil = self.clock.civil(from);
        self.clock
            .moment_of(self.calendar.plus_working_minutes(civil, hours * 60))
    }

    /// Until when a voice of this kind is answered, with so many helpers.
    pub fn answer_by(&self, from: Millis, kind: Kind, helpers: usize) -> Millis {
        let base = self.hours(match kind {
            Kind::Consult => Limit::AnswerConsult,
            Kind::Help => Limit::AnswerHelp,
            Kind::Suggest => Limit::AnswerSuggest,
            Kind::Complain => Limit::AnswerComplain,
        });
        let helpers = u32::try_from(helpers).unwrap_or(u32::MAX);
        let extra = self.hours(Limit::ExtraUnit).saturating_mul(helpers);
        self.after_hours(from, base.saturating_add(extra))
    }
}

/// One clock of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    pub limit: Limit,
    pub by: Millis,
    /// When it was met; nothing while it runs.
    pub met_at: Option<Millis>,
}

impl Hand {
    /// Met in time, late, or still running.
    pub fn standing(&self, now: Millis) -> &'static str {
        match self.met_at {
            Some(at) if at <= self.by => "kept",
            Some(_) => "late",
            None if now > self.by => "over",
            None => "running",
        }
    }
}

/// The clocks of a voice that have started, in their order.
pub fn hands(voice: &voice::Model) -> Vec<Hand> {
    let first = voice.dispatched_at.or(voice.answered_at);
    let aside = !State::OPEN.contains(&voice.state);
    let ended = aside.then_some(voice.state_since);
    let mut hands = vec![Hand {
        limit: Limit::Triage,
        by: voice.triage_by,
        met_at: first.or(ended),
    }];
    let answer = match voice.kind {
        Some(Kind::Consult) => Limit::AnswerConsult,
        Some(Kind::Suggest) => Limit::AnswerSuggest,
        Some(Kind::Complain) => Limit::AnswerComplain,
        _ => Limit::AnswerHelp,
    };
    for (limit, by, met_at) in [
        (Limit::Sign, voice.sign_by, voice.signed_at),
        (Limit::Contact, voice.contact_by, voice.contacted_at),
        (answer, voice.answer_by, voice.answered_at),
    ] {
        if let Some(by) = by {
            hands.push(Hand {
                limit,
                by,
                met_at: met_at.or(ended),
            });
        }
    }
    hands
}

/// The next limit of a voice in this state; nothing where nobody's clock runs.
pub fn due_at(voice: &voice::Model) -> Option<Millis> {
    if !State::OPEN.contains(&voice.state) {
        return None;
    }
    hands(voice)
        .iter()
        .filter(|h| h.met_at.is_none())
        .map(|h| h.by)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks() -> Clocks {
        Clocks {
            calendar: Arc::default(),
            clock: Clock::standing(0),
            limits: BTreeMap::from([(Limit::AnswerHelp, 16)]),
        }
    }

    #[test]
    fn limits_run_in_working_hours() {
        let clocks = clocks();
        let at = |text: &str| clocks.clock.moment_of(text.parse().unwrap());
        let cases = [
            // A Friday evening: the clock starts on Monday morning.
            ("2026-11-27T20:00", Limit::Triage, "2026-11-30T12:00"),
            ("2026-11-27T09:00", Limit::Triage, "2026-11-27T15:00"),
            ("2026-11-27T17:00", Limit::Sign, "2026-11-30T11:00"),
            ("2026-11-27T08:00", Limit::Contact, "2026-11-27T18:00"),
        ];
        for (from, limit, wanted) in cases {
            assert_eq!(clocks.after(at(from), limit), at(wanted), "{from} {limit}");
        }
        let from = at("2026-11-23T08:00");
        assert_eq!(
            clocks.answer_by(from, Kind::Help, 0),
            at("2026-11-24T18:00")
        );
        assert_eq!(
            clocks.answer_by(from, Kind::Help, 1),
            at("2026-11-26T18:00")
        );
        assert_eq!(
            clocks.answer_by(from, Kind::Consult, 0),
            at("2026-11-23T18:00")
        );
    }
}
