//! The plain shape every file is read into. It holds words and structure, no looks: no bold, no colours, no sizes.

use serde::{Deserialize, Serialize};

use crate::clean;
use crate::limits::Meter;
use crate::unreadable::Unreadable;

/// A file as a title and blocks in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// One piece of a document. Text is NFC, without control characters; `\n` inside is a hard line break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// `level` is 1 to 6.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph(String),
    List(Vec<Item>),
    Table(Table),
    /// Text kept to the letter.
    Code(String),
    /// A picture, of which only the description is kept.
    Image {
        alt: String,
    },
}

/// One list item; `depth` 0 is the outermost, `ordered` items carry a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub depth: u8,
    pub ordered: bool,
    pub text: String,
}

/// A header and rows of the same width. Blank rows and columns are gone; `lines[i]` is the row, from 1, in which a
/// spreadsheet shows `rows[i]` of the file, so that a refusal can name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub lines: Vec<u32>,
}

impl Document {
    pub(crate) fn from_tables(title: String, tables: Vec<(String, Table)>) -> Self {
        let many = tables.len() > 1;
        let mut blocks = Vec::new();
        for (sheet, table) in tables {
            if many && !sheet.is_empty() {
                blocks.push(Block::Heading { level: 2, text: sheet });
            }
            blocks.push(Block::Table(table));
        }
        Self { title, blocks }
    }

    pub(crate) fn into_tables(self) -> Vec<(String, Table)> {
        self.blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some((String::new(), table)),
                _ => None,
            })
            .collect()
    }
}

/// Collects blocks from any reader: cleans text, drops empty blocks, joins list items, charges the meter.
pub(crate) struct Blocks<'m, 'a> {
    pub meter: &'m mut Meter<'a>,
    blocks: Vec<Block>,
}

impl<'m, 'a> Blocks<'m, 'a> {
    pub fn new(meter: &'m mut Meter<'a>) -> Self {
        Self { meter, blocks: Vec::new() }
    }

    pub fn heading(&mut self, level: u8, raw: &str) -> Result<(), Unreadable> {
        let text = clean::line(raw);
        self.push(Block::Heading { level: level.clamp(1, 6), text })
    }

    pub fn paragraph(&mut self, raw: &str) -> Result<(), Unreadable> {
        self.push(Block::Paragraph(clean::text(raw)))
    }

    pub fn code(&mut self, raw: &str) -> Result<(), Unreadable> {
        self.push(Block::Code(clean::verbatim(raw)))
    }

    pub fn image(&mut self, alt: &str) -> Result<(), Unreadable> {
        self.push(Block::Image { alt: clean::line(alt) })
    }

    /// Adds an item to the list that is open, or opens one. `join` is false where the source starts a new list.
    pub fn item(&mut self, ordered: bool, depth: u8, raw: &str, join: bool) -> Result<(), Unreadable> {
        let item = Item { depth: depth.min(8), ordered, text: clean::text(raw) };
        if item.text.is_empty() {
            return Ok(());
        }
        if let Some(Block::List(items)) = self.blocks.last_mut()
            && join
            && (item.depth > 0 || items.first().is_some_and(|first| first.ordered == ordered))
        {
            self.meter.text(item.text.len())?;
            items.push(item);
            return Ok(());
        }
        self.push(Block::List(vec![Item { depth: 0, ..item }]))
    }

    pub fn table(&mut self, table: Table) -> Result<(), Unreadable> {
        if !table.header.is_empty() {
            self.blocks.push(Block::Table(table));
        }
        Ok(())
    }

    fn push(&mut self, block: Block) -> Result<(), Unreadable> {
        let bytes = match &block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Code(text) => text.len(),
            Block::Image { alt } => alt.len(),
            Block::List(items) => items.iter().map(|item| item.text.len()).sum(),
            Block::Table(_) => return Ok(()),
        };
        if bytes > 0 {
            self.meter.text(bytes)?;
            self.blocks.push(block);
        }
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Ends the document. The title is `given`, else the only heading of level 1, else `fallback`.
    pub fn finish(self, given: Option<String>, fallback: String) -> Document {
        let mut tops = self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level: 1, text } => Some(text.clone()),
            _ => None,
        });
        let only = tops.next().filter(|_| tops.next().is_none());
        let title = given.filter(|t| !t.is_empty()).or(only).unwrap_or(fallback);
        Document { title, blocks: self.blocks }
    }
}
