//! What the raisers said, as pages show it.

use gongjie_base::{Conn, Result};

use super::tables::verdict;
use crate::layout::Page;
use crate::pairing::view::Units;
use crate::voice::queries as voices;
use crate::voice::rules::Mode;

/// One raiser and the word.
pub struct Said {
    pub id: i64,
    pub who: String,
    /// In words; empty where nothing was said yet.
    pub solved: String,
    pub satisfied: String,
    pub words: String,
    /// A one-time link can be made for this raiser.
    pub takes_link: bool,
}

/// Everybody who was asked. The caller may see the problem.
pub async fn said(
    conn: &Conn,
    p: &Page,
    units: &Units,
    verdicts: &[verdict::Model],
) -> Result<Vec<Said>> {
    let mut all = Vec::new();
    for verdict in verdicts {
        let mut takes_link = verdict.given_at.is_none();
        let who = match (verdict.voice_id, verdict.unit_id) {
            (Some(id), _) => {
                let voice = voices::find_any(conn, verdict.organization_id, id).await?;
                takes_link &= voice.mode != Mode::Anonymous;
                let mode = p.code("mode", voice.mode);
                match voice.number {
                    Some(number) => format!("{} {mode}", p.t1("voice-number", "number", number)),
                    None => mode,
                }
            }
            (None, Some(unit)) => {
                takes_link = false;
                units.name(unit)
            }
            (None, None) => String::new(),
        };
        all.push(Said {
            id: verdict.id,
            who,
            solved: verdict
                .solved
                .map(|s| p.code("solved", s))
                .unwrap_or_default(),
            satisfied: verdict
                .satisfied
                .map(|s| p.code("satisfied", s))
                .unwrap_or_default(),
            words: verdict.words.clone().unwrap_or_default(),
            takes_link,
        });
    }
    Ok(all)
}
