//! Agreements: the list and the form.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::document::queries::AgreementFilter;
use crate::document::rules::{self, AgreementInput, AgreementState, Term};
use crate::document::tables::agreement::Model;
use crate::document::{actions, queries};
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::pairing::queries as pairings;

/// What the reader looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub state: String,
    pub q: String,
    pub before: String,
}

impl Look {
    fn filter(&self) -> AgreementFilter {
        AgreementFilter {
            state: AgreementState::from_code(self.state.trim()),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            before_id: self.before.trim().parse().ok(),
            limit: Some(PAGE_ROWS + 1),
        }
    }

    fn after(&self, id: i64) -> String {
        let id = id.to_string();
        let query = [
            ("state", self.state.as_str()),
            ("q", &self.q),
            ("before", &id),
        ];
        let kept: Vec<_> = query.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        let query = serde_html_form::to_string(kept).unwrap_or_default();
        format!("/agreements?{query}")
    }

    fn is_plain(&self) -> bool {
        [&self.state, &self.q, &self.before]
            .iter()
            .all(|t| t.trim().is_empty())
    }
}

struct Row {
    agreement: Model,
    pairing: String,
    term: Term,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "document/agreements.html")]
struct IndexPage {
    p: Page,
    look: Look,
    rows: Vec<Row>,
    next: Option<String>,
    states: Vec<(String, String)>,
}

/// `GET /agreements`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let p = visit.page(visit.words().text("document-agreements-title"));
    let mut found = queries::page_agreements(conn, actor, &look.filter()).await?;
    let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = found.len() > page_rows;
    found.truncate(page_rows);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|l| look.after(l.id));
    let wanted = pairings::Filter {
        ids: Some(found.iter().map(|a| a.pairing_id).collect()),
        ..pairings::Filter::default()
    };
    let paired = pairings::list(conn, actor, &wanted).await?;
    let ids: Vec<i64> = paired.iter().map(|f| f.id).collect();
    let members = pairings::list_members(conn, &ids).await?;
    let paired: BTreeMap<i64, (String, bool)> = paired
        .into_iter()
        .map(|f| {
            let own: Vec<_> = members
                .iter()
                .filter(|m| m.pairing_id == f.id)
                .cloned()
                .collect();
            let parts = crate::pairing::rules::parts(actor, &own);
            let may = rules::may_agree(f.state) && rules::may_keep(&parts);
            (f.id, (f.title, may))
        })
        .collect();
    let rows = found
        .into_iter()
        .map(|agreement| {
            let (pairing, may_edit) = paired
                .get(&agreement.pairing_id)
                .cloned()
                .unwrap_or_default();
            Row {
                term: rules::term(agreement.state, agreement.ends_on.as_deref(), p.today),
                pairing,
                may_edit,
                agreement,
            }
        })
        .collect();
    show(&IndexPage {
        rows,
        next,
        states: states(&p),
        look,
        p,
    })
}

/// States with their words; "no agreement" is no state of one that is written down.
fn states(p: &Page) -> Vec<(String, String)> {
    AgreementState::ALL
        .iter()
        .filter(|s| **s != AgreementState::None)
        .map(|s| (s.code().to_owned(), p.code("agreement-state", s)))
        .collect()
}

#[derive(Template)]
#[template(path = "document/agreement_form.html")]
struct FormPage {
    p: Page,
    action: String,
    pairing: (i64, String),
    input: AgreementInput,
    errors: Errors,
    states: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    pairing_id: i64,
    id: Option<i64>,
    input: AgreementInput,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "document-agreement-edit-title"
    } else {
        "document-agreement-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let actor = visit.actor()?;
    let found = pairings::find(visit.read(), actor, pairing_id).await?;
    if !actions::may_agree(visit.read(), actor, &found).await? {
        return Err(Error::forbidden("document-not-your-agreement"));
    }
    Ok(FormPage {
        action: match id {
            Some(id) => format!("/agreements/{id}"),
            None => format!("/pairings/{pairing_id}/agreements"),
        },
        pairing: (found.id, found.title),
        states: states(&p),
        input,
        errors,
        p,
    })
}

/// `GET /pairings/{id}/agreements/new`
pub async fn new(visit: Visit, Path(pairing_id): Path<i64>) -> Answer {
    let input = AgreementInput::default();
    show(&form(&visit, pairing_id, None, input, Errors::none()).await?)
}

/// `POST /pairings/{id}/agreements`
pub async fn create(
    visit: Visit,
    Path(pairing_id): Path<i64>,
    Form(input): Form<AgreementInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::add_agreement(&write, &write.acting, pairing_id, &input).await {
        Ok(_) => write.see(format!("/pairings/{pairing_id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, pairing_id, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn standing(found: &Model) -> AgreementInput {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    AgreementInput {
        title: found.title.clone(),
        other_party: text(&found.other_party),
        state: found.state.code().to_owned(),
        starts_on: text(&found.starts_on),
        ends_on: text(&found.ends_on),
        source: text(&found.source),
        version: found.version.to_string(),
    }
}

/// `GET /agreements/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let found = queries::find_agreement(visit.read(), visit.actor()?, id).await?;
    let input = standing(&found);
    show(&form(&visit, found.pairing_id, Some(id), input, Errors::none()).await?)
}

/// `POST /agreements/{id}`
pub async fn update(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<AgreementInput>,
) -> Answer {
    let found = queries::find_agreement(visit.read(), visit.actor()?, id).await?;
    let write = visit.begin().await?;
    match actions::edit_agreement(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/pairings/{}", found.pairing_id)).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, found.pairing_id, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: AgreementInput) -> Answer {
    let found = queries::find_agreement(visit.read(), visit.actor()?, id).await?;
    let now = standing(&found);
    let p = visit.page(visit.words().text("error-stale"));
    let state = |code: &str| p.code("agreement-state", code);
    let rows = [
        ("document-title", now.title, input.title.clone()),
        (
            "document-other-party",
            now.other_party,
            input.other_party.clone(),
        ),
        ("document-state", state(&now.state), state(&input.state)),
        ("document-starts", now.starts_on, input.starts_on.clone()),
        ("document-ends", now.ends_on, input.ends_on.clone()),
    ];
    let typed = vec![
        ("title", input.title),
        ("other_party", input.other_party),
        ("state", input.state),
        ("starts_on", input.starts_on),
        ("ends_on", input.ends_on),
        ("version", now.version),
    ];
    let (action, back) = (
        format!("/agreements/{id}"),
        format!("/pairings/{}", found.pairing_id),
    );
    show_clash(p, action, back, rows, typed)
}
