//! Groups and links of the lists as tables of cases.
