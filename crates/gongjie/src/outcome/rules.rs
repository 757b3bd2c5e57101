//! Words of outcomes and evidence. Pure.

use gongjie_base::codes;

codes! {
    /// 佐证类别 (domain 2.5).
    pub enum EvidenceKind {
        Rule = "rule",
        Minutes = "minutes",
        Notice = "notice",
        Photo = "photo",
        Data = "data",
        Agreement = "agreement",
        Link = "link",
        Other = "other",
    }
}

codes! {
    /// Who may see a piece of evidence.
    pub enum Visibility {
        /// Units involved, coordinator, supervisor.
        Internal = "internal",
        Public = "public",
    }
}
