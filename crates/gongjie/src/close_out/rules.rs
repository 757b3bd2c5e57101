//! Words and decisions about closing a problem. Pure.

use gongjie_base::codes;

codes! {
    /// 销号的步骤 (specification chapter 4, domain 2.5).
    pub enum State {
        /// 申请
        Applied = "applied",
        /// 本单位审签
        Signed = "signed",
        /// 共建方看过
        Viewed = "viewed",
        /// 外单位核验通过; the raiser's verdict comes here with the issue on verdicts.
        Verified = "verified",
        /// 公示中
        Notice = "notice",
        /// 已销号
        Struck = "struck",
        SentBack = "sent_back",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// A partner's view.
    pub enum Opinion {
        Waiting = "waiting",
        Agree = "agree",
        Differ = "differ",
        /// Said nothing in time; shown as such, never as consent.
        Silent = "silent",
    }
}

codes! {
    /// What the look-back found 回头看.
    pub enum LookBack {
        Holds = "holds",
        Rebound = "rebound",
    }
}
