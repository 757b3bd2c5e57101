//! Counts of problems and of what hangs on them, from the kept totals: a few rows however many problems there are.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result};
use sea_orm::FromQueryResult;

use super::queries::Scope;
use super::rules::Figure;
use crate::org::Actor;
use crate::problem::rules::{ClosedAs, State};

/// The kept totals of one campaign.
pub struct Tally {
    lines: Vec<Line>,
}

#[derive(FromQueryResult)]
struct Line {
    state: String,
    basis: String,
    theme_id: i64,
    stays: i64,
    problems: i64,
    measures: i64,
    documents: i64,
    outcomes: i64,
}

impl Line {
    fn is_counted(&self) -> bool {
        State::from_code(&self.state).is_some_and(State::is_counted)
    }

    /// Closed, and not going on in a later campaign.
    fn is_closed(&self, bases: &[ClosedAs]) -> bool {
        let basis = ClosedAs::from_code(&self.basis);
        self.state == State::Closed.code()
            && self.stays == 1
            && basis.is_some_and(|b| bases.contains(&b))
    }
}

impl Tally {
    /// The totals of the scope's campaign. Nothing where the facts are those of an earlier day, or are not the actor's.
    pub async fn load(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<Option<Self>> {
        if !conn.is_present() || !actor.sees_business() {
            return Ok(None);
        }
        let sql = "SELECT state, basis, theme_id, stays, problems, measures, documents, outcomes \
                   FROM tally_problem WHERE organization_id = $1 AND campaign_id = $2";
        let campaign = scope.campaign.as_ref().map_or(0, |c| c.id);
        let values = [actor.organization_id.into(), campaign.into()];
        let lines = conn.all(sql, values).await?;
        Ok(Some(Self { lines }))
    }

    /// How many rows the figure has; nothing for a figure that is not kept. `theme` as in a [`Scope`].
    pub fn count(&self, figure: Figure, theme: Option<Option<i64>>) -> Option<i64> {
        let number: fn(&Line) -> i64 = match figure {
            Figure::Problems => |l| l.problems,
            Figure::Measures => |l| l.measures,
            Figure::Documents => |l| l.documents,
            Figure::Outcomes => |l| l.outcomes,
            Figure::Closed => |l| l.problems * i64::from(l.is_closed(ClosedAs::ALL)),
            Figure::Solved => {
                |l| l.problems * i64::from(l.is_closed(&[ClosedAs::Solved, ClosedAs::Partly]))
            }
            Figure::Checked => |l| l.problems * i64::from(l.is_closed(&[ClosedAs::Checked])),
            _ => return None,
        };
        let wanted = |l: &&Line| theme.is_none_or(|id| l.theme_id == id.unwrap_or_default());
        let counted = self.lines.iter().filter(|l| l.is_counted());
        Some(counted.filter(wanted).map(number).sum())
    }

    /// Problems by theme id (0: without a theme).
    pub fn themes(&self) -> BTreeMap<i64, i64> {
        let mut themes = BTreeMap::new();
        for line in self.lines.iter().filter(|l| l.is_counted()) {
            *themes.entry(line.theme_id).or_default() += line.problems;
        }
        themes.retain(|_, problems| *problems > 0);
        themes
    }
}
