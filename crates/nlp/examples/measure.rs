//! Prints a report of `nlp::eval` as JSON: `cargo run --release -p nlp --example measure -- sentiment FILE`.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;

use nlp::Embedder;
use nlp::classify::random::stratified;
use nlp::eval::{heads, pii, signals};
use nlp::lac::Lac;
use nlp::recognise::recognise_with;
use nlp::signals::Signal;
use onnx::Cancel;

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
        ["entities", file] => serde_json::to_string_pretty(&nlp::eval::entities::entities(Path::new(file), &Lac::new(&runtime)?)?)?,
        ["urgency", file] => serde_json::to_string_pretty(&signals::signal(Path::new(file), Signal::Urgency, embedder)?)?,
        ["purchase", file] => serde_json::to_string_pretty(&signals::signal(Path::new(file), Signal::Purchase, embedder)?)?,
        ["pii", file, split] => serde_json::to_string_pretty(&pii::pii_with(&std::fs::read_to_string(file)?, Some(split), &Lac::new(&runtime)?)?)?,
        // What is held out stays unread: only its totals may be seen.
        ["mistakes", file, split] if !split.starts_with("held") => {
            mistakes(&std::fs::read_to_string(file)?, split, Lac::new(&runtime).ok().filter(|_| env::var_os("RULES_ALONE").is_none()).as_ref())?
        }
        _ => {
            return Err(
                "say `sentiment FILE`, `toxic FILE`, `intent TRAIN TEST`, `split FILE HIDDEN SEED FOLD`, `pairs FILE`, `entities FILE`, `urgency FILE`, `purchase FILE`, `pii FILE SPLIT` or `mistakes FILE SPLIT`".into()
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

/// Lines of a split with what was missed (-) and what was found and is none (+).
fn mistakes(file: &str, split: &str, lac: Option<&Lac>) -> Result<String, Box<dyn std::error::Error>> {
    let mut sentences = pii::read(file)?;
    sentences.retain(|sentence| sentence.split.as_deref() == Some(split));
    let find = |text: &str| recognise_with(text, None, &lac.and_then(|lac| lac.people(text, &Cancel::new()).ok()).unwrap_or_default());
    let told = pii::mistakes(&sentences, &find).into_iter();
    Ok(told.map(|at| format!("{} {:?} {} | {}\n", if at.missed { "-" } else { "+" }, at.kind, at.span, at.text)).collect())
}
