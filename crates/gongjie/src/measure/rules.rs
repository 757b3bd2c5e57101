//! Words and decisions about a measure. Pure.

use gongjie_base::codes;

codes! {
    /// 举措的状态 (specification, chapter 4).
    pub enum State {
        Issued = "issued",
        Signed = "signed",
        Working = "working",
        Reported = "reported",
        Done = "done",
        Suspended = "suspended",
        Cancelled = "cancelled",
    }
}

codes! {
    /// What kind of limit a measure has.
    pub enum DueKind {
        Date = "date",
        /// 立行立改: five working days.
        Immediate = "immediate",
        /// 长期坚持: looked at every six months, never counted as solved.
        LongTerm = "long_term",
        /// An old record without a limit.
        None = "none",
    }
}

codes! {
    /// 责任
    pub enum DutyRole {
        LeaderInCharge = "leader_in_charge",
        Lead = "lead",
        Partner = "partner",
        Owner = "owner",
    }
}

codes! {
    /// 延期申请的状态
    pub enum ExtensionState {
        Asked = "asked",
        HeadAgreed = "head_agreed",
        Granted = "granted",
        Denied = "denied",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// 退回的理由 (domain 2.5).
    pub enum SendBackReason {
        Evidence = "evidence",
        Facts = "facts",
        Unfinished = "unfinished",
        Effect = "effect",
        Wording = "wording",
        Other = "other",
    }
}

codes! {
    /// How a dispute about an assignment was ruled.
    pub enum Ruling {
        Moved = "moved",
        Kept = "kept",
    }
}
