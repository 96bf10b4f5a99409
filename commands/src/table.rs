//! Rows whose columns stand below each other.

use std::fmt;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::terminal;

/// A table: a heading, then rows of as many cells, each with the style of its row.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<(Style, Vec<String>)>,
}

impl Table {
    /// A table with these headings.
    pub fn new<const N: usize>(headings: [&str; N]) -> Table {
        let headings = headings.map(str::to_owned).into();
        Table {
            rows: vec![(Style::new().bold(), headings)],
        }
    }

    /// Adds a row. What cells hold stays on its line: control characters are shown as escapes.
    pub fn row<const N: usize>(&mut self, style: Style, cells: [String; N]) {
        let cells = cells.map(|cell| terminal::line(&cell));
        self.rows.push((style, cells.into()));
    }

    /// How wide each column is; one without a cell has none.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, |(_, cells)| cells.len());
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(column));
            // The heading of a column in which nothing stands is left out with it.
            let filled = cells.clone().skip(1).any(|cell| !cell.is_empty());
            let widest = cells.map(|cell| cell.width()).max();
            widest.filter(|_| filled).unwrap_or(0)
        };
        (0..columns).map(width).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for (at, (style, cells)) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in cells.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width - cell.width() + 2));
            }
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{style}{}{style:#}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_and_empty_ones_are_left_out() {
        let mut table = Table::new(["state", "note", "description"]);
        let mut row = |cells: [&str; 3]| table.row(Style::new(), cells.map(str::to_owned));
        row(["applied", "", "näher"]);
        row(["pending", "", "日本"]);
        let text = anstream::adapter::strip_str(&table.to_string()).to_string();
        assert_eq!(text, "state    description\napplied  näher\npending  日本");
    }
}
