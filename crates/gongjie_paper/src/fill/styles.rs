//! Styles of cells that say that a text is a text: copies of the office's own, added behind them.

use quick_xml::events::Event;

use super::FillError;
use super::raw::{Pieces, is_named, retagged};

/// Which styles were copied; the copies have the numbers behind the last one.
#[derive(Debug, Default)]
pub(super) struct Guards {
    /// Styles of the office; nothing where it has none.
    count: Option<u32>,
    copied: Vec<u32>,
}

impl Guards {
    /// Counts the styles of a part.
    pub fn of(styles: Option<&str>) -> Result<Self, FillError> {
        let count = match styles {
            Some(text) => Some(u32::try_from(cells(text)?.len()).unwrap_or(u32::MAX)),
            None => None,
        };
        Ok(Self {
            count: count.filter(|count| *count > 0),
            copied: Vec::new(),
        })
    }

    /// The style that is like this one and says that the cell is a text.
    pub fn mark(&mut self, style: u32) -> u32 {
        let Some(count) = self.count.filter(|count| style < *count) else {
            return style;
        };
        let at = self.copied.iter().position(|copied| *copied == style);
        let at = at.unwrap_or_else(|| {
            self.copied.push(style);
            self.copied.len() - 1
        });
        count + u32::try_from(at).unwrap_or_default()
    }

    /// The part with the copies in it; nothing where none was made.
    pub fn written(&self, text: &str) -> Result<Option<String>, FillError> {
        if self.copied.is_empty() {
            return Ok(None);
        }
        let all = cells(text)?;
        let mut out = String::with_capacity(text.len() + 200 * self.copied.len());
        for piece in Pieces::of(text) {
            let piece = piece?;
            match &piece.event {
                Event::Start(tag) if is_named(tag, "cellXfs") => {
                    let count = (all.len() + self.copied.len()).to_string();
                    out.push_str(&retagged(tag, &[("count", Some(count))], ">"));
                    continue;
                }
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => {
                    let copies = self
                        .copied
                        .iter()
                        .filter_map(|style| all.get(*style as usize));
                    copies.for_each(|copy| out.push_str(copy));
                }
                _ => {}
            }
            out.push_str(piece.raw);
        }
        Ok(Some(out))
    }
}

/// Every style of cells, written with the mark of a text.
fn cells(text: &str) -> Result<Vec<String>, FillError> {
    let mut all = Vec::new();
    let mut is_cells = false;
    let mut open: Option<String> = None;
    let mark = [("quotePrefix", Some("1".to_owned()))];
    for piece in Pieces::of(text) {
        let piece = piece?;
        match &piece.event {
            Event::Start(tag) if is_named(tag, "cellXfs") => is_cells = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_cells = false,
            Event::Empty(tag) if is_cells && open.is_none() && is_named(tag, "xf") => {
                all.push(retagged(tag, &mark, "/>"));
            }
            Event::Start(tag) if is_cells && open.is_none() && is_named(tag, "xf") => {
                open = Some(retagged(tag, &mark, ">"));
            }
            Event::End(tag) if is_cells && tag.local_name().as_ref() == "xf" => {
                all.extend(open.take().map(|body| body + piece.raw));
            }
            _ => {
                if let Some(body) = &mut open {
                    body.push_str(piece.raw);
                }
            }
        }
    }
    Ok(all)
}
