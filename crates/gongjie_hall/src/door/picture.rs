//! What a reader looks at: the organisation as it is, or as it was known at the end of a day.

use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;

use super::visit::Visit;
use crate::journal;

/// One unchanging picture of the database, and the day that counts as today in it.
pub struct Picture {
    pub conn: Conn,
    /// What lights and limits are reckoned by: the day of the picture.
    pub today: Date,
    /// The day that was asked for; nothing where the present was.
    pub as_of: Option<Date>,
}

impl Picture {
    /// The day as an address has it; empty for the present.
    pub fn as_of_text(&self) -> String {
        self.as_of.map(|day| day.to_string()).unwrap_or_default()
    }
}

impl Visit {
    /// The picture of the day `as_of` (`2026-03-31`), or of now where nothing is asked.
    ///
    /// A day shows what was known when it ended, where the organisation is: what was entered later is not there, even
    /// if it is dated earlier; what was removed later is. The asker's rights are those of now. A day that has not come
    /// and one that cannot be read are refused.
    pub async fn picture(&self, as_of: &str) -> Result<Picture> {
        let as_of = as_of.trim();
        if as_of.is_empty() {
            return Ok(Picture {
                conn: self.app.db.snapshot().await?,
                today: self.today(),
                as_of: None,
            });
        }
        let day: Date = as_of
            .parse()
            .map_err(|_| Error::invalid("as_of", "error-as-of-unreadable"))?;
        self.picture_of(day).await
    }

    /// The picture of a day; see [`Visit::picture`].
    pub async fn picture_of(&self, day: Date) -> Result<Picture> {
        let today = self.today();
        if day > today {
            return Err(Error::invalid("as_of", "error-as-of-future"));
        }
        let conn = if day == today {
            self.app.db.snapshot().await?
        } else {
            self.app.db.as_of(self.seq_of(day).await?).await?
        };
        Ok(Picture {
            conn,
            today: day,
            as_of: Some(day),
        })
    }

    /// Number of the organisation's last entry when a day ended.
    pub async fn seq_of(&self, day: Date) -> Result<i64> {
        let next = day.tomorrow().map_err(Error::internal)?;
        let end = self.app.clock.start_of(next);
        let organization = self.actor()?.organization_id;
        journal::seq_before(self.read(), organization, end).await
    }
}
