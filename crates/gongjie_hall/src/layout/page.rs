//! What every page needs besides its own contents, and the small sayings that templates ask it for.

use std::sync::Arc;

use gongjie_base::{Clock, FieldError};
use jiff::civil::Date;

use super::words::{Lang, Words};
use crate::org::{Actor, Role};

/// The frame around a page.
pub struct Page {
    pub words: Words,
    /// Ready text of the title.
    pub title: String,
    pub scheme: Option<&'static str>,
    /// Larger text, as the reader chose.
    pub is_large: bool,
    /// Path with query.
    pub address: String,
    pub csrf: String,
    pub actor: Option<Arc<Actor>>,
    pub is_demo: bool,
    pub today: Date,
    pub clock: Clock,
    /// Tables that use the whole window.
    pub is_wide: bool,
    pub aside: Aside,
}

/// What the middleware of saved views puts beside a page, ready made.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// The bar of views of this place, as HTML; empty elsewhere.
    pub views: Arc<str>,
    /// Places that the reader begins with a view, and that view's id.
    pub starts: Arc<[(&'static str, i64)]>,
    /// The place, for pages that follow the journal, and the last entry that this page knows.
    pub live: Option<(&'static str, i64)>,
}

/// One entry of the menu.
pub struct Place {
    pub href: String,
    pub key: &'static str,
    pub icon: &'static str,
    pub is_here: bool,
}

/// Menu groups: text key, then (address, text key, icon).
type Group = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const MENU: &[Group] = &[
    (
        "nav-solve",
        &[
            ("/", "nav-home", "home"),
            ("/voices", "voices", "voice"),
            ("/urgents", "urgents", "warn"),
            ("/problems", "nav-problems", "list"),
            ("/pairings", "nav-pairings", "joint"),
            ("/lists", "nav-lists", "three"),
            ("/roadmap", "nav-roadmap", "road"),
            ("/activities", "nav-activities", "cal"),
            ("/supervision", "nav-supervision", "light"),
        ],
    ),
    (
        "nav-results",
        &[
            ("/outcomes", "nav-outcomes", "target"),
            ("/ledger", "nav-ledger", "table"),
            ("/documents", "nav-documents", "doc"),
            ("/agreements", "nav-agreements", "pact"),
            ("/imports", "nav-imports", "clip"),
        ],
    ),
    (
        "nav-system",
        &[
            ("/campaigns", "nav-campaigns", "flag"),
            ("/themes", "nav-themes", "pin"),
            ("/calendars", "nav-calendar", "cal"),
            ("/units", "nav-units", "inbox"),
            ("/people", "nav-people", "user"),
            ("/inbox", "nav-inbox", "bell"),
            ("/outbox", "nav-outbox", "out"),
            ("/channels", "nav-channels", "link"),
            ("/history", "nav-history", "clock"),
            ("/help", "nav-help", "book"),
        ],
    ),
];

/// The eight steps of a problem 提出 分办 结对 立单 推进 见效 评价 销号: text keys `step-…`.
pub const STEPS: [&str; 8] = [
    "raised", "triaged", "paired", "listed", "progress", "outcome", "verdict", "closed",
];

/// The bar at the foot of a phone.
const TABS: &[(&str, &str, &str)] = &[
    ("/", "nav-home", "home"),
    ("/problems", "tab-problems", "list"),
    ("/problems/new", "raise", "plus"),
    ("/ledger", "nav-ledger", "table"),
    ("/me", "me", "user"),
];

impl Page {
    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.words.text(key)
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.words.text_with(key, &[(name, value.to_string())])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &str,
        first: (&'static str, String),
        second: (&'static str, String),
    ) -> String {
        self.words.text_with(key, &[first, second])
    }

    /// The label of a stored code.
    pub fn code(&self, set: &str, code: impl std::fmt::Display) -> String {
        self.words.code(set, &code.to_string())
    }

    /// True on English pages.
    pub fn is_english(&self) -> bool {
        self.words.lang == Lang::En
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        let code = if self.is_english() { "zh" } else { "en" };
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let kept: Vec<&str> = query
            .split('&')
            .filter(|p| !p.is_empty() && !p.starts_with("lang="))
            .collect();
        let kept = kept.join("&");
        if kept.is_empty() {
            format!("{path}?lang={code}")
        } else {
            format!("{path}?{kept}&lang={code}")
        }
    }

    /// A day as the reader writes it; what is no day stays as written.
    pub fn day(&self, day: &str) -> String {
        self.words.day(day)
    }

    /// A moment to the minute, where the organisation is.
    pub fn minute(&self, at: &i64) -> String {
        self.clock.minute_of(*at)
    }

    /// The day of a moment where room is short: `11-23`, or `2025-11-23` of another year.
    pub fn short_day(&self, at: i64) -> String {
        let day = self.clock.date_of(at);
        let form = if day.year() == self.today.year() {
            "%m-%d"
        } else {
            "%Y-%m-%d"
        };
        day.strftime(form).to_string()
    }

    /// A day where room is short: without the year when it is this one.
    pub fn near_day(&self, day: &str) -> String {
        let this_year = self.today.year().to_string();
        match day.split_once('-') {
            Some((year, rest)) if year == this_year => rest.to_owned(),
            _ => day.to_owned(),
        }
    }

    /// The hidden fields that every form carries: proof of origin and a key that makes it count once.
    pub fn hidden(&self) -> String {
        let key = gongjie_base::token::random().unwrap_or_default();
        format!(
            "<input type=\"hidden\" name=\"_csrf\" value=\"{}\"><input type=\"hidden\" name=\"_key\" value=\"{key}\">",
            self.csrf
        )
    }

    /// An icon of the sprite; it never stands alone.
    pub fn icon(&self, name: &str) -> String {
        let sprite = super::asset_url("icons.svg");
        format!(
            "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{sprite}#i-{name}\"></use></svg>"
        )
    }

    /// The shape of a light: five outlines that differ in black and white.
    pub fn light_shape(&self, light: &str) -> String {
        let shape = match light {
            "green" => "<circle cx=\"8\" cy=\"8\" r=\"6\"/>",
            "blue" => "<path d=\"M2.5 2.5h11v11h-11z\"/>",
            "yellow" => "<path d=\"M8 2 15 14H1z\"/>",
            "red" => "<path d=\"M8 1 15 8 8 15 1 8z\"/>",
            "grey" => "<path d=\"M2.5 2.5h3.5v11H2.5zM10 2.5h3.5v11H10z\"/>",
            "done" => "<path d=\"M3 8.5 6.5 12 13 4.5\" fill=\"none\" stroke=\"currentColor\"/>",
            _ => "<circle cx=\"8\" cy=\"8\" r=\"6\" stroke-dasharray=\"2.5 2\"/>",
        };
        let class = match light {
            "green" => "ok",
            "blue" => "near",
            "yellow" => "warn",
            "red" => "late",
            "grey" => "grey",
            "done" => "done",
            _ => "idle",
        };
        shape_with_words(class, shape, &self.code("light", light))
    }

    /// The shape of a light with other words.
    pub fn light_with(&self, light: &str, words: impl AsRef<str>) -> String {
        let own = self.light_shape(light);
        let head = own.rsplit_once("</svg>").map_or("", |(head, _)| head);
        format!("{head}</svg>{}</span>", words.as_ref())
    }

    /// The shape of what blocks (red), asks for a look (yellow) or is done (green), with its own words.
    pub fn weight_shape(&self, light: &str, words: impl AsRef<str>) -> String {
        let (class, shape) = match light {
            "red" => ("late", "<path d=\"M8 1 15 8 8 15 1 8z\"/>"),
            "yellow" => ("warn", "<path d=\"M8 2 15 14H1z\"/>"),
            _ => ("ok", "<circle cx=\"8\" cy=\"8\" r=\"6\"/>"),
        };
        shape_with_words(class, shape, words.as_ref())
    }

    /// The shape of what waits without a clock, beside words that say for what.
    pub fn waiting_shape(&self, words: impl AsRef<str>) -> String {
        let shape = "<circle cx=\"8\" cy=\"8\" r=\"6\" stroke-dasharray=\"2.5 2\"/>";
        shape_with_words("idle", shape, words.as_ref())
    }

    /// Address of an embedded file.
    pub fn asset(&self, name: &str) -> String {
        super::asset_url(name)
    }

    /// The menu, with the place where the reader is.
    pub fn menu(&self) -> Vec<(&'static str, Vec<Place>)> {
        let business = self.actor.as_ref().is_some_and(|a| a.sees_business());
        let reads_history = self.actor.as_ref().is_some_and(|a| a.reads_history());
        let has = |role| self.actor.as_ref().is_some_and(|a| a.has(role));
        let keeps_channels = has(Role::Sysadmin) || has(Role::Coordinator);
        let sees_post = keeps_channels || has(Role::Inspector);
        let may_open = |href: &str| match href {
            "/campaigns" | "/themes" | "/calendars" => business,
            "/history" => reads_history,
            "/urgents" => [
                Role::DutyOfficer,
                Role::Coordinator,
                Role::Leader,
                Role::Supervisor,
            ]
            .into_iter()
            .any(has),
            "/outbox" => sees_post,
            "/channels" => keeps_channels,
            _ => true,
        };
        MENU.iter()
            .filter(|(group, _)| business || *group == "nav-system")
            .map(|(group, places)| {
                let places = places
                    .iter()
                    .filter(|(href, ..)| may_open(href))
                    .map(|(href, key, icon)| Place {
                        href: self.start_of(href),
                        key,
                        icon,
                        is_here: self.is_at(href),
                    })
                    .collect();
                (*group, places)
            })
            .collect()
    }

    /// The places of the bar on a phone; without business data only those that stay.
    pub fn tabs(&self) -> Vec<Place> {
        let is_raising = self.is_at("/problems/new");
        TABS.iter()
            .filter(|(href, ..)| self.may_raise() || matches!(*href, "/" | "/me"))
            .map(|(href, key, icon)| Place {
                href: self.start_of(href),
                key,
                icon,
                is_here: self.is_at(href) && (*href != "/problems" || !is_raising),
            })
            .collect()
    }

    /// Where the menu opens a place: with the view that the reader chose for it, else as it is.
    fn start_of(&self, href: &str) -> String {
        let start = self.aside.starts.iter().find(|(place, _)| *place == href);
        start.map_or_else(|| href.to_owned(), |(_, id)| format!("/views/{id}"))
    }

    /// The place that follows the journal, and the last entry that this page knows; nothing for other pages.
    pub fn live(&self) -> Option<(&'static str, i64)> {
        self.aside.live
    }

    /// The bar of saved views of this place, as HTML; empty where there is none.
    pub fn views(&self) -> &str {
        &self.aside.views
    }

    /// The page is `href` or lies under it.
    fn is_at(&self, href: &str) -> bool {
        let path = self.address.split('?').next().unwrap_or("/");
        match path.strip_prefix(href) {
            Some("") => true,
            Some(rest) => href != "/" && rest.starts_with('/'),
            None => false,
        }
    }

    /// The signed-in person may enter problems.
    pub fn may_raise(&self) -> bool {
        self.actor.as_ref().is_some_and(|a| a.sees_business())
    }

    /// The signed-in person coordinates the organisation.
    pub fn is_coordinator(&self) -> bool {
        self.actor
            .as_ref()
            .is_some_and(|a| a.has(Role::Coordinator))
    }

    /// The signed-in person drafts slips or letters of oversight.
    pub fn may_press(&self) -> bool {
        let roles = [Role::Inspector, Role::Coordinator, Role::Supervisor];
        let holds = |a: &Arc<Actor>| roles.into_iter().any(|role| a.has(role));
        self.actor.as_ref().is_some_and(holds)
    }

    /// The keys that `?` lists.
    pub fn keys(&self) -> &'static [(&'static [&'static str], &'static str)] {
        super::KEYS
    }

    /// First character of the person's name, for the round mark.
    pub fn initial(&self) -> String {
        self.actor
            .as_ref()
            .and_then(|a| a.name.chars().rfind(|c| c.is_alphanumeric()))
            .map(String::from)
            .unwrap_or_default()
    }
}

/// A light: its outline is for the eye, the words are for everybody. They come from the catalogues.
fn shape_with_words(class: &str, shape: &str, words: &str) -> String {
    format!(
        "<span class=\"light light--{class}\"><svg class=\"light__shape\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{shape}</svg>{words}</span>"
    )
}

/// What was refused in a form, found by field.
#[derive(Default)]
pub struct Errors(pub Vec<FieldError>);

impl Errors {
    /// Nothing refused.
    pub fn none() -> Self {
        Self::default()
    }

    /// The words at one field; empty when nothing is wrong there.
    pub fn at(&self, p: &Page, field: &str) -> String {
        self.0
            .iter()
            .find(|e| e.field == field)
            .map_or_else(String::new, |e| p.words.say(&e.say))
    }

    /// Every refused field with its label and words, for the summary.
    pub fn all(&self, p: &Page) -> Vec<(String, String)> {
        self.0
            .iter()
            .map(|e| {
                let words = p.words.say(&e.say);
                let told = match label(p, &e.field) {
                    Some(label) => format!("{label}{}{words}", p.t("colon")),
                    None => words,
                };
                (e.field.clone(), told)
            })
            .collect()
    }
}

/// The label of a field: the text `room-field` of a room that stands in the page's address, the last one first.
fn label(p: &Page, field: &str) -> Option<String> {
    let path = p.address.split('?').next().unwrap_or_default();
    let stems = ["", "_id", "_unit_id", "_text", "_on"]
        .into_iter()
        .filter_map(|tail| field.strip_suffix(tail))
        .filter(|stem| !stem.is_empty());
    let stems: Vec<String> = stems.map(|stem| stem.replace('_', "-")).collect();
    path.rsplit('/').find_map(|part| {
        let room = match part {
            "people" => "person".to_owned(),
            _ => match part.strip_suffix("ies") {
                Some(stem) => format!("{stem}y"),
                None => part.trim_end_matches('s').to_owned(),
            },
        };
        stems
            .iter()
            .find_map(|stem| p.words.find(&format!("{room}-{stem}")))
    })
}
