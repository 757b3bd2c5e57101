//! The shape of the seed files in `seeds/`.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Seed {
    pub organization: Organization,
    pub campaign: Campaign,
    /// The year before, closed on the way, with the problems that say so.
    #[serde(default)]
    pub last_campaign: Option<Campaign>,
    pub themes: Vec<Theme>,
    pub units: Vec<Unit>,
    pub stated: Vec<Stated>,
    #[serde(default)]
    pub pairings: Vec<Pairing>,
    #[serde(default)]
    pub people: Vec<Person>,
    #[serde(default)]
    pub problems: Vec<Problem>,
}

#[derive(Debug, Deserialize)]
pub struct Organization {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub term_pack: String,
    pub is_example: bool,
    pub source: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Campaign {
    pub year: i64,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
}

#[derive(Debug, Deserialize)]
pub struct Theme {
    pub code: String,
    pub mark: String,
    pub name: String,
    pub name_en: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Unit {
    pub key: String,
    pub name: String,
    pub short: Option<String>,
    pub name_en: Option<String>,
    pub kind: String,
    pub parent: Option<String>,
    pub aliases: Vec<String>,
    pub branch_type: Option<String>,
    pub partner_kind: Option<String>,
    pub covers: Vec<String>,
    pub is_outside: bool,
    pub source: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Stated {
    pub kind: String,
    pub value: i64,
    pub text: String,
    pub unit: String,
    pub qualifier: String,
    pub source: String,
}

/// A pairing of the article.
#[derive(Debug, Deserialize)]
pub struct Pairing {
    pub no: i64,
    pub paragraph: String,
    pub theme_area: Option<String>,
    pub date_text: Option<String>,
    pub theme: Option<String>,
    pub members: Vec<Member>,
    pub lead_basis: String,
    pub partners_open: Option<String>,
    pub class: Option<String>,
    pub problem: OldProblem,
    pub measures: Vec<OldMeasure>,
    pub activity: Option<Activity>,
    pub documents: Vec<Document>,
    pub agreements: Vec<Agreement>,
    pub outcomes: Vec<Outcome>,
}

#[derive(Debug, Deserialize)]
pub struct Member {
    pub unit: String,
    pub role: String,
    pub written: String,
}

#[derive(Debug, Deserialize)]
pub struct OldProblem {
    pub text: Option<String>,
    pub title: Option<String>,
    pub is_stated: bool,
}

#[derive(Debug, Deserialize)]
pub struct OldMeasure {
    pub text: String,
    pub units: Vec<String>,
    pub tasks_stated: Option<TasksStated>,
}

#[derive(Debug, Deserialize)]
pub struct TasksStated {
    pub measures: i64,
    pub tasks: i64,
}

#[derive(Debug, Deserialize)]
pub struct Activity {
    pub kind: String,
    pub title: String,
    pub date_text: Option<String>,
    /// Days before or after the day of loading; in the example only.
    #[serde(default)]
    pub days: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Document {
    pub title: String,
    pub kind: String,
    pub state: String,
    pub unit: Option<String>,
    pub source: String,
}

#[derive(Debug, Deserialize)]
pub struct Agreement {
    pub title: String,
    pub other_party: Option<String>,
    pub state: String,
    pub source: String,
}

#[derive(Debug, Deserialize)]
pub struct Outcome {
    pub text: String,
    #[serde(default)]
    pub figures: Vec<Figure>,
    #[serde(default)]
    pub shares: Vec<Share>,
    #[serde(default)]
    pub source: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Figure {
    pub label: String,
    pub text: String,
    #[serde(default)]
    pub planned: bool,
}

#[derive(Debug, Deserialize)]
pub struct Share {
    pub unit: String,
    pub percent: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub unit: Option<String>,
    pub login: String,
    pub roles: Vec<RoleOf>,
}

#[derive(Debug, Deserialize)]
pub struct RoleOf {
    pub role: String,
    pub unit: Option<String>,
}

/// A problem of the example.
#[derive(Debug, Deserialize)]
pub struct Problem {
    pub key: String,
    pub title: String,
    pub hurts: String,
    pub raised_by_unit: String,
    pub class: Option<String>,
    pub theme: String,
    pub grade: i64,
    pub target_state: String,
    /// Proposed and paired in the last campaign, and carried over from it.
    #[serde(default)]
    pub is_carried: bool,
    pub pairing: Option<PairingOf>,
    pub measures: Vec<Measure>,
    pub outcomes: Vec<Outcome>,
    pub activities: Vec<Activity>,
    pub wanted_note: String,
    #[serde(default)]
    pub closing: Option<Closing>,
}

#[derive(Debug, Deserialize)]
pub struct PairingOf {
    pub lead: String,
    pub partners: Vec<String>,
    pub days_ago: i64,
    /// Nobody has been invited yet.
    #[serde(default)]
    pub is_draft: bool,
    /// Partners that have not answered yet.
    #[serde(default)]
    pub waiting: Vec<String>,
    #[serde(default)]
    pub declines: Option<Declines>,
    #[serde(default)]
    pub ends: Option<PairingEnd>,
}

/// A partner that does not take part.
#[derive(Debug, Deserialize)]
pub struct Declines {
    pub unit: String,
    pub reason: String,
}

/// How a pairing ended: `concluded` or `terminated`.
#[derive(Debug, Deserialize)]
pub struct PairingEnd {
    pub state: String,
    pub days_ago: i64,
    pub reason: String,
}

/// A close-out, from its application to the step at which the example stops.
#[derive(Debug, Deserialize)]
pub struct Closing {
    /// Day of the application.
    pub days_ago: i64,
    /// A state of a close-out, or what the look-back found.
    pub until: String,
    pub result: String,
    /// Partners that have still time to answer.
    #[serde(default)]
    pub waiting: Vec<String>,
    /// Partners that let the time pass.
    #[serde(default)]
    pub silent: Vec<String>,
    /// Words of the first partner, if it differs.
    #[serde(default)]
    pub differs: Option<String>,
    #[serde(default)]
    pub verifier: Option<String>,
    #[serde(default)]
    pub look_back_days_ago: Option<i64>,
    /// Why it was sent back or withdrawn, or what came up again.
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Deserialize)]
pub struct Measure {
    pub text: String,
    pub lead: String,
    pub partners: Vec<String>,
    pub owner: Option<String>,
    pub start_days: i64,
    pub due_days: i64,
    /// Instead of a day: 长期坚持.
    #[serde(default)]
    pub due_text: Option<String>,
    pub target_state: String,
    /// Address of what proves it.
    pub evidence_link: Option<String>,
    pub milestones: Vec<Milestone>,
    pub progress: Vec<Progress>,
    pub children: Vec<Measure>,
    pub extension: Option<Extension>,
    pub send_backs: i64,
}

#[derive(Debug, Deserialize)]
pub struct Milestone {
    pub text: String,
    pub due_days: i64,
}

#[derive(Debug, Deserialize)]
pub struct Progress {
    pub days: i64,
    pub sentence: String,
    pub percent: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Extension {
    pub to_days: i64,
    pub reason: String,
    pub state: String,
}
