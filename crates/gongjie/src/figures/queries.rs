//! Counts and the rows behind them: one source per figure, used for both, so that they cannot differ.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::light_queries;
use super::rules::{Figure, Lit, Stated, Trace};
use super::tally_queries::Tally;
use crate::campaign::queries as campaigns;
use crate::campaign::rules::CampaignState;
use crate::campaign::tables::{campaign, theme};
use crate::measure::light::Shine;
use crate::measure::queries::{shines, shines_among};
use crate::measure::tables::measure;
use crate::org::Actor;
use crate::pairing::queries::in_campaign as pairing_in_campaign;
use crate::problem::carry_queries::{carried_on, in_campaign};

/// What is counted: one organisation, one campaign, perhaps one theme.
#[derive(Debug, Clone)]
pub struct Scope {
    pub campaign: Option<campaign::Model>,
    /// A theme's id, or nothing for problems without a theme.
    pub theme: Option<Option<i64>>,
    pub today: Date,
}

impl Scope {
    fn campaign_id(&self) -> i64 {
        self.campaign.as_ref().map_or(0, |c| c.id)
    }
}

/// The campaign with this id, else the open one, else the last closed one, else one that is planned.
pub async fn scope(
    conn: &Conn,
    actor: &Actor,
    campaign_id: Option<i64>,
    today: Date,
) -> Result<Scope> {
    let all = campaigns::list_campaigns(conn, actor).await?;
    let wanted = all.iter().find(|c| Some(c.id) == campaign_id);
    let open = all.iter().find(|c| c.state == CampaignState::Open);
    let last = all.iter().find(|c| c.state == CampaignState::Closed);
    Ok(Scope {
        campaign: wanted.or(open).or(last).or(all.first()).cloned(),
        theme: None,
        today,
    })
}

/// Narrows to one theme (its id, or `none`) where the figure has themes, and gives the theme.
pub async fn narrow(
    conn: &Conn,
    actor: &Actor,
    scope: &mut Scope,
    figure: Figure,
    theme: &str,
) -> Result<Option<theme::Model>> {
    if theme.is_empty() || !figure.has_theme() {
        return Ok(None);
    }
    if theme == "none" {
        scope.theme = Some(None);
        return Ok(None);
    }
    let id = theme.parse().map_err(|_| Error::NotFound)?;
    let found = campaigns::find_theme(conn, actor, id).await?;
    scope.theme = Some(Some(id));
    Ok(Some(found))
}

/// One row behind a figure.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct FigureRow {
    pub id: i64,
    pub title: String,
    pub sub: Option<String>,
    /// Id of the page that shows the row.
    pub target: i64,
}

/// What every row of a figure is or hangs on. `$1` is the organisation, `$2` the campaign.
#[derive(Clone, Copy)]
enum Base {
    /// A counted problem of the campaign, carried into it or out of it or neither: it counts once in each of its years.
    Problem,
    /// A problem whose ending counts in this campaign, because it does not go on in a later one.
    Stays,
    /// A pairing that counts in the campaign.
    Pairing,
}

impl Base {
    fn text(self) -> String {
        let own = "p.organization_id = $1 AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn')";
        match self {
            Self::Problem => format!("{own} AND {}", in_campaign("p", "$2")),
            Self::Stays => format!(
                "{own} AND {} AND NOT {}",
                in_campaign("p", "$2"),
                carried_on("p", "$2")
            ),
            Self::Pairing => format!(
                "g.organization_id = $1 AND g.state IN ('active', 'concluded') AND {}",
                pairing_in_campaign("g", "$2")
            ),
        }
    }
}

/// Where the rows of a figure come from: each row once.
struct Source {
    base: Base,
    /// What has to be there for a row that does not hang on the base itself: its tables, and how they hang on the row.
    through: Option<(&'static str, &'static str)>,
    /// Key of the counted thing.
    key: &'static str,
    title: &'static str,
    sub: &'static str,
    target: &'static str,
    from: &'static str,
    /// What narrows the base; empty for nothing.
    filter: &'static str,
    theme: &'static str,
}

const OUTCOME_FIGURES: &str =
    "figure f JOIN outcome o ON o.id = f.outcome_id JOIN problem p ON p.id = o.problem_id";
const CARRIED_IN: &str =
    "EXISTS (SELECT 1 FROM carry_over x WHERE x.problem_id = p.id AND x.to_campaign_id = $2)";
const CARRIED_ON: &str =
    "EXISTS (SELECT 1 FROM carry_over x WHERE x.problem_id = p.id AND x.from_campaign_id = $2)";

/// A source over problems with another condition.
const fn problems(base: Base, filter: &'static str) -> Source {
    Source {
        base,
        through: None,
        key: "p.id",
        title: "p.title",
        sub: "NULL",
        target: "p.id",
        from: "problem p",
        filter,
        theme: "p.theme_id",
    }
}

/// A source of rows that hang on counted problems.
const fn of_problem(
    key: &'static str,
    title: &'static str,
    target: &'static str,
    from: &'static str,
    filter: &'static str,
) -> Source {
    Source {
        base: Base::Problem,
        through: None,
        key,
        title,
        sub: "p.title",
        target,
        from,
        filter,
        theme: "p.theme_id",
    }
}

/// A source of rows that hang on counted pairings.
fn of_pairing(figure: Figure) -> Source {
    match figure {
        Figure::Pairings => Source {
            base: Base::Pairing,
            through: None,
            key: "g.id",
            title: "g.title",
            sub: "g.date_text",
            target: "g.id",
            from: "pairing g",
            filter: "",
            theme: "g.theme_id",
        },
        Figure::Branches => Source {
            base: Base::Pairing,
            through: Some((
                "pairing_member m JOIN pairing g ON g.id = m.pairing_id",
                "m.unit_id = u.id",
            )),
            key: "u.id",
            title: "u.name",
            sub: "NULL",
            target: "u.id",
            from: "unit u",
            filter: "((u.kind = 'branch' AND u.branch_type = 'office') OR (u.kind = 'admin_dept' \
                 AND NOT EXISTS (SELECT 1 FROM unit_cover c WHERE c.unit_id = u.id)) \
                 OR (NOT u.is_outside AND EXISTS (SELECT 1 FROM organization o \
                 WHERE o.id = u.organization_id AND o.term_pack = 'neutral')))",
            theme: "g.theme_id",
        },
        _ => Source {
            base: Base::Pairing,
            through: None,
            key: "a.id",
            title: "a.title",
            sub: "a.date_text",
            target: "a.id",
            from: "activity a JOIN pairing g ON g.id = a.pairing_id",
            filter: "",
            theme: "g.theme_id",
        },
    }
}

fn source(figure: Figure) -> Source {
    match figure {
        Figure::Problems => problems(Base::Problem, ""),
        Figure::CarriedIn => problems(Base::Problem, CARRIED_IN),
        Figure::CarriedOn => problems(Base::Problem, CARRIED_ON),
        Figure::Closed => problems(Base::Stays, "p.state = 'closed'"),
        Figure::Solved => problems(
            Base::Stays,
            "p.state = 'closed' AND p.closed_as IN ('solved', 'partly')",
        ),
        Figure::Checked => problems(
            Base::Stays,
            "p.state = 'closed' AND p.closed_as = 'checked'",
        ),
        Figure::Pairings | Figure::Branches | Figure::Activities => of_pairing(figure),
        Figure::Themes => Source {
            base: Base::Problem,
            through: Some(("problem p", "p.theme_id = t.id")),
            key: "t.id",
            title: "t.name",
            sub: "NULL",
            target: "t.id",
            from: "theme t",
            filter: "",
            theme: "p.theme_id",
        },
        Figure::Documents => of_problem(
            "d.id",
            "d.title",
            "p.id",
            "document d JOIN problem p ON p.id = d.problem_id",
            "d.state <> 'dropped'",
        ),
        Figure::Outcomes => of_problem(
            "o.id",
            "o.text",
            "p.id",
            "outcome o JOIN problem p ON p.id = o.problem_id",
            "NOT o.is_withdrawn",
        ),
        Figure::FiguresPlanned => of_problem(
            "f.id",
            "f.label",
            "p.id",
            OUTCOME_FIGURES,
            "NOT o.is_withdrawn AND f.is_planned",
        ),
        Figure::FiguresAchieved => of_problem(
            "f.id",
            "f.label",
            "p.id",
            OUTCOME_FIGURES,
            "NOT o.is_withdrawn AND NOT f.is_planned",
        ),
        _ => of_problem(
            "m.id",
            "m.text",
            "m.id",
            "measure m JOIN problem p ON p.id = m.problem_id",
            "m.parent_id IS NULL AND m.state <> 'cancelled'",
        ),
    }
}

impl Source {
    /// FROM and WHERE, the same for counting and for listing.
    fn text(&self, scope: &Scope) -> String {
        let theme = match scope.theme {
            None => String::new(),
            Some(None) => format!(" AND {} IS NULL", self.theme),
            Some(Some(id)) => format!(" AND {} = {id}", self.theme),
        };
        let base = format!("{}{theme}", self.base.text());
        let base = match self.through {
            Some((tables, on)) => {
                format!("EXISTS (SELECT 1 FROM {tables} WHERE {on} AND {base})")
            }
            None => base,
        };
        let filter = match self.filter {
            "" => base,
            narrower => format!("{base} AND {narrower}"),
        };
        format!("FROM {} WHERE {filter}", self.from)
    }
}

fn values(actor: &Actor, scope: &Scope) -> [Value; 2] {
    [actor.organization_id.into(), scope.campaign_id().into()]
}

/// How many rows a figure has. The three administrators count nothing.
pub async fn count(conn: &Conn, actor: &Actor, scope: &Scope, figure: Figure) -> Result<i64> {
    if !actor.sees_business() {
        return Ok(0);
    }
    if let Some(light) = figure.light() {
        let lights = count_lights(conn, actor, scope).await?;
        return Ok(lights.get(light).copied().unwrap_or_default());
    }
    if let Some(tally) = Tally::load(conn, actor, scope).await?
        && let Some(count) = tally.count(figure, scope.theme)
    {
        return Ok(count);
    }
    count_rows(conn, actor, scope, figure).await
}

/// How many rows a figure that is no light has, counted one by one.
pub async fn count_rows(conn: &Conn, actor: &Actor, scope: &Scope, figure: Figure) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) {}", source(figure).text(scope));
    Ok(conn
        .scalar(&sql, values(actor, scope))
        .await?
        .unwrap_or_default())
}

/// The rows behind a figure after the row `after`, by id, at most `limit`.
pub async fn rows(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    figure: Figure,
    after: i64,
    limit: u64,
) -> Result<Vec<FigureRow>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    if let Some(light) = figure.light() {
        let (measures, lights) = open_measures(conn, actor, scope).await?;
        let of_light = |m: &&measure::Model| lights.get(&m.id).is_some_and(|l| l.light == light);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let found = measures.iter().filter(of_light).filter(|m| m.id > after);
        return Ok(found
            .take(limit)
            .map(|m| FigureRow {
                id: m.id,
                title: m.text.clone(),
                sub: m.due_on.clone(),
                target: m.id,
            })
            .collect());
    }
    let source = source(figure);
    let sql = format!(
        "SELECT {key} AS id, {title} AS title, CAST({sub} AS TEXT) AS sub, {target} AS target \
         {from} AND {key} > {after} ORDER BY id LIMIT {limit}",
        key = source.key,
        title = source.title,
        sub = source.sub,
        target = source.target,
        from = source.text(scope),
    );
    conn.all(&sql, values(actor, scope)).await
}

/// A count beside what the campaign states about the same thing.
pub async fn trace(conn: &Conn, actor: &Actor, scope: &Scope, figure: Figure) -> Result<Trace> {
    let counted = count(conn, actor, scope, figure).await?;
    beside_stated(conn, scope, figure, counted).await
}

/// A ready count beside what the campaign states about the same thing.
pub async fn beside_stated(
    conn: &Conn,
    scope: &Scope,
    figure: Figure,
    counted: i64,
) -> Result<Trace> {
    let stated = stated(conn, scope, figure).await?;
    Ok(Trace { counted, stated })
}

/// [`trace`] where the campaign states something; nothing is counted where it does not.
pub async fn stated_trace(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    figure: Figure,
) -> Result<Option<Trace>> {
    let Some(stated) = stated(conn, scope, figure).await? else {
        return Ok(None);
    };
    Ok(Some(Trace {
        counted: count(conn, actor, scope, figure).await?,
        stated: Some(stated),
    }))
}

async fn stated(conn: &Conn, scope: &Scope, figure: Figure) -> Result<Option<Stated>> {
    let (Some(campaign), Some(kind), None) = (&scope.campaign, figure.stated(), scope.theme) else {
        return Ok(None);
    };
    let all = campaigns::list_stated(conn, campaign.id).await?;
    Ok(all.into_iter().find(|s| s.kind == kind).map(|s| Stated {
        number: s.number,
        text: s.text,
        qualifier: s.qualifier,
        source: s.source,
    }))
}

/// Open measures of the scope's counted problems, tasks included, with their lights, excused red ones without. Those of a problem that goes on in a later campaign shine there.
async fn open_measures(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
) -> Result<(Vec<measure::Model>, BTreeMap<i64, Lit>)> {
    let sql = format!(
        "SELECT m.* FROM measure m JOIN problem p ON p.id = m.problem_id WHERE {} \
         AND m.state NOT IN ('done', 'cancelled') ORDER BY m.id",
        Base::Stays.text()
    );
    let measures: Vec<measure::Model> = conn.all(&sql, values(actor, scope)).await?;
    let mut lights = lights(conn, &measures, scope.today).await?;
    let base = Base::Stays.text();
    let excused = light_queries::excused(conn, actor, scope, &base, &values(actor, scope)).await?;
    lights.retain(|id, _| !excused.contains(id));
    Ok((measures, lights))
}

/// How many open measures show each light.
pub async fn count_lights(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
) -> Result<BTreeMap<&'static str, i64>> {
    let base = Base::Stays.text();
    light_queries::count(conn, actor, scope, &base, values(actor, scope)).await
}

/// Problems of the scope by theme id (0: without a theme).
pub async fn count_themes(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<BTreeMap<i64, i64>> {
    #[derive(FromQueryResult)]
    struct Line {
        theme_id: i64,
        number: i64,
    }
    if !actor.sees_business() {
        return Ok(BTreeMap::new());
    }
    if let Some(tally) = Tally::load(conn, actor, scope).await? {
        return Ok(tally.themes());
    }
    let sql = format!(
        "SELECT COALESCE(p.theme_id, 0) AS theme_id, COUNT(*) AS number FROM problem p \
         WHERE {} GROUP BY COALESCE(p.theme_id, 0)",
        Base::Problem.text()
    );
    let lines: Vec<Line> = conn.all(&sql, values(actor, scope)).await?;
    Ok(lines.into_iter().map(|l| (l.theme_id, l.number)).collect())
}

/// The light of each measure; the caller has checked that the actor may see them.
pub async fn lights(
    conn: &Conn,
    measures: &[measure::Model],
    today: Date,
) -> Result<BTreeMap<i64, Lit>> {
    Ok(lit(&shines(conn, measures, today).await?))
}

/// [`lights`] of all measures of these problems.
pub async fn lights_among(
    conn: &Conn,
    measures: &[measure::Model],
    problems: &BTreeMap<i64, crate::problem::tables::problem::Model>,
    today: Date,
) -> Result<BTreeMap<i64, Lit>> {
    Ok(lit(&shines_among(conn, measures, problems, today).await?))
}

fn lit(shines: &BTreeMap<i64, Shine>) -> BTreeMap<i64, Lit> {
    let lit = |s: &Shine| Lit {
        light: s.light.code(),
        brief: s.brief(),
        why: s.why.clone(),
    };
    shines.iter().map(|(id, s)| (*id, lit(s))).collect()
}
