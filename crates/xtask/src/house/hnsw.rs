//! The peer of the flat table: USearch's HNSW with its usual settings, vectors in whole numbers of eight bits as ours are.

use search::bench::vectors::{Failure, Peer};
use usearch::{Index, IndexOptions, MetricKind, ScalarKind};

/// Numbers of a vector.
const WIDTH: usize = 512;

pub struct Hnsw(Index);

impl Hnsw {
    pub fn new(passages: usize) -> anyhow::Result<Hnsw> {
        // Zeros are USearch's own defaults: 16 neighbours, 128 looked at while adding, 64 while searching.
        let options = IndexOptions { dimensions: WIDTH, metric: MetricKind::Cos, quantization: ScalarKind::I8, ..IndexOptions::default() };
        let index = Index::new(&options).map_err(|error| anyhow::anyhow!("{error}"))?;
        index.reserve_capacity_and_threads(passages, threads()).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Hnsw(index))
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Peer for Hnsw {
    fn build(&mut self, many: u64, vector: &(dyn Fn(u64) -> Vec<f32> + Sync)) -> Result<(), Failure> {
        let (index, threads) = (&self.0, threads() as u64);
        let part =
            |first: u64| -> Result<(), Failure> { Ok((first..many).step_by(threads as usize).try_for_each(|nth| index.add(nth, &vector(nth)))?) };
        std::thread::scope(|scope| {
            let parts: Vec<_> = (0..threads).map(|first| scope.spawn(move || part(first))).collect();
            parts.into_iter().try_for_each(|part| part.join().map_err(|_| "a thread that added vectors fell over")?)
        })
    }

    fn near(&self, query: &[f32], many: usize) -> Vec<u64> {
        self.0.search(query, many).map(|found| found.keys).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        self.0.memory_usage()
    }
}
