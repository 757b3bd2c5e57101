//! Style sheets and scripts, embedded in the program and named by their content.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// One embedded file.
pub struct Asset {
    pub name: &'static str,
    pub kind: &'static str,
    pub bytes: &'static [u8],
    version: String,
}

/// Large scripts that a page loads only on demand; none where the build had none.
static ISLANDS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/islands.rs"));

static ALL: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let file = |name, kind, bytes: &'static [u8]| Asset {
        name,
        kind,
        bytes,
        version: hex::encode(Sha256::digest(bytes)).split_off(52),
    };
    let mut all = vec![
        file(
            "tokens.css",
            "text/css; charset=utf-8",
            include_bytes!("tokens.css"),
        ),
        file(
            "gongjie.css",
            "text/css; charset=utf-8",
            include_bytes!("gongjie.css"),
        ),
        file(
            "house.css",
            "text/css; charset=utf-8",
            include_bytes!("house.css"),
        ),
        file(
            "house.js",
            "text/javascript; charset=utf-8",
            include_bytes!("house.js"),
        ),
        file(
            "live.js",
            "text/javascript; charset=utf-8",
            include_bytes!("live.js"),
        ),
        file(
            "palette.js",
            "text/javascript; charset=utf-8",
            include_bytes!("palette.js"),
        ),
        file(
            "raise.js",
            "text/javascript; charset=utf-8",
            include_bytes!("raise.js"),
        ),
        file(
            "desk.js",
            "text/javascript; charset=utf-8",
            include_bytes!("desk.js"),
        ),
        file(
            "roadmap.js",
            "text/javascript; charset=utf-8",
            include_bytes!("roadmap.js"),
        ),
        file(
            "network.js",
            "text/javascript; charset=utf-8",
            include_bytes!("network.js"),
        ),
        file(
            "board.js",
            "text/javascript; charset=utf-8",
            include_bytes!("board.js"),
        ),
        file(
            "grid.js",
            "text/javascript; charset=utf-8",
            include_bytes!("grid.js"),
        ),
        file("icons.svg", "image/svg+xml", include_bytes!("icons.svg")),
        file("brand.svg", "image/svg+xml", include_bytes!("brand.svg")),
    ];
    let islands = ISLANDS
        .iter()
        .map(|(name, bytes)| file(name, "text/javascript; charset=utf-8", bytes));
    all.extend(islands);
    all
});

/// The embedded file with this name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|a| a.name == name)
}

/// Address of an embedded file; it changes with the content, so it may be kept for ever.
pub fn asset_url(name: &str) -> String {
    let version = asset(name).map_or("", |a| a.version.as_str());
    format!("/assets/{name}?v={version}")
}
