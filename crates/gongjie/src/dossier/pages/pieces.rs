//! Small things that both pages say.

use crate::campaign::tables::{campaign, theme};
use crate::layout::Page;
use crate::problem::tables::problem;

/// The one-character mark of a theme; `none` where there is none.
pub struct Zi {
    pub code: String,
    pub mark: String,
    pub name: String,
}

/// The mark of this theme.
pub fn zi(p: &Page, theme: Option<&theme::Model>) -> Zi {
    match theme {
        Some(theme) => Zi {
            code: theme.hue.to_string(),
            mark: theme.mark.clone(),
            name: match &theme.name_en {
                Some(name) if p.is_english() => name.clone(),
                _ => theme.name.clone(),
            },
        },
        None => Zi {
            code: "none".to_owned(),
            mark: "未".to_owned(),
            name: p.t("theme-none"),
        },
    }
}

/// 难题〔2026〕3号; nothing before it is on the list.
pub fn number(p: &Page, problem: &problem::Model, campaigns: &[campaign::Model]) -> Option<String> {
    let number = problem.number?;
    let year = campaigns.iter().find(|c| c.id == problem.campaign_id)?.year;
    Some(p.t2(
        "dossier-number",
        ("year", year.to_string()),
        ("n", number.to_string()),
    ))
}
