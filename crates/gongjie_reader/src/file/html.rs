//! Tables of a web page, saved or copied; many office systems export such a page under the name xls.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Node, Selector};

use crate::grid::{Area, Book, Builder, Grid, Meter, Value, tidy};
use crate::limits;
use crate::refusal::{Kind, Refusal};

/// Whether the text is a page or a piece of one.
pub fn is_page(text: &str) -> bool {
    let head: String = text
        .chars()
        .take(4096)
        .collect::<String>()
        .to_ascii_lowercase();
    let head = head.trim_start();
    // Text copied as HTML begins with a few lines that say where the piece stands.
    let begins = head.starts_with('<') || head.starts_with("version:");
    begins
        && ["<html", "<table", "<!doctype html", "<body", "<meta"]
            .iter()
            .any(|tag| head.contains(tag))
}

pub fn open(text: &str, meter: &mut Meter) -> Result<Book, Refusal> {
    if text.len() > limits::HTML_BYTES_MAX {
        return Err(Refusal::too_large(format!(
            "the page has more than {} MB",
            limits::HTML_BYTES_MAX >> 20
        )));
    }
    if depth(text) > limits::XML_DEPTH_MAX * 5 {
        return Err(Refusal::damaged("elements too deep inside each other"));
    }
    let page = Html::parse_document(text);
    let (Ok(tables), Ok(inner)) = (Selector::parse("table"), Selector::parse("table table")) else {
        return Ok(Book::default());
    };
    let nested: HashSet<_> = page.select(&inner).map(|table| table.id()).collect();
    // A table around other tables only lays the page out.
    let tables: Vec<ElementRef<'_>> = page
        .select(&tables)
        .filter(|table| {
            !table
                .descendants()
                .any(|node| nested.contains(&node.id()) && node.id() != table.id())
        })
        .collect();
    if tables.is_empty() {
        return Err(Refusal::new(
            Kind::Unsupported,
            "a web page without a table",
        ));
    }
    let mut book = Book::default();
    for (at, table) in tables.iter().enumerate() {
        meter.sheet()?;
        let mut grid = grid(*table, meter)?;
        grid.before = before(*table);
        grid.after = after(*table);
        if grid.name.is_empty() {
            grid.name = format!("表{}", at + 1);
        }
        book.grids.push(grid);
    }
    Ok(book)
}

/// How many more elements are opened than closed at most, counted roughly.
fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0_usize);
    for piece in text.split('<').skip(1) {
        if piece.starts_with('/') {
            open = open.saturating_sub(1);
        } else if piece.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name: String = piece
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            let is_empty = [
                "br", "img", "meta", "col", "link", "input", "hr", "p", "td", "tr", "th", "li",
            ]
            .contains(&name.to_ascii_lowercase().as_str());
            if !is_empty {
                open += 1;
                most = most.max(open);
            }
        }
    }
    most
}

fn grid(table: ElementRef<'_>, meter: &mut Meter) -> Result<Grid, Refusal> {
    let mut builder = Builder::default();
    let mut merges: Vec<Area> = Vec::new();
    let mut row = 0_u32;
    // Columns that an area from above still covers, with the last row that it covers.
    let mut covered: Vec<(u32, u32)> = Vec::new();
    for tr in table
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|e| e.value().name() == "tr")
    {
        row += 1;
        covered.retain(|(_, last)| *last >= row);
        let mut column = 0_u32;
        for cell in tr
            .children()
            .filter_map(ElementRef::wrap)
            .filter(|e| matches!(e.value().name(), "td" | "th"))
        {
            while covered.iter().any(|(taken, _)| *taken == column) {
                column += 1;
            }
            let span = |name: &str, most: u32| {
                cell.attr(name)
                    .and_then(|v| v.trim().parse().ok())
                    .unwrap_or(1)
                    .clamp(1, most)
            };
            let (wide, high) = (span("colspan", 1000), span("rowspan", 65_534));
            let area = Area {
                top: row,
                left: column,
                bottom: row + high - 1,
                right: column + wide - 1,
            };
            if wide > 1 || high > 1 {
                merges.push(area);
            }
            if high > 1 {
                covered.extend((area.left..=area.right).map(|c| (c, area.bottom)));
            }
            builder.push(meter, row, column, &text_of(cell), Value::Text)?;
            column = area.right + 1;
        }
    }
    let rows = builder.rows();
    for area in &mut merges {
        area.bottom = area.bottom.min(row);
    }
    let caption = table
        .children()
        .filter_map(ElementRef::wrap)
        .find(|e| e.value().name() == "caption");
    Ok(Grid {
        name: caption
            .map(text_of)
            .map(|text| tidy(&text))
            .unwrap_or_default(),
        rows,
        merges,
        can_merge: true,
        ..Grid::default()
    })
}

/// Text with a line break for each block and each `<br>`; blanks of the source do not count.
fn text_of(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    gather(element, &mut out);
    out
}

fn gather(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                let mut is_blank = out.is_empty() || out.ends_with(['\n', ' ']);
                for letter in text.chars() {
                    if letter.is_whitespace() {
                        // Between two Chinese letters a break of the source is no blank; an office page breaks anywhere.
                        if !is_blank {
                            out.push(' ');
                        }
                        is_blank = true;
                    } else {
                        out.push(letter);
                        is_blank = false;
                    }
                }
            }
            Node::Element(inner) => {
                let name = inner.name();
                if matches!(name, "script" | "style" | "template") {
                    continue;
                }
                let is_block =
                    matches!(name, "p" | "div" | "li" | "br" | "h1" | "h2" | "h3" | "h4");
                if is_block && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                if let Some(inner) = ElementRef::wrap(child) {
                    gather(inner, out);
                }
                if is_block && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}

/// The nearest lines above a table: what stands beside it before the table before.
fn before(table: ElementRef<'_>) -> Vec<String> {
    const LINES: usize = 6;
    let mut out: Vec<String> = Vec::new();
    let mut here = Some(table);
    while let Some(element) = here {
        for node in element.prev_siblings() {
            let lines = match node.value() {
                Node::Text(text) => tidy(text),
                Node::Element(inner)
                    if !matches!(inner.name(), "script" | "style" | "head" | "title") =>
                {
                    let Some(sibling) = ElementRef::wrap(node) else {
                        continue;
                    };
                    if is_or_has_table(sibling) {
                        out.reverse();
                        return out;
                    }
                    tidy(&text_of(sibling))
                }
                _ => continue,
            };
            out.extend(
                lines
                    .lines()
                    .rev()
                    .map(str::to_owned)
                    .filter(|l| !l.is_empty()),
            );
            if out.len() >= LINES {
                out.truncate(LINES);
                out.reverse();
                return out;
            }
        }
        here = element
            .parent()
            .and_then(ElementRef::wrap)
            .filter(|e| e.value().name() != "body" && e.value().name() != "html");
    }
    out.reverse();
    out
}

fn after(table: ElementRef<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for node in table.next_siblings() {
        match node.value() {
            Node::Text(text) => out.extend(tidy(text).lines().map(str::to_owned)),
            Node::Element(_) => {
                let Some(sibling) = ElementRef::wrap(node) else {
                    continue;
                };
                if is_or_has_table(sibling) {
                    break;
                }
                out.extend(tidy(&text_of(sibling)).lines().map(str::to_owned));
            }
            _ => {}
        }
    }
    out
}

fn is_or_has_table(element: ElementRef<'_>) -> bool {
    element.value().name() == "table"
        || element
            .descendants()
            .filter_map(ElementRef::wrap)
            .any(|e| e.value().name() == "table")
}
