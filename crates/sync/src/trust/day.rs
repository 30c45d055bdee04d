//! The root of a day: one number over the heads of all devices' logs, signed by the hub and kept elsewhere.
//!
//! Whoever has the root of a day can prove of any device's log that it was so long and said so on that day, and whoever
//! changed, cut or reordered a log since is found. The tree is over heads in order of device, each leaf and each node under
//! its own prefix, so that neither can be taken for the other. Days are numbered and each names the one before it, so that
//! none can be taken out.

use domain::time::Millis;

use crate::chain::Head;
use crate::clock::DeviceId;
use crate::codec::{Input, to_bytes};

/// The hash at the top.
pub type Root = [u8; 32];

/// What the hub signs once a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The first is 1.
    pub number: u64,
    /// The digest of the day before; of the first, zeros.
    pub before: Root,
    /// When it was reckoned.
    pub at: Millis,
    pub epoch: u64,
    /// How many devices it covers.
    pub devices: u64,
    pub root: Root,
}

impl Day {
    /// The day that follows `last` over these heads, in any order.
    pub fn after(last: Option<&Day>, at: Millis, epoch: u64, heads: &[(DeviceId, Head)]) -> Self {
        let leaves = leaves(heads);
        let (number, before) = last.map_or((1, [0; 32]), |last| (last.number + 1, last.digest()));
        Day { number, before, at, epoch, devices: leaves.len() as u64, root: root(&leaves) }
    }

    /// What the next day says of this one, and what people write down of it.
    pub fn digest(&self) -> Root {
        hash(3, &[&self.to_bytes()])
    }

    /// Whether exactly these heads lead to the root.
    pub fn is_over(&self, heads: &[(DeviceId, Head)]) -> bool {
        self.devices == heads.len() as u64 && root(&leaves(heads)) == self.root
    }

    /// The one form of it, which is what is signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(112, |out| {
            out.array(6)?.u64(self.number)?.bytes(&self.before)?;
            out.i64(self.at)?.u64(self.epoch)?.u64(self.devices)?.bytes(&self.root)?;
            Ok(())
        })
    }

    /// None when the bytes are no day.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut input = Input::new(bytes);
        input.tuple(6, "a day").ok()?;
        let (number, before) = (input.number("a number").ok()?, input.digest("the day before").ok()?);
        let (at, epoch) = (input.signed("a time").ok()?, input.number("an epoch").ok()?);
        let (devices, root) = (input.number("a count").ok()?, input.digest("a root").ok()?);
        input.end().ok()?;
        Some(Day { number, before, at, epoch, devices, root })
    }

    /// Whether the proof leads from the device's head to this day's root.
    pub fn covers(&self, device: DeviceId, head: Head, proof: &Proof) -> bool {
        let top = proof.steps.iter().fold(leaf(device, head), |hash, step| match step {
            Step::Left(other) => node(other, &hash),
            Step::Right(other) => node(&hash, other),
        });
        top == self.root
    }
}

/// The hashes beside the way from a leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Left(Root),
    Right(Root),
}

impl Proof {
    /// A byte for the side and 32 for the hash, step by step.
    pub fn to_bytes(&self) -> Vec<u8> {
        let step = |step: &Step| match step {
            Step::Left(other) => [&[0][..], other].concat(),
            Step::Right(other) => [&[1][..], other].concat(),
        };
        self.steps.iter().flat_map(step).collect()
    }

    /// None when the bytes are no proof.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let step = |chunk: &[u8]| {
            let (side, other) = chunk.split_first()?;
            let other = other.try_into().ok()?;
            match side {
                0 => Some(Step::Left(other)),
                1 => Some(Step::Right(other)),
                _ => None,
            }
        };
        Some(Proof { steps: bytes.chunks(33).map(step).collect::<Option<_>>()? })
    }

    /// None when the device is not among the heads.
    pub fn of(device: DeviceId, heads: &[(DeviceId, Head)]) -> Option<Self> {
        let mut sorted = heads.to_vec();
        sorted.sort_unstable_by_key(|(device, _)| *device);
        let mut at = sorted.iter().position(|(other, _)| *other == device)?;
        let mut level = leaves(heads);
        let mut steps = Vec::new();
        while level.len() > 1 {
            match (at % 2, level.get(at ^ 1)) {
                (0, Some(right)) => steps.push(Step::Right(*right)),
                (1, Some(left)) => steps.push(Step::Left(*left)),
                // An odd one at the end goes up as it is.
                _ => {}
            }
            level = up(&level);
            at /= 2;
        }
        Some(Proof { steps })
    }
}

fn leaves(heads: &[(DeviceId, Head)]) -> Vec<Root> {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable_by_key(|(device, _)| *device);
    sorted.into_iter().map(|(device, head)| leaf(device, head)).collect()
}

fn leaf(device: DeviceId, head: Head) -> Root {
    hash(0, &[&device.0.to_be_bytes(), &head.seq.to_be_bytes(), &head.chain.0])
}

fn node(left: &Root, right: &Root) -> Root {
    hash(1, &[left, right])
}

fn hash(prefix: u8, parts: &[&[u8]]) -> Root {
    let mut hash = blake3::Hasher::new();
    hash.update(&[prefix]);
    parts.iter().for_each(|part| {
        hash.update(part);
    });
    *hash.finalize().as_bytes()
}

fn up(level: &[Root]) -> Vec<Root> {
    level.chunks(2).map(|pair| if let [left, right] = pair { node(left, right) } else { pair[0] }).collect()
}

/// Of no devices at all, the hash of nothing.
fn root(leaves: &[Root]) -> Root {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = up(&level);
    }
    level.first().copied().unwrap_or(hash(2, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Chain;

    fn heads(count: u64) -> Vec<(DeviceId, Head)> {
        (0..count).map(|at| (DeviceId(at * 7 % 101), Head { seq: at, chain: Chain([at as u8; 32]) })).collect()
    }

    #[test]
    fn every_device_of_a_day_can_be_proved_and_no_other_head() {
        for count in [1, 2, 3, 5, 8, 13] {
            let heads = heads(count);
            let day = Day::after(None, 0, 1, &heads);
            for (device, head) in &heads {
                let proof = Proof::of(*device, &heads).expect("it is among them");
                assert!(day.covers(*device, *head, &proof), "{count}");
                assert_eq!(Proof::from_bytes(&proof.to_bytes()).as_ref(), Some(&proof));
                assert!(!day.covers(*device, Head { seq: head.seq + 1, ..*head }, &proof));
                assert!(!day.covers(DeviceId(999), *head, &proof));
            }
        }
        assert_eq!(Proof::of(DeviceId(999), &heads(3)), None);
    }

    #[test]
    fn a_day_names_the_one_before_it_and_comes_back_from_its_bytes() {
        let first = Day::after(None, 5, 1, &heads(3));
        let second = Day::after(Some(&first), 9, 1, &heads(3));
        assert_eq!((second.number, second.before), (2, first.digest()));
        assert_ne!(second.digest(), Day::after(Some(&first), 10, 1, &heads(3)).digest());
        let mut bytes = second.to_bytes();
        assert_eq!(Day::from_bytes(&bytes), Some(second));
        bytes.push(0);
        assert_eq!(Day::from_bytes(&bytes), None);
        assert!(second.is_over(&heads(3)) && !second.is_over(&heads(2)));
    }

    #[test]
    fn the_order_of_the_devices_does_not_matter_and_each_head_does() {
        let mut heads = heads(6);
        let day = Day::after(None, 0, 1, &heads);
        heads.reverse();
        assert_eq!(Day::after(None, 0, 1, &heads), day);
        heads[2].1.seq += 1;
        assert_ne!(Day::after(None, 0, 1, &heads).root, day.root);
        heads.truncate(5);
        assert_ne!(Day::after(None, 0, 1, &heads).root, day.root);
    }
}
