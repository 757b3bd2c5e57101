//! The list of campaigns and the page of one: its days, its state, its numbers beside what was stated, what was carried over.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Conn, Result, lifecycle};

use crate::campaign::lifecycle::{Action, TABLE};
use crate::campaign::queries as campaigns;
use crate::campaign::rules::CampaignState;
use crate::campaign::tables::{campaign, stated_figure};
use crate::door::{Answer, Visit, show};
use crate::figures::queries::{self as figures, FigureRow, Scope};
use crate::figures::rules::{Figure, Trace};
use crate::layout::Page;
use crate::problem::carry_queries as carries;

/// Numbers of the list, in the order of its columns.
const COLUMNS: &[Figure] = &[
    Figure::Problems,
    Figure::Pairings,
    Figure::CarriedIn,
    Figure::CarriedOn,
    Figure::Closed,
];

/// Numbers of one campaign, in the order in which work goes.
const NUMBERS: &[Figure] = &[
    Figure::Branches,
    Figure::Pairings,
    Figure::Problems,
    Figure::CarriedIn,
    Figure::Measures,
    Figure::Activities,
    Figure::Documents,
    Figure::Outcomes,
    Figure::Closed,
    Figure::Solved,
    Figure::Checked,
    Figure::CarriedOn,
];

/// Carried problems on the page; the rest is one click away.
const CARRIED_MAX: u64 = 20;

/// One campaign with its numbers.
struct Line {
    campaign: campaign::Model,
    numbers: Vec<(Figure, i64)>,
}

#[derive(Template)]
#[template(path = "campaign_file/index.html")]
struct IndexPage {
    p: Page,
    lines: Vec<Line>,
    is_example: bool,
}

fn scope(visit: &Visit, campaign: &campaign::Model) -> Scope {
    Scope {
        campaign: Some(campaign.clone()),
        theme: None,
        today: visit.today(),
    }
}

/// `GET /campaigns`
pub async fn index(visit: Visit) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let mut lines = Vec::new();
    for campaign in campaigns::list_campaigns(&conn, actor).await? {
        let scope = scope(&visit, &campaign);
        let mut numbers = Vec::new();
        for figure in COLUMNS {
            let number = figures::count(&conn, actor, &scope, *figure).await?;
            numbers.push((*figure, number));
        }
        lines.push(Line { campaign, numbers });
    }
    show(&IndexPage {
        p: visit.page(visit.words().text("campaigns-title")),
        lines,
        is_example: actor.is_example,
    })
}

#[derive(Template)]
#[template(path = "campaign_file/show.html")]
struct ShowPage {
    p: Page,
    campaign: campaign::Model,
    previous: Option<(i64, String)>,
    /// Verbs that are open to the reader.
    moves: Vec<Action>,
    may_edit: bool,
    numbers: Vec<(Figure, Trace)>,
    stated: Vec<stated_figure::Model>,
    carried: Vec<(Figure, i64, Vec<FigureRow>)>,
    /// Problems of the years before that could be carried in; only for those who may.
    to_carry: u64,
    is_example: bool,
}

/// `GET /campaigns/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let campaign = campaigns::find_campaign(&conn, actor, id).await?;
    let scope = scope(&visit, &campaign);
    let mut numbers = Vec::new();
    for figure in NUMBERS {
        let trace = figures::trace(&conn, actor, &scope, *figure).await?;
        numbers.push((*figure, trace));
    }
    let previous = match campaign.previous_id {
        Some(id) => Some(campaigns::find_campaign(&conn, actor, id).await?),
        None => None,
    };
    let p = visit.page(campaign.name.clone());
    let coordinates = p.is_coordinator();
    let to_carry = if coordinates && campaign.state == CampaignState::Open {
        carries::count_to_carry(&conn, actor, id).await?
    } else {
        0
    };
    let open = lifecycle::open_to(TABLE, campaign.state, &actor.standing_parts());
    show(&ShowPage {
        previous: previous.map(|c| (c.id, c.name)),
        moves: open.into_iter().map(|line| line.action).collect(),
        may_edit: coordinates && campaign.state != CampaignState::Closed,
        stated: campaigns::list_stated(&conn, id).await?,
        carried: carried(&visit, &conn, &scope).await?,
        numbers,
        to_carry,
        is_example: actor.is_example,
        campaign,
        p,
    })
}

/// Problems that came from the year before and those that go on, each where there are any.
async fn carried(
    visit: &Visit,
    conn: &Conn,
    scope: &Scope,
) -> Result<Vec<(Figure, i64, Vec<FigureRow>)>> {
    let actor = visit.actor()?;
    let mut found = Vec::new();
    for figure in [Figure::CarriedIn, Figure::CarriedOn] {
        let count = figures::count(conn, actor, scope, figure).await?;
        if count > 0 {
            let rows = figures::rows(conn, actor, scope, figure, 0, CARRIED_MAX).await?;
            found.push((figure, count, rows));
        }
    }
    Ok(found)
}

impl ShowPage {
    /// What a stated total counts, in words.
    fn label(&self, stated: &stated_figure::Model) -> String {
        let label = stated.label.clone();
        label.unwrap_or_else(|| self.p.code("counted", stated.kind))
    }
}
