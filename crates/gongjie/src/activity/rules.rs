//! Words of an activity. Pure.

use gongjie_base::codes;

codes! {
    /// 活动形式
    pub enum Kind {
        ThemeDay = "theme_day",
        Forum = "forum",
        Survey = "survey",
        Visit = "visit",
        Signing = "signing",
        JointEvent = "joint_event",
        Other = "other",
    }
}
