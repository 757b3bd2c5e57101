//! The only code that writes `problem`. Finders take the actor and cannot return what the actor may not see.

use std::collections::BTreeSet;

use gongjie_base::db::like;
use gongjie_base::{Conn, Error, Result, Tx};
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait,
};

use super::carry_queries::of_campaign;
use super::rules::{Origin, State};
use super::tables::problem::{self, Column, Entity, Model};
use crate::org::Actor;

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Problems of this campaign, those carried into it included. Asked together with a state: only those that stay in it.
    pub campaign_id: Option<i64>,
    pub state: Option<State>,
    pub theme_id: Option<i64>,
    /// Only problems without a theme.
    pub is_without_theme: bool,
    /// Only states that count (no drafts, refusals, merged ones).
    pub is_counted: bool,
    pub raised_by_unit_id: Option<i64>,
    /// Only problems that may ask something of somebody.
    pub concern: Option<Concern>,
    /// Words of the title.
    pub text: Option<String>,
    pub ids: Option<Vec<i64>>,
    /// Rows with a smaller id: the page after the one that ended there.
    pub before_id: Option<i64>,
    pub limit: Option<u64>,
}

impl Filter {
    /// The ids, where nothing but them narrows the list (and whether it counts): such rows are read by their ids.
    fn only_ids(&self) -> Option<&[i64]> {
        match self {
            Self {
                campaign_id: None,
                state: None,
                theme_id: None,
                is_without_theme: false,
                is_counted: _,
                raised_by_unit_id: None,
                concern: None,
                text: None,
                ids: Some(ids),
                before_id: None,
                limit: _,
            } => Some(ids),
            _ => None,
        }
    }
}

/// Whom problems may ask for something.
#[derive(Debug, Clone)]
pub enum Concern {
    All,
    /// Units that raised them or take part, and the person who raised them.
    Of(BTreeSet<i64>, i64),
    /// The same, and those that voices became: nobody here has raised them, so the coordinator is asked.
    OfOrVoiced(BTreeSet<i64>, i64),
    /// Looked at again by this day.
    DueForReview(Date),
}

impl Concern {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Of(units, person_id) => {
                let units: Vec<String> = units.iter().map(ToString::to_string).collect();
                let mut any = Condition::any().add(Column::RaisedByPersonId.eq(*person_id));
                if !units.is_empty() {
                    any = any.add(Expr::cust(format!(
                        "EXISTS (SELECT 1 FROM kept_unit k WHERE k.problem_id = problem.id AND k.unit_id IN ({}))",
                        units.join(", ")
                    )));
                }
                any
            }
            Self::OfOrVoiced(units, person_id) => {
                let voiced = Condition::all()
                    .add(Column::Origin.eq(Origin::Voice))
                    .add(Column::RaisedByUnitId.is_null());
                let own = Self::Of(units.clone(), *person_id).condition();
                Condition::any().add(own).add(voiced)
            }
            Self::DueForReview(day) => Condition::all().add(Column::ReviewOn.lte(day.to_string())),
        }
    }
}

/// Rows of the actor's organisation that the actor may see.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.sees_all() {
        return own;
    }
    own.add(
        Condition::any()
            .add(Column::State.is_not_in(State::HIDDEN.iter().copied()))
            .add(Column::RaisedByPersonId.eq(actor.person_id))
            .add(Column::RaisedByUnitId.is_in(actor.units())),
    )
}

/// The actor may see this problem: [`visible`] for a row that was read already.
pub fn sees(actor: &Actor, found: &Model) -> bool {
    let is_raiser = || {
        found.raised_by_person_id == Some(actor.person_id)
            || found
                .raised_by_unit_id
                .is_some_and(|unit| actor.units().contains(&unit))
    };
    found.organization_id == actor.organization_id
        && actor.sees_business()
        && (actor.sees_all() || !State::HIDDEN.contains(&found.state) || is_raiser())
}

/// The problem in this column of another table is one that the actor may see, for the finders of rooms whose rows hang on
/// a problem: asked for each row, not listed for all.
pub fn is_visible(actor: &Actor, column: impl IntoColumnRef) -> SimpleExpr {
    let problem = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).eq(Expr::col(column)))
        .cond_where(visible(actor))
        .to_owned();
    Expr::exists(problem)
}

/// Ids of all problems that the actor may see, of one campaign or of all, for the finders of rooms whose rows hang on a problem.
pub fn visible_ids(actor: &Actor, campaign_id: Option<i64>) -> SelectStatement {
    let filter = Filter {
        campaign_id,
        ..Filter::default()
    };
    filtered(actor, &filter)
        .select_only()
        .column(Column::Id)
        .into_query()
}

fn filtered(actor: &Actor, filter: &Filter) -> sea_orm::Select<Entity> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(id) = filter.campaign_id {
        select = select.filter(of_campaign(id, filter.state.is_some()));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.theme_id {
        select = select.filter(Column::ThemeId.eq(id));
    }
    if filter.is_without_theme {
        select = select.filter(Column::ThemeId.is_null());
    }
    if filter.is_counted {
        select = select.filter(Column::State.is_not_in(State::HIDDEN.iter().copied()));
    }
    if let Some(id) = filter.raised_by_unit_id {
        select = select.filter(Column::RaisedByUnitId.eq(id));
    }
    if let Some(concern) = &filter.concern {
        select = select.filter(concern.condition());
    }
    if let Some(ids) = &filter.ids {
        select = select.filter(Column::Id.is_in(ids.iter().copied()));
    }
    if let Some(text) = &filter.text {
        select = select.filter(Column::Title.like(like(text)));
    }
    select
}

/// One problem.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    let found: Vec<Model> = conn.rows_in("id", &[id]).await?;
    let seen = found.into_iter().find(|p| sees(actor, p));
    seen.ok_or(Error::NotFound)
}

/// Problems, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    if let Some(ids) = filter.only_ids() {
        let keep = |p: &Model| sees(actor, p) && (!filter.is_counted || p.state.is_counted());
        return conn.page_of_ids(ids, filter.limit, keep).await;
    }
    let select = filtered(actor, filter);
    conn.page_rows(select, filter.before_id, filter.limit).await
}

/// How many problems the filter meets.
pub async fn count(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<u64> {
    Ok(filtered(actor, filter).count(conn).await?)
}

/// Inserts a problem and returns it.
pub async fn insert(tx: &Tx, row: problem::ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: problem::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// The next number of a campaign: 难题〔2026〕N号.
pub async fn next_number(tx: &Tx, campaign_id: i64) -> Result<i64> {
    // The whole prefix of the index: the greatest number is its last entry, however many there are.
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM problem WHERE campaign_id = $1 \
               AND organization_id = (SELECT organization_id FROM campaign WHERE id = $1)";
    tx.scalar(sql, [campaign_id.into()])
        .await?
        .ok_or_else(|| Error::internal("no number"))
}
