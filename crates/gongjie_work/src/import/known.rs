//! What the product knows when a file is checked: units, people, themes, the rows of the campaign, and what earlier imports wrote.

use std::collections::{BTreeMap, HashMap};

use gongjie_base::{Conn, Result};
use gongjie_reader::Register;
use gongjie_words::name_key;
use serde::{Deserialize, Serialize};

use super::queries;
use crate::campaign::queries as campaigns;
use crate::grid::rules::Object;
use crate::measure::rules::DutyRole;
use crate::org::{Actor, queries as org};
use crate::pairing::rules::MemberRole;
use crate::{measure, outcome, pairing};

/// One field that an import wrote: the cell it comes from, the words there, and what was made of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub field: String,
    pub cell: String,
    pub written: String,
    /// The value in the product; nothing for words that are only kept.
    pub value: Option<String>,
    /// The value before, where the import changed it.
    pub was: Option<String>,
}

/// A row of ours, as its form would hold it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub id: i64,
    pub fields: BTreeMap<&'static str, String>,
    /// Field to the value that the last import wrote.
    pub base: BTreeMap<String, String>,
}

/// A problem of the campaign with what hangs on it.
#[derive(Debug, Clone, Default)]
pub struct StandingProblem {
    pub row: Standing,
    pub pairing: Option<Standing>,
    pub measures: Vec<Standing>,
    pub outcomes: Vec<Standing>,
}

/// A person who may be named.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub unit_id: Option<i64>,
}

/// Everything.
pub struct Known {
    pub campaign_id: i64,
    pub year: i64,
    pub register: Register,
    /// In the order of the register.
    pub units: Vec<(i64, String)>,
    pub people: Vec<Person>,
    /// Id, and the names that find it.
    pub themes: Vec<(i64, String, Vec<String>)>,
    pub problems: Vec<StandingProblem>,
    /// Key of a row of an earlier import, to the place of its problem.
    pub by_key: HashMap<String, usize>,
    /// Key of a title or description, to the places of the problems that have it.
    pub by_title: HashMap<String, Vec<usize>>,
}

impl Known {
    /// Reads it for one campaign.
    pub async fn load(conn: &Conn, actor: &Actor, campaign_id: i64) -> Result<Self> {
        let campaign = campaigns::find_campaign(conn, actor, campaign_id).await?;
        let (register, units) = load_units(conn, actor).await?;
        let people = org::list_people(conn, actor).await?;
        let people = people.into_iter().filter(|p| p.is_active);
        let themes = campaigns::list_themes(conn, actor).await?;
        let themes = themes.into_iter().filter(|t| !t.is_retired);
        let mut known = Self {
            campaign_id,
            year: campaign.year,
            register,
            units,
            people: people
                .map(|p| Person {
                    id: p.id,
                    name: p.name,
                    unit_id: p.unit_id,
                })
                .collect(),
            themes: themes
                .map(|t| {
                    let keys = [Some(&t.mark), Some(&t.name), t.name_en.as_ref()];
                    let keys = keys.into_iter().flatten().map(|n| name_key(n)).collect();
                    (t.id, t.name, keys)
                })
                .collect(),
            problems: Vec::new(),
            by_key: HashMap::new(),
            by_title: HashMap::new(),
        };
        known.load_problems(conn, actor).await?;
        known.load_bases(conn, actor).await?;
        Ok(known)
    }

    /// The name of a unit.
    pub fn unit_name(&self, id: i64) -> &str {
        let found = self.units.iter().find(|(unit, _)| *unit == id);
        found.map_or("", |(_, name)| name.as_str())
    }

    async fn load_problems(&mut self, conn: &Conn, actor: &Actor) -> Result<()> {
        let rows = queries::list_standing(conn, actor, self.campaign_id).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut place = HashMap::new();
        for row in rows {
            let at = self.problems.len();
            place.insert(row.id, at);
            for text in [Some(&row.title), row.hurts.as_ref()].into_iter().flatten() {
                let places = self.by_title.entry(name_key(text)).or_default();
                if !places.contains(&at) {
                    places.push(at);
                }
            }
            let fields = BTreeMap::from([
                ("title", row.title),
                ("hurts", row.hurts.unwrap_or_default()),
                ("theme_id", text(row.theme_id)),
                (
                    "class",
                    row.class.map(|c| c.to_string()).unwrap_or_default(),
                ),
            ]);
            self.problems.push(StandingProblem {
                row: standing(row.id, fields),
                ..StandingProblem::default()
            });
        }
        self.load_pairings(conn, actor, &ids, &place).await?;
        self.load_measures(conn, &ids, &place).await?;
        for row in outcome::queries::list_of_problems(conn, &ids).await? {
            let problem = place
                .get(&row.problem_id)
                .and_then(|at| self.problems.get_mut(*at));
            if let Some(problem) = problem.filter(|_| !row.is_withdrawn) {
                let fields = BTreeMap::from([("text", row.text)]);
                problem.outcomes.push(standing(row.id, fields));
            }
        }
        Ok(())
    }

    async fn load_pairings(
        &mut self,
        conn: &Conn,
        actor: &Actor,
        ids: &[i64],
        place: &HashMap<i64, usize>,
    ) -> Result<()> {
        let links = pairing::queries::list_links_of_problems(conn, ids).await?;
        let mut of: Vec<i64> = links.iter().map(|link| link.pairing_id).collect();
        of.sort_unstable();
        of.dedup();
        let rows = queries::list_open_pairings(conn, &of).await?;
        let mut members: HashMap<i64, Vec<_>> = HashMap::new();
        for member in pairing::queries::list_members(conn, &of).await? {
            members.entry(member.pairing_id).or_default().push(member);
        }
        let of = |id: i64| members.get(&id).map_or(&[][..], Vec::as_slice);
        let rows: HashMap<i64, Standing> = rows
            .into_iter()
            // An invitation is its members' until it is a pairing.
            .filter(|row| pairing::queries::sees(actor, row, of(row.id)))
            .map(|row| {
                let of_row = of(row.id);
                let lead = of_row.iter().find(|m| m.role == MemberRole::Lead);
                let partners = of_row.iter().filter(|m| m.role != MemberRole::Lead);
                let fields = BTreeMap::from([
                    ("lead", text(lead.map(|m| m.unit_id))),
                    ("partners", joined(partners.map(|m| m.unit_id))),
                    ("theme_text", row.theme_text.unwrap_or_default()),
                    ("date_text", row.date_text.unwrap_or_default()),
                ]);
                (row.id, standing(row.id, fields))
            })
            .collect();
        for link in links {
            let problem = place
                .get(&link.problem_id)
                .and_then(|at| self.problems.get_mut(*at));
            if let (Some(problem), Some(row)) = (problem, rows.get(&link.pairing_id)) {
                problem.pairing.get_or_insert_with(|| row.clone());
            }
        }
        Ok(())
    }

    async fn load_measures(
        &mut self,
        conn: &Conn,
        ids: &[i64],
        place: &HashMap<i64, usize>,
    ) -> Result<()> {
        let rows = measure::queries::list_of_problems(conn, ids).await?;
        let of: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut said: HashMap<i64, (String, i64, String)> = HashMap::new();
        for entry in measure::queries::list_progress(conn, &of).await? {
            let new = (
                entry.entered_on,
                entry.id,
                entry.sentence.unwrap_or_default(),
            );
            let kept = said.entry(entry.measure_id).or_default();
            if (&kept.0, kept.1) < (&new.0, new.1) {
                *kept = new;
            }
        }
        let mut duties: HashMap<i64, Vec<_>> = HashMap::new();
        for duty in measure::queries::list_duties(conn, &of).await? {
            duties.entry(duty.measure_id).or_default().push(duty);
        }
        for row in rows {
            if row.state == measure::rules::State::Cancelled {
                continue;
            }
            let Some(problem) = place
                .get(&row.problem_id)
                .and_then(|at| self.problems.get_mut(*at))
            else {
                continue;
            };
            let of_row = duties.get(&row.id).map_or(&[][..], Vec::as_slice);
            let (lead, owner) = measure::queries::lead_and_owner(of_row);
            let partners = of_row.iter().filter(|d| d.role == DutyRole::Partner);
            let fields = BTreeMap::from([
                ("text", row.text),
                ("lead", text(lead)),
                ("partners", joined(partners.filter_map(|d| d.unit_id))),
                ("owner", text(owner)),
                ("due_text", row.due_text.unwrap_or_default()),
                (
                    "progress",
                    said.remove(&row.id)
                        .map(|(_, _, words)| words)
                        .unwrap_or_default(),
                ),
            ]);
            problem.measures.push(standing(row.id, fields));
        }
        Ok(())
    }

    /// What earlier imports wrote, the latest last.
    async fn load_bases(&mut self, conn: &Conn, actor: &Actor) -> Result<()> {
        let place: HashMap<i64, usize> = self
            .problems
            .iter()
            .enumerate()
            .map(|(at, p)| (p.row.id, at))
            .collect();
        for origin in queries::list_origins_of_campaign(conn, actor, self.campaign_id).await? {
            let Some(at) = place.get(&origin.problem_id) else {
                continue;
            };
            for key in origin.row_key.split('\n').filter(|key| !key.is_empty()) {
                self.by_key.insert(key.to_owned(), *at);
            }
            let Some(problem) = self.problems.get_mut(*at) else {
                continue;
            };
            let rows = match origin.object {
                Object::Problem => std::slice::from_mut(&mut problem.row),
                Object::Pairing => problem.pairing.as_mut_slice(),
                Object::Measure => &mut problem.measures,
                Object::Outcome => &mut problem.outcomes,
            };
            let Some(row) = rows.iter_mut().find(|row| row.id == origin.object_id) else {
                continue;
            };
            for field in queries::read_fields(&origin.fields)? {
                if let Some(value) = field.value {
                    row.base.insert(field.field, value);
                }
            }
        }
        Ok(())
    }
}

fn standing(id: i64, fields: BTreeMap<&'static str, String>) -> Standing {
    Standing {
        id,
        fields,
        base: BTreeMap::new(),
    }
}

fn text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Ids in ascending order: partners are a set.
pub fn joined(ids: impl Iterator<Item = i64>) -> String {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    ids.join(",")
}

async fn load_units(conn: &Conn, actor: &Actor) -> Result<(Register, Vec<(i64, String)>)> {
    let mut aliases: HashMap<i64, Vec<String>> = HashMap::new();
    for row in org::list_names_of_all(conn, actor).await? {
        aliases.entry(row.unit_id).or_default().push(row.name);
    }
    let mut register = Register::default();
    let mut units = Vec::new();
    for unit in org::list_open_units(conn, actor).await? {
        let mut names = aliases.remove(&unit.id).unwrap_or_default();
        names.extend(unit.short_name);
        register.add(&unit.name, names.iter().map(String::as_str));
        units.push((unit.id, unit.name));
    }
    Ok((register, units))
}
