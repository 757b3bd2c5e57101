//! Which records have a history, which entry types there are, and what a reader asks for. Pure.

use gongjie_base::check::Check;
use gongjie_base::{Result, Say, codes};
use jiff::civil::Date;
use serde::Deserialize;

codes! {
    /// Kinds of records that the journal names as its subject.
    pub enum Kind {
        Problem = "problem",
        Pairing = "pairing",
        PairingProblem = "pairing_problem",
        Measure = "measure",
        Rise = "rise",
        RiseLimit = "rise_limit",
        Activity = "activity",
        Outcome = "outcome",
        Evidence = "evidence",
        Document = "document",
        Agreement = "agreement",
        CloseOut = "close_out",
        Slip = "slip",
        Leniency = "leniency",
        Exclusion = "exclusion",
        Bulletin = "bulletin",
        GridStep = "grid_step",
        ImportBatch = "import_batch",
        Campaign = "campaign",
        Theme = "theme",
        StatedFigure = "stated_figure",
        Unit = "unit",
        Person = "person",
        Organization = "organization",
        SavedView = "saved_view",
        OfficeTemplate = "office_template",
        Voice = "voice",
        Poster = "poster",
        VoiceLimit = "voice_limit",
        UrgentCall = "urgent_call",
        DutyShift = "duty_shift",
        UrgentPartner = "urgent_partner",
        Calendar = "calendar",
        Channel = "channel",
        Delivery = "delivery",
        /// Sign-ins, passwords, tokens: for the audit administrator alone.
        Account = "account",
    }
}

impl Kind {
    /// Where the record is seen; nothing for one without a page of its own.
    pub fn place(self, id: i64) -> Option<String> {
        match self {
            Self::Problem => Some(format!("/problems/{id}")),
            Self::Pairing => Some(format!("/pairings/{id}")),
            Self::Measure => Some(format!("/measures/{id}")),
            Self::Activity => Some(format!("/activities/{id}")),
            Self::Slip => Some(format!("/slips/{id}")),
            Self::Leniency => Some(format!("/leniency/{id}")),
            Self::Exclusion => Some(format!("/exclusions/{id}")),
            Self::Bulletin => Some(format!("/bulletins/{id}")),
            Self::Campaign => Some(format!("/campaigns/{id}")),
            Self::Theme => Some(format!("/themes#theme-{id}")),
            Self::Unit => Some(format!("/units/{id}")),
            Self::Person => Some(format!("/people/{id}")),
            Self::Voice => Some(format!("/voices/{id}")),
            Self::Poster => Some(format!("/posters/{id}")),
            Self::UrgentCall => Some(format!("/urgents/{id}")),
            _ => None,
        }
    }
}

/// Subjects that only the audit administrator sees: who signed in when is no business of the business roles.
pub const OF_ACCOUNTS: &[&str] = &["account"];

/// Every type of entry that some action writes, by room.
pub const ACTIONS: &[&str] = &[
    "problem.propose",
    "problem.edit",
    "problem.move",
    "problem.record_old",
    "problem.carry_over",
    "problem.reclass",
    "rise.ask",
    "rise.grant",
    "rise.deny",
    "rise.withdraw",
    "rise.limit",
    "problem.publish",
    "voice.raise",
    "voice.say",
    "voice.judge",
    "voice.appeal",
    "voice.ask",
    "voice.step",
    "voice.promote",
    "voice.limit",
    "voice.forget",
    "poster.create",
    "poster.retire",
    "unsealing.ask",
    "unsealing.agree",
    "unsealing.refuse",
    "unsealing.open",
    "urgent.raise",
    "urgent.page",
    "urgent.step",
    "urgent.number",
    "duty_shift.add",
    "duty_shift.remove",
    "urgent_partner.add",
    "urgent_partner.remove",
    "pairing.create",
    "pairing.edit",
    "pairing.invite",
    "pairing.answer",
    "pairing.activate",
    "pairing.decline",
    "pairing.link_problem",
    "pairing.unlink_problem",
    "pairing.remove_member",
    "pairing.conclude",
    "pairing.terminate",
    "pairing.record_old",
    "measure.set",
    "measure.edit",
    "measure.move",
    "measure.progress",
    "measure.milestone",
    "measure.milestone_done",
    "measure.extension_ask",
    "measure.extension_decide",
    "measure.dispute",
    "measure.rule_dispute",
    "measure.record_old",
    "activity.create",
    "activity.edit",
    "activity.decide",
    "activity.note_decision",
    "activity.make_measure",
    "outcome.submit",
    "outcome.edit",
    "outcome.withdraw",
    "evidence.attach",
    "evidence.withdraw",
    "document.add",
    "document.edit",
    "document.add_agreement",
    "document.edit_agreement",
    "close_out.apply",
    "close_out.sign",
    "close_out.view",
    "close_out.go_on",
    "close_out.verify",
    "close_out.judge",
    "close_out.lapse",
    "close_out.draw",
    "close_out.check",
    "close_out.link",
    "close_out.remind",
    "close_out.publish",
    "close_out.object",
    "close_out.answer_objection",
    "close_out.strike",
    "close_out.send_back",
    "close_out.withdraw",
    "close_out.look_back",
    "slip.draft",
    "slip.edit",
    "slip.approve",
    "slip.send",
    "slip.receive",
    "slip.answer",
    "slip.check",
    "slip.send_back",
    "slip.close",
    "slip.withdraw",
    "leniency.apply",
    "leniency.accept",
    "leniency.refuse",
    "leniency.verify",
    "leniency.grant",
    "leniency.grant_partly",
    "leniency.deny",
    "leniency.correct",
    "leniency.close",
    "leniency.withdraw",
    "exclusion.ask",
    "exclusion.grant",
    "exclusion.refuse",
    "exclusion.withdraw",
    "bulletin.draft",
    "bulletin.edit",
    "bulletin.release",
    "bulletin.drop",
    "grid.step",
    "grid.undo",
    "grid.redo",
    "import.begin",
    "import.choose",
    "import.drop",
    "import.confirm",
    "import.undo",
    "campaign.plan",
    "campaign.edit",
    "campaign.move",
    "theme.add",
    "theme.edit",
    "theme.retire",
    "theme.restore",
    "figure.state",
    "figure.restate",
    "unit.create",
    "unit.edit",
    "unit.end",
    "unit.merge",
    "unit.take_in",
    "unit.succeed",
    "unit.cover",
    "unit.uncover",
    "unit.add_alias",
    "unit.remove_alias",
    "person.create",
    "person.edit",
    "person.deactivate",
    "person.reactivate",
    "role.grant",
    "role.revoke",
    "organization.found",
    "view.save",
    "view.edit",
    "view.remove",
    "view.start",
    "template.add",
    "template.remove",
    "calendar.load",
    "calendar.day",
    "calendar.vacation",
    "calendar.hours",
    "message.read",
    "channel.add",
    "channel.edit",
    "channel.remove",
    "channel.name",
    "delivery.retry",
    "account.create",
    "account.language",
    "account.password",
    "session.start",
    "session.end",
    "token.create",
];

/// Rooms whose entries belong to accounts.
const OF_ACCOUNT_ACTIONS: [&str; 3] = ["account.", "session.", "token."];

/// Entry types that a reader can ask for.
pub fn actions(sees_accounts: bool) -> impl Iterator<Item = &'static str> {
    let hidden = move |a: &str| OF_ACCOUNT_ACTIONS.iter().any(|room| a.starts_with(room));
    ACTIONS
        .iter()
        .copied()
        .filter(move |a| sees_accounts || !hidden(a))
}

/// The address of a view: everything stands in the query string, so a link keeps it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// Id of the person who did it.
    pub person: String,
    /// A kind of record, for example `problem`.
    pub kind: String,
    /// A type of entry, for example `problem.move`.
    pub action: String,
    /// First day, `2026-01-01`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// `next` of the page before: entries with a smaller number.
    pub before: String,
}

/// A view as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub person_id: Option<i64>,
    pub kind: Option<Kind>,
    pub action: Option<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub before: Option<i64>,
}

impl Ask {
    /// Reads the view; every field that says nothing sensible is named.
    pub fn read(&self) -> Result<Wanted> {
        let mut check = Check::new();
        let action = Some(self.action.trim()).filter(|a| !a.is_empty());
        let kind = self.kind.trim();
        let wanted = Wanted {
            person_id: check.id("person", &self.person),
            kind: Kind::from_code(kind),
            action: action.map(str::to_owned),
            from: check.day("from", &self.from),
            until: check.day("until", &self.until),
            before: check.parsed("before", &self.before, "error-not-a-number"),
        };
        check.must(
            kind.is_empty() || wanted.kind.is_some(),
            "kind",
            "trail-kind-unknown",
        );
        check.must(
            action.is_none_or(|a| ACTIONS.contains(&a)),
            "action",
            "trail-action-unknown",
        );
        if let (Some(from), Some(until)) = (wanted.from, wanted.until)
            && until < from
        {
            check.refuse("until", Say::new("error-day-range"));
        }
        check.done()?;
        Ok(wanted)
    }

    /// Narrowed by something other than the page.
    pub fn is_narrowed(&self) -> bool {
        [
            &self.person,
            &self.kind,
            &self.action,
            &self.from,
            &self.until,
        ]
        .iter()
        .any(|value| !value.trim().is_empty())
    }

    /// The same view before an entry, as a query string.
    pub fn before(&self, seq: i64) -> String {
        let seq = seq.to_string();
        let pairs: Vec<(&str, &str)> = [
            ("person", self.person.as_str()),
            ("kind", &self.kind),
            ("action", &self.action),
            ("from", &self.from),
            ("until", &self.until),
            ("before", &seq),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}
