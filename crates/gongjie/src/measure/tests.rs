//! Rules of a measure as tables of cases.
