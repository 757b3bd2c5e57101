//! 工作日历: which days and hours are worked.

pub mod rules;
#[cfg(test)]
mod tests;

pub use rules::Calendar;
