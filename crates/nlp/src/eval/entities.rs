//! Names found by LAC, measured on text with marked names beside what jieba's part-of-speech tags find.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use onnx::Cancel;
use serde::Serialize;
use words::Jieba;

use super::heads::{ratio, whole};
use crate::Result;
use crate::lac::{Lac, Name};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entities {
    pub lines: usize,
    /// A name counts when its kind and both its ends are right.
    pub lac: BTreeMap<Name, Found>,
    /// As `lac`; a name counts when its kind is right and it overlaps one that was not counted yet.
    pub lac_overlap: BTreeMap<Name, Found>,
    pub jieba: BTreeMap<Name, Found>,
    pub jieba_overlap: BTreeMap<Name, Found>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    pub marked: usize,
    pub told: usize,
    pub right: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

type Span = (Name, Range<usize>);

/// Lines of text in which `{{person_name:王丽}}`, `location`, `org_name`, `company_name` and `time` mark names; other marks are text.
///
/// # Errors
/// An unreadable file, what the model says.
pub fn entities(path: &Path, lac: &Lac) -> Result<Entities> {
    let jieba = words::dictionary();
    let mut tallies: [BTreeMap<Name, Found>; 4] = Default::default();
    let text = whole(path)?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    for line in &lines {
        let (plain, marked) = unmarked(line);
        let told = lac.entities(&plain, &Cancel::new())?.into_iter().map(|entity| (entity.name, entity.range)).collect::<Vec<_>>();
        let other = of_jieba(&jieba, &plain);
        for (at, told) in [&told, &told, &other, &other].into_iter().enumerate() {
            let same = if at % 2 == 0 { |a: &Range<usize>, b: &Range<usize>| a == b } else { overlap };
            count(&mut tallies[at], &marked, told, same);
        }
    }
    tallies.iter_mut().flat_map(BTreeMap::values_mut).for_each(finish);
    let [lac, lac_overlap, jieba, jieba_overlap] = tallies;
    Ok(Entities { lines: lines.len(), lac, lac_overlap, jieba, jieba_overlap })
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn count(tally: &mut BTreeMap<Name, Found>, marked: &[Span], told: &[Span], same: fn(&Range<usize>, &Range<usize>) -> bool) {
    let mut open: Vec<&Span> = marked.iter().collect();
    marked.iter().for_each(|(name, _)| tally.entry(*name).or_default().marked += 1);
    for (name, range) in told {
        let found = tally.entry(*name).or_default();
        found.told += 1;
        if let Some(at) = open.iter().position(|(other, place)| other == name && same(place, range)) {
            open.swap_remove(at);
            found.right += 1;
        }
    }
}

fn finish(found: &mut Found) {
    found.precision = ratio(found.right as f64, found.told as f64);
    found.recall = ratio(found.right as f64, found.marked as f64);
    found.f1 = ratio(2.0 * found.precision * found.recall, found.precision + found.recall);
}

fn of_jieba(jieba: &Jieba, text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for tagged in jieba.tag(text, true) {
        let range = at..at + tagged.word.len();
        at = range.end;
        let name = match tagged.tag {
            tag if tag.starts_with("nr") => Name::Person,
            "ns" => Name::Place,
            "nt" => Name::Organisation,
            "t" => Name::Time,
            _ => continue,
        };
        out.push((name, range));
    }
    out
}

/// The text without marks and where the names stand in it. Blanks at a name's ends are outside it.
fn unmarked(line: &str) -> (String, Vec<Span>) {
    let (mut plain, mut spans, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, mark)) = rest.split_once("{{") {
        plain.push_str(before);
        let Some((mark, after)) = mark.split_once("}}") else {
            rest = mark;
            continue;
        };
        let (kind, text) = mark.split_once(':').unwrap_or(("", mark));
        let start = plain.len() + (text.len() - text.trim_start().len());
        plain.push_str(text);
        let name = match kind.trim() {
            "person_name" => Some(Name::Person),
            "location" => Some(Name::Place),
            "org_name" | "company_name" => Some(Name::Organisation),
            "time" => Some(Name::Time),
            _ => None,
        };
        spans.extend(name.map(|name| (name, start..start + text.trim().len())));
        rest = after;
    }
    plain.push_str(rest);
    (plain, spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_their_places_kept() {
        let (plain, spans) = unmarked("记者{{person_name: 王丽}}在{{location:上海}}买{{product_name:茶}}{{ 坏");
        assert_eq!(plain, "记者 王丽在上海买茶 坏");
        let told: Vec<(Name, &str)> = spans.iter().map(|(name, range)| (*name, &plain[range.clone()])).collect();
        assert_eq!(told, [(Name::Person, "王丽"), (Name::Place, "上海")]);
    }

    #[test]
    fn a_name_is_right_once() {
        let mut tally = BTreeMap::new();
        count(&mut tally, &[(Name::Place, 0..6)], &[(Name::Place, 0..3), (Name::Place, 3..6)], overlap);
        tally.values_mut().for_each(finish);
        let found = &tally[&Name::Place];
        assert_eq!((found.marked, found.told, found.right), (1, 2, 1));
        assert_eq!((found.precision, found.recall), (0.5, 1.0));
    }
}
