//! Filters and the switch between table, board and calendar, for the views beside the table.

use gongjie_base::Result;
use serde::Deserialize;

use crate::campaign::queries as campaigns;
use crate::door::Visit;
use crate::dossier::ask::{Ask, LIGHTS};
use crate::layout::Page;
use crate::org::queries as org;
use crate::problem::rules::{Class, State};

/// Options of a filter: value and words.
type Options = Vec<(String, String)>;

/// How the list is looked at; the filters are those of the table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Way {
    /// `board`, `calendar`, or the table.
    pub view: String,
    /// One column of the board, with all its pages.
    pub column: String,
    /// Problems with a smaller id, of one column.
    pub before: String,
    /// `2026-11`
    pub month: String,
    /// One day of the calendar with everything on it.
    pub day: String,
}

/// The bar above board and calendar.
pub struct Bar {
    pub view: &'static str,
    /// Table, board, calendar: address, text key, is it here.
    pub views: Vec<(String, &'static str, bool)>,
    /// Label, name, options, value.
    pub choices: Vec<(String, &'static str, Options, String)>,
    pub q: String,
    pub is_narrowed: bool,
    pub plain: String,
    /// What the filters keep.
    pub kept: Vec<(&'static str, String)>,
}

/// The three views of one list.
pub fn views(ask: &Ask, here: &str) -> Vec<(String, &'static str, bool)> {
    [
        ("", "board-view-table"),
        ("board", "board-view-board"),
        ("calendar", "board-view-calendar"),
    ]
    .map(|(view, key)| (ask.with("view", view), key, view == here))
    .to_vec()
}

/// This list in a view, with more said.
pub fn at(ask: &Ask, view: &str, more: &[(&str, &str)]) -> String {
    let more = serde_html_form::to_string(more).unwrap_or_default();
    let base = ask.with("view", view);
    if more.is_empty() {
        base
    } else {
        format!("{base}&{more}")
    }
}

impl Bar {
    /// For the reader's organisation.
    pub async fn load(
        visit: &Visit,
        p: &Page,
        ask: &Ask,
        view: &'static str,
        kept: Vec<(&'static str, String)>,
    ) -> Result<Self> {
        let (conn, actor) = (visit.read(), visit.actor()?);
        let coded = |set: &str, codes: Vec<&'static str>| -> Options {
            let words = |c: &str| (c.to_owned(), p.code(set, c));
            codes.into_iter().map(words).collect()
        };
        let mut themes: Options = campaigns::list_themes(conn, actor)
            .await?
            .into_iter()
            .map(|t| {
                let english = t.name_en.filter(|_| p.is_english());
                (t.id.to_string(), english.unwrap_or(t.name))
            })
            .collect();
        themes.push(("none".to_owned(), p.t("theme-none")));
        let units = org::list_open_units(conn, actor).await?;
        let units = units.into_iter().map(|u| (u.id.to_string(), u.name));
        let mut of_campaign: Options = campaigns::list_campaigns(conn, actor)
            .await?
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect();
        of_campaign.push(("all".to_owned(), p.t("dossier-campaign-all")));
        let states = coded(
            "problem-state",
            State::ALL.iter().map(|s| s.code()).collect(),
        );
        let classes = coded("class", Class::ALL.iter().map(|c| c.code()).collect());
        let lights = coded("light", LIGHTS.to_vec());
        let choices = vec![
            (p.t("dossier-theme"), "theme", themes, ask.theme.clone()),
            (p.t("dossier-stage"), "state", states, ask.state.clone()),
            (p.t("problem-class"), "class", classes, ask.class.clone()),
            (p.t("dossier-light"), "light", lights, ask.light.clone()),
            (
                p.t("dossier-unit"),
                "unit",
                units.collect(),
                ask.unit.clone(),
            ),
            (
                p.t("dossier-campaign-now"),
                "campaign",
                of_campaign,
                ask.campaign.clone(),
            ),
        ];
        Ok(Self {
            view,
            views: views(ask, view),
            choices,
            q: ask.q.clone(),
            is_narrowed: !ask.set().is_empty(),
            plain: at(&Ask::default(), view, &[]),
            kept,
        })
    }
}
