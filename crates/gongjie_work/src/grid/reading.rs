//! Reads pasted words as values: units, people and themes by name and alias, dates as offices write them.

use std::sync::Arc;

use gongjie_base::{Conn, Result, Say};
use gongjie_words::date::WrittenDate;
use jiff::civil::Date;

use super::columns::Value;
use super::labels::Labels;
use super::paste::{self, Level};
use crate::calendar::{self, Calendar};
use crate::campaign::queries as campaigns;
use crate::measure::rules::read_due;
use crate::org::{Actor, queries as org};

/// A value and the names that mean it.
type Named = (String, Vec<String>);

/// Names by which values are found.
pub struct Names {
    today: Date,
    calendar: Arc<Calendar>,
    by_value: Vec<(Value, Vec<Named>)>,
}

impl Names {
    /// Reads the names of the actor's organisation.
    pub async fn load(conn: &Conn, actor: &Actor, labels: &Labels, today: Date) -> Result<Self> {
        let single = |options: &[(String, String)]| -> Vec<(String, Vec<String>)> {
            let one = |(value, name): &(String, String)| (value.clone(), vec![name.clone()]);
            options.iter().map(one).collect()
        };
        let mut themes = single(&labels.themes);
        for theme in campaigns::list_themes(conn, actor).await? {
            let id = theme.id.to_string();
            if let Some((_, names)) = themes.iter_mut().find(|(value, _)| *value == id) {
                names.extend([theme.mark, theme.name]);
                names.extend(theme.name_en);
            }
        }
        let mut units = single(&labels.units);
        for row in org::list_names_of_all(conn, actor).await? {
            let id = row.unit_id.to_string();
            if let Some((_, names)) = units.iter_mut().find(|(value, _)| *value == id) {
                names.push(row.name);
            }
        }
        let mut grades = single(&labels.grades());
        for (value, names) in &mut grades {
            names.push(value.clone());
        }
        let by_value = vec![
            (Value::Theme, themes),
            (Value::Unit, units.clone()),
            (Value::Units, units),
            (Value::Person, single(&labels.people)),
            (Value::Class, single(&labels.classes())),
            (Value::Grade, grades),
        ];
        let calendar = calendar::queries::find(conn, actor.organization_id).await?;
        Ok(Self {
            today,
            calendar,
            by_value,
        })
    }

    fn options(&self, value: Value) -> &[(String, Vec<String>)] {
        let found = self.by_value.iter().find(|(v, _)| *v == value);
        found.map_or(&[], |(_, options)| options.as_slice())
    }

    /// Reads one cell: stored value, how sure, and words where there is something to say.
    pub fn read(&self, value: Value, written: &str) -> (String, Level, Option<Say>) {
        let sure = (written.to_owned(), Level::Sure, None);
        if written.is_empty() {
            return sure;
        }
        match value {
            Value::Text => sure,
            Value::Day => self.read_day(written),
            Value::Due => match read_due(written, self.today, &self.calendar) {
                Ok(due) => match due.on {
                    Some(day) if day.to_string() != written => {
                        let say = Say::new("grid-read-as").with("what", day);
                        (written.to_owned(), Level::Guessed, Some(say))
                    }
                    _ => sure,
                },
                Err(say) => (written.to_owned(), Level::Unknown, Some(say)),
            },
            Value::Written => {
                let read = WrittenDate::read(written, Some(self.today.year()));
                match read.written.from {
                    Some(_) => sure,
                    None => (
                        written.to_owned(),
                        Level::Guessed,
                        Some(Say::new("grid-date-unread")),
                    ),
                }
            }
            Value::Units => self.read_units(written),
            Value::Theme | Value::Class | Value::Grade | Value::Unit | Value::Person => {
                match paste::choose(written, self.options(value)) {
                    Some((id, level)) => (id, level, None),
                    None => (written.to_owned(), Level::Unknown, Some(unknown(written))),
                }
            }
        }
    }

    fn read_day(&self, written: &str) -> (String, Level, Option<Say>) {
        if written.parse::<Date>().is_ok() {
            return (written.to_owned(), Level::Sure, None);
        }
        let read = WrittenDate::read(written, Some(self.today.year()));
        match read.written.from {
            Some(day) if read.written.from == read.written.to => {
                let say = Say::new("grid-read-as").with("what", day);
                (day.to_string(), Level::Guessed, Some(say))
            }
            _ => {
                let say = Say::new("error-not-a-date").with("text", written);
                (written.to_owned(), Level::Unknown, Some(say))
            }
        }
    }

    fn read_units(&self, written: &str) -> (String, Level, Option<Say>) {
        let mut found = Vec::new();
        let mut level = Level::Sure;
        for name in written.split(['、', ',', '，', ';', '；', '\n']) {
            if name.trim().is_empty() {
                continue;
            }
            let Some((id, sure)) = paste::choose(name, self.options(Value::Unit)) else {
                return (
                    written.to_owned(),
                    Level::Unknown,
                    Some(unknown(name.trim())),
                );
            };
            if sure == Level::Guessed {
                level = Level::Guessed;
            }
            if !found.contains(&id) {
                found.push(id);
            }
        }
        (found.join(","), level, None)
    }
}

fn unknown(written: &str) -> Say {
    Say::new("grid-unknown").with("text", written)
}
