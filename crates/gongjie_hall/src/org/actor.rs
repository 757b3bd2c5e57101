//! Who is asking, and what they may see and do: every finder and every action takes it.

use std::collections::BTreeSet;

use gongjie_base::clock::Millis;
use jiff::civil::Date;

use super::rules::{Part, Role, TermPack};
use crate::journal::{Algorithm, By};

/// A role that somebody holds, with the units it reaches (empty: the whole organisation).
#[derive(Debug, Clone)]
pub struct Grant {
    pub role: Role,
    pub unit_id: Option<i64>,
    /// The granted unit, everything under it, and the branches and units that cover each other there.
    pub reach: BTreeSet<i64>,
}

/// A signed-in person of one organisation.
#[derive(Debug, Clone)]
pub struct Actor {
    pub organization_id: i64,
    pub organization_name: String,
    pub is_example: bool,
    pub term_pack: TermPack,
    pub account_id: i64,
    pub person_id: i64,
    pub name: String,
    pub unit_id: Option<i64>,
    pub unit_name: Option<String>,
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Holds the role somewhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Business data is closed to the three administrators.
    pub fn sees_business(&self) -> bool {
        self.grants.is_empty() || self.grants.iter().any(|g| !g.role.is_administrator())
    }

    /// Sees drafts and marks of all units.
    pub fn sees_all(&self) -> bool {
        self.grants.iter().any(|g| g.role.sees_all())
    }

    /// Reads the organisation's record of changes 留痕.
    pub fn reads_history(&self) -> bool {
        let roles = [
            Role::Auditor,
            Role::Inspector,
            Role::Supervisor,
            Role::Coordinator,
        ];
        roles.into_iter().any(|role| self.has(role))
    }

    /// May enter things in the name of the unit.
    pub fn speaks_for(&self, unit_id: i64) -> bool {
        self.holds(&[Role::Liaison, Role::UnitHead], unit_id)
    }

    /// May sign for the unit.
    pub fn heads(&self, unit_id: i64) -> bool {
        self.holds(&[Role::UnitHead], unit_id)
    }

    fn holds(&self, roles: &[Role], unit_id: i64) -> bool {
        self.grants
            .iter()
            .any(|g| roles.contains(&g.role) && g.reach.contains(&unit_id))
    }

    /// Units in whose name the person may enter things, plus the person's own.
    pub fn units(&self) -> BTreeSet<i64> {
        let mut units: BTreeSet<i64> = self
            .grants
            .iter()
            .filter(|g| matches!(g.role, Role::Liaison | Role::UnitHead))
            .flat_map(|g| g.reach.iter().copied())
            .collect();
        units.extend(self.unit_id);
        units
    }

    /// Parts that follow from roles alone, whatever the row.
    pub fn standing_parts(&self) -> Vec<Part> {
        [
            (Role::Coordinator, Part::Coordinator),
            (Role::Leader, Part::Leader),
            (Role::Inspector, Part::Inspector),
            (Role::Supervisor, Part::Supervisor),
            (Role::Dispatcher, Part::Dispatcher),
            (Role::DutyOfficer, Part::DutyOfficer),
        ]
        .into_iter()
        .filter(|(role, _)| self.has(*role))
        .map(|(_, part)| part)
        .collect()
    }
}

/// An actor at a moment: what every action is given besides its transaction.
#[derive(Debug, Clone)]
pub struct Acting {
    pub actor: Actor,
    pub at: Millis,
    pub today: Date,
    pub algorithm: Algorithm,
}

impl Acting {
    /// For the journal.
    pub fn by(&self) -> By {
        By {
            organization_id: self.actor.organization_id,
            person_id: Some(self.actor.person_id).filter(|id| *id > 0),
            at: self.at,
            algorithm: self.algorithm,
        }
    }

    /// Today as it is stored, `2026-11-23`.
    pub fn day(&self) -> String {
        self.today.to_string()
    }
}

impl Actor {
    /// The product itself in an organisation: the command line and the demo, never a browser.
    pub fn system(organization: &super::tables::organization::Model) -> Self {
        let roles = [
            Role::Coordinator,
            Role::Inspector,
            Role::Leader,
            Role::Supervisor,
        ];
        let grant = |role| Grant {
            role,
            unit_id: None,
            reach: BTreeSet::new(),
        };
        Self {
            organization_id: organization.id,
            organization_name: organization.name.clone(),
            is_example: organization.is_example,
            term_pack: organization.term_pack,
            account_id: 0,
            person_id: 0,
            name: String::new(),
            unit_id: None,
            unit_name: None,
            grants: roles.into_iter().map(grant).collect(),
        }
    }
}
