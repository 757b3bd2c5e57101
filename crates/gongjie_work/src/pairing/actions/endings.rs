//! How a pairing ends: concluded, terminated, or given up before it began.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use super::answers::line_for;
use super::{StepInput, release_problem, tell};
use crate::campaign::queries as campaigns;
use crate::campaign::rules::CampaignState;
use crate::journal::Entry;
use crate::org::Acting;
use crate::pairing::leaving::Leaving;
use crate::pairing::lifecycle::{Action, needs_reason};
use crate::pairing::queries;
use crate::pairing::rules::{self, State};
use crate::pairing::tables::pairing;
use crate::problem::queries as problem_queries;

/// Concludes an active pairing 结项. Refused while work on one of its problems would be left to nobody.
pub async fn conclude(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    end(tx, acting, &found, Action::Conclude, input).await
}

/// Terminates an active pairing 终止, or gives up one that has not begun 作罢; always with a reason.
///
/// A problem that it leaves without an active pairing goes back to the list with that reason; one in its check must be finished first.
pub async fn terminate(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let action = match found.state {
        State::Draft | State::Invited => Action::GiveUp,
        _ => Action::Terminate,
    };
    end(tx, acting, &found, action, input).await
}

async fn end(
    tx: &Tx,
    acting: &Acting,
    found: &pairing::Model,
    action: Action,
    input: &StepInput,
) -> Result<()> {
    let members = queries::list_members(tx, &[found.id]).await?;
    let line = line_for(found, action, &rules::parts(&acting.actor, &members))?;
    let mut check = Check::new();
    let reason = if needs_reason(action) {
        Some(check.text("reason", &input.reason, TEXT_CHARS_MAX))
    } else {
        check.optional("reason", &input.reason, TEXT_CHARS_MAX)
    };
    check.done()?;
    if action == Action::Conclude {
        check_settled(tx, acting, found).await?;
    }
    let row = pairing::ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        state_note: Set(reason.clone()),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, found.id, version).await?;
    let (journaled, leaving) = if action == Action::Conclude {
        ("pairing.conclude", Leaving::Concluded)
    } else {
        ("pairing.terminate", Leaving::Terminated)
    };
    let entry = Entry::new(journaled, "pairing", found.id)
        .change("state", Some(found.state), Some(line.to))
        .change("reason", None::<String>, reason.as_ref());
    tell(tx, acting, entry, found.id).await?;
    if found.state == State::Active {
        for link in queries::list_links(tx, &[found.id]).await? {
            let reason = reason.as_deref();
            release_problem(tx, acting, found.id, link.problem_id, leaving, reason).await?;
        }
    }
    Ok(())
}

/// Problems under way are closed first, handed to another pairing, or carried over with the campaign.
async fn check_settled(tx: &Tx, acting: &Acting, found: &pairing::Model) -> Result<()> {
    let campaign = campaigns::find_campaign(tx, &acting.actor, found.campaign_id).await?;
    if campaign.state == CampaignState::Closed {
        return Ok(());
    }
    let mut open = Vec::new();
    for link in queries::list_links(tx, &[found.id]).await? {
        let problem = problem_queries::find(tx, &acting.actor, link.problem_id).await?;
        if rules::is_under_way(problem.state)
            && !queries::has_other_active(tx, problem.id, found.id).await?
        {
            open.push(problem.title);
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    let say = Say::new("pairing-cannot-conclude-open")
        .with("n", open.len())
        .with("titles", open.join("、"));
    Err(Error::Conflict(say))
}
