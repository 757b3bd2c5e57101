//! Kinds of units, roles of people, and parts: what somebody is toward one row. Pure.

use std::collections::BTreeSet;

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
        /// 诉求分派
        Dispatcher = "dispatcher",
        /// 值班
        DutyOfficer = "duty_officer",
        /// 身份保管员: two of them open a sealed name
        Guardian = "guardian",
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

    /// Roles that mean nothing without a unit.
    pub const fn needs_unit(self) -> bool {
        matches!(self, Self::Liaison | Self::UnitHead | Self::Owner)
    }

    /// Roles that may be limited to a unit; the others reach the whole organisation.
    pub const fn takes_unit(self) -> bool {
        self.needs_unit() || matches!(self, Self::Editor)
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
        /// Sends voices to those who can answer them.
        Dispatcher = "dispatcher",
        /// On duty for urgent calls, or paged for this one.
        DutyOfficer = "duty_officer",
        /// Works in a unit that did none of the work.
        Outsider = "outsider",
        /// The product itself, as a consequence of another action.
        System = "system",
    }
}

/// Why a role is not granted or not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotGrant {
    /// 三员 exclude each other and every business role.
    AdministratorAlone,
    /// The role is held for a unit, and none was named.
    NoUnit,
    /// Nobody changes the own roles.
    OwnRoles,
    /// An organisation keeps at least one coordinator.
    LastCoordinator,
}

impl CannotGrant {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AdministratorAlone => "role-administrator-alone",
            Self::NoUnit => "role-needs-unit",
            Self::OwnRoles => "role-not-own",
            Self::LastCoordinator => "role-last-coordinator",
        }
    }
}

/// May somebody who holds `held` also hold `new`? 三员分立: one administrator's role, and nothing beside it.
pub fn may_hold(held: &[Role], new: Role) -> Result<(), CannotGrant> {
    let fits =
        |other: &Role| *other == new || !(other.is_administrator() || new.is_administrator());
    if held.iter().all(fits) {
        Ok(())
    } else {
        Err(CannotGrant::AdministratorAlone)
    }
}

/// Why two records of a unit are not made one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotMerge {
    Itself,
    /// The other record lies under this one: its children would hang on themselves.
    OwnChild,
    /// One of the two is merged already.
    MergedBefore,
}

impl CannotMerge {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Itself => "unit-merge-itself",
            Self::OwnChild => "unit-merge-child",
            Self::MergedBefore => "unit-merged-before",
        }
    }
}

/// May `from` become a part of `into`? `under_from` are `from` and all units below it.
pub fn may_merge(
    from: (i64, Option<i64>),
    into: (i64, Option<i64>),
    under_from: &BTreeSet<i64>,
) -> Result<(), CannotMerge> {
    if from.0 == into.0 {
        return Err(CannotMerge::Itself);
    }
    if from.1.is_some() || into.1.is_some() {
        return Err(CannotMerge::MergedBefore);
    }
    if under_from.contains(&into.0) {
        return Err(CannotMerge::OwnChild);
    }
    Ok(())
}

/// A telephone number with its middle hidden, for the journal: `138****1234`.
pub fn masked(phone: &str) -> String {
    let length = phone.chars().count();
    phone
        .chars()
        .enumerate()
        .map(|(n, c)| if n < 3 || n + 4 >= length { c } else { '*' })
        .collect()
}

/// One earlier name with the days on which it held: from the first to the day before `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub name: String,
    pub from: Option<String>,
    pub until: Option<String>,
}

/// The name that held on `day` (`2022-06-21`): an earlier one, or `now`.
pub fn name_on<'a>(now: &'a str, formers: &'a [Former], day: &str) -> &'a str {
    formers
        .iter()
        .find(|f| {
            f.from.as_deref().is_none_or(|from| from <= day)
                && f.until.as_deref().is_some_and(|until| day < until)
        })
        .map_or(now, |f| f.name.as_str())
}
