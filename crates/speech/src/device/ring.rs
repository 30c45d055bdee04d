//! A bounded queue between the sound card's callback and the owner of the device. The callback never waits: what finds no
//! room, or finds the queue in use, is dropped and counted.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
pub struct Ring {
    samples: Mutex<VecDeque<f32>>,
    room: usize,
    dropped: AtomicU64,
    /// Samples that went through since the beginning.
    passed: AtomicU64,
    /// How often the callback came: a device that is alive calls even when there is nothing to play.
    calls: AtomicU64,
}

impl Ring {
    pub fn new(room: usize) -> Self {
        Self {
            samples: Mutex::new(VecDeque::with_capacity(room)),
            room,
            dropped: AtomicU64::new(0),
            passed: AtomicU64::new(0),
            calls: AtomicU64::new(0),
        }
    }

    /// From the callback: add what fits.
    pub fn offer(&self, samples: impl ExactSizeIterator<Item = f32>) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let count = samples.len();
        let taken = match self.samples.try_lock() {
            Ok(mut queue) => {
                let fits = count.min(self.room.saturating_sub(queue.len()));
                queue.extend(samples.take(fits));
                fits
            }
            Err(_) => 0,
        };
        self.dropped.fetch_add((count - taken) as u64, Ordering::Relaxed);
        self.passed.fetch_add(taken as u64, Ordering::Relaxed);
    }

    /// From the owner: all that is there.
    pub fn drain(&self) -> Vec<f32> {
        self.lock().drain(..).collect()
    }

    /// From the owner: add samples; returns how many found room.
    pub fn fill(&self, samples: &[f32]) -> usize {
        let mut queue = self.lock();
        let fits = samples.len().min(self.room.saturating_sub(queue.len()));
        queue.extend(&samples[..fits]);
        fits
    }

    /// From the callback: one sample for each call of `put` until the queue is empty; returns how many.
    pub fn serve(&self, most: usize, mut put: impl FnMut(f32)) -> usize {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let Ok(mut queue) = self.samples.try_lock() else { return 0 };
        let count = most.min(queue.len());
        queue.drain(..count).for_each(&mut put);
        self.passed.fetch_add(count as u64, Ordering::Relaxed);
        count
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub fn passed(&self) -> u64 {
        self.passed.load(Ordering::Relaxed)
    }

    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<f32>> {
        self.samples.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_is_counted() {
        let ring = Ring::new(5);
        ring.offer([1.0; 4].into_iter());
        ring.offer([2.0; 4].into_iter());
        assert_eq!((ring.dropped(), ring.passed(), ring.drain()), (3, 5, vec![1.0, 1.0, 1.0, 1.0, 2.0]));
    }

    #[test]
    fn serving_empties_it() {
        let ring = Ring::new(3);
        assert_eq!(ring.fill(&[1.0, 2.0, 3.0, 4.0]), 3);
        let mut got = Vec::new();
        assert_eq!(ring.serve(2, |s| got.push(s)), 2);
        ring.clear();
        assert_eq!((got, ring.serve(5, |_| {}), ring.len()), (vec![1.0, 2.0], 0, 0));
    }
}
