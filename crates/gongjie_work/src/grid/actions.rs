//! Verbs of a grid: a step, its undoing and its redoing. Each cell goes through the action of its own room; what one room refuses leaves the other cells saved.

use gongjie_base::{Conn, Error, Result, Say, Tx};
use sea_orm::Set;

use super::queries;
use super::rows::{self, Row};
use super::rules::{
    self, Author, Cell, CellInput, Fate, Input, Made, Object, RowInput, Said, State, TurnInput,
};
use super::tables::grid_step::{ActiveModel, Model};
use crate::journal::{self, Entry, queries as journal_queries};
use crate::org::Acting;

/// Entries of one row that are looked through for who changed a field.
const AUTHORS_MAX: u64 = 60;

/// What a step, an undoing or a redoing did.
#[derive(Debug)]
pub struct Report {
    /// Nothing where not one cell could be saved: such a step is not kept.
    pub step: Option<Model>,
    pub cells: Vec<Cell>,
    pub made: Vec<Made>,
}

/// Takes a step 一步. Each row is saved by the action of its room, so everybody may do here what they may do in its form.
pub async fn take(tx: &Tx, acting: &Acting, input: &Input) -> Result<Report> {
    let (grid, kind) = rules::read(input)?;
    let cells = save_cells(tx, acting, &input.cells).await?;
    let mut made = Vec::new();
    for row in &input.rows {
        made.push(make(tx, acting, row).await?);
    }
    let saved = cells.iter().filter(|c| c.fate.is_saved()).count()
        + made.iter().filter(|m| m.id.is_some()).count();
    if saved == 0 {
        return Ok(Report {
            step: None,
            cells,
            made,
        });
    }
    let open = cells.iter().filter(|c| c.fate.is_open()).count()
        + made.iter().filter(|m| m.id.is_none()).count();
    let (saved, refused) = (count(saved), count(open));
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        person_id: Set(acting.actor.person_id),
        at: Set(acting.at),
        grid: Set(grid),
        kind: Set(kind),
        cells: Set(json(&cells)?),
        made: Set(json(&made)?),
        saved: Set(saved),
        refused: Set(refused),
        state: Set(State::Done),
        version: Set(1),
        ..Default::default()
    };
    let step = queries::insert(tx, row).await?;
    let entry = Entry::new("grid.step", "grid_step", step.id)
        .set("grid", grid)
        .set("kind", kind)
        .set("saved", saved)
        .set("refused", refused);
    journal::record(tx, acting.by(), entry).await?;
    Ok(Report {
        step: Some(step),
        cells,
        made,
    })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn json(rows: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(rows).map_err(Error::internal)
}

/// The cells and rows that a step holds.
pub fn read_step(step: &Model) -> Result<(Vec<Cell>, Vec<Made>)> {
    let cells = serde_json::from_str(&step.cells).map_err(Error::internal)?;
    let made = serde_json::from_str(&step.made).map_err(Error::internal)?;
    Ok((cells, made))
}

/// Saves cells row by row, in the order in which they were given.
async fn save_cells(tx: &Tx, acting: &Acting, cells: &[CellInput]) -> Result<Vec<Cell>> {
    let mut groups: Vec<((&str, &str), Vec<&CellInput>)> = Vec::new();
    for cell in cells {
        let key = (cell.object.as_str(), cell.id.as_str());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, group)) => group.push(cell),
            None => groups.push((key, vec![cell])),
        }
    }
    let mut saved = Vec::new();
    for ((object, id), group) in groups {
        let object = Object::from_code(object)
            .ok_or_else(|| Error::invalid("object", "error-not-in-list"))?;
        let id = id.trim().parse().unwrap_or(0);
        match rows::find(tx, &acting.actor, object, id).await {
            Ok(row) => saved.extend(save_row(tx, acting, row, &group).await?),
            Err(Error::NotFound) => saved.extend(group.iter().map(|cell| absent(object, id, cell))),
            Err(error) => return Err(error),
        }
    }
    Ok(saved)
}

/// A cell of a row that is not there for the actor: nothing is said about it.
fn absent(object: Object, id: i64, input: &CellInput) -> Cell {
    Cell {
        object,
        id,
        title: String::new(),
        field: input.field.clone(),
        from: input.seen.clone().unwrap_or_default(),
        to: input.to.clone(),
        fate: Fate::Refused,
        version: 0,
        now: None,
        author: None,
        said: Some(Said::from(&Say::new("grid-not-there"))),
        is_back: false,
    }
}

/// Decides about each cell of one row, and saves those that may be saved together.
async fn save_row(tx: &Tx, acting: &Acting, row: Row, inputs: &[&CellInput]) -> Result<Vec<Cell>> {
    let mut cells: Vec<Cell> = inputs.iter().map(|input| weigh(&row, input)).collect();
    loop {
        let mut wanted = row.clone();
        let mut set = Vec::new();
        for cell in cells.iter().filter(|c| c.fate.is_saved()) {
            wanted.set(&cell.field, &cell.to);
            set.push(cell.field.clone());
        }
        if set.is_empty() {
            break;
        }
        tx.begin_part().await?;
        let error = match wanted.save(tx, acting).await {
            Ok(version) => {
                tx.keep_part().await?;
                for cell in &mut cells {
                    cell.version = version;
                }
                break;
            }
            Err(error) => error,
        };
        tx.drop_part().await?;
        refuse(&mut cells, &set, error)?;
    }
    for cell in cells.iter_mut().filter(|c| c.fate.is_open()) {
        cell.now = row.get(&cell.field);
        if cell.fate == Fate::Clash {
            cell.author = find_author(tx, acting, cell).await?;
        }
    }
    Ok(cells)
}

/// A cell before its room is asked.
fn weigh(row: &Row, input: &CellInput) -> Cell {
    let now = row.get(&input.field);
    let to = match input.field.as_str() {
        "partners" => rules::ids(&input.to).join(","),
        _ => input.to.trim().to_owned(),
    };
    let fate = now.as_deref().map_or(Fate::Refused, |now| {
        let version = (input.version.trim().parse().ok(), row.version);
        rules::decide(input.seen.as_deref(), &to, now, version)
    });
    let said = now
        .is_none()
        .then(|| Said::from(&Say::new("grid-cannot-here")));
    Cell {
        object: row.object,
        id: row.id,
        title: row.title.clone(),
        field: input.field.clone(),
        from: now.unwrap_or_default(),
        to,
        fate,
        version: row.version,
        now: None,
        author: None,
        said,
        is_back: false,
    }
}

/// Notes which of the set cells the room refused; a fault of ours goes on.
fn refuse(cells: &mut [Cell], set: &[String], error: Error) -> Result<()> {
    let set: Vec<&str> = set.iter().map(String::as_str).collect();
    let blamed = match error {
        Error::Invalid(fields) => rules::blame(&set, &fields),
        Error::Forbidden(say) | Error::Conflict(say) => set
            .iter()
            .map(|field| ((*field).to_owned(), Said::from(&say)))
            .collect(),
        Error::Stale { .. } => set
            .iter()
            .map(|field| ((*field).to_owned(), Said::from(&Say::new("error-stale"))))
            .collect(),
        error => return Err(error),
    };
    if blamed.is_empty() {
        return Err(Error::internal("a refusal without a field"));
    }
    for cell in cells.iter_mut().filter(|c| c.fate.is_saved()) {
        if let Some((_, said)) = blamed.iter().find(|(field, _)| *field == cell.field) {
            cell.fate = Fate::Refused;
            cell.said = Some(said.clone());
        }
    }
    Ok(())
}

/// Who last changed the field of a row, as the journal says.
async fn find_author(conn: &Conn, acting: &Acting, cell: &Cell) -> Result<Option<Author>> {
    let lines = journal_queries::list_of_subject(
        conn,
        acting.actor.organization_id,
        cell.object.code(),
        cell.id,
        AUTHORS_MAX,
    )
    .await?;
    let changed = lines.into_iter().find(|line| {
        let changes = line.changes.as_deref().unwrap_or_default();
        changes.iter().any(|c| c.field == cell.field)
    });
    Ok(changed.map(|line| Author {
        name: line.person.unwrap_or_default(),
        at: line.at,
    }))
}

/// Makes one row, or says why not.
async fn make(tx: &Tx, acting: &Acting, row: &RowInput) -> Result<Made> {
    let object = Object::from_code(&row.object)
        .ok_or_else(|| Error::invalid("object", "error-not-in-list"))?;
    let title = ["title", "text"]
        .iter()
        .find_map(|field| row.fields.get(*field));
    let mut made = Made {
        object,
        id: None,
        title: title.cloned().unwrap_or_default(),
        refused: Vec::new(),
        is_back: false,
    };
    tx.begin_part().await?;
    let under = row.under.trim().parse().ok();
    match rows::make(tx, acting, object, under, &row.fields).await {
        Ok(id) => {
            tx.keep_part().await?;
            made.id = Some(id);
        }
        Err(error) => {
            tx.drop_part().await?;
            made.refused = words_of(error)?;
        }
    }
    Ok(made)
}

/// The words of a refusal by field; a fault of ours goes on.
fn words_of(error: Error) -> Result<Vec<(String, Said)>> {
    match error {
        Error::Invalid(fields) => Ok(fields
            .iter()
            .map(|e| (e.field.clone(), Said::from(&e.say)))
            .collect()),
        Error::Forbidden(say) | Error::Conflict(say) => Ok(vec![(String::new(), Said::from(&say))]),
        Error::NotFound => {
            let say = Say::new("grid-not-there");
            Ok(vec![(String::new(), Said::from(&say))])
        }
        error => Err(error),
    }
}

/// Takes a step of the actor's own back 撤回, cell by cell: a cell that somebody changed since stays, with words.
pub async fn undo(tx: &Tx, acting: &Acting, id: i64, input: &TurnInput) -> Result<Report> {
    turn(tx, acting, id, input, State::Undone).await
}

/// Does a step again 重做 that was taken back, under the same conditions.
pub async fn redo(tx: &Tx, acting: &Acting, id: i64, input: &TurnInput) -> Result<Report> {
    turn(tx, acting, id, input, State::Done).await
}

async fn turn(tx: &Tx, acting: &Acting, id: i64, input: &TurnInput, to: State) -> Result<Report> {
    let step = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.trim().parse().unwrap_or(step.version);
    if step.state == to {
        return Err(Error::conflict(match to {
            State::Undone => "grid-is-undone",
            State::Done => "grid-is-done",
        }));
    }
    let is_back = to == State::Undone;
    let (mut cells, mut made) = read_step(&step)?;
    let turned = turn_cells(tx, acting, &mut cells, is_back).await?
        + turn_rows(tx, acting, &mut made, is_back).await?;
    if turned == 0 {
        return Ok(Report {
            step: None,
            cells,
            made,
        });
    }
    let row = ActiveModel {
        cells: Set(json(&cells)?),
        made: Set(json(&made)?),
        state: Set(to),
        turned_at: Set(Some(acting.at)),
        ..Default::default()
    };
    queries::update(tx, row, id, version).await?;
    let action = if is_back { "grid.undo" } else { "grid.redo" };
    let entry = Entry::new(action, "grid_step", id)
        .change("state", Some(step.state), Some(to))
        .set("turned", turned);
    journal::record(tx, acting.by(), entry).await?;
    Ok(Report {
        step: Some(queries::find(tx, &acting.actor, id).await?),
        cells,
        made,
    })
}

/// Sets the saved cells of a step back, or forth again. Returns how many.
async fn turn_cells(tx: &Tx, acting: &Acting, cells: &mut [Cell], is_back: bool) -> Result<usize> {
    let wanted = |c: &&mut Cell| c.fate.is_saved() && c.is_back != is_back;
    let inputs: Vec<CellInput> = cells
        .iter_mut()
        .filter(wanted)
        .map(|cell| {
            let (seen, to) = if is_back {
                (&cell.to, &cell.from)
            } else {
                (&cell.from, &cell.to)
            };
            CellInput {
                object: cell.object.code().to_owned(),
                id: cell.id.to_string(),
                field: cell.field.clone(),
                seen: Some(seen.clone()),
                version: cell.version.to_string(),
                to: to.clone(),
            }
        })
        .collect();
    let mut turned = 0;
    for done in save_cells(tx, acting, &inputs).await? {
        let same = |c: &&mut Cell| {
            c.object == done.object && c.id == done.id && c.field == done.field && wanted(c)
        };
        let Some(cell) = cells.iter_mut().find(same) else {
            continue;
        };
        let is_turned = !done.fate.is_open();
        turned += usize::from(is_turned);
        if is_turned {
            cell.is_back = is_back;
        }
        cell.version = done.version;
        cell.now = done.now;
        cell.author = done.author;
        cell.said = done.said;
    }
    Ok(turned)
}

/// Takes made rows back, or brings them again. Returns how many.
async fn turn_rows(tx: &Tx, acting: &Acting, made: &mut [Made], is_back: bool) -> Result<usize> {
    let mut turned = 0;
    for row in made.iter_mut().filter(|m| m.is_back != is_back) {
        let Some(id) = row.id else { continue };
        tx.begin_part().await?;
        let done = if is_back {
            rows::take_back(tx, acting, row.object, id).await
        } else {
            rows::bring_back(tx, acting, row.object, id).await
        };
        match done {
            Ok(()) => {
                tx.keep_part().await?;
                row.is_back = is_back;
                row.refused = Vec::new();
                turned += 1;
            }
            Err(error) => {
                tx.drop_part().await?;
                row.refused = words_of(error)?;
            }
        }
    }
    Ok(turned)
}

/// The step that Ctrl-Z takes back and the one that Ctrl-Y does again, among the actor's latest ones, newest first.
pub fn next_turns(steps: &[Model]) -> (Option<&Model>, Option<&Model>) {
    let undo = steps.iter().find(|s| s.state == State::Done);
    let redo = steps
        .iter()
        .filter(|s| s.state == State::Undone)
        .max_by_key(|s| (s.turned_at, std::cmp::Reverse(s.id)));
    // A new step ends what could be done again.
    let redo = redo.filter(|r| undo.is_none_or(|u| u.id < r.id));
    (undo, redo)
}
