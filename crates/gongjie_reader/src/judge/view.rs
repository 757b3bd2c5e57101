//! A grid with its merged areas at hand.

use crate::grid::{Area, Cell, Grid, Row};

/// Looks cells up through merged areas.
pub struct View<'g> {
    pub grid: &'g Grid,
    pub width: u32,
    /// For each column the areas that cover it, by their first row.
    covers: Vec<Vec<Area>>,
}

impl<'g> View<'g> {
    pub fn new(grid: &'g Grid) -> Self {
        let width = grid.width();
        let mut covers: Vec<Vec<Area>> = (0..width).map(|_| Vec::new()).collect();
        for area in &grid.merges {
            for column in area.left..=area.right.min(width.saturating_sub(1)) {
                if let Some(covers) = covers.get_mut(column as usize) {
                    covers.push(*area);
                }
            }
        }
        for covers in &mut covers {
            covers.sort_by_key(|area| area.top);
        }
        Self {
            grid,
            width,
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
