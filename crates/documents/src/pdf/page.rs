//! Runs the text operators of a page and gathers what they show into lines, in the order of the file. Drawing
//! operators are passed over; turned text (watermarks) is left out.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document as Objects, Error, Object, ObjectId, Stream};

use super::STREAM_BYTES;
use super::font::Font;
use crate::clean;
use crate::limits::Meter;
use crate::unreadable::Unreadable;

/// Forms inside forms; programs make three levels at most.
const FORMS: usize = 8;
/// Saved states; the format's own advice is 28.
const STATES: usize = 256;

/// Text on one baseline. Lengths are points; `y` grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Words; a wide gap between them is a tab.
    pub text: String,
    /// Where the words behind each tab begin.
    pub starts: Vec<f64>,
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
}

/// Reads pages of one file; fonts are kept between pages.
pub(super) struct Reader<'a> {
    objects: &'a Objects,
    /// By the address of the font's dictionary, which stays where it is as long as `objects`.
    fonts: HashMap<*const Dictionary, Rc<Font<'a>>>,
}

impl<'a> Reader<'a> {
    pub fn new(objects: &'a Objects) -> Self {
        Self { objects, fonts: HashMap::new() }
    }

    /// Lines of one page; a page whose content is broken gives the lines before the break.
    pub fn page(&mut self, id: ObjectId, meter: &mut Meter<'_>) -> Result<Vec<Line>, Unreadable> {
        let content = match self.objects.get_page_content_with_limit(id, STREAM_BYTES) {
            Ok(content) => content,
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { limit })) => {
                return Err(bomb(limit));
            }
            Err(_) => return Ok(Vec::new()),
        };
        let resources = self.resources(id);
        let start = State { ctm: turned(self.objects, id), ..State::default() };
        let mut run = Run { reader: self, meter, lines: Vec::new(), state: start, saved: Vec::new() };
        run.content(&content, &resources, 0)?;
        Ok(run.lines)
    }

    /// Nearest first.
    fn resources(&self, id: ObjectId) -> Vec<&'a Dictionary> {
        let Ok((own, inherited)) = self.objects.get_page_resources(id) else {
            return Vec::new();
        };
        let inherited = inherited.into_iter().filter_map(|id| self.objects.get_dictionary(id).ok());
        own.into_iter().chain(inherited).collect()
    }

    fn font(&mut self, dictionary: &'a Dictionary) -> Rc<Font<'a>> {
        let objects = self.objects;
        Rc::clone(self.fonts.entry(std::ptr::from_ref(dictionary)).or_insert_with(|| Rc::new(Font::new(dictionary, objects))))
    }

    /// `resources[kind][name]`
    fn resource(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            let named = resources.get_deref(kind, self.objects).and_then(Object::as_dict).ok()?;
            named.get_deref(name, self.objects).ok()
        })
    }
}

fn bomb(limit: usize) -> Unreadable {
    Unreadable::Bomb { file: 0, limit: limit as u64 }
}

/// A gap this many times the size of the type separates cells; justified text stays below 1.
const CELL_GAP: f64 = 1.5;

/// A gap between words, and one that parts even hanzi, which justified text sets up to a third apart.
const WORD_GAP: f64 = 0.18;
const HANZI_GAP: f64 = 0.5;

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` first, then `b`.
fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The matrix that undoes the page's `/Rotate`, so that upright text runs to the right.
fn turned(objects: &Objects, id: ObjectId) -> Matrix {
    let turn = objects.get_dictionary(id).and_then(|page| page.get_deref(b"Rotate", objects)).and_then(Object::as_i64);
    match turn.unwrap_or(0).rem_euclid(360) {
        90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
        180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
        270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
        _ => IDENTITY,
    }
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self { ctm: IDENTITY, text: IDENTITY, line: IDENTITY, font: None, size: 0.0, char_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0 }
    }
}

struct Run<'r, 'a, 'm, 'l> {
    reader: &'r mut Reader<'a>,
    meter: &'m mut Meter<'l>,
    lines: Vec<Line>,
    state: State<'a>,
    saved: Vec<State<'a>>,
}

impl<'a> Run<'_, 'a, '_, '_> {
    fn content(&mut self, content: &[u8], resources: &[&'a Dictionary], depth: usize) -> Result<(), Unreadable> {
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.meter.tick()?;
            self.operation(&operation, resources, depth)?;
        }
        Ok(())
    }

    fn operation(&mut self, operation: &Operation, resources: &[&'a Dictionary], depth: usize) -> Result<(), Unreadable> {
        let operands = &operation.operands;
        let n = |i: usize| operands.get(i).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
        match operation.operator.as_str() {
            "q" if self.saved.len() < STATES => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.ctm = multiply(std::array::from_fn(n), self.state.ctm),
            "BT" => (self.state.text, self.state.line) = (IDENTITY, IDENTITY),
            "Tf" => self.set_font(operands, n(1), resources),
            "Tc" => self.state.char_space = n(0),
            "Tw" => self.state.word_space = n(0),
            "Tz" => self.state.scale = n(0) / 100.0,
            "TL" => self.state.leading = n(0),
            "Td" => self.next_line(n(0), n(1)),
            "TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            "Tm" => {
                self.state.text = std::array::from_fn(n);
                self.state.line = self.state.text;
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" | "TJ" | "'" | "\"" => self.show_operands(&operation.operator, operands)?,
            "Do" => self.form(operands, resources, depth)?,
            _ => {}
        }
        Ok(())
    }

    fn set_font(&mut self, operands: &[Object], size: f64, resources: &[&'a Dictionary]) {
        let dictionary = operands
            .first()
            .and_then(|name| name.as_name().ok())
            .and_then(|name| self.reader.resource(resources, b"Font", name))
            .and_then(|font| font.as_dict().ok());
        self.state.font = dictionary.map(|dictionary| self.reader.font(dictionary));
        self.state.size = size;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.state.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.state.line);
        self.state.text = self.state.line;
    }

    fn show_operands(&mut self, operator: &str, operands: &[Object]) -> Result<(), Unreadable> {
        if matches!(operator, "'" | "\"") {
            self.next_line(0.0, -self.state.leading);
        }
        let shown = match operands.last() {
            Some(Object::Array(pieces)) => pieces.as_slice(),
            Some(only) => std::slice::from_ref(only),
            None => return Ok(()),
        };
        for piece in shown {
            self.meter.tick()?;
            match piece {
                Object::String(bytes, _) => self.show(bytes)?,
                other => {
                    let back = other.as_float().map_or(0.0, f64::from);
                    self.advance(-back / 1000.0 * self.state.size);
                }
            }
        }
        Ok(())
    }

    fn advance(&mut self, by: f64) {
        self.state.text = multiply([1.0, 0.0, 0.0, 1.0, by * self.state.scale, 0.0], self.state.text);
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        let Some(font) = self.state.font.clone() else {
            return Ok(());
        };
        let start = multiply(self.state.text, self.state.ctm);
        let mut text = String::new();
        let mut advance = 0.0;
        for glyph in font.glyphs(bytes) {
            let word = if glyph.is_space { self.state.word_space } else { 0.0 };
            advance += glyph.width / 1000.0 * self.state.size + self.state.char_space + word;
            text.push_str(&glyph.text);
        }
        self.advance(advance);
        let end = multiply(self.state.text, self.state.ctm);
        let size = self.state.size.abs() * (start[2] * start[2] + start[3] * start[3]).sqrt();
        let upright = start[0] > 0.0 && start[1].abs() < 0.1 * start[0];
        if upright && size.is_finite() && size > 0.5 && !text.is_empty() {
            self.meter.text(text.len())?;
            self.place(Line { text, starts: Vec::new(), x: start[4], end: end[4], y: start[5], size });
        }
        Ok(())
    }

    /// Adds a piece to the line it continues, or begins a line.
    fn place(&mut self, piece: Line) {
        let Some(line) = self.lines.last_mut().filter(|line| continues(line, &piece)) else {
            self.lines.push(piece);
            return;
        };
        // Some programs make bold by printing twice, a hair apart.
        let doubled = (piece.x - line.x).abs() < 0.2 * piece.size && line.text == piece.text;
        if doubled {
            return;
        }
        let gap = (piece.x - line.end) / piece.size;
        if gap > CELL_GAP {
            line.text.push('\t');
            line.starts.push(piece.x);
            line.text.push_str(&piece.text);
        } else if gap > HANZI_GAP && !line.text.ends_with(' ') {
            line.text.push(' ');
            line.text.push_str(&piece.text);
        } else if gap > WORD_GAP && !line.text.ends_with(' ') {
            clean::join(&mut line.text, &piece.text);
        } else {
            line.text.push_str(&piece.text);
        }
        line.end = line.end.max(piece.end);
        line.size = line.size.max(piece.size);
    }

    fn form(&mut self, operands: &[Object], resources: &[&'a Dictionary], depth: usize) -> Result<(), Unreadable> {
        let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let stream = self.reader.resource(resources, b"XObject", name).and_then(|object| object.as_stream().ok());
        let Some(stream) = stream.filter(|stream| is_form(stream) && depth < FORMS) else {
            return Ok(());
        };
        let content = match stream.decompressed_content_with_limit(STREAM_BYTES) {
            Ok(content) => content,
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { limit })) => {
                return Err(bomb(limit));
            }
            Err(_) => stream.content.clone(),
        };
        let objects = self.reader.objects;
        let mut inner: Vec<&'a Dictionary> = stream.dict.get_deref(b"Resources", objects).and_then(Object::as_dict).into_iter().collect();
        inner.extend(resources);
        let outer = (self.state.clone(), std::mem::take(&mut self.saved));
        if let Ok(matrix) = stream.dict.get_deref(b"Matrix", objects).and_then(Object::as_array) {
            let n = |i: usize| matrix.get(i).and_then(|o| o.as_float().ok()).map_or(IDENTITY[i], f64::from);
            self.state.ctm = multiply(std::array::from_fn(n), self.state.ctm);
        }
        self.content(&content, &inner, depth + 1)?;
        (self.state, self.saved) = outer;
        Ok(())
    }
}

fn is_form(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
}

/// The same baseline, and not back to the left.
fn continues(line: &Line, piece: &Line) -> bool {
    let size = line.size.max(piece.size);
    (line.y - piece.y).abs() < 0.4 * size && (piece.x > line.end - 0.6 * size || (piece.x - line.x).abs() < 0.2 * size)
}
