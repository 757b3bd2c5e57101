//! `make reading`: the share of cells read right, and of cells that are wrong and look certain, over all sheets.

use std::path::PathBuf;

use gongjie_reading::{Score, compare, sheets};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/sheets")),
        PathBuf::from,
    );
    let only = arguments.next();
    let mut total = Score::default();
    let mut count = 0_usize;
    for (sheet, truth) in sheets(&folder)? {
        let name = sheet
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default()
            .to_owned();
        if only
            .as_ref()
            .is_some_and(|only| !name.contains(only.as_str()))
        {
            continue;
        }
        let (score, findings) = compare(&sheet, &truth)?;
        count += 1;
        println!(
            "{name}: {} of {} cells right, {} wrong and doubted, {} wrong and silent; {} doubts",
            score.right, score.cells, score.doubted, score.silent, score.doubts
        );
        for finding in findings {
            println!(
                "    {} {}",
                if finding.is_silent { "!" } else { "?" },
                finding.text
            );
        }
        total.add(&score);
    }
    let share = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap_or(u32::MAX)) * 100.0
            / f64::from(u32::try_from(whole.max(1)).unwrap_or(u32::MAX))
    };
    println!();
    println!("| what | count | of | share |\n| --- | ---: | ---: | ---: |");
    for (what, part, whole) in [
        ("cells right", total.right, total.cells),
        ("cells wrong, doubted", total.doubted, total.cells),
        ("cells wrong, not doubted", total.silent, total.cells),
        ("headers right", total.headers_right, total.headers),
        (
            "headings mapped right",
            total.mappings_right,
            total.mappings,
        ),
        (
            "headings wrong, not doubted",
            total.mappings_silent,
            total.mappings,
        ),
        (
            "ledgers and others told apart",
            total.sheets_right,
            total.sheets,
        ),
    ] {
        println!(
            "| {what} | {part} | {whole} | {:.2} % |",
            share(part, whole)
        );
    }
    println!("\n{count} files, {} doubts", total.doubts);
    Ok(())
}
