//! Which version of the sheet this is, and what is still missing on it. Pure.

use gongjie_base::Say;
use jiff::civil::Date;

/// One entry of the journal that concerns the problem.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub seq: i64,
    pub on: Date,
    pub action: &'a str,
    /// What the fields `action`, `ruling` and `due_on` were set to.
    pub step: Option<&'a str>,
    pub ruling: Option<&'a str>,
    pub moves_limit: bool,
}

impl Entry<'_> {
    /// A measure was issued.
    fn issues(&self) -> bool {
        matches!(self.action, "measure.set" | "measure.record_old")
    }

    /// Something that stands on the sheet was changed.
    pub fn changes_sheet(&self) -> bool {
        match self.action {
            "measure.set"
            | "measure.record_old"
            | "measure.edit"
            | "measure.milestone"
            | "problem.edit"
            | "pairing.edit"
            | "pairing.activate"
            | "pairing.remove_member"
            | "pairing.record_old" => true,
            "measure.move" => self.step == Some("cancel"),
            "measure.rule_dispute" => self.ruling == Some("moved"),
            "measure.extension_decide" => self.moves_limit,
            _ => false,
        }
    }
}

/// 版次
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// 0 while no measure is issued.
    pub number: usize,
    /// The entry that made this version, and its day.
    pub made_by: Option<(i64, Date)>,
}

/// Everything until the end of the day on which the first measure was issued is version 1; each later change makes one more.
///
/// `entries` in any order.
pub fn version(entries: &[Entry<'_>]) -> Version {
    let mut entries: Vec<&Entry<'_>> = entries.iter().collect();
    entries.sort_by_key(|e| e.seq);
    let Some(first) = entries.iter().find(|e| e.issues()) else {
        return Version {
            number: 0,
            made_by: None,
        };
    };
    let changes = || {
        entries
            .iter()
            .filter(|e| e.seq >= first.seq && e.changes_sheet())
    };
    let later = changes().filter(|e| e.on > first.on).count();
    Version {
        number: 1 + later,
        made_by: changes().next_back().map(|e| (e.seq, e.on)),
    }
}

/// What the sheet should hold, and how much of it is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holds {
    pub has_lead: bool,
    pub has_partner: bool,
    pub has_date: bool,
    pub has_theme: bool,
    pub measures: usize,
    pub without_unit: usize,
    pub without_owner: usize,
    pub without_limit: usize,
    pub has_leader: bool,
}

/// One line of "印之前": said, and whether it is in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    pub is_there: bool,
    pub say: Say,
}

impl Holds {
    /// Everything that is looked at before printing; nothing of it prevents the printing.
    pub fn checks(&self) -> Vec<Check> {
        let check = |is_there: bool, there: &'static str, missing: Say| Check {
            is_there,
            say: if is_there {
                Say::new(there).with("n", self.measures)
            } else {
                missing
            },
        };
        let count = |key: &'static str, n: usize| Say::new(key).with("n", n);
        let gap = match self {
            Self {
                has_lead: false, ..
            } => "charter-no-lead",
            Self {
                has_partner: false, ..
            } => "charter-no-partner",
            Self {
                has_date: false, ..
            } => "charter-no-date",
            _ => "charter-no-theme",
        };
        let is_whole = self.has_lead && self.has_partner && self.has_date && self.has_theme;
        let mut checks = vec![check(is_whole, "charter-pairing-whole", Say::new(gap))];
        if self.measures == 0 {
            checks.push(Check {
                is_there: false,
                say: Say::new("charter-no-measure"),
            });
            return checks;
        }
        let (unit, owner, limit) = (self.without_unit, self.without_owner, self.without_limit);
        checks.push(check(
            unit == 0,
            "charter-all-units",
            count("charter-without-unit", unit),
        ));
        checks.push(check(
            owner == 0,
            "charter-all-owners",
            count("charter-without-owner", owner),
        ));
        checks.push(check(
            limit == 0,
            "charter-all-limits",
            count("charter-without-limit", limit),
        ));
        let leader = Say::new("charter-no-leader");
        checks.push(check(self.has_leader, "charter-has-leader", leader));
        checks
    }
}
