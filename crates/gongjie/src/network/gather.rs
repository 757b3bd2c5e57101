//! Counts for every unit what it takes part in, and finds the joints between units.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::Result;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::door::Reading;
use crate::home::network::Look;
use crate::org::queries as org;
use crate::org::rules::{BranchType, UnitKind};
use crate::pairing::queries::{self as pairings, Filter};
use crate::pairing::rules::{MemberRole, State};
use crate::pairing::tables::{pairing_member, pairing_problem};

/// Pairings of one picture, the newest first.
pub const PAIRINGS_MAX: u64 = 2_000;

/// The filters of the list of pairings, and how busy a unit must be to be shown.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Wish {
    /// A campaign's id.
    pub campaign: String,
    /// A theme's id.
    pub theme: String,
    /// A unit's id: its own pairings.
    pub unit: String,
    /// State of the pairing; nothing: those that count.
    pub state: String,
    /// Words of the title or theme.
    pub q: String,
    /// Only units with at least so many pairings.
    pub least: String,
}

impl Wish {
    /// Pairings that are asked for. Without a state only those that count: a draft joins nobody.
    pub fn filter(&self) -> Filter {
        let id = |text: &str| text.trim().parse().ok();
        let state = State::from_code(self.state.trim());
        Filter {
            campaign_id: id(&self.campaign),
            theme_id: id(&self.theme),
            unit_id: id(&self.unit),
            state,
            is_counted: state.is_none(),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            limit: Some(PAIRINGS_MAX + 1),
            ..Filter::default()
        }
    }

    /// At least so many pairings.
    pub fn least(&self) -> usize {
        self.least.trim().parse().unwrap_or(1).max(1)
    }

    /// The same filter in an address.
    pub fn query(&self) -> String {
        let pairs = [
            ("campaign", &self.campaign),
            ("theme", &self.theme),
            ("unit", &self.unit),
            ("state", &self.state),
            ("q", &self.q),
        ];
        let kept: Vec<_> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        serde_html_form::to_string(kept).unwrap_or_default()
    }

    /// Nothing is asked for.
    pub fn is_plain(&self) -> bool {
        self.query().is_empty() && self.least.is_empty()
    }
}

/// A unit and what it takes part in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkUnit {
    pub unit_id: i64,
    pub name: String,
    /// Short name where it has one.
    pub short: String,
    pub is_outside: bool,
    /// Schools, houses and their branches.
    pub is_college: bool,
    pub pairings: usize,
    /// Pairings that it leads, co-leads included.
    pub leads: usize,
    /// Other units that it works with.
    pub partners: usize,
    /// Problems that it helps to solve.
    pub problems: usize,
}

impl NetworkUnit {
    /// What it is in the picture.
    pub const fn look(&self) -> Look {
        match (self.is_outside, self.is_college) {
            (true, _) => Look::Outside,
            (false, true) => Look::College,
            (false, false) => Look::Office,
        }
    }
}

/// Two units that work together: a lead and a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkJoint {
    pub from_unit_id: i64,
    pub to_unit_id: i64,
    /// Pairings that join them.
    pub pairings: usize,
}

/// Everything of the picture.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Network {
    /// The busiest first.
    pub units: Vec<NetworkUnit>,
    pub joints: Vec<NetworkJoint>,
    /// Pairings that were counted.
    pub pairings: usize,
    /// There are more pairings than are counted here.
    pub is_cut: bool,
}

/// Units and joints of the pairings that are asked for and that the reader may see.
pub async fn gather(reading: Reading<'_>, look: &Wish) -> Result<Network> {
    let Reading { conn, actor, .. } = reading;
    let mut found = pairings::list(conn, actor, &look.filter()).await?;
    let max = usize::try_from(PAIRINGS_MAX).unwrap_or(usize::MAX);
    let is_cut = found.len() > max;
    found.truncate(max);
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let members = pairings::list_members(conn, &ids).await?;
    let links = pairings::list_links(conn, &ids).await?;
    let tally = tally(&members, &links);
    let mut units: Vec<NetworkUnit> = org::list_units(conn, actor)
        .await?
        .into_iter()
        .filter_map(|u| {
            let own = tally.units.get(&u.id)?;
            let is_college = matches!(u.kind, UnitKind::School | UnitKind::CollegeHouse)
                || matches!(
                    u.branch_type,
                    Some(BranchType::Faculty | BranchType::Student | BranchType::JointTs)
                );
            Some(NetworkUnit {
                unit_id: u.id,
                short: u.short_name.unwrap_or_else(|| u.name.clone()),
                name: u.name,
                is_outside: u.is_outside,
                is_college,
                pairings: own.pairings.len(),
                leads: own.leads.len(),
                partners: own.partners.len(),
                problems: own.problems.len(),
            })
        })
        .filter(|u| u.pairings >= look.least())
        .collect();
    units.sort_by_key(|u| {
        (
            std::cmp::Reverse(u.pairings),
            std::cmp::Reverse(u.leads),
            u.unit_id,
        )
    });
    let shown: BTreeSet<i64> = units.iter().map(|u| u.unit_id).collect();
    Ok(Network {
        joints: tally
            .joints
            .into_iter()
            .filter(|((a, b), _)| shown.contains(a) && shown.contains(b))
            .map(|((from_unit_id, to_unit_id), pairings)| NetworkJoint {
                from_unit_id,
                to_unit_id,
                pairings,
            })
            .collect(),
        units,
        pairings: ids.len(),
        is_cut,
    })
}

/// What one unit takes part in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Own {
    pub pairings: BTreeSet<i64>,
    pub leads: BTreeSet<i64>,
    pub partners: BTreeSet<i64>,
    pub problems: BTreeSet<i64>,
}

/// Counts of all units, and how many pairings join each lead and partner.
#[derive(Debug, Default)]
pub struct Tally {
    pub units: BTreeMap<i64, Own>,
    pub joints: BTreeMap<(i64, i64), usize>,
}

/// Counts members and links. Pure.
pub fn tally(members: &[pairing_member::Model], links: &[pairing_problem::Model]) -> Tally {
    let mut tally = Tally::default();
    let mut by_pairing: BTreeMap<i64, Vec<&pairing_member::Model>> = BTreeMap::new();
    for member in members {
        by_pairing
            .entry(member.pairing_id)
            .or_default()
            .push(member);
    }
    let mut problems: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for link in links {
        problems
            .entry(link.pairing_id)
            .or_default()
            .push(link.problem_id);
    }
    for (pairing, members) in by_pairing {
        let lead = members
            .iter()
            .find(|m| m.role == MemberRole::Lead)
            .map(|m| m.unit_id);
        for member in &members {
            let own = tally.units.entry(member.unit_id).or_default();
            own.pairings.insert(pairing);
            if member.role != MemberRole::Partner {
                own.leads.insert(pairing);
            }
            let others = members.iter().map(|m| m.unit_id);
            own.partners.extend(others.filter(|u| *u != member.unit_id));
            own.problems
                .extend(problems.get(&pairing).into_iter().flatten());
            if let Some(lead) = lead.filter(|lead| *lead != member.unit_id) {
                *tally.joints.entry((lead, member.unit_id)).or_default() += 1;
            }
        }
    }
    tally
}
