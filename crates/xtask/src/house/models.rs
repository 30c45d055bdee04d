//! `cargo xtask bench onnx`: every kind of model through the code that the desk uses, in one process.

use std::path::Path;
use std::process::Command;

use clap::Args;
use onnx::bench::{Report, Work};
use onnx::{Cancel, Kind, Runtime};
use speech::hear::{Hearing, Options};

use crate::peer::done;

/// All models loaded and used may take so much, and so much more than the plain process when they are let go.
const ALL_MB: f64 = 900.0;
const LEFT_MB: f64 = 60.0;

#[derive(Args)]
pub struct Told {
    #[arg(long)]
    json: bool,
}

impl Told {
    pub fn run(self, plain_mb: f64) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let clip = folder.path().join("clip.wav");
        done(Command::new(std::env::current_exe()?).arg("clip").arg(&clip))?;
        let runtime = Runtime::usual()?;
        let report =
            onnx::bench::run(&runtime, plain_mb, &mut works(&runtime, &speech::audio::read(&clip)?)).map_err(|error| anyhow::anyhow!(error))?;
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            print(&report);
        }
        Ok(())
    }
}

/// Ten seconds of our own voice, 16 bits.
const SPOKEN: &str = "您好，您上周三买的空气炸锅已经发货，订单尾号是三五八零，预计后天下午送到。收到以后请先检查外包装，有问题随时打电话给我们。";

pub fn clip(to: &Path) -> anyhow::Result<()> {
    let mut samples = speech::Speaker::open(&Runtime::usual()?)?.whole(SPOKEN, "", 1.0, &Cancel::new())?;
    samples.truncate(10 * speech::say::RATE as usize);
    Ok(speech::wav::write(to, &samples, speech::say::RATE)?)
}

fn works<'a>(runtime: &'a Runtime, clip: &'a [f32]) -> Vec<Work<'a>> {
    let work = |kind, what, run| Work { kind, what, run };
    let mut round = 0;
    let (mut embedder, mut lac, mut speaker) = (None, None, None);
    let (mut silent, mut hearing) = (None, None);
    vec![
        work(
            Kind::Embedding,
            "32 sentences",
            Box::new(move || {
                let embedder = kept(&mut embedder, || nlp::Embedder::new(runtime))?;
                round += 1;
                // New ones each time: vectors are kept by their text.
                let texts: Vec<String> = (0..32).map(|nth| format!("第{round}次问：买了{nth}天的电饭煲不加热，可以换一台新的吗？")).collect();
                embedder.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>(), &Cancel::new())?;
                Ok(())
            }),
        ),
        work(
            Kind::Segmentation,
            "names in a sentence",
            Box::new(move || {
                kept(&mut lac, || nlp::lac::Lac::new(runtime))?.entities("王小明上周三在杭州西湖店买了一台空气炸锅。", &Cancel::new())?;
                Ok(())
            }),
        ),
        work(
            Kind::VoiceActivity,
            "10 s in which nobody speaks",
            Box::new(move || {
                kept(&mut silent, || Hearing::new(runtime))?.clip(&vec![0.0; 160_000], &Options::default(), &Cancel::new())?;
                Ok(())
            }),
        ),
        work(
            Kind::SpeechToText,
            "10 s of our own voice",
            Box::new(move || {
                let text = kept(&mut hearing, || Hearing::new(runtime))?.clip(clip, &Options::default(), &Cancel::new())?.text();
                if text.is_empty() { Err("nothing was heard in the clip".into()) } else { Ok(()) }
            }),
        ),
        work(
            Kind::TextToSpeech,
            "a sentence",
            Box::new(move || {
                kept(&mut speaker, || speech::Speaker::open(runtime))?.whole(SPOKEN, "", 1.0, &Cancel::new())?;
                Ok(())
            }),
        ),
    ]
}

/// The thing itself, made at the first asking, so that making it counts as a part of the first work.
fn kept<T, E>(place: &mut Option<T>, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    if place.is_none() {
        *place = Some(make()?);
    }
    Ok(place.get_or_insert_with(|| unreachable!("it was filled above")))
}

fn print(report: &Report) {
    println!("| kind | work | first ms | again ms | resident MB behind it |\n|---|---|--:|--:|--:|");
    println!("| | the process, before any model | | | {:.0} |", report.plain_mb);
    for row in &report.rows {
        println!("| {} | {} | {:.0} | {:.0} | {:.0} |", row.kind.tag(), row.what, row.first_ms, row.again_ms, row.resident_mb);
    }
    let kept = |right: bool| if right { "kept" } else { "MISSED" };
    println!("\nall loaded and used: {:.0} MB, bar {ALL_MB:.0}: {}", report.all_mb, kept(report.all_mb <= ALL_MB));
    println!("the most at any moment: {:.0} MB; the budget counts {} MB", report.most_mb, report.counted_mb);
    let left = report.left_mb - report.plain_mb;
    println!("let go: {:.0} MB, {left:.0} over the plain process, bar {LEFT_MB:.0}: {}", report.left_mb, kept(left <= LEFT_MB));
    println!("of these {:.0} MB are the process's own; the rest are pages of the program and of ONNX Runtime's library", report.left_own_mb);
}
