//! Plays the pairings that the article names, each with a pointer to its paragraph; what it leaves out stays out.

use gongjie_base::{Result, Tx};

use super::Keys;
use super::seed::{Pairing, Seed};
use crate::org::Acting;
use crate::pairing::actions::{self as pairings, Recorded, RecordedMember};
use crate::pairing::rules::{LeadBasis, MemberRole};
use crate::problem::actions::{self as problems, Recorded as OldProblem};
use crate::problem::rules::{Class, TitleBasis};

/// All named pairings, in the article's order.
pub async fn play(tx: &Tx, acting: &Acting, seed: &Seed, keys: &Keys) -> Result<()> {
    for pairing in &seed.pairings {
        record(tx, acting, pairing, keys).await?;
    }
    Ok(())
}

async fn record(tx: &Tx, acting: &Acting, old: &Pairing, keys: &Keys) -> Result<()> {
    let theme_id = old
        .theme_area
        .as_ref()
        .and_then(|code| keys.themes.get(code))
        .copied();
    let stated = old
        .problem
        .text
        .as_deref()
        .filter(|_| old.problem.is_stated);
    let title = stated
        .or(old.problem.title.as_deref())
        .unwrap_or("（题名未载）");
    let problem = OldProblem {
        campaign_id: keys.campaign,
        title,
        basis: if stated.is_some() {
            TitleBasis::Stated
        } else {
            TitleBasis::Derived
        },
        theme_id,
        class: old.class.as_deref().and_then(Class::from_code),
        source: &old.paragraph,
    };
    let problem_id = problems::record_old(tx, acting, &problem).await?;
    let mut members = Vec::new();
    for member in &old.members {
        members.push(RecordedMember {
            unit_id: keys.unit(&member.unit)?,
            role: MemberRole::from_code(&member.role).unwrap_or(MemberRole::Partner),
            written: Some(&member.written),
        });
    }
    let pairing = Recorded {
        campaign_id: keys.campaign,
        position: Some(old.no),
        title,
        theme_text: old.theme.as_deref(),
        theme_id,
        date_text: old.date_text.as_deref(),
        lead_basis: LeadBasis::from_code(&old.lead_basis).unwrap_or(LeadBasis::FirstListed),
        members,
        partners_open: old.partners_open.as_deref(),
        problems: vec![problem_id],
        source: &old.paragraph,
    };
    pairings::record_old(tx, acting, &pairing).await?;
    Ok(())
}
