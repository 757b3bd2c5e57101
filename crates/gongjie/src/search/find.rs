//! What a search found, in groups: rows with the words marked, for the page and the API.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result};

use super::queries::{self, ROWS};
use super::rules::{self, Part};
use crate::layout::Words;
use crate::org::{Actor, queries as org};

/// One row that was found.
pub struct Hit {
    pub href: String,
    pub title: Vec<Part>,
    /// Where the words stand in a longer text, or what the row belongs to.
    pub sub: Vec<Part>,
    /// The problem that a measure or document belongs to.
    pub problem: Option<(i64, String)>,
    pub note: String,
}

/// Rows of one kind.
pub struct Group {
    pub code: &'static str,
    pub hits: Vec<Hit>,
    pub has_more: bool,
}

fn group(code: &'static str, mut hits: Vec<Hit>) -> Group {
    let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let has_more = hits.len() > rows;
    hits.truncate(rows);
    Group {
        code,
        hits,
        has_more,
    }
}

/// Groups that hold something, each with the rows that the asker may see.
pub async fn find(conn: &Conn, actor: &Actor, words: &[String], say: Words) -> Result<Vec<Group>> {
    let mut groups = business(conn, actor, words, say).await?;
    let names = org::unit_names(conn, actor.organization_id).await?;
    groups.insert(3, group("units", units(conn, actor, words, say).await?));
    let people = queries::list_people(conn, actor, words).await?;
    let people = people.into_iter().map(|person| Hit {
        href: format!("/people/{}", person.id),
        title: rules::marked(&person.name, words),
        sub: Vec::new(),
        problem: None,
        note: person
            .unit_id
            .and_then(|id| names.get(&id).cloned())
            .unwrap_or_default(),
    });
    groups.push(group("people", people.collect()));
    groups.retain(|g| !g.hits.is_empty());
    Ok(groups)
}

/// Problems, pairings, measures, documents.
async fn business(conn: &Conn, actor: &Actor, words: &[String], say: Words) -> Result<Vec<Group>> {
    let problems = queries::list_problems(conn, actor, words).await?;
    let pairings = queries::list_pairings(conn, actor, words).await?;
    let measures = queries::list_measures(conn, actor, words).await?;
    let documents = queries::list_documents(conn, actor, words).await?;
    let of: Vec<i64> = measures
        .iter()
        .map(|m| m.problem_id)
        .chain(documents.iter().map(|d| d.problem_id))
        .collect();
    let titles = queries::problem_titles(conn, actor, &of).await?;
    let mark = |text: &str| rules::marked(text, words);
    let around = |text: Option<String>| rules::excerpt(&text.unwrap_or_default(), words);
    let belongs = |id: i64| belongs(&titles, id);
    let problems = problems.into_iter().map(|row| Hit {
        href: format!("/problems/{}", row.id),
        title: mark(&row.title),
        sub: around(row.hurts),
        problem: None,
        note: say.code("problem-state", row.state.code()),
    });
    let pairings = pairings.into_iter().map(|row| Hit {
        href: format!("/pairings/{}", row.id),
        title: mark(&row.title),
        sub: around(row.theme_text),
        problem: None,
        note: say.code("pairing-state", row.state.code()),
    });
    let measures = measures.into_iter().map(|row| Hit {
        href: format!("/measures/{}", row.id),
        title: mark(&row.text),
        sub: around(row.goal),
        problem: belongs(row.problem_id),
        note: String::new(),
    });
    let documents = documents.into_iter().map(|row| Hit {
        href: document(&row.title),
        title: mark(&row.title),
        sub: Vec::new(),
        problem: belongs(row.problem_id),
        note: String::new(),
    });
    Ok(vec![
        group("problems", problems.collect()),
        group("pairings", pairings.collect()),
        group("measures", measures.collect()),
        group("documents", documents.collect()),
    ])
}

fn belongs(titles: &BTreeMap<i64, String>, id: i64) -> Option<(i64, String)> {
    Some((id, titles.get(&id)?.clone()))
}

/// The list of documents, narrowed to the title.
fn document(title: &str) -> String {
    let query = serde_html_form::to_string([("q", title)]).unwrap_or_default();
    format!("/documents?{query}")
}

async fn units(conn: &Conn, actor: &Actor, words: &[String], say: Words) -> Result<Vec<Hit>> {
    let found = queries::list_units(conn, actor, words).await?;
    let ids: Vec<i64> = found.iter().map(|u| u.id).collect();
    let spelled = queries::spellings(conn, &ids, words).await?;
    let hits = found.into_iter().map(|unit| {
        let title = rules::marked(&unit.name, words);
        let other = [
            unit.short_name,
            unit.name_en,
            spelled.get(&unit.id).cloned(),
        ];
        let other = other
            .into_iter()
            .flatten()
            .find(|name| rules::marked(name, words).iter().any(|(hit, _)| *hit));
        let is_plain = !title.iter().any(|(hit, _)| *hit);
        let also = other.filter(|_| is_plain);
        let also = also.map(|name| say.text_with("search-also", &[("name", name)]));
        Hit {
            href: format!("/units/{}", unit.id),
            sub: rules::marked(&also.unwrap_or_default(), words),
            title,
            problem: None,
            note: String::new(),
        }
    });
    Ok(hits.collect())
}
