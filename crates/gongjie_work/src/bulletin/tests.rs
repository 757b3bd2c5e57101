//! Rules as tables of cases.
