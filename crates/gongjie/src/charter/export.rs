//! The task book as tables: the problem and its pairing, measures with who answers for them, the timetable, signatures.

use gongjie_paper::{Align, Cell, Column, Orientation, Row, Sheet as Table, Workbook};

use super::gather::{Sheet, TaskbookMeasure, TaskbookNode};
use crate::door::Reading;
use crate::layout::{Lang, Words};
use crate::measure::rules::DueKind;

/// The tables stand under each other on one upright page where the format has pages.
pub fn workbook(sheet: &Sheet, reading: Reading<'_>) -> Workbook {
    let words = reading.words;
    let today = day(words, &reading.today.to_string());
    let name = &reading.actor.organization_name;
    let year = sheet.campaign.as_ref().map(|c| c.year.to_string());
    let number = sheet
        .problem
        .number
        .zip(year)
        .map(|(n, year)| [("year", year), ("n", n.to_string())]);
    let number = match number {
        Some(args) => {
            let number = words.text_with("dossier-number", &args);
            words.text_with("charter-number", &[("number", number)])
        }
        None => words.text("charter-no-number"),
    };
    let version = match sheet.version.number {
        0 => words.text("charter-draft"),
        n => words.text_with("charter-version", &[("n", n.to_string())]),
    };
    let seq = sheet.last_entry.to_string();
    let as_of = words.text_with("charter-as-of", &[("day", today), ("seq", seq)]);
    let mut first = upright("charter-title", "charter-head", facts(), words);
    first.goes_on = false;
    first.meta = vec![number, name.clone(), version, as_of];
    first.rows = fact_rows(sheet, words);
    let mut measures = upright(
        "charter-sheet-measures",
        "charter-one",
        measure_columns(),
        words,
    );
    measures.rows = sheet.measures.iter().map(|m| measure(m, words)).collect();
    let mut nodes = upright("charter-sheet-nodes", "charter-two", node_columns(), words);
    let numbered = sheet.nodes.iter().zip(1_i64..);
    nodes.rows = numbered
        .map(|(node, n)| row_of_node(node, n, words))
        .collect();
    if sheet.undated > 0 {
        let n = sheet.undated.to_string();
        nodes.footer = vec![words.text_with("charter-undated", &[("n", n)])];
    }
    let mut signs = upright("charter-sheet-signs", "charter-sheet-four", signs(), words);
    signs.rows = signers(sheet, words);
    Workbook {
        sheets: vec![first, measures, nodes, signs],
    }
}

/// Columns by text key and width in half-width characters.
type Columns = Vec<(&'static str, u16)>;

fn upright(name: &str, title: &str, columns: Columns, words: Words) -> Table {
    let columns = columns.into_iter().map(|(key, width)| {
        let column = Column::new(words.text(key), width);
        if width <= 6 {
            column.aligned(Align::Centre)
        } else {
            column
        }
    });
    let mut table = Table::new(words.text(name), columns.collect());
    table.title = words.text(title);
    table.orientation = Orientation::Portrait;
    table.goes_on = true;
    table
}

fn facts() -> Columns {
    vec![("charter-sheet-what", 18), ("charter-sheet-said", 66)]
}

fn fact_rows(sheet: &Sheet, words: Words) -> Vec<Row> {
    let names = |units: &[(i64, String)]| {
        let names: Vec<&str> = units.iter().map(|(_, name)| name.as_str()).collect();
        names.join("、")
    };
    let pairing = sheet.pairing.as_ref();
    let open = pairing.and_then(|p| p.partners_open.clone());
    let theme_text = pairing.map(|p| p.theme_text.clone().unwrap_or_else(|| p.title.clone()));
    let class = sheet.problem.class.map(|c| words.code("class", c.code()));
    let solved = [("n", sheet.measures.len().to_string())];
    let rows = [
        ("charter-problem", sheet.problem.title.clone()),
        ("problem-class", class.unwrap_or_default()),
        ("problem-theme", sheet.theme.clone().unwrap_or_default()),
        ("charter-lead", names(&sheet.leads)),
        (
            "charter-partners",
            names(&sheet.partners) + &open.unwrap_or_default(),
        ),
        (
            "charter-date",
            pairing
                .and_then(|p| p.date_text.clone())
                .unwrap_or_default(),
        ),
        ("charter-theme", theme_text.unwrap_or_default()),
        ("charter-leader", sheet.leader_in_charge.join("、")),
        (
            "charter-solved",
            words.text_with("charter-solved-what", &solved),
        ),
    ];
    rows.into_iter()
        .map(|(key, said)| Row::from(vec![Cell::text(words.text(key)), Cell::text(said)]))
        .collect()
}

fn measure_columns() -> Columns {
    vec![
        ("lists-no", 6),
        ("dossier-measure", 30),
        ("charter-goal", 16),
        ("lists-lead", 16),
        ("lists-partners", 16),
        ("lists-owner", 9),
        ("charter-sheet-start", 13),
        ("lists-due", 13),
    ]
}

fn measure(measure: &TaskbookMeasure, words: Words) -> Row {
    let due = match (&measure.due_on, measure.due_kind) {
        (Some(on), _) => day(words, on),
        (None, DueKind::LongTerm) => words.text("dossier-due-long-term"),
        (None, _) => measure.due_text.clone().unwrap_or_default(),
    };
    let start = measure.start_on.as_deref().map(|on| day(words, on));
    let texts = [
        measure.number.clone(),
        measure.text.clone(),
        measure.goal.clone().unwrap_or_default(),
        measure.leads.join("、"),
        measure.partners.join("、"),
        measure.owner.clone().unwrap_or_default(),
        start.unwrap_or_default(),
        due,
    ];
    Row::from(texts.map(Cell::text).to_vec())
}

fn node_columns() -> Columns {
    vec![
        ("lists-no", 6),
        ("charter-node-what", 48),
        ("charter-who", 22),
        ("measure-first-due", 14),
        ("roadmap-due", 14),
    ]
}

fn row_of_node(node: &TaskbookNode, n: i64, words: Words) -> Row {
    let text = if node.is_milestone {
        node.text.clone()
    } else {
        words.text_with("charter-done-what", &[("text", node.text.clone())])
    };
    let due = node.due_on.as_deref().map(|on| day(words, on));
    Row::from(vec![
        Cell::integer(n),
        Cell::text(text),
        Cell::text(node.leads.join("、")),
        Cell::text(day(words, &node.first_due_on)),
        Cell::text(due.unwrap_or_default()),
    ])
}

fn signs() -> Columns {
    vec![("charter-sheet-signer", 36), ("charter-sheet-sign", 48)]
}

/// Units first, those that lead marked, then who signs for the organisation.
fn signers(sheet: &Sheet, words: Words) -> Vec<Row> {
    let units = sheet.signers.iter().enumerate().map(|(n, name)| {
        let mark = if n < sheet.leads.len() {
            words.text("charter-leads")
        } else {
            String::new()
        };
        (format!("{name}{mark}"), words.text("charter-sign"))
    });
    let above = [
        "charter-sign-coordinator",
        "charter-sign-leader",
        "charter-sign-supervisor",
    ];
    let above = above.map(|key| (words.text(key), words.text("charter-sign-plain")));
    units
        .chain(above)
        .map(|(name, sign)| Row::from(vec![Cell::text(name), Cell::text(sign)]))
        .collect()
}

/// A stored day as the reader writes it; what is no day stays as it is.
fn day(words: Words, day: &str) -> String {
    match (day.parse(), words.lang) {
        (Ok(date), Lang::Zh) => gongjie_words::date::zh(date),
        (Ok(date), Lang::En) => gongjie_words::date::en(date),
        (Err(_), _) => day.to_owned(),
    }
}
