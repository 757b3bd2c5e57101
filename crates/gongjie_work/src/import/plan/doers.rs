//! Who a record names: the lead, the others, and what stays open.

use gongjie_base::Say;
use gongjie_reader::Field as Column;
use gongjie_reader::grid::address;
use gongjie_reader::report::Record;

use super::build::{Builder, cell_of};
use super::values::Unit;
use super::{Answer, Free, Question};
use crate::import::rules::{Level, Weight};

/// Who a record names.
#[derive(Default)]
pub struct Doers {
    pub lead: Option<i64>,
    pub lead_name: String,
    pub partners: Vec<i64>,
    pub open: Vec<String>,
    pub is_asked: bool,
}

impl Builder<'_> {
    /// Reads the units of a record; asks where one is not known or several lead.
    pub(super) fn doers(&mut self, record: &Record) -> Doers {
        let mut doers = Doers::default();
        let cell = cell_of(record, &[Column::Lead]).unwrap_or_else(|| address(record.row, 0));
        let mut leads = record.lead.clone();
        if leads.len() > 1 {
            let chosen = self.choices.leads.get(&cell);
            if let Some(at) = chosen.and_then(|name| leads.iter().position(|lead| lead == name)) {
                leads.swap(0, at);
            } else {
                self.ask_lead(&leads, &cell);
                doers.is_asked = true;
            }
        }
        for (at, name) in leads.iter().enumerate() {
            match self.unit(name, &cell) {
                Unit::Known(id) if at == 0 => {
                    doers.lead = Some(id);
                    doers.lead_name.clone_from(name);
                }
                Unit::Known(id) => doers.partners.push(id),
                Unit::Open => doers.open.push(name.clone()),
                Unit::Asked => doers.is_asked = true,
            }
        }
        let cell = cell_of(record, &[Column::Partner, Column::Lead]).unwrap_or(cell);
        for name in &record.partner {
            match self.unit(name, &cell) {
                Unit::Known(id) => doers.partners.push(id),
                Unit::Open => doers.open.push(name.clone()),
                Unit::Asked => doers.is_asked = true,
            }
        }
        doers
            .open
            .extend(record.lead_open.iter().chain(&record.partner_open).cloned());
        let lead = doers.lead;
        doers.partners.retain(|id| Some(*id) != lead);
        let mut seen = Vec::new();
        doers.partners.retain(|id| {
            let is_new = !seen.contains(id);
            seen.push(*id);
            is_new
        });
        doers
    }

    fn ask_lead(&mut self, leads: &[String], cell: &str) {
        let answers = leads.iter().map(|lead| Answer {
            value: format!("lead|{cell}|{lead}"),
            say: Say::new("import-answer-leads").with("name", lead),
        });
        self.asker.ask(Question {
            key: format!("lead:{cell}"),
            weight: Weight::Must,
            level: Level::Unknown,
            cells: vec![cell.to_owned()],
            heading: self.heading_of(cell),
            written: leads.join("、"),
            say: Say::new("import-ask-lead"),
            answers: answers.collect(),
            free: Free::Nothing,
            free_name: String::new(),
        });
    }
}
