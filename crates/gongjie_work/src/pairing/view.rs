//! How units and a pairing's joint are shown; used by the pages of this room and of rooms below.

use std::collections::BTreeMap;
use std::sync::Arc;

use gongjie_base::{Conn, Result};

use super::rules::{LeadBasis, MemberAnswer, MemberRole};
use super::tables::{pairing, pairing_member};
use crate::layout::Page;
use crate::org::tables::unit;
use crate::org::{Actor, queries as org};

/// Units of an organisation by id, for their names. Merged ones too: old rows keep their words.
pub struct Units {
    by_id: Arc<BTreeMap<i64, unit::Model>>,
    is_english: bool,
}

impl Units {
    /// All units of the actor's organisation.
    pub async fn load(conn: &Conn, actor: &Actor, p: &Page) -> Result<Self> {
        Ok(Self {
            by_id: org::known_units(conn, actor.organization_id).await?,
            is_english: p.is_english(),
        })
    }

    /// The unit, where it was not merged into another one.
    fn apart(&self, id: i64) -> Option<&unit::Model> {
        self.by_id.get(&id).filter(|u| u.merged_into_id.is_none())
    }

    /// Name in the page's language; the Chinese one where there is no other.
    pub fn name(&self, id: i64) -> String {
        let english = self
            .apart(id)
            .filter(|_| self.is_english)
            .and_then(|u| u.name_en.clone());
        english
            .or_else(|| self.by_id.get(&id).map(|u| u.name.clone()))
            .unwrap_or_default()
    }

    /// Short name where there is one, for narrow places.
    pub fn short(&self, id: i64) -> String {
        let short = self
            .apart(id)
            .filter(|_| !self.is_english)
            .and_then(|u| u.short_name.clone());
        short.unwrap_or_else(|| self.name(id))
    }

    /// 校外单位
    pub fn is_outside(&self, id: i64) -> bool {
        self.apart(id).is_some_and(|u| u.is_outside)
    }

    /// Units that can be chosen, in the order of the tree.
    pub fn open(&self) -> impl Iterator<Item = &unit::Model> {
        self.by_id
            .values()
            .filter(|u| u.valid_to.is_none() && u.merged_into_id.is_none())
    }
}

/// A partner in a joint.
pub struct Mate {
    pub name: String,
    pub is_outside: bool,
    /// Has not said yes.
    pub is_waiting: bool,
}

/// Lead and partners, fitted together.
pub struct Joint {
    pub lead: String,
    /// 首列: the source does not say who leads.
    pub is_first_listed: bool,
    pub mates: Vec<Mate>,
    /// "等相关支部", as written.
    pub partners_open: Option<String>,
}

impl Joint {
    /// The joint of a pairing; `members` may hold those of others too.
    pub fn of(found: &pairing::Model, members: &[pairing_member::Model], units: &Units) -> Self {
        let own = || members.iter().filter(|m| m.pairing_id == found.id);
        let lead = own().find(|m| m.role == MemberRole::Lead);
        let mates = own().filter(|m| m.role != MemberRole::Lead);
        Self {
            lead: lead.map(|m| units.short(m.unit_id)).unwrap_or_default(),
            is_first_listed: found.lead_basis == LeadBasis::FirstListed,
            mates: mates
                .map(|m| Mate {
                    name: units.short(m.unit_id),
                    is_outside: units.is_outside(m.unit_id),
                    is_waiting: m.answer != MemberAnswer::Confirmed,
                })
                .collect(),
            partners_open: found.partners_open.clone(),
        }
    }
}

/// 结对〔2026〕3号; nothing before it became active.
pub fn number(p: &Page, year: i64, found: &pairing::Model) -> Option<String> {
    let number = found.number?;
    Some(p.t2(
        "pairing-number",
        ("year", year.to_string()),
        ("n", number.to_string()),
    ))
}
