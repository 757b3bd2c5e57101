//! What to carry over into the open campaign 结转: the open problems of the years before, chosen one by one or all.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Error, Result};

use crate::campaign::queries as campaigns;
use crate::campaign::rules::CampaignState;
use crate::campaign::tables::campaign;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::problem::actions;
use crate::problem::carry_queries as queries;
use crate::problem::rules::CarryInput;
use crate::problem::tables::problem;

/// One problem that can be carried over.
struct Row {
    problem: problem::Model,
    /// 难题〔2025〕3号; nothing before it was listed.
    number: Option<String>,
    /// The campaign that it would leave.
    from: String,
    raised_by: Option<String>,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "problem/carry.html")]
struct CarryPage {
    p: Page,
    campaign: campaign::Model,
    rows: Vec<Row>,
    /// All that can be carried; more than the rows where they do not fit on the page.
    count: u64,
    errors: Errors,
}

/// `GET /campaigns/{id}/carry-overs`
pub async fn index(visit: Visit, Path(id): Path<i64>) -> Answer {
    show(&page(&visit, id, None, Errors::none()).await?)
}

/// `POST /campaigns/{id}/carry-overs`
pub async fn create(visit: Visit, Path(id): Path<i64>, Form(input): Form<CarryInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::carry_over(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/campaigns/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&page(&visit, id, Some(input), Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page; everything is chosen before anybody chose.
async fn page(
    visit: &Visit,
    id: i64,
    typed: Option<CarryInput>,
    errors: Errors,
) -> Result<CarryPage> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let campaign = campaigns::find_campaign(conn, actor, id).await?;
    if campaign.state != CampaignState::Open {
        let say = gongjie_base::Say::new("carry-into-open-only").with("name", &campaign.name);
        return Err(Error::Conflict(say));
    }
    let p = visit.page(visit.words().text("carry-title"));
    let chosen: Option<BTreeSet<String>> = typed.map(|input| input.problems.into_iter().collect());
    let all = campaigns::list_campaigns(conn, actor).await?;
    let found = queries::list_to_carry(conn, actor, id, 0, PAGE_ROWS_MAX).await?;
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let carries = queries::list_carries(conn, &ids).await?;
    let units = org::unit_names(conn, actor.organization_id).await?;
    let of = |id: i64| all.iter().find(|c| c.id == id);
    let rows = found.into_iter().map(|problem| {
        let last = carries.get(&problem.id).and_then(|rows| rows.last());
        let from = last.map_or(problem.campaign_id, |row| row.to_campaign_id);
        let number = problem.number.zip(of(problem.campaign_id));
        let id = problem.id.to_string();
        Row {
            number: number.map(|(n, raised_in)| {
                let (year, n) = (raised_in.year.to_string(), n.to_string());
                p.t2("dossier-number", ("year", year), ("n", n))
            }),
            from: of(from).map(|c| c.name.clone()).unwrap_or_default(),
            raised_by: problem
                .raised_by_unit_id
                .and_then(|unit| units.get(&unit).cloned()),
            is_chosen: chosen.as_ref().is_none_or(|chosen| chosen.contains(&id)),
            problem,
        }
    });
    Ok(CarryPage {
        rows: rows.collect(),
        count: queries::count_to_carry(conn, actor, id).await?,
        campaign,
        errors,
        p,
    })
}
