//! `zg eval`: measure on public data, in the form that `docs/benchmarks.md` records.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Subcommand;
use nlp::eval::{claims, entities, heads, pii, signals};
use nlp::lac::Lac;
use nlp::signals::Signal;
use search::eval::{Mode, Report, Set};
use serde::Serialize;
use speech::hear::{Hearing, Options};

#[derive(Subcommand)]
pub enum Eval {
    /// Retrieval on a BEIR-like folder (corpus.jsonl, queries.jsonl, qrels.tsv).
    Retrieval {
        folder: PathBuf,
        /// lexical, dense or hybrid, or a baseline: jieba, grams.
        #[arg(long, default_value = "hybrid")]
        mode: String,
        #[arg(long)]
        json: bool,
    },
    /// Speech to text on a TSV with a header: column `flac` or `wav` names a file in the folder of that name beside it.
    Asr {
        list: PathBuf,
        /// The shop's own words, one a line.
        #[arg(long)]
        lexicon: Option<PathBuf>,
        /// Every clip on standard error.
        #[arg(long)]
        verbose: bool,
        #[arg(long)]
        json: bool,
    },
    /// Text to speech on a list of sentences, read back by our own speech to text.
    Tts {
        list: PathBuf,
        #[arg(long, default_value = speech::say::USUAL_VOICE)]
        voice: String,
        /// Every sentence on standard error.
        #[arg(long)]
        verbose: bool,
        #[arg(long)]
        json: bool,
    },
    /// Sentiment on lines {text, label}.
    Sentiment {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Offensive language on lines {TEXT, label}.
    Toxic {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Intents taught by one file and tried on another, lines {text, intent or category}.
    Intent {
        #[arg(long)]
        train: PathBuf,
        #[arg(long)]
        test: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Question pairs: s1 TAB s2 TAB 0 or 1.
    Pairs {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Sentences that contradict each other: a TSV with a header, parts apart.
    Contradictions {
        file: PathBuf,
        /// As on a machine without the sentence model.
        #[arg(long)]
        words: bool,
        #[arg(long)]
        json: bool,
    },
    /// Questions taken from texts and made of their sentences, lines {split, title, body, asked}.
    Questions {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Names of people, places, organisations and times, marked {{type:text}}.
    Entities {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// How urgent messages are, lines `0 or 1 TAB text`; one half is measured, the head learnt from the other of our own file.
    Urgency {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// The wish to buy, as `urgency`.
    Purchase {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Personal data, lines {text, spans}.
    Pii {
        file: PathBuf,
        /// Only lines of this split.
        #[arg(long)]
        split: Option<String>,
        #[arg(long)]
        json: bool,
    },
}

impl Eval {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Eval::Retrieval { folder, mode, json } => {
                let mode = Mode::from_tag(&mode).ok_or_else(|| anyhow::anyhow!("`{mode}` is no mode: lexical, dense, hybrid, jieba or grams"))?;
                print(&retrieval(&folder, mode)?, json)
            }
            Eval::Asr { list, lexicon, verbose, json } => print(&asr(&list, lexicon.as_deref(), verbose)?, json),
            Eval::Tts { list, voice, verbose, json } => print(&tts(&list, &voice, verbose)?, json),
            Eval::Sentiment { file, json } => print(&heads::sentiment(&file, embedder()?.as_ref())?, json),
            Eval::Toxic { file, json } => print(&heads::toxic(&file, embedder()?.as_ref())?, json),
            Eval::Intent { train, test, json } => print(&heads::intent(&train, &test, embedder()?.as_ref())?, json),
            Eval::Pairs { file, json } => print(&heads::pairs(&file, embedder()?.as_ref())?, json),
            Eval::Urgency { file, json } => print(&signals::signal(&file, Signal::Urgency, embedder()?.as_ref())?, json),
            Eval::Purchase { file, json } => print(&signals::signal(&file, Signal::Purchase, embedder()?.as_ref())?, json),
            Eval::Contradictions { file, words, json } => {
                let embedder = if words { None } else { embedder()? };
                print(&claims::contradictions(&file, embedder.as_ref())?, json)
            }
            Eval::Questions { file, json } => print(&claims::asked(&file)?, json),
            Eval::Entities { file, json } => print(&entities::entities(&file, &Lac::new(&onnx::Runtime::usual()?)?)?, json),
            Eval::Pii { file, split, json } => {
                let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                print(&personal(&text, split.as_deref())?, json)
            }
        }
    }
}

fn print<R: Serialize + Debug>(report: &R, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(report)?);
    } else {
        println!("{report:#?}");
    }
    Ok(())
}

/// The sentence model, or nothing where it is not installed: heads then answer by n-grams alone and say so.
fn embedder() -> anyhow::Result<Option<nlp::Embedder>> {
    match nlp::Embedder::new(&onnx::Runtime::usual()?) {
        Ok(embedder) => Ok(Some(embedder)),
        Err(error) if error.is_missing() => {
            eprintln!("{error}; measuring on n-grams alone");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// With the model that proposes people, or by rules alone where it is not installed.
fn personal(text: &str, split: Option<&str>) -> anyhow::Result<pii::PiiReport> {
    match onnx::Runtime::usual().map_err(nlp::Error::from).and_then(|runtime| Lac::new(&runtime)) {
        Ok(lac) => Ok(pii::pii_with(text, split, &lac)?),
        Err(error) if error.is_missing() => {
            eprintln!("{error}; measuring by rules alone");
            Ok(pii::pii(text, split)?)
        }
        Err(error) => Err(error.into()),
    }
}

fn asr(list: &Path, lexicon: Option<&Path>, verbose: bool) -> anyhow::Result<speech::eval::asr::Report> {
    let hearing = Hearing::new(&onnx::Runtime::usual()?)?;
    let lexicon = lexicon.map(speech::eval::asr::lexicon).transpose()?.unwrap_or_default();
    let options = Options { lexicon, ..Options::default() };
    let tell = |clip: &speech::eval::asr::Clip| {
        if verbose {
            eprintln!("{clip:?}");
        }
    };
    Ok(speech::eval::asr::measure(&hearing, list, 1, &options, &onnx::Cancel::new(), tell)?)
}

/// Our own ears, for reading back what our own voice said.
struct Ears(Hearing);

impl speech::eval::tts::Transcribe for Ears {
    fn transcribe(&mut self, samples16k: &[f32]) -> speech::Result<String> {
        Ok(self.0.clip(samples16k, &Options::default(), &onnx::Cancel::new())?.text())
    }
}

fn tts(list: &Path, voice: &str, verbose: bool) -> anyhow::Result<speech::eval::tts::Report> {
    let runtime = onnx::Runtime::usual()?;
    let (speaker, mut ears) = (speech::Speaker::open(&runtime)?, Ears(Hearing::new(&runtime)?));
    let lines = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
    let mut tell = |row: &speech::eval::tts::Row| {
        if verbose {
            eprintln!("{row:?}");
        }
    };
    Ok(speech::eval::tts::measure(&speaker, &mut ears, &lines, voice, &mut tell)?)
}

fn retrieval(folder: &Path, mode: Mode) -> anyhow::Result<Report> {
    let set = Set::read(folder)?;
    if !matches!(mode, Mode::Dense | Mode::Hybrid) {
        return Ok(set.measure(mode, None)?);
    }
    let embedder = nlp::Embedder::new(&onnx::Runtime::usual()?)?;
    embedder.warm()?;
    let embed = |texts: &[&str]| -> Result<Vec<Vec<f32>>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(embedder.embed(texts, &onnx::Cancel::new())?.iter().map(|vector| vector.to_vec()).collect())
    };
    Ok(set.measure(mode, Some(&embed))?)
}
