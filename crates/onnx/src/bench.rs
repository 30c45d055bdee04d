//! What models cost a process: the first piece of work and a later one of each kind, the memory after it, what is left when all are
//! let go. The work itself is told by whoever has something to do with a model; this crate only counts. Nothing here runs in
//! the product.

use std::time::Instant;

use serde::Serialize;

use crate::{Kind, Runtime, memory};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A piece of real work for one kind of model.
pub struct Work<'a> {
    pub kind: Kind,
    pub what: &'a str,
    pub run: Box<dyn FnMut() -> Result<(), Failure> + 'a>,
}

/// What a kind of model took.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub kind: Kind,
    pub what: String,
    /// The first piece of work: checking, loading, working.
    pub first_ms: f64,
    /// The same work again.
    pub again_ms: f64,
    /// Of the whole process behind it.
    pub resident_mb: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The process before any model.
    pub plain_mb: f64,
    pub rows: Vec<Row>,
    /// With every model loaded, after every piece of work was done twice more in turn.
    pub all_mb: f64,
    /// The most it was at any moment.
    pub most_mb: f64,
    /// After all were let go.
    pub left_mb: f64,
    /// Of these, what is not pages of the program and of ONNX Runtime's library.
    pub left_own_mb: f64,
    /// What the budget counted all loaded models as.
    pub counted_mb: u64,
}

/// Does the works in their order. Call it in a process that has done nothing else.
///
/// # Errors
/// What a piece of work says.
pub fn run(runtime: &Runtime, plain_mb: f64, works: &mut [Work<'_>]) -> Result<Report, Failure> {
    let mut rows = Vec::new();
    for work in works.iter_mut() {
        let (first_ms, again_ms) = (timed(work)?, timed(work)?);
        rows.push(Row { kind: work.kind, what: work.what.to_owned(), first_ms, again_ms, resident_mb: now() });
    }
    for _ in 0..2 {
        works.iter_mut().try_for_each(|work| (work.run)())?;
    }
    let all_mb = now();
    let counted_mb = runtime.held().iter().map(|held| held.memory_mb).sum();
    runtime.unload();
    Ok(Report {
        plain_mb,
        rows,
        all_mb,
        most_mb: memory::most_mb().unwrap_or_default(),
        left_mb: now(),
        left_own_mb: memory::own_mb().unwrap_or_default(),
        counted_mb,
    })
}

fn timed(work: &mut Work<'_>) -> Result<f64, Failure> {
    let started = Instant::now();
    (work.run)()?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn now() -> f64 {
    memory::resident_mb().unwrap_or_default()
}
