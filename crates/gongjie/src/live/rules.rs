//! Which changes matter to which page. Pure.

use gongjie_base::codes;

codes! {
    /// Pages that follow the journal.
    pub enum Of {
        Problems = "problems",
        Pairings = "pairings",
        Lists = "lists",
        ListsProblems = "lists_problems",
        ListsMeasures = "lists_measures",
        ListsDuties = "lists_duties",
        ListsLedger = "lists_ledger",
        ListsUnits = "lists_units",
        ListsPeople = "lists_people",
        ListsClosings = "lists_closings",
        Supervision = "supervision",
        Outcomes = "outcomes",
        Ledger = "ledger",
    }
}

impl Of {
    /// Whether a change of such a record can show on the page.
    pub fn shows(self, subject: &str) -> bool {
        let subjects: &[&str] = match self {
            Self::Problems => &[
                "problem",
                "pairing",
                "pairing_problem",
                "measure",
                "close_out",
            ],
            Self::Pairings => &["pairing", "pairing_problem", "problem"],
            Self::Supervision => &["measure", "problem", "duty"],
            Self::Outcomes => &["outcome", "evidence", "problem"],
            Self::Ledger | Self::ListsLedger => &[
                "pairing",
                "pairing_problem",
                "problem",
                "outcome",
                "measure",
                "document",
            ],
            _ => &[
                "problem",
                "measure",
                "duty",
                "pairing",
                "pairing_problem",
                "outcome",
                "close_out",
            ],
        };
        subjects.contains(&subject)
    }
}
