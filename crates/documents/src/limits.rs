//! What a file may cost: bytes, rows, text, pages, seconds. Readers charge a [`Meter`] as they go and stop at the
//! first excess; no reader may trust a size that the file states about itself.

use std::time::{Duration, Instant};

use crate::unreadable::{Excess, Unreadable};

/// Bounds of one read. The default suits a desktop with 4 GB of memory.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest file, bytes.
    pub file_bytes: u64,
    /// Largest sum of everything inflated from one file, bytes.
    pub inflated_bytes: u64,
    /// Largest inflated : file size, checked past 8 MiB.
    pub inflate_ratio: u64,
    /// Largest number of table rows in one file.
    pub rows: usize,
    /// Largest amount of text kept from one file, bytes of UTF-8.
    pub text_bytes: usize,
    /// Largest sum of all table cells, bytes; each cell counts 8 more than its text.
    pub table_bytes: usize,
    /// Longest single table cell, characters.
    pub cell_chars: usize,
    /// Largest number of pdf pages.
    pub pages: usize,
    /// Longest time for one file.
    pub wall: Duration,
    /// Longest time for one spreadsheet, which may hold [`Limits::rows`] rows.
    pub table_wall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            inflate_ratio: 100,
            rows: 200_000,
            text_bytes: 10 << 20,
            table_bytes: 128 << 20,
            cell_chars: 32_768,
            pages: 2_000,
            wall: Duration::from_secs(20),
            table_wall: Duration::from_secs(60),
        }
    }
}

/// Columns beyond this are a broken or hostile file: Excel itself stops at 16,384.
pub(crate) const COLUMNS: usize = 16_384;

/// Below this an inflated file is harmless whatever its ratio: an empty sheet of 10,000 styled rows reaches 60:1.
const RATIO_FLOOR: u64 = 8 << 20;

/// Running totals of one read.
pub(crate) struct Meter<'a> {
    pub limits: &'a Limits,
    deadline: Instant,
    text: usize,
    rows: usize,
    cells: usize,
    ticks: u32,
}

impl<'a> Meter<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, deadline: Instant::now() + limits.wall, text: 0, rows: 0, cells: 0, ticks: 0 }
    }

    /// Called once per token of any parser. The clock is read every 64th time: a read costs ~25 ns.
    pub fn tick(&mut self) -> Result<(), Unreadable> {
        self.ticks = self.ticks.wrapping_add(1);
        if self.ticks % 64 == 1 && Instant::now() > self.deadline {
            return Err(Unreadable::TooSlow { seconds: self.limits.wall.as_secs() });
        }
        Ok(())
    }

    pub fn text(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.text = self.text.saturating_add(bytes);
        if self.text > self.limits.text_bytes {
            return Err(too_much(Excess::Text, self.limits.text_bytes));
        }
        Ok(())
    }

    pub fn row(&mut self) -> Result<(), Unreadable> {
        self.tick()?;
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(too_much(Excess::Rows, self.limits.rows));
        }
        Ok(())
    }

    /// A cell costs its text and 8 bytes more, so that the padding of one very wide row is not free.
    pub fn cell(&mut self, text: &str) -> Result<(), Unreadable> {
        if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars {
            return Err(too_much(Excess::Cell, self.limits.cell_chars));
        }
        self.cells = self.cells.saturating_add(text.len() + 8);
        if self.cells > self.limits.table_bytes {
            return Err(too_much(Excess::Text, self.limits.table_bytes));
        }
        Ok(())
    }
}

impl Limits {
    /// Checks bytes inflated so far against the absolute bound and the ratio to the file they came from.
    pub(crate) fn inflated(&self, inflated: u64, file: u64) -> Result<(), Unreadable> {
        let ratio_bound = file.saturating_mul(self.inflate_ratio).max(RATIO_FLOOR);
        let limit = self.inflated_bytes.min(ratio_bound);
        if inflated > limit {
            return Err(Unreadable::Bomb { file, limit });
        }
        Ok(())
    }
}

fn too_much(what: Excess, limit: usize) -> Unreadable {
    Unreadable::TooMuch { what, limit: limit as u64 }
}
