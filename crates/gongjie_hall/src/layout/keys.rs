//! The keys of the product, as `?` and the help page list them.

/// Keys that `house.js` and, in grids, `grid.js` really know: key and what it does (the last word of its text key).
pub const KEYS: &[(&[&str], &str)] = &[
    (&["/"], "search"),
    (&["?"], "help"),
    (&["n"], "new"),
    (&["g", "h"], "home"),
    (&["g", "p"], "problems"),
    (&["g", "l"], "ledger"),
    (&["g", "s"], "supervision"),
    (&["g", "t"], "lists"),
    (&["g", "a"], "activities"),
    (&["g", "o"], "outcomes"),
    (&["Esc"], "leave"),
    (&["Enter"], "grid-edit"),
    (&["Tab"], "grid-on"),
    (&["Shift", "↑↓←→"], "grid-block"),
    (&["Ctrl", "C"], "grid-copy"),
    (&["Ctrl", "V"], "grid-paste"),
    (&["Ctrl", "D"], "grid-fill"),
    (&["Ctrl", "Z"], "grid-undo"),
    (&["Ctrl", "Y"], "grid-redo"),
    (&["Del"], "grid-clear"),
    (&["␣"], "grid-tick"),
    (&["Ctrl", "Shift", "L"], "grid-only"),
    (&["Alt", "↑↓"], "grid-sort"),
    (&["Alt", "Shift", "←→"], "grid-width"),
];
