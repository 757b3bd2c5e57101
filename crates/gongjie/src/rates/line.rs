//! A rate with its numbers, for the page, the file and the API.

use gongjie_base::{Conn, Error, Result};

use super::queries::{self, Scope};
use crate::figures::rate_rules::{Grade, Part, Rate, Tally, percent};
use crate::org::Actor;

/// One rate with its numbers.
pub struct Line {
    pub rate: Rate,
    pub tally: Tally,
}

impl Line {
    /// As it is printed; nothing where the sample is too small to say it.
    pub fn value(&self) -> Option<String> {
        self.tally.stated(self.rate).map(percent)
    }

    pub fn coverage(&self) -> Option<String> {
        self.tally.coverage(self.rate).map(percent)
    }

    pub fn share(&self) -> Option<String> {
        self.tally.excluded_share(self.rate).map(percent)
    }

    pub fn is_small(&self) -> bool {
        self.tally.is_small(self.rate)
    }

    /// There are no answers at all.
    pub fn is_empty(&self) -> bool {
        self.n(&Part::Denominator) == 0
    }

    pub fn n(&self, part: &Part) -> i64 {
        self.tally.of(self.rate, *part)
    }

    /// The parts that are told, in the order of the page.
    pub fn parts(&self) -> Vec<Part> {
        self.tally.parts(self.rate)
    }

    /// The part is told.
    pub fn tells(&self, part: &Part) -> bool {
        self.parts().contains(part)
    }

    /// How a row counts, in a text key; of few words only that there is one.
    pub fn grade(&self, grade: Grade) -> Option<Grade> {
        let is_word = matches!(grade, Grade::Full | Grade::Half | Grade::Zero);
        (!is_word || !self.tally.is_veiled(self.rate)).then_some(grade)
    }
}

/// Every rate, in the order of the registry; of a past day those whose past is kept.
pub async fn lines(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<Vec<Line>> {
    let mut found = Vec::new();
    for rate in Rate::ALL.iter().filter(|rate| scope.has(**rate)) {
        found.push(line(conn, actor, scope, *rate).await?);
    }
    Ok(found)
}

/// One rate; what has no past is not there on a past day.
pub async fn line(conn: &Conn, actor: &Actor, scope: &Scope, rate: Rate) -> Result<Line> {
    if !scope.has(rate) {
        return Err(Error::NotFound);
    }
    let tally = queries::count(conn, actor, scope, rate).await?;
    Ok(Line { rate, tally })
}

/// The part that an address asks for: what stands below the line where it asks for none. What is not told is not there.
pub fn part_of(line: &Line, typed: &str) -> Result<Part> {
    let part = match typed.trim() {
        "" => Part::Denominator,
        code => Part::from_code(code).ok_or(Error::NotFound)?,
    };
    line.tells(&part).then_some(part).ok_or(Error::NotFound)
}
