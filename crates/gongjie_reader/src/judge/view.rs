//! A grid with its merged areas at hand.

use crate::grid::{Area, Cell, Grid, Row};

/// Columns that all merged areas cover together; the areas after them count as not merged. A real sheet has some thousands.
const COVERS_MAX: usize = 4_000_000;

/// Looks cells up through merged areas.
pub struct View<'g> {
    pub grid: &'g Grid,
    pub width: u32,
    /// The first column with content.
    pub first_column: u32,
    /// Whether some row begins with a number in digits and goes on.
    pub counts_in_digits: bool,
    /// For each column the areas that cover it, by their first row.
    covers: Vec<Vec<Area>>,
}

impl<'g> View<'g> {
    pub fn new(grid: &'g Grid) -> Self {
        let width = grid.width();
        let mut covers: Vec<Vec<Area>> = (0..width).map(|_| Vec::new()).collect();
        let mut left = COVERS_MAX;
        for area in &grid.merges {
            let wide = area
                .right
                .min(width.saturating_sub(1))
                .saturating_sub(area.left) as usize
                + 1;
            if wide > left {
                break;
            }
            left -= wide;
            for column in area.left..=area.right.min(width.saturating_sub(1)) {
                if let Some(covers) = covers.get_mut(column as usize) {
                    covers.push(*area);
                }
            }
        }
        for covers in &mut covers {
            covers.sort_by_key(|area| area.top);
        }
        let first_column = grid
            .rows
            .iter()
            .filter_map(|row| row.cells.first())
            .map(|cell| cell.column)
            .min();
        let counts_in_digits = grid.rows.iter().any(|row| {
            let first = row.cells.first().map_or("", |cell| cell.text.as_str());
            row.cells.len() >= 3 && !first.is_empty() && first.chars().all(|c| c.is_ascii_digit())
        });
        Self {
            grid,
            width,
            first_column: first_column.unwrap_or(0),
            counts_in_digits,
            covers,
        }
    }

    /// The merged area over a cell.
    pub fn area(&self, row: u32, column: u32) -> Option<Area> {
        let covers = self.covers.get(column as usize)?;
        let after = covers.partition_point(|area| area.top <= row);
        let area = covers.get(after.checked_sub(1)?)?;
        (area.bottom >= row).then_some(*area)
    }

    /// The cell that a place shows: its own, or that of the merged area over it, with its own place.
    pub fn shown(&self, row: u32, column: u32) -> Option<(&'g Cell, u32, u32)> {
        let (row, column) = self
            .area(row, column)
            .map_or((row, column), |area| (area.top, area.left));
        Some((self.grid.cell(row, column)?, row, column))
    }

    /// The text that a place shows.
    pub fn text(&self, row: u32, column: u32) -> &'g str {
        self.shown(row, column)
            .map_or("", |(cell, _, _)| cell.text.as_str())
    }

    /// How many columns a cell spans.
    pub fn span(&self, row: u32, column: u32) -> u32 {
        self.area(row, column).map_or(1, |area| {
            area.right.min(self.width.saturating_sub(1)) + 1 - area.left
        })
    }

    /// The row of a number.
    pub fn row(&self, number: u32) -> Option<&'g Row> {
        self.grid.row(number)
    }
}
