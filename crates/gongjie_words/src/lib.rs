//! Reads and writes the Chinese words of an office: text, names, dates, figures and lists; knows no table and no database.
//!
//! Rules come from `domain.md` chapters 0 and 7.3. Everything keeps the text as written beside what was
//! read from it, and says "not read" where the words leave room for two readings.

pub mod alike;
pub mod date;
pub mod decimal;
pub mod figure;
pub mod list;
pub mod normal;
mod numeral;
mod scan;

pub use date::{Kind, Precision, Reading, Unread, WrittenDate};
pub use decimal::Decimal;
pub use figure::{Qualifier, Refusal, Sum, WrittenFigure, sum};
pub use list::{join_list, split_open_ended};
pub use normal::{name_key, normalise, squash};
