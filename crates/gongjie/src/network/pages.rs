//! The page of the network: picture, table, and the island where it can be explored.

use askama::Template;
use axum::extract::Query;

use super::gather::{self, Network, NetworkUnit, PAIRINGS_MAX, Wish};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Visit, show};
use crate::home::network::{self, Picture, Unit};
use crate::layout::{Page, asset};
use crate::org::queries as org;
use crate::pairing::rules::State;

/// Rows of the table, the busiest units.
const ROWS_MAX: usize = 300;
/// The script of the island, where it was built in.
const ISLAND: &str = "echarts.js";

/// Options of a filter: value and words.
type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "network/index.html")]
struct IndexPage {
    p: Page,
    wish: Wish,
    network: Network,
    picture: Picture,
    /// "12-7:3 12-9:1": units and how many pairings join them, for the island.
    edges: String,
    /// The island can be opened.
    has_island: bool,
    is_example: bool,
    campaigns: Options,
    themes: Options,
    units: Options,
    states: Options,
}

/// `GET /pairings/network`
pub async fn index(visit: Visit, Query(wish): Query<Wish>) -> Answer {
    let reading = visit.reading()?;
    let (conn, actor) = (reading.conn, reading.actor);
    let network = gather::gather(reading, &wish).await?;
    let p = visit.page(reading.words.text("network-title"));
    let edges: Vec<String> = network
        .joints
        .iter()
        .map(|j| format!("{}-{}:{}", j.from_unit_id, j.to_unit_id, j.pairings))
        .collect();
    let themes = campaigns::list_themes(conn, actor).await?;
    let all = campaigns::list_campaigns(conn, actor).await?;
    let open = org::list_open_units(conn, actor).await?;
    show(&IndexPage {
        picture: picture(&network),
        edges: edges.join(" "),
        has_island: asset(ISLAND).is_some(),
        is_example: actor.is_example,
        campaigns: all
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        themes: themes
            .into_iter()
            .map(|t| {
                let english = t.name_en.filter(|_| p.is_english());
                (t.id.to_string(), english.unwrap_or(t.name))
            })
            .collect(),
        units: open
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        states: State::ALL
            .iter()
            .map(|s| (s.to_string(), p.code("pairing-state", s)))
            .collect(),
        network,
        wish,
        p,
    })
}

fn picture(network: &Network) -> Picture {
    let units = network.units.iter().map(|u| Unit {
        id: u.unit_id,
        name: u.short.clone(),
        look: u.look(),
        pairings: u.pairings,
    });
    let joints: Vec<(i64, i64)> = network
        .joints
        .iter()
        .map(|j| (j.from_unit_id, j.to_unit_id))
        .collect();
    network::draw(units.collect(), &joints)
}

impl IndexPage {
    fn rows(&self) -> &[NetworkUnit] {
        let len = self.network.units.len().min(ROWS_MAX);
        self.network.units.get(..len).unwrap_or_default()
    }

    /// Units that the table leaves out.
    fn rest(&self) -> usize {
        self.network.units.len().saturating_sub(ROWS_MAX)
    }

    fn count(&self) -> String {
        self.p.t2(
            "network-count",
            ("units", self.network.units.len().to_string()),
            ("n", self.network.pairings.to_string()),
        )
    }

    /// The pairings of a unit under the same filter.
    fn of_unit(&self, id: &i64) -> String {
        let wish = Wish {
            unit: id.to_string(),
            ..self.wish.clone()
        };
        format!("/pairings?{}", wish.query())
    }

    /// The list of pairings under the same filter.
    fn list(&self) -> String {
        match self.wish.query() {
            query if query.is_empty() => "/pairings".to_owned(),
            query => format!("/pairings?{query}"),
        }
    }

    fn cut(&self) -> Option<String> {
        let is_cut = self.network.is_cut;
        is_cut.then(|| self.p.t1("network-cut", "n", PAIRINGS_MAX))
    }

    fn leasts(&self) -> Vec<(usize, bool)> {
        let here = self.wish.least();
        [1, 2, 3, 5, 10].map(|n| (n, n == here)).to_vec()
    }
}
