//! Changes of class that wait for the actor's decision.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result, Say};
use jiff::civil::Date;

use super::todos::Todo;
use crate::org::Actor;
use crate::problem::tables::problem;
use crate::rise::lifecycle::Action;
use crate::rise::queries::{self, Filter};
use crate::rise::rules::{self, State};

/// Requests that the actor may decide.
pub async fn list(conn: &Conn, actor: &Actor, today: Date) -> Result<Vec<Todo>> {
    let parts = actor.standing_parts();
    let filter = Filter {
        state: Some(State::Asked),
        ..Filter::default()
    };
    let rows = queries::list(conn, actor, &filter).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.problem_id).collect();
    let found: Vec<problem::Model> = conn.rows_in("id", &ids).await?;
    let of: BTreeMap<i64, problem::Model> = found.into_iter().map(|p| (p.id, p)).collect();
    let mut todos = Vec::new();
    for row in rows {
        let Some(problem) = of.get(&row.problem_id) else {
            continue;
        };
        if rules::may_step(actor, &row, problem, &parts, Action::Deny).is_err() {
            continue;
        }
        let page = format!("/problems/{}/rises", row.problem_id);
        let is_late = row.decide_by < today.to_string();
        todos.push(Todo {
            verb: "rise-decide".to_owned(),
            title: problem.title.clone(),
            of: None,
            light: Some(if is_late { "red" } else { "green" }),
            state: ("rise-state", row.state.to_string()),
            why: vec![
                Say::new("todo-until").with("date", &row.decide_by),
                Say::new("todo-why-rise"),
            ],
            href: page.clone(),
            page,
        });
    }
    Ok(todos)
}
