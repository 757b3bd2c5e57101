//! Slips that wait for the actor: to sign, to answer, to approve, to check.

use gongjie_base::{Conn, Result, Say};
use jiff::civil::Date;

use super::todos::Todo;
use crate::calendar;
use crate::org::Actor;
use crate::slip::lifecycle::Action;
use crate::slip::queries::{self, Filter};
use crate::slip::rules::{self, State};

/// The step of a slip that is asked of somebody; to withdraw and to send back is nobody's duty.
const ASKED: [Action; 6] = [
    Action::Approve,
    Action::Send,
    Action::Receive,
    Action::Answer,
    Action::Check,
    Action::Close,
];

/// Slips whose next step is the actor's.
pub async fn list(conn: &Conn, actor: &Actor, today: Date) -> Result<Vec<Todo>> {
    let filter = Filter {
        is_open: true,
        ..Filter::default()
    };
    let rows = queries::list(conn, actor, &filter).await?;
    let calendar = calendar::queries::find(conn, actor.organization_id).await?;
    let mut todos = Vec::new();
    for row in rows {
        let steps = rules::steps(actor, &row);
        let Some(action) = ASKED.iter().find(|action| steps.contains(action)) else {
            continue;
        };
        let until = rules::limit(&row, &calendar, None);
        let is_unsent = matches!(row.state, State::Drafted | State::Approved);
        let mut why: Vec<Say> = until
            .map(|day| Say::new("todo-until").with("date", day))
            .into_iter()
            .collect();
        why.push(Say::new(if is_unsent {
            "todo-why-slip-draft"
        } else {
            "todo-why-slip"
        }));
        let page = format!("/slips/{}", row.id);
        todos.push(Todo {
            verb: format!("slip-action-{}", action.code().replace('_', "-")),
            title: row.matter,
            of: None,
            light: until.map(|day| if today > day { "red" } else { "green" }),
            state: ("slip-state", row.state.to_string()),
            why,
            href: page.clone(),
            page,
        });
    }
    Ok(todos)
}
