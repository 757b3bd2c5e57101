//! Plans as tables of cases.
