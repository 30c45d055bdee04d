//! What the bytes of a shown string mean in a font: text and advance. It must not ask the object reader for
//! `/ToUnicode` encodings, which it lays out code by code.

use encoding_rs::{BIG5, EUC_KR, Encoding as Legacy, GB18030, SHIFT_JIS, WINDOWS_1252};
use lopdf::{Dictionary, Document as Objects, Encoding, Object};

use super::STREAM_BYTES;
use super::cmap::CMap;

/// A font as far as text needs it.
pub(super) struct Font<'a> {
    codes: Codes,
    to_unicode: Option<CMap>,
    simple: Option<Encoding<'a>>,
    /// First code, last code, advance in thousandths of the size; by first code.
    widths: Vec<(u32, u32, f64)>,
    usual_width: f64,
}

/// How bytes form character codes.
enum Codes {
    One,
    Two,
    Utf16,
    Legacy(&'static Legacy),
}

/// One shown character.
pub(super) struct Glyph {
    /// Empty when the font does not tell.
    pub text: String,
    /// Advance in thousandths of the font size.
    pub width: f64,
    /// A one-byte space, to which word spacing applies.
    pub is_space: bool,
}

impl<'a> Font<'a> {
    pub fn new(dictionary: &'a Dictionary, objects: &'a Objects) -> Self {
        let to_unicode = to_unicode(dictionary, objects);
        let composite = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let mut codes = if composite { composite_codes(dictionary, objects) } else { Codes::One };
        if matches!(codes, Codes::Two) && to_unicode.as_ref().is_some_and(CMap::is_one_byte) {
            codes = Codes::One;
        }
        let simple = match (&to_unicode, composite) {
            (None, false) => dictionary.get_font_encoding_with_limit(objects, STREAM_BYTES).ok(),
            _ => None,
        };
        let (widths, usual_width) = if composite { composite_widths(dictionary, objects) } else { simple_widths(dictionary, objects) };
        Self { codes, to_unicode, simple, widths, usual_width }
    }

    /// The characters of a shown string.
    pub fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        let mut out = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, next) = rest.split_at(self.code_length(rest).min(rest.len()));
            rest = next;
            let value = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            let text = self.text(code, value);
            out.push(Glyph { text, width: self.width(value), is_space: code == b" " });
        }
        out
    }

    fn code_length(&self, rest: &[u8]) -> usize {
        match &self.codes {
            Codes::One => 1,
            Codes::Two => 2,
            Codes::Utf16 => {
                if rest.first().is_some_and(|b| (0xd8..0xdc).contains(b)) {
                    4
                } else {
                    2
                }
            }
            Codes::Legacy(encoding) => legacy_length(encoding, rest),
        }
    }

    fn text(&self, code: &[u8], value: u32) -> String {
        if let Some(text) = self.to_unicode.as_ref().and_then(|map| map.get(code.len() as u8, value)) {
            return text;
        }
        match &self.codes {
            Codes::Utf16 => {
                let units: Vec<u16> = code.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).unwrap_or_default()
            }
            Codes::Legacy(encoding) => encoding.decode_without_bom_handling_and_without_replacement(code).unwrap_or_default().into_owned(),
            Codes::One => match &self.simple {
                Some(encoding) => encoding.bytes_to_string(code).unwrap_or_default(),
                None => WINDOWS_1252.decode_without_bom_handling(code).0.into_owned(),
            },
            Codes::Two => String::new(),
        }
    }

    fn width(&self, code: u32) -> f64 {
        let after = self.widths.partition_point(|(first, _, _)| *first <= code);
        match after.checked_sub(1).map(|i| self.widths[i]) {
            Some((_, last, width)) if code <= last => width,
            _ => self.usual_width,
        }
    }
}

fn legacy_length(encoding: &'static Legacy, rest: &[u8]) -> usize {
    let lead = rest.first().copied().unwrap_or(0);
    let half_width_kana = encoding == SHIFT_JIS && (0xa0..=0xdf).contains(&lead);
    if lead < 0x81 || half_width_kana {
        return 1;
    }
    if encoding == GB18030 && rest.get(1).is_some_and(u8::is_ascii_digit) { 4 } else { 2 }
}

fn to_unicode(dictionary: &Dictionary, objects: &Objects) -> Option<CMap> {
    let stream = dictionary.get_deref(b"ToUnicode", objects).and_then(Object::as_stream).ok()?;
    let source = match stream.decompressed_content_with_limit(STREAM_BYTES) {
        Ok(source) => source,
        Err(_) if stream.filters().is_err() => stream.content.clone(),
        Err(_) => return None,
    };
    Some(CMap::parse(&source))
}

/// By the name of a predefined table; an embedded one is taken for two bytes a code, as nearly all are.
fn composite_codes(dictionary: &Dictionary, objects: &Objects) -> Codes {
    let name = dictionary.get_deref(b"Encoding", objects).and_then(Object::as_name).unwrap_or_default();
    let name = String::from_utf8_lossy(name);
    let has = |part: &str| name.contains(part);
    if has("UCS2") || has("UTF16") {
        Codes::Utf16
    } else if has("GB") {
        Codes::Legacy(GB18030)
    } else if has("B5") || has("HKscs") {
        Codes::Legacy(BIG5)
    } else if has("RKSJ") {
        Codes::Legacy(SHIFT_JIS)
    } else if has("KSC") {
        Codes::Legacy(EUC_KR)
    } else {
        Codes::Two
    }
}

fn number(object: &Object, objects: &Objects) -> Option<f64> {
    let (_, object) = objects.dereference(object).ok()?;
    object.as_float().ok().map(f64::from).filter(|n| n.is_finite())
}

/// `/FirstChar` and `/Widths`; half the size where a font does not tell.
fn simple_widths(dictionary: &Dictionary, objects: &Objects) -> (Vec<(u32, u32, f64)>, f64) {
    let first = dictionary.get_deref(b"FirstChar", objects).and_then(Object::as_i64).unwrap_or(0).clamp(0, 255) as u32;
    let widths = dictionary.get_deref(b"Widths", objects).and_then(Object::as_array);
    let widths = widths.map(|list| {
        let known = (first..).zip(list.iter().take(256));
        known.filter_map(|(code, width)| Some((code, code, number(width, objects)?))).collect()
    });
    (widths.unwrap_or_default(), 500.0)
}

/// `/W` of the descendant: `c [w …]` and `first last w`; `/DW` elsewhere.
fn composite_widths(dictionary: &Dictionary, objects: &Objects) -> (Vec<(u32, u32, f64)>, f64) {
    let descendant = dictionary
        .get_deref(b"DescendantFonts", objects)
        .and_then(Object::as_array)
        .ok()
        .and_then(|list| list.first())
        .and_then(|first| objects.dereference(first).ok())
        .and_then(|(_, object)| object.as_dict().ok());
    let Some(descendant) = descendant else {
        return (Vec::new(), 1000.0);
    };
    let usual = descendant.get(b"DW").ok().and_then(|w| number(w, objects)).unwrap_or(1000.0);
    let list = descendant.get_deref(b"W", objects).and_then(Object::as_array);
    let mut widths = list.map(|list| listed_widths(list, objects)).unwrap_or_default();
    widths.sort_by_key(|(first, _, _)| *first);
    (widths, usual)
}

fn listed_widths(list: &[Object], objects: &Objects) -> Vec<(u32, u32, f64)> {
    let mut out = Vec::new();
    let mut items = list.iter();
    while let (Some(first), Some(second)) = (items.next().and_then(|o| number(o, objects)), items.next()) {
        let first = first.max(0.0) as u32;
        match objects.dereference(second) {
            Ok((_, Object::Array(each))) => {
                let known = (first..).zip(each);
                out.extend(known.filter_map(|(code, width)| Some((code, code, number(width, objects)?))));
            }
            Ok((_, last)) => {
                let (Some(last), Some(width)) = (number(last, objects), items.next().and_then(|o| number(o, objects))) else {
                    return out;
                };
                out.push((first, last.max(0.0) as u32, width));
            }
            Err(_) => return out,
        }
    }
    out
}
