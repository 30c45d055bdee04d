//! The hash chain of one device's log: each link covers the digest of the op's bytes and everything before it.
//!
//! It makes the log its own audit: an edited, missing, added or reordered op is found, and a cut tail is found by
//! whoever kept the head. This module never decodes an op; what it covers is bytes.

use std::fmt;

use crate::clock::DeviceId;

/// The hash of a log up to and including one op.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chain(pub [u8; 32]);

impl Chain {
    /// What the first op of a device is linked to.
    pub fn genesis(device: DeviceId) -> Self {
        Chain(blake3::derive_key("zhanggui 2026 op chain of one device, version 1", &device.0.to_be_bytes()))
    }

    /// The chain after one more op.
    #[must_use]
    pub fn link(&self, op_bytes: &[u8]) -> Self {
        self.link_digest(&digest(op_bytes))
    }

    /// The same, for an op whose bytes are not here: withheld because they are nobody else's, or erased for privacy.
    #[must_use]
    pub fn link_digest(&self, digest: &Digest) -> Self {
        Chain(*blake3::keyed_hash(&self.0, digest).as_bytes())
    }
}

impl Chain {
    /// The chain after one more op as it was made before digests stood in it: in desk files up to format 3, and nowhere else.
    #[must_use]
    pub fn link_plain(&self, op_bytes: &[u8]) -> Self {
        Chain(*blake3::keyed_hash(&self.0, op_bytes).as_bytes())
    }
}

/// What stands in the chain for the bytes of one op, so that a chain outlives bytes that had to go.
pub type Digest = [u8; 32];

pub fn digest(op_bytes: &[u8]) -> Digest {
    *blake3::hash(op_bytes).as_bytes()
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// How far a log goes: the last sequence and the chain there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub chain: Chain,
}

impl Head {
    /// The head of a log without ops.
    pub fn genesis(device: DeviceId) -> Self {
        Head { seq: 0, chain: Chain::genesis(device) }
    }
}

/// One stored op with the chain that was stored beside it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<B> {
    pub seq: u64,
    pub bytes: B,
    pub chain: Chain,
}

/// The log is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log is broken at op {seq}: {why}; restore it from a backup or from the hub")]
pub struct Broken {
    /// The first op that cannot be trusted.
    pub seq: u64,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("it is missing, op {found} stands in its place")]
    Missing { found: u64 },
    #[error("its bytes or its chain were changed")]
    Altered,
    #[error("the log ends before it, but op {head} was written")]
    Cut { head: u64 },
    #[error("it is not the op that the known head names")]
    OtherHead,
}

/// One op of a log as the chain sees it, whether its bytes are still there or not.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub seq: u64,
    pub digest: Digest,
    pub chain: Chain,
}

/// Walks the entries that follow `start` in order of sequence and returns the head they end at.
///
/// With `known`, a head that someone kept, the log must go at least that far and be the same log there. Long logs are
/// checked page by page: the head of one page is the start of the next, and `known` goes with the last.
pub fn verify<B: AsRef<[u8]>>(start: Head, entries: impl IntoIterator<Item = Entry<B>>, known: Option<Head>) -> Result<Head, Broken> {
    let link = |entry: Entry<B>| Link { seq: entry.seq, digest: digest(entry.bytes.as_ref()), chain: entry.chain };
    verify_links(start, entries.into_iter().map(link), known)
}

/// The same, where of some ops only the digest is left.
pub fn verify_links(start: Head, links: impl IntoIterator<Item = Link>, known: Option<Head>) -> Result<Head, Broken> {
    let mut head = start;
    check_known(head, known)?;
    for link in links {
        head = follow(head, &link)?;
        check_known(head, known)?;
    }
    match known {
        Some(known) if known.seq > head.seq => Err(Broken { seq: head.seq + 1, why: Why::Cut { head: known.seq } }),
        _ => Ok(head),
    }
}

fn follow(head: Head, link: &Link) -> Result<Head, Broken> {
    let seq = head.seq + 1;
    if link.seq != seq {
        return Err(Broken { seq, why: Why::Missing { found: link.seq } });
    }
    let chain = head.chain.link_digest(&link.digest);
    if chain != link.chain {
        return Err(Broken { seq, why: Why::Altered });
    }
    Ok(Head { seq, chain })
}

fn check_known(head: Head, known: Option<Head>) -> Result<(), Broken> {
    match known {
        Some(known) if known.seq == head.seq && known.chain != head.chain => Err(Broken { seq: head.seq, why: Why::OtherHead }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const DEVICE: DeviceId = DeviceId(7);

    fn log(texts: &[&'static str]) -> Vec<Entry<&'static [u8]>> {
        let mut head = Head::genesis(DEVICE);
        let entries = texts.iter().map(|text| {
            head = Head { seq: head.seq + 1, chain: head.chain.link(text.as_bytes()) };
            Entry { seq: head.seq, bytes: text.as_bytes(), chain: head.chain }
        });
        entries.collect()
    }

    fn head_of(entries: &[Entry<&[u8]>]) -> Head {
        entries.last().map_or(Head::genesis(DEVICE), |entry| Head { seq: entry.seq, chain: entry.chain })
    }

    fn check(change: impl FnOnce(&mut Vec<Entry<&'static [u8]>>), expected: Expect) {
        let mut entries = log(&["一", "二", "三", "四"]);
        let known = head_of(&entries);
        change(&mut entries);
        let found = verify(Head::genesis(DEVICE), entries, Some(known));
        expected.assert_eq(&found.map_or_else(|broken| broken.to_string(), |head| format!("whole to {}", head.seq)));
    }

    #[test]
    fn an_untouched_log_is_whole() {
        check(|_| {}, expect!["whole to 4"]);
    }

    #[test]
    fn a_log_that_went_on_after_the_known_head_is_whole() {
        let longer = log(&["一", "二", "三"]);
        let known = head_of(&longer[..2]);
        assert_eq!(verify(Head::genesis(DEVICE), longer.clone(), Some(known)), Ok(head_of(&longer)));
    }

    #[test]
    fn an_edited_op_is_found() {
        check(
            |log| log[1].bytes = "贰".as_bytes(),
            expect!["the log is broken at op 2: its bytes or its chain were changed; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn a_removed_op_is_found() {
        check(
            |log| {
                log.remove(1);
            },
            expect!["the log is broken at op 2: it is missing, op 3 stands in its place; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn a_cut_tail_is_found_by_whoever_knows_the_head() {
        check(
            |log| log.truncate(2),
            expect!["the log is broken at op 3: the log ends before it, but op 4 was written; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn reordered_ops_are_found() {
        check(
            |log| log.swap(0, 1),
            expect!["the log is broken at op 1: it is missing, op 2 stands in its place; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn reordered_contents_are_found() {
        check(
            |log| {
                let first = log[0].bytes;
                log[0].bytes = log[1].bytes;
                log[1].bytes = first;
            },
            expect!["the log is broken at op 1: its bytes or its chain were changed; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn a_log_rewritten_from_the_middle_with_fresh_hashes_is_found() {
        check(
            |entries| *entries = log(&["一", "贰", "三", "四"]),
            expect!["the log is broken at op 4: it is not the op that the known head names; restore it from a backup or from the hub"],
        );
    }

    #[test]
    fn pages_are_checked_one_after_another() {
        let entries = log(&["一", "二", "三"]);
        let page = verify(Head::genesis(DEVICE), entries[..2].to_vec(), None).expect("the first page is whole");
        assert_eq!(verify(page, entries[2..].to_vec(), Some(head_of(&entries))), Ok(head_of(&entries)));
    }

    #[test]
    fn each_device_begins_its_own_chain() {
        expect!["bc71"].assert_eq(&Chain::genesis(DEVICE).to_string()[..4]);
        assert_ne!(Chain::genesis(DEVICE), Chain::genesis(DeviceId(8)));
    }
}
