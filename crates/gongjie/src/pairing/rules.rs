//! Words and decisions about a pairing. Pure.

use gongjie_base::codes;

codes! {
    /// 结对的状态 (specification, chapter 4).
    pub enum State {
        Draft = "draft",
        Invited = "invited",
        Active = "active",
        Concluded = "concluded",
        Declined = "declined",
        Terminated = "terminated",
    }
}

impl State {
    /// Seen only by those concerned and by those who see all.
    pub const HIDDEN: &'static [Self] = &[Self::Draft, Self::Invited, Self::Declined];
}

codes! {
    /// What a unit is in a pairing.
    pub enum MemberRole {
        /// The one accountable lead 牵头; the database allows one.
        Lead = "lead",
        /// Named beside the lead in an old record.
        CoLead = "co_lead",
        Partner = "partner",
    }
}

codes! {
    /// How we know who leads.
    pub enum LeadBasis {
        Stated = "stated",
        /// Subject of 联合 or 与 in the source.
        Subject = "subject",
        /// 首列: the source does not say; the first-named unit stands in.
        FirstListed = "first_listed",
    }
}

codes! {
    /// A member's own word.
    pub enum MemberAnswer {
        Waiting = "waiting",
        Confirmed = "confirmed",
        Declined = "declined",
    }
}

codes! {
    /// How exactly a date was written.
    pub enum DatePrecision {
        Day = "day",
        Month = "month",
        Quarter = "quarter",
        HalfYear = "half_year",
        Year = "year",
        Since = "since",
        Range = "range",
        Unknown = "unknown",
    }
}
