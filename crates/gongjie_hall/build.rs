//! Embeds the scripts of `assets/out` when they are there, and says so when they are not: the product is whole without them.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// File of the folder and name under `/assets`.
const ISLANDS: [&str; 1] = ["echarts.js"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../assets/out");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut list = String::from("&[");
    for name in ISLANDS {
        let file = folder.join(name);
        if file.is_file() {
            let path = fs::canonicalize(&file)?.display().to_string();
            write!(list, "({name:?}, include_bytes!({path:?})),")?;
        } else {
            println!(
                "cargo:warning=assets/out/{name} is not there: the network of pairings is built without the \
                 view that can be explored. scripts/install.sh build fetches it with npm."
            );
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("islands.rs"), list)?;
    Ok(())
}
