//! The names and aliases of units that are known, for finding them in a cell. Longest name first.

use std::collections::HashMap;

use gongjie_words::name_key;

/// Known units. Empty when nothing is known: splitting is then by words alone.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Key of a name or alias, to the unit's number.
    keys: HashMap<String, usize>,
    names: Vec<String>,
    /// Letters of the longest key.
    longest: usize,
}

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A known unit: its number, its name, and how it was written.
    Known {
        unit: usize,
        name: String,
        written: String,
    },
    /// What stands between known units.
    Rest(String),
}

impl Register {
    /// Adds a unit with its other names; the number is the place in order, from 0.
    pub fn add<'a>(&mut self, name: &'a str, aliases: impl IntoIterator<Item = &'a str>) {
        let number = self.names.len();
        self.names.push(name.to_owned());
        for written in aliases.into_iter().chain([name]) {
            let key = name_key(written);
            if key.is_empty() {
                continue;
            }
            self.longest = self.longest.max(key.chars().count());
            self.keys.entry(key).or_insert(number);
        }
    }

    /// A register from text: one unit a line, its aliases after tabs.
    pub fn read(text: &str) -> Self {
        let mut register = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut names = line
                .split('\t')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            if let Some(name) = names.next() {
                register.add(name, names);
            }
        }
        register
    }

    /// Whether no unit is known.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The unit of exactly this name or alias: its number and its name.
    pub fn find(&self, written: &str) -> Option<(usize, &str)> {
        let unit = *self.keys.get(&name_key(written))?;
        Some((unit, self.names.get(unit)?))
    }

    /// Cuts a text at the known units in it, longest name first, from left to right.
    pub fn cut(&self, text: &str) -> Vec<Piece> {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let mut out = Vec::new();
        let (mut at, mut rest_from) = (0, 0);
        while at < letters.len() {
            if let Some((taken, unit)) = self.longest_at(text, &letters, at) {
                let from = letters.get(at).map_or(text.len(), |(byte, _)| *byte);
                let to = letters
                    .get(at + taken)
                    .map_or(text.len(), |(byte, _)| *byte);
                push_rest(&mut out, text.get(rest_from..from));
                out.push(Piece::Known {
                    unit,
                    name: self.names.get(unit).cloned().unwrap_or_default(),
                    written: text.get(from..to).unwrap_or("").trim().to_owned(),
                });
                at += taken;
                rest_from = to;
            } else {
                at += 1;
            }
        }
        push_rest(&mut out, text.get(rest_from..));
        out
    }

    /// Letters taken and unit of the longest known name that begins here.
    fn longest_at(
        &self,
        text: &str,
        letters: &[(usize, char)],
        at: usize,
    ) -> Option<(usize, usize)> {
        // A written name may hold blanks and brackets that its key has not.
        const SLACK: usize = 8;
        let from = letters.get(at)?.0;
        let most = (self.longest + SLACK).min(letters.len() - at);
        (2..=most).rev().find_map(|taken| {
            let to = letters
                .get(at + taken)
                .map_or(text.len(), |(byte, _)| *byte);
            let key = name_key(text.get(from..to)?);
            Some((taken, *self.keys.get(&key)?))
        })
    }
}

fn push_rest(out: &mut Vec<Piece>, rest: Option<&str>) {
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        out.push(Piece::Rest(rest.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_known_name_wins() {
        let register = Register::read("档案馆、博物馆党支部\n博物馆党支部\n教务处\t教务\n");
        let names: Vec<String> = register
            .cut("档案馆、 博物馆党支部、教务")
            .into_iter()
            .map(|piece| match piece {
                Piece::Known { name, .. } => name,
                Piece::Rest(rest) => format!("[{rest}]"),
            })
            .collect();
        assert_eq!(names, ["档案馆、博物馆党支部", "[、]", "教务处"]);
    }
}
