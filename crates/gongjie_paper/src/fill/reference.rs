//! Addresses of cells and areas, and where they are when rows were put in above them.

use crate::layout::address;

/// So many rows are put in before the first row below the empty ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first row of the data, from 1.
    pub first: u32,
    /// The first row that moves.
    pub foot: u32,
    pub by: u32,
}

/// A row from 1 and a column from 0.
pub(super) type Place = (u32, u32);

/// First and last place of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub from: Place,
    pub to: Place,
}

impl Area {
    /// `B4` or `A3:H3`.
    pub fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':').unwrap_or((text, text));
        Some(Self {
            from: place(from)?,
            to: place(to)?,
        })
    }

    pub fn written(&self) -> String {
        let name = |(row, column): Place| address(row.saturating_sub(1) as usize, column as usize);
        if self.from == self.to {
            name(self.from)
        } else {
            format!("{}:{}", name(self.from), name(self.to))
        }
    }
}

impl Shift {
    /// Where a row is afterwards.
    pub fn row(self, row: u32) -> u32 {
        if row >= self.foot {
            row.saturating_add(self.by)
        } else {
            row
        }
    }

    /// Where an area is afterwards; one that ends at the last empty row takes the new ones in.
    pub fn area(self, area: Area) -> Area {
        let is_to_the_end = self.foot > self.first && area.to.0 + 1 == self.foot;
        let bottom = if is_to_the_end {
            area.to.0.saturating_add(self.by)
        } else {
            self.row(area.to.0)
        };
        Area {
            from: (self.row(area.from.0), area.from.1),
            to: (bottom, area.to.1),
        }
    }

    /// Every address of a list parted by blanks; whole columns stay.
    pub fn list(self, text: &str) -> String {
        let moved = text.split_whitespace().map(|one| {
            Area::read(one).map_or_else(|| one.to_owned(), |area| self.area(area).written())
        });
        moved.collect::<Vec<_>>().join(" ")
    }

    /// Every address of a defined name: `'台账'!$A$1:$H$20`. Names of sheets and whole rows stay.
    pub fn name(self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let (word, after) = if first == '\'' {
                let end = rest
                    .get(1..)
                    .and_then(|r| r.find('\''))
                    .map_or(rest.len(), |at| at + 2);
                rest.split_at(end)
            } else if is_of_address(first) {
                let end = rest.find(|c| !is_of_address(c)).unwrap_or(rest.len());
                rest.split_at(end)
            } else {
                rest.split_at(first.len_utf8())
            };
            let is_sheet = after.starts_with('!');
            match Area::read(word).filter(|_| !is_sheet) {
                Some(area) => out.push_str(&absolute(self.area(area))),
                None => out.push_str(word),
            }
            rest = after;
        }
        out
    }
}

fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | ':' | '_' | '.')
}

fn absolute(area: Area) -> String {
    let plain = area.written();
    let one = |name: &str| {
        let split = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let (letters, digits) = name.split_at(split);
        format!("${letters}${digits}")
    };
    plain.split(':').map(one).collect::<Vec<_>>().join(":")
}

/// Row and column of `D7` or `$D$7`.
pub(super) fn place(text: &str) -> Option<Place> {
    let text = text.replace('$', "");
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?;
        if digit >= 26 {
            return None;
        }
        column = column * 26 + u32::from(digit) + 1;
    }
    let row: u32 = digits.parse().ok()?;
    (row > 0).then_some((row, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Shift = Shift {
        first: 4,
        foot: 6,
        by: 10,
    };

    #[test]
    fn what_stands_below_moves_and_what_reaches_the_end_grows() {
        for (before, after) in [
            ("A1:H1", "A1:H1"),
            ("A3", "A3"),
            ("D4:D5", "D4:D15"),
            ("D4", "D4"),
            ("A6:H6", "A16:H16"),
            ("A1:H9 B7", "A1:H19 B17"),
            ("A:A", "A:A"),
        ] {
            assert_eq!(SHIFT.list(before), after);
        }
        let none = Shift { foot: 4, ..SHIFT };
        assert_eq!(none.list("A3:H3 A4:H4"), "A3:H3 A14:H14");
    }

    #[test]
    fn names_keep_their_sheets_and_whole_rows() {
        for (before, after) in [
            ("'台账'!$A$1:$H$9", "'台账'!$A$1:$H$19"),
            ("T6!$A$1:$H$9,T6!$1:$3", "T6!$A$1:$H$19,T6!$1:$3"),
            ("'A6 表'!$A$7", "'A6 表'!$A$17"),
            ("#REF!", "#REF!"),
        ] {
            assert_eq!(SHIFT.name(before), after);
        }
    }
}
