//! Kinds of units, roles of people, and parts: what somebody is toward one row. Pure.

use gongjie_base::codes;

codes! {
    /// Which vocabulary an organisation speaks.
    pub enum TermPack {
        /// 支部, 党委, 主题党日
        Party = "party",
        /// 部门, 单位, 协作活动
        Neutral = "neutral",
    }
}

codes! {
    /// 单位类别 (domain: units of a university, party organisation, outside partners).
    pub enum UnitKind {
        Committee = "committee",
        AdminDept = "admin_dept",
        AffiliatedUnit = "affiliated_unit",
        School = "school",
        CollegeHouse = "college_house",
        Institute = "institute",
        AffiliatedSchool = "affiliated_school",
        Hospital = "hospital",
        Service = "service",
        MassOrg = "mass_org",
        Retired = "retired",
        Branch = "branch",
        Partner = "partner",
    }
}

codes! {
    /// 支部类型
    pub enum BranchType {
        Office = "office",
        Faculty = "faculty",
        Student = "student",
        JointTs = "joint_ts",
        Retired = "retired",
        External = "external",
    }
}

codes! {
    /// 校外单位类别
    pub enum PartnerKind {
        Police = "police",
        Government = "government",
        Education = "education",
        Culture = "culture",
        Enterprise = "enterprise",
        Institution = "institution",
        Community = "community",
        University = "university",
    }
}

codes! {
    /// 系统角色; most are granted for a unit and reach what lies under it.
    pub enum Role {
        Liaison = "liaison",
        UnitHead = "unit_head",
        Owner = "owner",
        Coordinator = "coordinator",
        Inspector = "inspector",
        Leader = "leader",
        Supervisor = "supervisor",
        Editor = "editor",
        Sysadmin = "sysadmin",
        Secadmin = "secadmin",
        Auditor = "auditor",
    }
}

impl Role {
    /// 三员: they run the system and see no business data.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::Sysadmin | Self::Secadmin | Self::Auditor)
    }

    /// Roles that see every row of the organisation, drafts included.
    pub const fn sees_all(self) -> bool {
        matches!(
            self,
            Self::Coordinator | Self::Inspector | Self::Leader | Self::Supervisor
        )
    }
}

codes! {
    /// What an actor is toward one row; lifecycle tables name parts, not roles.
    pub enum Part {
        /// Raised the problem, or speaks for the unit that did.
        Raiser = "raiser",
        /// Works for the accountable lead unit.
        Lead = "lead",
        /// Heads the accountable lead unit.
        LeadHead = "lead_head",
        /// Works for a partner unit.
        Partner = "partner",
        /// Heads a partner unit.
        PartnerHead = "partner_head",
        /// Named owner of a measure, or works for the unit that answers for it.
        Owner = "owner",
        /// Heads the unit that answers for a measure.
        OwnerHead = "owner_head",
        Coordinator = "coordinator",
        Leader = "leader",
        Inspector = "inspector",
        Supervisor = "supervisor",
        /// Works in a unit that did none of the work.
        Outsider = "outsider",
        /// The product itself, as a consequence of another action.
        System = "system",
    }
}
