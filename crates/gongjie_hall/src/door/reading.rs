//! Who reads on what, in which words: the same for a visit that only reads and for the answer of a write.

use gongjie_base::{Conn, Result};
use jiff::civil::Date;

use super::shape::Paging;
use super::visit::{Visit, Write};
use crate::layout::Words;
use crate::org::Actor;

/// Everything that reading needs.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub conn: &'a Conn,
    pub actor: &'a Actor,
    pub words: Words,
    pub today: Date,
}

impl Visit {
    /// For reading alone.
    pub fn reading(&self) -> Result<Reading<'_>> {
        Ok(Reading {
            conn: self.read(),
            actor: self.actor()?,
            words: self.words(),
            today: self.today(),
        })
    }
}

impl Write {
    /// For the answer: what stands after the write, in the words of its visit.
    pub fn reading(&self, visit: &Visit) -> Reading<'_> {
        Reading {
            conn: self,
            actor: &self.acting.actor,
            words: visit.words(),
            today: self.acting.today,
        }
    }
}

impl Paging {
    /// Cuts rows that were found with [`Self::ask`] to the page, and gives what leads to the next one: for rows that are
    /// completed afterwards, all at once.
    pub fn cut<R>(&self, rows: &mut Vec<R>, id: impl Fn(&R) -> i64) -> Result<Option<i64>> {
        let wanted = usize::try_from(self.ask()? - 1).unwrap_or(usize::MAX);
        let is_more = rows.len() > wanted;
        rows.truncate(wanted);
        Ok(rows.last().map(id).filter(|_| is_more))
    }
}
