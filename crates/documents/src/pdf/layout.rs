//! Lines of pages into headings, lists and paragraphs: repeated page headers and page numbers go, lines that were only
//! broken by the margin are joined, larger type is a heading.

use std::collections::HashMap;

use super::page::Line;
use crate::block::Blocks;
use crate::clean;
use crate::grid::Grid;
use crate::plain;
use crate::unreadable::Unreadable;

/// Lines at the top and at the bottom of a page that may be its header or footer.
const EDGE: usize = 2;
/// A heading in larger type is at most this long, in characters.
const HEADING_CHARS: usize = 60;

/// Adds the text of all pages to `blocks`.
pub(super) fn arrange(mut pages: Vec<Vec<Line>>, blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
    for line in pages.iter_mut().flatten() {
        let cells: Vec<String> = line.text.split('\t').map(clean::line).collect();
        line.text = cells.join("\t");
    }
    for lines in &mut pages {
        lines.retain(|line| !line.text.trim().is_empty());
    }
    drop_running_lines(&mut pages);
    let look = Look::of(&pages);
    let mut open = Open::default();
    for lines in &pages {
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            blocks.meter.tick()?;
            let rows = table_rows(&lines[i..]);
            if rows > 1 {
                open.flush(blocks)?;
                table(&lines[i..i + rows], blocks)?;
                i += rows;
                continue;
            }
            open.line(line, i.checked_sub(1).map(|i| &lines[i]), &look, blocks)?;
            i += 1;
        }
        open.page_ends = true;
    }
    open.flush(blocks)
}

/// How many of these lines are rows of one table: as many cells in each, one below the other.
fn table_rows(lines: &[Line]) -> usize {
    let Some(first) = lines.first().filter(|line| !line.starts.is_empty()) else {
        return 0;
    };
    let below = |line: &&Line| {
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < 3.0 * first.size;
        line.starts.len() == first.starts.len() && line.starts.iter().zip(&first.starts).all(near)
    };
    lines.iter().take_while(below).count()
}

fn table(lines: &[Line], blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
    let mut grid = Grid::default();
    for (number, line) in (1..).zip(lines) {
        grid.row(number, line.text.split('\t').map(str::to_string).collect(), blocks.meter)?;
    }
    let table = grid.into_table(blocks.meter)?;
    table.map_or(Ok(()), |table| blocks.table(table))
}

/// Drops header and footer lines that come back on most pages, and bare page numbers.
fn drop_running_lines(pages: &mut [Vec<Line>]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for lines in pages.iter() {
        let mut keys: Vec<String> = edges(lines).into_iter().map(|i| key(&lines[i].text)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *seen.entry(key).or_default() += 1);
    }
    let often = (pages.len().div_ceil(2)).max(3);
    let many = pages.len() > 1;
    for lines in pages.iter_mut() {
        let mut gone = edges(lines);
        gone.retain(|i| {
            let text = &lines[*i].text;
            seen.get(&key(text)).is_some_and(|n| *n >= often) || (many && is_page_number(text))
        });
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
}

/// Indexes of the highest and lowest lines.
fn edges(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*b].y.total_cmp(&lines[*a].y));
    let bottom = order.len().saturating_sub(EDGE).max(EDGE.min(order.len()));
    let mut picked = order[..EDGE.min(order.len())].to_vec();
    picked.extend_from_slice(&order[bottom..]);
    picked
}

/// Numbers change from page to page, the rest does not.
fn key(text: &str) -> String {
    text.chars().map(|c| if c.is_numeric() { '#' } else { c }).filter(|c| !c.is_whitespace()).collect()
}

/// `3`, `- 3 -`, `3 / 12`, `第 3 页`, `第 3 页 共 12 页`, `Page 3 of 12`.
fn is_page_number(text: &str) -> bool {
    let words = ["第", "页", "共", "Page", "page", "of", "/", "-", "–", "—", "·", "，", "|", ","];
    let rest = words.iter().fold(text.to_string(), |text, word| text.replace(word, " "));
    let mut numbers = rest.split_whitespace().peekable();
    numbers.peek().is_some() && numbers.all(|n| n.len() <= 4 && n.chars().all(|c| c.is_ascii_digit()))
}

/// What is usual in this file.
struct Look {
    /// Size of most characters.
    body: f64,
    /// Sizes of headings, largest first.
    larger: Vec<f64>,
    /// Usual distance of baselines in a paragraph.
    leading: f64,
    /// Where most lines begin, and the longest end.
    left: f64,
    right: f64,
}

impl Look {
    fn of(pages: &[Vec<Line>]) -> Self {
        let lines = || pages.iter().flatten();
        let body = mode(lines().map(|line| (line.size, line.text.chars().count()))).unwrap_or(10.0);
        let mut larger: Vec<f64> = lines().filter(|l| is_larger(l, body)).map(|l| round(l.size)).collect();
        larger.sort_by(|a, b| b.total_cmp(a));
        larger.dedup();
        let text = || lines().filter(|line| (line.size - body).abs() < 0.1 * body);
        let gaps = pages.iter().flat_map(|lines| lines.windows(2)).map(|pair| pair[0].y - pair[1].y);
        let leading = mode(gaps.filter(|gap| (0.8 * body..3.0 * body).contains(gap)).map(|gap| (gap, 1)));
        let left = mode(text().map(|line| (line.x, 1))).unwrap_or(0.0);
        let right = text().map(|line| line.end).fold(0.0, f64::max);
        Self { body, larger, leading: leading.unwrap_or(1.4 * body), left, right }
    }

    fn heading_level(&self, line: &Line) -> Option<u8> {
        if is_larger(line, self.body) && line.text.chars().any(char::is_alphabetic) && line.text.chars().count() <= HEADING_CHARS {
            let rank = self.larger.iter().position(|size| *size <= round(line.size)).unwrap_or(0);
            return Some((rank as u8 + 1).min(4));
        }
        // A numbered line is a heading only when it stands short of the margin.
        let short = line.end < self.left + 0.7 * (self.right - self.left);
        plain::heading_level(&line.text).filter(|_| short && plain::number(&line.text).is_none())
    }
}

fn is_larger(line: &Line, body: f64) -> bool {
    line.size > 1.15 * body
}

/// Half points.
fn round(size: f64) -> f64 {
    (size * 2.0).round() / 2.0
}

/// The value with the most weight, in steps of half a point.
fn mode(values: impl Iterator<Item = (f64, usize)>) -> Option<f64> {
    let mut weights: HashMap<i64, usize> = HashMap::new();
    for (value, weight) in values {
        *weights.entry((value * 2.0).round() as i64).or_default() += weight;
    }
    let best = weights.into_iter().max_by_key(|(step, weight)| (*weight, std::cmp::Reverse(*step)))?;
    Some(best.0 as f64 / 2.0)
}

/// The block being put together.
#[derive(Default)]
struct Open {
    text: String,
    heading: Option<u8>,
    last: Option<Line>,
    page_ends: bool,
    in_list: bool,
}

impl Open {
    fn line(&mut self, line: &Line, before: Option<&Line>, look: &Look, blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
        let heading = look.heading_level(line);
        if !self.joins(line, before, heading, look) {
            self.flush(blocks)?;
            self.heading = heading;
        }
        add(&mut self.text, &line.text);
        self.last = Some(line.clone());
        self.page_ends = false;
        Ok(())
    }

    /// Whether this line goes on with the block being read.
    fn joins(&self, line: &Line, before: Option<&Line>, heading: Option<u8>, look: &Look) -> bool {
        let Some(last) = &self.last else { return false };
        if self.text.is_empty() || heading != self.heading || (last.size - line.size).abs() > 0.1 * look.body {
            return false;
        }
        if plain::bullet(&line.text).is_some() || plain::number(&line.text).is_some() {
            return false;
        }
        let ended = self.text.ends_with(['。', '！', '？', '.', '!', '?', '：', ':']);
        let full = last.end + first_word(line) > look.right - 0.5 * line.size;
        if self.page_ends || before.is_none() {
            return !ended && full && heading.is_none();
        }
        let gap = last.y - line.y;
        let near = gap > -0.5 * line.size && gap < 1.35 * look.leading.max(line.size);
        if heading.is_some() {
            return near && is_larger(line, look.body);
        }
        let indented = line.x > look.left + 1.5 * line.size && line.x > last.x + 1.5 * line.size;
        near && full && !(indented && ended)
    }

    fn flush(&mut self, blocks: &mut Blocks<'_, '_>) -> Result<(), Unreadable> {
        let text = std::mem::take(&mut self.text);
        let list = std::mem::replace(&mut self.in_list, false);
        if let Some(level) = self.heading.take() {
            return blocks.heading(level, &text);
        }
        let item = plain::bullet(&text).map(|t| (false, t)).or_else(|| plain::number(&text).map(|t| (true, t)));
        if let Some((ordered, text)) = item {
            self.in_list = true;
            return blocks.item(ordered, 0, text, list);
        }
        blocks.paragraph(&text)
    }
}

/// About how wide the first word is, for which the line before had no room.
fn first_word(line: &Line) -> f64 {
    let wide = line.text.chars().next().is_some_and(clean::is_wide);
    let word = line.text.split(|c: char| c.is_whitespace() || clean::is_wide(c)).next().unwrap_or_default();
    line.size * if wide { 1.5 } else { 0.5 * (word.chars().count() + 1) as f64 }
}

/// Joins a line to the text before it; a word cut by a hyphen is made whole.
fn add(text: &mut String, line: &str) {
    let cut = text.strip_suffix('-').is_some_and(|t| t.ends_with(char::is_alphabetic));
    if cut && line.starts_with(char::is_lowercase) {
        text.pop();
        text.push_str(line);
    } else {
        clean::join(text, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known_and_other_numbers_are_not() {
        for text in ["3", "- 3 -", "3 / 12", "第 3 页", "第 3 页 共 12 页", "Page 3 of 12"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["399 元", "13800005678", "3.5", "页", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn a_word_cut_by_a_hyphen_is_made_whole_and_a_range_is_not() {
        let joined = |a: &str, b: &str| {
            let mut text = a.to_string();
            add(&mut text, b);
            text
        };
        assert_eq!(joined("the bat-", "tery"), "the battery");
        assert_eq!(joined("pages 3-", "5"), "pages 3- 5");
        assert_eq!(joined("保修", "两年"), "保修两年");
    }
}
