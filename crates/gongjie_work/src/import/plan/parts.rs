//! What hangs on a problem: its pairing, a measure, a result, and words that are only kept.

use gongjie_reader::Field as Column;
use gongjie_reader::grid::address;
use gongjie_reader::report::Record;

use super::build::{Builder, cell_of, field};
use super::doers::Doers;
use super::{Kept, Measure, Pairing, Row, values};
use crate::import::known::joined;
use crate::import::rules::is_done;

impl Builder<'_> {
    /// The pairing of a record with a lead and others; rows of one number share it.
    pub(super) fn pairing(
        &mut self,
        record: &Record,
        doers: &Doers,
        theme_id: Option<i64>,
    ) -> Option<usize> {
        let lead = doers.lead?;
        if doers.partners.is_empty() && doers.open.is_empty() {
            return None;
        }
        let date = record.paired_on.as_ref().map(|time| time.text.clone());
        let (at, partners) = (
            self.plan.pairings.len(),
            joined(doers.partners.iter().copied()),
        );
        if let Some(no) = &record.no {
            let theme = record.theme.as_deref().unwrap_or_default();
            let day = date.as_deref().unwrap_or_default();
            let key = format!("{no}|{lead}|{partners}|{day}|{theme}");
            if let Some(same) = self.by_pairing.get(&key) {
                return Some(*same);
            }
            self.by_pairing.insert(key, at);
        }
        let mut row = Row {
            sheet_row: record.row,
            ..Row::default()
        };
        let lead_cell = cell_of(record, &[Column::Lead]).unwrap_or_default();
        let partner_cell = cell_of(record, &[Column::Partner, Column::Lead]).unwrap_or_default();
        row.fields.push(field(
            "lead",
            lead.to_string(),
            doers.lead_name.clone(),
            lead_cell,
        ));
        row.fields.push(field(
            "partners",
            partners,
            record.partner.join("、"),
            partner_cell,
        ));
        if let (Some(text), Some(cell)) = (&record.theme, cell_of(record, &[Column::Theme])) {
            row.fields
                .push(field("theme_text", text.clone(), text.clone(), cell));
        }
        if let (Some(text), Some(cell)) = (date, cell_of(record, &[Column::PairedOn])) {
            row.fields
                .push(field("date_text", text.clone(), text, cell));
        }
        self.plan.pairings.push(Pairing {
            row,
            no: record.no.clone(),
            lead,
            partners: doers.partners.clone(),
            partners_open: Some(doers.open.join("、")).filter(|words| !words.is_empty()),
            theme_id,
        });
        Some(at)
    }

    /// The measure of a record. A sheet without measures that says who and by when has the problem itself as one.
    pub(super) fn measure(&mut self, record: &Record, doers: &Doers, at: usize) -> Option<Measure> {
        let is_assigned = record.due.is_some() || !record.owner.is_empty();
        let problem = self.plan.problems.get(at)?;
        let (text, cell) = match &record.measure {
            Some(text) => (text.clone(), cell_of(record, &[Column::Measure])),
            None if !self.has_measures && is_assigned => (
                problem.title.clone(),
                cell_of(record, &[Column::Title, Column::Problem]),
            ),
            None => return None,
        };
        let of_pairing = problem.pairing.and_then(|at| self.plan.pairings.get(at));
        let is_shared =
            of_pairing.is_some_and(|p| Some(p.lead) == doers.lead && p.partners == doers.partners);
        let mut row = Row {
            sheet_row: record.row,
            ..Row::default()
        };
        let cell = cell.unwrap_or_default();
        row.fields.push(field("text", text.clone(), text, cell));
        let mut units: Vec<i64> = doers.lead.into_iter().collect();
        if let (Some(lead), Some(cell)) = (doers.lead, cell_of(record, &[Column::Lead])) {
            row.fields.push(field(
                "lead",
                lead.to_string(),
                doers.lead_name.clone(),
                cell,
            ));
        }
        if !is_shared && !units.is_empty() {
            units.extend(&doers.partners);
            if let Some(cell) = cell_of(record, &[Column::Partner]) {
                let partners = joined(doers.partners.iter().copied());
                row.fields
                    .push(field("partners", partners, record.partner.join("、"), cell));
            }
        }
        let owner_cell = cell_of(record, &[Column::Owner, Column::Lead]).unwrap_or_default();
        let owner = match record.owner.first() {
            Some(name) => self.person(name, doers.lead, &owner_cell),
            None => None,
        };
        if let Some(owner) = owner {
            row.fields.push(field(
                "owner",
                owner.to_string(),
                record.owner.join("、"),
                owner_cell,
            ));
        }
        let due = record.due.as_ref().map(values::due);
        if let (Some(due), Some(cell)) = (&due, cell_of(record, &[Column::Due])) {
            let is_yearless = record.due.as_ref().is_some_and(|time| time.date.is_none());
            let mut limit = field("due_text", due.text.clone(), due.text.clone(), cell);
            limit.typed = due.on.filter(|_| is_yearless).map(|day| day.to_string());
            row.fields.push(limit);
        }
        if let (Some(words), Some(cell)) = (&record.progress, cell_of(record, &[Column::Progress]))
            && record.part <= 1
        {
            row.fields
                .push(field("progress", words.clone(), words.clone(), cell));
        }
        Some(Measure {
            row,
            units,
            owner,
            due,
            is_done: record.closed.as_deref().is_some_and(is_done),
            outcome: None,
        })
    }

    pub(super) fn outcome(record: &Record) -> Option<Row> {
        let text = record.outcome.clone().filter(|_| record.part <= 1)?;
        let cell = cell_of(record, &[Column::Outcome])?;
        Some(Row {
            sheet_row: record.row,
            fields: vec![field("text", text.clone(), text, cell)],
            ..Row::default()
        })
    }

    /// What is no field of ours, or was not understood as one.
    pub(super) fn kept(&self, record: &Record) -> Vec<Kept> {
        if record.part > 1 {
            return Vec::new();
        }
        let mut kept = Vec::new();
        let mut keep = |name: &str, words: String, cell: String| {
            if !words.is_empty() {
                kept.push(Kept {
                    field: name.to_owned(),
                    written: words,
                    cell,
                });
            }
        };
        let cell = |column: Column| record.cells.get(column).unwrap_or_default();
        keep("owner", record.owner.join("、"), cell(Column::Owner));
        keep(
            "owner_leader",
            record.owner_leader.join("、"),
            cell(Column::OwnerLeader),
        );
        keep(
            "owner_phone",
            record.owner_phone.join("、"),
            cell(Column::Owner),
        );
        keep(
            "class",
            record.class.clone().unwrap_or_default(),
            cell(Column::Class),
        );
        keep(
            "closed",
            record.closed.clone().unwrap_or_default(),
            cell(Column::Closed),
        );
        if record.measure.is_none() {
            let words = record.progress.clone().unwrap_or_default();
            keep("progress", words, cell(Column::Progress));
        }
        keep(
            "note",
            record.note.clone().unwrap_or_default(),
            cell(Column::Note),
        );
        for (heading, words) in &record.extra.0 {
            let column = self.sheet.columns.iter().find(|c| c.heading == *heading);
            let cell = column.map_or_else(String::new, |c| address(record.row, c.index));
            keep(&format!("extra:{heading}"), words.clone(), cell);
        }
        kept
    }
}
