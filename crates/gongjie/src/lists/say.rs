//! The words of cells, the same on screen and in files.

use jiff::civil::Date;

use super::rules::{Block, Closing, Due, Held, Line, Named, Progress};
use crate::layout::{Lang, Words};
use crate::measure::rules::DueKind;

/// A stored day as the reader writes it; what is no day stays as it is.
pub fn day(words: Words, day: &str) -> String {
    match (day.parse::<Date>(), words.lang) {
        (Ok(date), Lang::Zh) => gongjie_words::date::zh(date),
        (Ok(date), Lang::En) => gongjie_words::date::en(date),
        (Err(_), _) => day.to_owned(),
    }
}

/// Names in one cell.
pub fn names(units: &[Named]) -> String {
    let names: Vec<&str> = units.iter().map(|u| u.name.as_str()).collect();
    names.join("、")
}

impl Due {
    /// The limit; empty where the source has none.
    pub fn said(&self, words: &Words) -> String {
        match (self.kind, &self.on, &self.text) {
            (DueKind::LongTerm, _, _) => words.text("due-kind-long-term"),
            (DueKind::Immediate, Some(on), _) => {
                format!("{} {}", words.text("due-kind-immediate"), day(*words, on))
            }
            (DueKind::Immediate, None, _) => words.text("due-kind-immediate"),
            (_, Some(on), _) => day(*words, on),
            (_, None, Some(text)) => text.clone(),
            (_, None, None) => String::new(),
        }
    }

    /// The first promise, where an extension moved it; else empty.
    pub fn first_said(&self, words: &Words) -> String {
        self.first_on.as_deref().map_or_else(String::new, |on| {
            words.text_with("lists-first-due", &[("day", day(*words, on))])
        })
    }
}

impl Line {
    /// The newest progress; empty where nobody wrote any.
    pub fn progress_said(&self, words: &Words) -> String {
        match &self.progress {
            None => String::new(),
            Some(Progress::NoChange) => words.text("lists-no-change"),
            Some(Progress::Sentence(sentence)) => sentence.clone(),
        }
    }

    /// What a compound line stands for; empty for a plain one.
    pub fn stated_said(&self, words: &Words) -> String {
        let (measures, tasks) = self.stated;
        let counts: Vec<String> = [
            ("lists-stated-measures", measures),
            ("lists-stated-tasks", tasks),
        ]
        .into_iter()
        .filter_map(|(key, n)| Some(words.text_with(key, &[("n", n?.to_string())])))
        .collect();
        if counts.is_empty() {
            return String::new();
        }
        words.text_with("lists-stated", &[("counts", counts.join("、"))])
    }
}

impl Block {
    /// 备注 of the close-out list: on whose word, or where it stands, and 结转.
    pub fn remark(&self, words: &Words) -> String {
        let stands = match self.closing.closed_as {
            Some(closed_as) => words.code("closed-as", closed_as.code()),
            None if self.closing.is_sent_back => words.text("lists-sent-back"),
            None => words.code("problem-state", self.state.code()),
        };
        self.with_carried(stands, words)
    }

    /// These words and how the problem stands in this campaign beside the others.
    pub fn with_carried(&self, said: String, words: &Words) -> String {
        let marks = self.carried.iter().map(|m| words.code("carried", m.code()));
        let all: Vec<String> = std::iter::once(said).chain(marks).collect();
        all.join("；")
    }
}

impl Closing {
    /// How many pieces of evidence; empty for none.
    pub fn evidence_said(&self, words: &Words) -> String {
        if self.evidence == 0 {
            return String::new();
        }
        words.text_with("lists-pieces", &[("n", self.evidence.to_string())])
    }
}

impl Held {
    /// Name of the unit that leads; empty where the source does not say.
    pub fn lead(&self) -> String {
        let lead = self.line.as_ref().and_then(|l| l.lead.as_ref());
        lead.map(|l| l.name.clone()).unwrap_or_default()
    }
}
