//! Organisation, units, campaign, themes and stated totals of a seed.

use gongjie_base::{Error, Result, Tx};

use super::Keys;
use super::seed::{Campaign, Seed, Unit};
use crate::campaign::actions as campaigns;
use crate::campaign::rules::{CampaignInput, Counted, Qualifier, Stated};
use crate::door::App;
use crate::org::actions::{self as org, Founding, UnitInput};
use crate::org::{Acting, Actor, TermPack};

/// Founds the organisation of a seed and everything that pairings will name. Where the seed has a last campaign, that one is open first.
pub async fn found(tx: &Tx, app: &App, seed: &Seed) -> Result<(Acting, Keys)> {
    let own = &seed.organization;
    let founding = Founding {
        code: &own.code,
        name: &own.name,
        name_en: own.name_en.as_deref(),
        term_pack: TermPack::from_code(&own.term_pack).unwrap_or(TermPack::Party),
        is_example: own.is_example,
        source: own.source.as_deref(),
    };
    let algorithm = app.settings.algorithm;
    let organization = org::found(tx, app.clock.now(), algorithm, &founding).await?;
    let acting = super::system(app, Actor::system(&organization));
    let mut keys = Keys::default();
    for unit in &seed.units {
        add_unit(tx, &acting, unit, &mut keys).await?;
    }
    for unit in &seed.units {
        for covered in &unit.covers {
            org::cover(tx, &acting, keys.unit(&unit.key)?, keys.unit(covered)?).await?;
        }
    }
    let first = seed.last_campaign.as_ref().unwrap_or(&seed.campaign);
    keys.years_on = years_on(app, seed);
    let first = typed(first, keys.years_on);
    keys.campaign = campaigns::open(tx, &acting, &first).await?;
    for theme in &seed.themes {
        let name_en = theme.name_en.as_deref();
        let id = campaigns::add_theme(tx, &acting, &theme.code, &theme.mark, &theme.name, name_en)
            .await?;
        keys.themes.insert(theme.code.clone(), id);
    }
    for stated in &seed.stated {
        let unknown = || Error::internal(format!("no kind {}", stated.kind));
        let stated = Stated {
            kind: Counted::from_code(&stated.kind).ok_or_else(unknown)?,
            number: stated.value,
            label: None,
            text: stated.text.clone(),
            qualifier: Qualifier::from_code(&stated.qualifier).unwrap_or(Qualifier::Exact),
            unit: stated.unit.clone(),
            as_of: None,
            source: stated.source.clone(),
        };
        campaigns::state_figure(tx, &acting, keys.campaign, &stated).await?;
    }
    Ok((acting, keys))
}

/// How many years the example's campaigns move: it plays around the day of loading, the article in its own year.
fn years_on(app: &App, seed: &Seed) -> i64 {
    let year = i64::from(app.clock.today().year());
    if seed.organization.is_example {
        year - seed.campaign.year
    } else {
        0
    }
}

/// A campaign of the seed, moved by some years, as somebody would type it.
pub fn typed(campaign: &Campaign, years: i64) -> CampaignInput {
    let written = campaign.year.to_string();
    let year = (campaign.year + years).to_string();
    CampaignInput {
        name: campaign.name.replace(&written, &year),
        starts_on: campaign.starts_on.replace(&written, &year),
        ends_on: campaign.ends_on.replace(&written, &year),
        year,
        ..CampaignInput::default()
    }
}

async fn add_unit(tx: &Tx, acting: &Acting, unit: &Unit, keys: &mut Keys) -> Result<()> {
    let parent = match &unit.parent {
        Some(key) => keys.unit(key)?.to_string(),
        None => String::new(),
    };
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let input = UnitInput {
        name: unit.name.clone(),
        short_name: text(&unit.short),
        name_en: text(&unit.name_en),
        kind: unit.kind.clone(),
        parent_id: parent,
        branch_type: text(&unit.branch_type),
        partner_kind: text(&unit.partner_kind),
        is_outside: if unit.is_outside {
            "1".to_owned()
        } else {
            String::new()
        },
        source: text(&unit.source),
        ..UnitInput::default()
    };
    let id = org::create_unit(tx, acting, &input).await?;
    for alias in &unit.aliases {
        org::add_alias(tx, acting, id, alias).await?;
    }
    keys.units.insert(unit.key.clone(), id);
    Ok(())
}
