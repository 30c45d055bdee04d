//! `sim`: runs seeds, replays plans, and shows that planted bugs are seen.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sim::{Plan, run};
use sync::plant::Bug;

/// What there is to say when it did not go well.
struct Failed(String);

macro_rules! failed {
    ($($said:tt)*) => { Err(Failed(format!($($said)*))) };
}

const USAGE: &str = "sim seeds FIRST COUNT [DESKS HUBS STEPS] | sim plan FILE | sim bugs [SEEDS] | sim bug NAME [SEEDS]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |at: usize, otherwise: u64| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(otherwise);
    let done = match words.first().copied() {
        Some("seeds") => seeds(number(1, 1), number(2, 100), number(3, 8) as usize, number(4, 2) as usize, number(5, 3_000) as usize),
        Some("plan") => replay(words.get(1).copied().unwrap_or_default()),
        Some("bugs") => bugs(Bug::ALL, number(1, 500)),
        Some("bug") => match Bug::ALL.iter().find(|bug| format!("{bug:?}") == words.get(1).copied().unwrap_or_default()) {
            Some(bug) => bugs(&[*bug], number(2, 500)),
            None => failed!("no such bug; there are {:?}", Bug::ALL),
        },
        _ => Err(Failed(USAGE.to_owned())),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(Failed(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Runs the seeds on all cores; the first that fails ends the run with its plan.
fn seeds(first: u64, count: u64, desks: usize, hubs: usize, steps: usize) -> Result<String, Failed> {
    let next = AtomicU64::new(first);
    let stop = AtomicBool::new(false);
    let failure = Mutex::new(None);
    let seen = Mutex::new(BTreeMap::<&'static str, u64>::new());
    std::thread::scope(|scope| {
        for _ in 0..threads() {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        return;
                    }
                    let plan = Plan::of(seed, desks, hubs, steps);
                    match run(&plan, None) {
                        Ok(report) => {
                            let mut all = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                            report.seen.into_iter().for_each(|(what, times)| *all.entry(what).or_default() += times);
                        }
                        Err(broken) => {
                            stop.store(true, Ordering::Relaxed);
                            *failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((plan, broken));
                        }
                    }
                }
            });
        }
    });
    if let Some((plan, broken)) = failure.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        return failed!("{plan}\nstep {}: {}", broken.step, broken.what);
    }
    let seen = seen.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let lines: Vec<String> = seen.iter().map(|(what, times)| format!("  {times:>10}  {what}")).collect();
    Ok(format!("{count} seeds from {first} on, {desks} desks, {hubs} hubs, {steps} steps: all held\n{}", lines.join("\n")))
}

fn replay(path: &str) -> Result<String, Failed> {
    let text = std::fs::read_to_string(path).map_err(|cause| Failed(format!("{path}: {cause}")))?;
    let plan: Plan = text.parse().map_err(|cause| Failed(format!("{path}: {cause}")))?;
    match run(&plan, None) {
        Ok(report) => Ok(format!("held: {} ops, trace {:016x}, {:?}", report.ops, report.trace, report.seen)),
        Err(broken) => failed!("step {}: {}", broken.step, broken.what),
    }
}

/// Every planted bug must be seen within so many seeds.
fn bugs(bugs: &[Bug], most: u64) -> Result<String, Failed> {
    let mut lines = Vec::new();
    let mut unseen = Vec::new();
    for bug in bugs {
        let found = (1..=most).find_map(|seed| run(&Plan::of(seed, 8, 2, 3_000), Some(*bug)).err().map(|broken| (seed, broken)));
        match found {
            Some((seed, broken)) => {
                let what: String = broken.what.lines().next().unwrap_or_default().chars().take(110).collect();
                lines.push(format!("  {bug:?}: seed {seed}, {what}"));
            }
            None => unseen.push(format!("{bug:?}")),
        }
    }
    if unseen.is_empty() {
        Ok(format!("every planted bug was seen\n{}", lines.join("\n")))
    } else {
        failed!("not seen within {most} seeds: {}\n{}", unseen.join(", "), lines.join("\n"))
    }
}
