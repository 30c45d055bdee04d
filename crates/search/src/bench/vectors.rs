//! What finding by meaning costs at a size: the flat table, a whole hybrid search with the making of the question's vector, and an
//! approximate index beside them, with what it misses. Whoever calls has the model and the peer; this crate has neither.
//!
//! The vectors of the first few thousand texts are real ones; the others lie around them as variations of a text do. The same size
//! gives the same table.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::{Draw, QUERIES, document};
use crate::eval::{Embed, percentile};
use crate::vectors::{Near, Passage, Quantised, Vectors};
use crate::{Error, Index, Query, Result};

/// Texts whose vectors are made; the centres of the others.
const REAL: usize = 4_096;
/// How far a variation lies from its centre: a cosine of about 0.85 in 512 dimensions.
const SPREAD: f32 = 0.0274;
const DEPTH: usize = 10;
/// So that each question is a new one: the model keeps the vectors of those it has seen.
const OPENINGS: [&str; 5] = ["请问", "你好，", "麻烦看一下，", "想问问", "再问一次："];

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures another index on the files of a folder: `vectors.i8` and `queries.i8`, a row of whole numbers for each, and `nearest.u64`,
/// ten numbers of vectors for each query.
pub type Peer<'a> = &'a dyn Fn(&Path) -> std::result::Result<PeerRow, Failure>;

/// Times are milliseconds of one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub passages: usize,
    /// What the flat table takes, with what it knows of its documents.
    pub table_mb: f64,
    pub fill_s: f64,
    pub embed: Times,
    /// Reading the whole table through.
    pub flat: Times,
    /// Vector, table, words, and both together with highlights.
    pub hybrid: Times,
    pub peer: Option<PeerRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    pub p50_ms: f64,
    pub p95_ms: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PeerRow {
    pub build_s: f64,
    pub memory_mb: f64,
    pub near: Times,
    /// Share of the ten nearest that it finds.
    pub recall_at_10: f64,
}

/// Measures at one size. `dir` must be empty; `resident_mb` tells what the process takes.
///
/// # Errors
/// `NoVectors` when `embed` or the peer fails; what the index says.
pub fn run(dir: &Path, passages: usize, embed: Embed, resident_mb: &dyn Fn() -> f64, peer: Option<Peer>) -> Result<Row> {
    let centres = centres(passages.min(REAL), embed)?;
    let vectors = Vectors::default();
    let (before, started) = (resident_mb(), Instant::now());
    for nth in 0..passages as u64 {
        let made = document(nth);
        let passage = Passage { vector: Quantised::of(&vector(nth, &centres)), characters: made.body.chars().count() as u32 };
        vectors.put(made.kind, made.id, made.scopes, &[passage]);
    }
    let (fill_s, table_mb) = (started.elapsed().as_secs_f64(), resident_mb() - before);
    let index = Index::open(dir, Some([7; 32]))?;
    index.rebuild((0..passages as u64).map(document), 1)?;
    index.settle()?;
    let asked = ask(&index, &vectors, embed)?;
    let peer = peer.map(|peer| {
        write_for_peer(dir, passages as u64, &centres, &asked)?;
        peer(dir)
    });
    let peer = peer.transpose().map_err(|error| Error::NoVectors(error.to_string()))?;
    let times = |of: fn(&Asked) -> f64| Times::of(asked.iter().map(of).collect());
    Ok(Row {
        passages,
        table_mb,
        fill_s,
        embed: times(|asked| asked.embed_ms),
        flat: times(|asked| asked.flat_ms),
        hybrid: times(|asked| asked.hybrid_ms),
        peer,
    })
}

fn centres(many: usize, embed: Embed) -> Result<Vec<Vec<f32>>> {
    let mut centres = Vec::with_capacity(many);
    for from in (0..many).step_by(64) {
        let bodies: Vec<String> = (from..many.min(from + 64)).map(|nth| shortened(&document(nth as u64))).collect();
        let texts: Vec<&str> = bodies.iter().map(String::as_str).collect();
        centres.extend(embed(&texts).map_err(|error| Error::NoVectors(error.to_string()))?);
    }
    Ok(centres)
}

/// A passage's worth of a document.
fn shortened(document: &crate::Document) -> String {
    format!("{} {}", document.title, document.body).chars().take(150).collect()
}

/// The vector of a number: a real one, or one beside a real one.
fn vector(nth: u64, centres: &[Vec<f32>]) -> Vec<f32> {
    let Some(centre) = centres.get(nth as usize % centres.len().max(1)) else { return Vec::new() };
    if (nth as usize) < centres.len() {
        return centre.clone();
    }
    let mut draw = Draw(nth ^ 0xa076_1d64_78bd_642f);
    // The sum of four even numbers of sixteen bits is nearly Gauss's.
    let mut normal = || {
        let bits = draw.next();
        let sum: u64 = (0..4).map(|part| bits >> (16 * part) & 0xffff).sum();
        (sum as f32 / 65_536.0 - 2.0) * 1.732
    };
    let moved: Vec<f32> = centre.iter().map(|number| number + SPREAD * normal()).collect();
    let length = moved.iter().map(|number| number * number).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    moved.into_iter().map(|number| number / length).collect()
}

/// What one question took, and what was nearest to it.
struct Asked {
    vector: Vec<f32>,
    nearest: Vec<[u8; 16]>,
    embed_ms: f64,
    flat_ms: f64,
    hybrid_ms: f64,
}

fn ask(index: &Index, vectors: &Vectors, embed: Embed) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for (round, opening) in OPENINGS.into_iter().enumerate() {
        for text in QUERIES {
            let one = question(index, vectors, embed, format!("{opening}{text}"))?;
            // The first round warms the caches of the index.
            asked.extend((round > 0).then_some(one));
        }
    }
    Ok(asked)
}

fn question(index: &Index, vectors: &Vectors, embed: Embed, text: String) -> Result<Asked> {
    let started = Instant::now();
    let vector = embed(&[&text]).map_err(|error| Error::NoVectors(error.to_string()))?.pop().unwrap_or_default();
    let embedded = started.elapsed();
    let near = vectors.near(&vector, &[], None);
    let read = started.elapsed();
    // Taken down outside the clock.
    let nearest = nearest(near.clone());
    let again = Instant::now();
    index.search_near(&Query::everywhere(text), near)?;
    let ms = |duration: std::time::Duration| duration.as_secs_f64() * 1e3;
    Ok(Asked { vector, nearest, embed_ms: ms(embedded), flat_ms: ms(read - embedded), hybrid_ms: ms(read + again.elapsed()) })
}

fn nearest(mut near: Vec<Near>) -> Vec<[u8; 16]> {
    near.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
    near.into_iter().take(DEPTH).map(|near| near.id).collect()
}

fn write_for_peer(dir: &Path, many: u64, centres: &[Vec<f32>], asked: &[Asked]) -> std::io::Result<()> {
    let bytes = |vector: &[f32]| Quantised::of(vector).numbers.iter().map(|&number| number as u8).collect::<Vec<u8>>();
    let mut out = BufWriter::new(File::create(dir.join("vectors.i8"))?);
    (0..many).try_for_each(|nth| out.write_all(&bytes(&vector(nth, centres))))?;
    out.flush()?;
    let queries: Vec<u8> = asked.iter().flat_map(|asked| bytes(&asked.vector)).collect();
    std::fs::write(dir.join("queries.i8"), queries)?;
    // A generated document's id begins with its number.
    let number = |id: &[u8; 16]| u64::from_be_bytes(*id.first_chunk().unwrap_or(&[0; 8])).to_le_bytes();
    let nearest: Vec<u8> = asked.iter().flat_map(|asked| asked.nearest.iter().flat_map(number)).collect();
    std::fs::write(dir.join("nearest.u64"), nearest)
}

impl Times {
    fn of(mut times: Vec<f64>) -> Times {
        Times { p50_ms: percentile(&mut times, 0.50), p95_ms: percentile(&mut times, 0.95) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_is_given_every_vector_and_ten_neighbours_of_each_question() {
        let folder = tempfile::tempdir().expect("a folder");
        let embed = |texts: &[&str]| -> std::result::Result<Vec<Vec<f32>>, Failure> {
            let of = |text: &&str| {
                let mut draw = Draw(text.bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))));
                (0..32).map(|_| draw.below(1_000) as f32 / 3_000.0 - 0.16).collect()
            };
            Ok(texts.iter().map(of).collect())
        };
        let peer = |dir: &Path| -> std::result::Result<PeerRow, Failure> {
            let long = |name: &str| std::fs::metadata(dir.join(name)).map(|file| file.len());
            assert_eq!((long("vectors.i8")?, long("queries.i8")?, long("nearest.u64")?), (300 * 32, 128 * 32, 128 * 80));
            Ok(PeerRow { recall_at_10: 1.0, ..PeerRow::default() })
        };
        let row = run(folder.path(), 300, &embed, &|| 0.0, Some(&peer)).expect("measured");
        assert_eq!((row.passages, row.peer.map(|peer| peer.recall_at_10)), (300, Some(1.0)));
    }
}
