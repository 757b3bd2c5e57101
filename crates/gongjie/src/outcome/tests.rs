//! Rules of results as tables of cases.
