//! What a ledger row holds, which columns, filters, orders and groups there are. Pure.

use std::collections::BTreeSet;

use gongjie_base::codes;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::pairing::ordered_queries::Sorted;
use crate::pairing::rules::{LeadBasis, MemberRole};

codes! {
    /// Columns beyond the six, by choice.
    pub enum Extra {
        Number = "number",
        ThemeArea = "theme_area",
        Class = "class",
        Measures = "measures",
        Documents = "documents",
        Owner = "owner",
        Due = "due",
        State = "state",
    }
}

codes! {
    /// Order of the rows; the ledger's own order where nothing is asked.
    pub enum Sort {
        Position = "position",
        Lead = "lead",
        Date = "date",
        Theme = "theme",
    }
}

codes! {
    /// Rows under one heading, with how many there are.
    pub enum Group {
        Theme = "theme",
        Lead = "lead",
        Month = "month",
    }
}

/// The address of a view: everything stands in the query string, so a link keeps it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct View {
    /// A campaign's id; the newest where none is named.
    #[param(value_type = Option<i64>)]
    pub campaign: String,
    /// A theme's id.
    #[param(value_type = Option<i64>)]
    pub theme: String,
    /// Id of a lead or partner.
    #[param(value_type = Option<i64>)]
    pub unit: String,
    /// A day (`2026-03-31`): the ledger as it was known when that day ended.
    #[param(value_type = Option<String>)]
    pub as_of: String,
    /// `1`: only rows with a missing cell.
    #[param(value_type = Option<String>)]
    pub gaps: String,
    /// Words in any cell.
    #[param(value_type = Option<String>)]
    pub q: String,
    /// `position`, `lead`, `date` or `theme`.
    #[param(value_type = Option<String>)]
    pub sort: String,
    /// Headings of the page: `theme`, `lead` or `month`.
    #[param(ignore)]
    pub group: String,
    #[param(ignore)]
    pub dense: String,
    /// Columns beyond the six, for example `state` or `due`; may be given several times.
    #[param(value_type = Option<Vec<String>>)]
    pub cols: Vec<String>,
    /// Id of the last row of the page before.
    #[param(ignore)]
    pub after: String,
    /// One pairing alone; no address asks for it.
    #[serde(skip)]
    #[param(ignore)]
    pub only: Option<i64>,
}

impl View {
    /// Chosen columns, in their fixed order.
    pub fn extras(&self) -> Vec<Extra> {
        Extra::ALL
            .iter()
            .copied()
            .filter(|e| self.cols.iter().any(|c| c == e.code()))
            .collect()
    }

    /// Order of the rows.
    pub fn order(&self) -> Sort {
        Sort::from_code(&self.sort).unwrap_or(Sort::Position)
    }

    /// Headings over rows.
    pub fn grouping(&self) -> Option<Group> {
        Group::from_code(&self.group)
    }

    /// Only rows with a missing cell.
    pub fn only_gaps(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// The same view as a query string; `but` replaces one field, an empty value drops it.
    pub fn query(&self, but: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, &str)> = [
            ("campaign", &self.campaign),
            ("theme", &self.theme),
            ("unit", &self.unit),
            ("as_of", &self.as_of),
            ("gaps", &self.gaps),
            ("q", &self.q),
            ("sort", &self.sort),
            ("group", &self.group),
            ("dense", &self.dense),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.as_str()))
        .filter(|(name, value)| !value.is_empty() && but.iter().all(|(b, _)| b != name))
        .collect();
        pairs.extend(self.cols.iter().map(|c| ("cols", c.as_str())));
        pairs.extend(but.iter().copied().filter(|(_, value)| !value.is_empty()));
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}

/// A unit in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As the source wrote it; the registered name where nothing else was written.
    pub written: String,
    pub name: String,
    pub role: MemberRole,
    pub is_outside: bool,
}

/// A problem in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub id: i64,
    pub title: String,
    /// The source gives the title; else it is ours and left out of exports.
    pub is_stated: bool,
    /// 上年结转、结转下年 in words; mostly empty.
    pub carried: Vec<String>,
}

/// One row of the ledger.
#[derive(Debug, Clone)]
pub struct Row {
    pub pairing_id: i64,
    pub position: Option<i64>,
    pub lead_basis: LeadBasis,
    /// In the order of the source, the lead among them.
    pub members: Vec<Named>,
    pub partners_open: String,
    pub date_text: String,
    pub date_from: String,
    pub theme_text: String,
    /// Colour and mark and name of the theme, where it has one.
    pub area: Option<(String, String, String)>,
    pub problems: Vec<Problem>,
    /// Problem id and text, in order.
    pub outcomes: Vec<(i64, String)>,
    pub extras: Vec<(Extra, String)>,
}

impl Row {
    /// 首列: the source does not say who leads.
    pub fn is_first_listed(&self) -> bool {
        self.lead_basis == LeadBasis::FirstListed
    }

    /// 牵头 as the file says it: empty where the source does not say.
    pub fn lead(&self) -> String {
        if self.is_first_listed() {
            String::new()
        } else {
            self.leads().join("、")
        }
    }

    /// Names of the lead and of those named beside it.
    pub fn leads(&self) -> Vec<&str> {
        let leads = self
            .members
            .iter()
            .filter(|m| m.role != MemberRole::Partner);
        leads.map(|m| m.written.as_str()).collect()
    }

    /// 共建 as the file says it, with the open-ended words. A first-listed unit stands among them.
    pub fn partners(&self) -> String {
        let named: Vec<&str> = self
            .members
            .iter()
            .filter(|m| self.is_first_listed() || m.role == MemberRole::Partner)
            .map(|m| m.written.as_str())
            .collect();
        format!("{}{}", named.join("、"), self.partners_open)
    }

    /// 解决难题 as the file says it: only titles that the source gives, each with its 结转.
    pub fn problem(&self) -> String {
        let stated: Vec<String> = self
            .problems
            .iter()
            .filter(|p| p.is_stated)
            .map(|p| {
                if p.carried.is_empty() {
                    return p.title.clone();
                }
                format!("{}（{}）", p.title, p.carried.join("、"))
            })
            .collect();
        stated.join("；")
    }

    /// 取得成效 as the file says it.
    pub fn outcome(&self) -> String {
        let texts: Vec<&str> = self
            .outcomes
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        texts.join("；")
    }

    /// The six columns, in the order of the offices.
    pub fn six(&self) -> [String; 6] {
        [
            self.lead(),
            self.partners(),
            self.date_text.clone(),
            self.theme_text.clone(),
            self.problem(),
            self.outcome(),
        ]
    }

    /// At least one of the six is empty.
    pub fn has_gap(&self) -> bool {
        self.six().iter().any(String::is_empty)
    }

    /// Any cell, seen or hidden, holds the words.
    pub fn holds(&self, words: &str) -> bool {
        self.six().iter().any(|cell| cell.contains(words))
            || self.members.iter().any(|m| m.name.contains(words))
            || self.problems.iter().any(|p| p.title.contains(words))
    }

    /// The value of a chosen column.
    pub fn extra(&self, extra: Extra) -> &str {
        self.extras
            .iter()
            .find(|(e, _)| *e == extra)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The heading under which a grouping puts the row; empty where it has none.
    pub fn heading(&self, group: Group) -> String {
        match group {
            Group::Theme => self
                .area
                .as_ref()
                .map(|(_, _, name)| name.clone())
                .unwrap_or_default(),
            Group::Lead => self
                .members
                .first()
                .map(|m| m.name.clone())
                .unwrap_or_default(),
            Group::Month => self.date_from.get(..7).unwrap_or_default().to_owned(),
        }
    }
}

/// Sub-totals of a group. A problem in two rows counts once.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Total {
    pub rows: usize,
    pub problems: usize,
    /// Of the chosen columns that count something.
    pub sums: Vec<(Extra, i64)>,
}

impl Total {
    /// What these rows add up to.
    pub fn of(rows: &[Row], chosen: &[Extra]) -> Self {
        let problems: BTreeSet<i64> = rows
            .iter()
            .flat_map(|r| r.problems.iter().map(|p| p.id))
            .collect();
        let sum = |extra: Extra| -> i64 {
            rows.iter()
                .filter_map(|r| r.extra(extra).parse::<i64>().ok())
                .sum()
        };
        let is_count = |extra: &Extra| matches!(extra, Extra::Measures | Extra::Documents);
        Self {
            rows: rows.len(),
            problems: problems.len(),
            sums: chosen
                .iter()
                .copied()
                .filter(is_count)
                .map(|extra| (extra, sum(extra)))
                .collect(),
        }
    }
}

/// Ids of rows in an order; rows without the value come last, ties keep the ledger's own order.
pub fn order(mut rows: Vec<Sorted>, by: Sort) -> Vec<i64> {
    rows.sort_by_key(|r| (r.position.is_none(), r.position, r.id));
    let last = |text: &Option<String>| {
        let text = text.clone().unwrap_or_default();
        (text.is_empty(), text)
    };
    match by {
        Sort::Position => {}
        Sort::Lead => rows.sort_by_cached_key(|r| last(&r.first)),
        Sort::Date => rows.sort_by_cached_key(|r| last(&r.date_from)),
        Sort::Theme => rows.sort_by_cached_key(|r| last(&r.theme_text)),
    }
    rows.into_iter().map(|r| r.id).collect()
}

/// Rows under their headings, headings in the order of their first row.
pub fn grouped(rows: Vec<Row>, by: Option<Group>) -> Vec<(String, Vec<Row>)> {
    let Some(by) = by else {
        return vec![(String::new(), rows)];
    };
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for row in rows {
        let heading = row.heading(by);
        match groups.iter_mut().find(|(h, _)| *h == heading) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((heading, vec![row])),
        }
    }
    groups
}
