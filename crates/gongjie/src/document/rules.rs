//! Words of documents and agreements. Pure.

use gongjie_base::codes;

codes! {
    /// 文件类别
    pub enum DocumentKind {
        Rule = "rule",
        Plan = "plan",
        Report = "report",
        Textbook = "textbook",
        Agreement = "agreement",
        Other = "other",
    }
}

codes! {
    /// 文件的状态
    pub enum DocumentState {
        Drafting = "drafting",
        Reviewing = "reviewing",
        Issued = "issued",
        Revising = "revising",
        Dropped = "dropped",
        /// The source does not say.
        Unstated = "unstated",
    }
}

codes! {
    /// 协议的状态 (domain 1.3).
    pub enum AgreementState {
        None = "none",
        Drafting = "drafting",
        Reviewing = "reviewing",
        PendingSign = "pending_sign",
        Signed = "signed",
        Expired = "expired",
    }
}
