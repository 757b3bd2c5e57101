//! Words of a campaign. Pure.

use gongjie_base::codes;

codes! {
    /// 年度行动的状态
    pub enum CampaignState {
        Open = "open",
        Closed = "closed",
    }
}

codes! {
    /// What a stated total counts.
    pub enum Counted {
        Branches = "branches",
        Pairings = "pairings",
        Problems = "problems",
        Measures = "measures",
        Documents = "documents",
    }
}

codes! {
    /// How exactly a figure was stated; such words are never dropped and inexact figures never summed.
    pub enum Qualifier {
        Exact = "exact",
        /// 余、多、超过、以上
        MoreThan = "more_than",
        /// 近
        Nearly = "nearly",
        /// 约、左右
        About = "about",
        /// 不少于
        AtLeast = "at_least",
    }
}
