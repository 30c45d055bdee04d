//! Prints a report of `nlp::eval` as JSON: `cargo run --release -p nlp --example measure -- sentiment FILE`.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;

use nlp::Embedder;
use nlp::classify::random::stratified;
use nlp::eval::heads;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let told: Vec<String> = env::args().skip(1).collect();
    let runtime = onnx::Runtime::usual()?;
    let embedder = Embedder::new(&runtime).ok();
    let embedder = embedder.as_ref();
    let report = match told.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sentiment", file] => serde_json::to_string_pretty(&heads::sentiment(Path::new(file), embedder)?)?,
        ["toxic", file] => serde_json::to_string_pretty(&heads::toxic(Path::new(file), embedder)?)?,
        ["intent", train, test] => serde_json::to_string_pretty(&heads::intent(Path::new(train), Path::new(test), embedder)?)?,
        ["split", file, rest, seed, fold] => split(file, rest.parse()?, seed.parse()?, fold.parse()?, embedder)?,
        ["pairs", file] => serde_json::to_string_pretty(&heads::pairs(Path::new(file), embedder)?)?,
        ["entities", file] => serde_json::to_string_pretty(&nlp::eval::entities::entities(Path::new(file), &nlp::lac::Lac::new(&runtime)?)?)?,
        _ => {
            return Err(
                "say `sentiment FILE`, `toxic FILE`, `intent TRAIN TEST`, `split FILE HIDDEN SEED FOLD`, `pairs FILE` or `entities FILE`".into()
            );
        }
    };
    println!("{report}");
    Ok(())
}

/// Teaches from four fifths of a file and measures on the one that `fold` names, with every `hidden`-th intent left out of teaching (0: none).
fn split(file: &str, hidden: usize, seed: u64, fold: usize, embedder: Option<&Embedder>) -> Result<String, Box<dyn std::error::Error>> {
    let all = heads::examples(Path::new(file))?;
    let names: BTreeSet<&str> = all.iter().map(|example| example.intent.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let classes: Vec<usize> = all.iter().filter_map(|example| names.binary_search(&example.intent.as_str()).ok()).collect();
    let folds = stratified(&classes, 5, seed);
    let is_hidden = |at: usize| hidden > 0 && (classes[at] + seed as usize).is_multiple_of(hidden);
    let pick = |wanted: &dyn Fn(usize) -> bool| (0..all.len()).filter(|&at| wanted(at)).map(|at| all[at].clone()).collect::<Vec<_>>();
    let train = pick(&|at| folds[at] != fold && !is_hidden(at));
    let test = pick(&|at| folds[at] == fold);
    Ok(serde_json::to_string_pretty(&heads::intent_of(&train, &test, embedder)?)?)
}
