//! The keys of the product, as `?` and the help page list them.

/// Keys that `house.js` really knows: key and what it does (the last word of its text key).
pub const KEYS: &[(&[&str], &str)] = &[
    (&["/"], "search"),
    (&["Ctrl", "K"], "search"),
    (&["?"], "help"),
    (&["n"], "new"),
    (&["g", "h"], "home"),
    (&["g", "p"], "problems"),
    (&["g", "l"], "ledger"),
    (&["g", "s"], "supervision"),
    (&["g", "t"], "lists"),
    (&["g", "r"], "roadmap"),
    (&["g", "a"], "activities"),
    (&["g", "o"], "outcomes"),
    (&["Esc"], "leave"),
];
