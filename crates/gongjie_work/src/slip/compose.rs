//! The first words of a slip, from the facts that it is about: somebody reads and changes them before they go out.

use gongjie_base::Result;

use super::rules::{Input, Kind};
use crate::door::Reading;
use crate::layout::Words;
use crate::measure::queries as measures;
use crate::problem::queries as problems;

/// Fills what was left empty: to whom, matter, basis, demand, contact. What was typed stays.
pub async fn fill(at: Reading<'_>, input: &mut Input) -> Result<()> {
    let id = |text: &str| text.trim().parse::<i64>().ok();
    if let Some(measure_id) = id(&input.measure_id) {
        of_measure(at, input, measure_id).await?;
    } else if let Some(problem_id) = id(&input.problem_id) {
        let found = problems::find(at.conn, at.actor, problem_id).await?;
        let title = [("title", found.title)];
        or(&mut input.matter, || {
            at.words.text_with("slip-matter-problem", &title)
        });
    }
    if let Some(kind) = Kind::from_code(&input.kind) {
        or(&mut input.demand, || demand(at.words, kind));
    }
    or(&mut input.contact, || at.actor.name.clone());
    Ok(())
}

async fn of_measure(at: Reading<'_>, input: &mut Input, id: i64) -> Result<()> {
    let (row, problem) = measures::find_with_problem(at.conn, at.actor, id).await?;
    let duties = measures::list_duties(at.conn, &[id]).await?;
    let (lead, _) = measures::lead_and_owner(&duties);
    let shines = measures::shines(at.conn, std::slice::from_ref(&row), at.today).await?;
    input.problem_id = problem.id.to_string();
    or(&mut input.to_unit_id, || {
        lead.map(|unit| unit.to_string()).unwrap_or_default()
    });
    let args = [("text", row.text), ("title", problem.title)];
    or(&mut input.matter, || {
        at.words.text_with("slip-matter-measure", &args)
    });
    or(&mut input.basis, || {
        let why = shines.get(&id).map(|shine| at.words.say(&shine.why));
        why.unwrap_or_default()
    });
    Ok(())
}

fn demand(words: Words, kind: Kind) -> String {
    words.code("slip-demand", kind.code())
}

fn or(field: &mut String, text: impl FnOnce() -> String) {
    if field.trim().is_empty() {
        *field = text();
    }
}
