//! What a desk hears: pages of the scopes it is granted, and what it must let go.
//!
//! A line of a log says where to look, never what to send: whether a desk may see a whole is asked of where the whole stands
//! now. So a desk that was away while a record left is never sent what was written behind its back.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::scope::Scope;

use super::only_goes_up;
use super::place::UNKNOWN;
use crate::clock::{DeviceId, Dot};
use crate::exchange::{Cursor, Page, Pull};
use crate::ledger::{Changes, Entry, Grant, Ledger, Shared, What};
use crate::plant::{self, Bug};

/// Lines of a log, or wholes of a walk, that are looked at in one go.
const LINES: usize = 256;
const WHOLES: usize = 64;
/// A desk that lets a scope go is told this many wholes at a time.
const LEAVING: usize = 1_000;
/// So many lost ops are asked for in one page.
const WANTED: usize = 500;

/// The next page for a desk.
pub(super) fn page<L: Ledger>(ledger: &mut L, pull: &Pull) -> Result<Page, L::Error> {
    let grants = ledger.grants(pull.device)?;
    remember(ledger, pull, &grants)?;
    let granted: BTreeSet<Scope> = grants.iter().filter(|grant| grant.live).map(|grant| grant.scope).collect();
    let followed: BTreeMap<Scope, Cursor> = pull.follows.iter().copied().collect();
    let scopes: BTreeSet<Scope> = granted.iter().chain(followed.keys()).copied().collect();
    let since = followed.iter().map(|(scope, cursor)| (*scope, since(*cursor))).collect();
    let wanted = ledger.wanted(WANTED)?;
    let mut serving = Serving {
        ledger,
        device: pull.device,
        granted,
        since,
        room: pull.bytes as usize,
        sent: BTreeSet::new(),
        page: Page { wanted, ..Page::default() },
    };
    for scope in scopes {
        if serving.room == 0 {
            serving.page.more = true;
            break;
        }
        serving.serve(scope, followed.get(&scope).copied())?;
    }
    Ok(serving.page)
}

/// Keeps what the desk says it has stored: the measure of what it could not have known.
fn remember<L: Ledger>(ledger: &mut L, pull: &Pull, grants: &[Grant]) -> Result<(), L::Error> {
    let followed: BTreeMap<Scope, Cursor> = pull.follows.iter().copied().collect();
    let mut changes = Changes::default();
    for grant in grants {
        let heard = followed.get(&grant.scope).copied();
        let is_over = !grant.live && heard.is_none();
        if is_over || (heard.is_some() && heard != grant.heard) {
            changes.heard.push((pull.device, grant.scope, heard));
        }
    }
    if changes.is_empty() { Ok(()) } else { ledger.write(changes) }
}

const fn since(cursor: Cursor) -> u64 {
    match cursor {
        Cursor::Walk { then, .. } => then,
        Cursor::Log { since, .. } => since,
        Cursor::Leaving { .. } => u64::MAX,
    }
}

struct Serving<'l, L: Ledger> {
    ledger: &'l mut L,
    device: DeviceId,
    granted: BTreeSet<Scope>,
    /// Where the desk began to follow each scope's log.
    since: BTreeMap<Scope, u64>,
    /// Bytes that are left.
    room: usize,
    sent: BTreeSet<Dot>,
    page: Page,
}

/// The ops of each line of a log, by its sequence.
type ByLine = BTreeMap<u64, Vec<Shared>>;

/// How far a list of ops came.
enum Sent {
    All,
    Up(Dot),
}

impl<L: Ledger> Serving<'_, L> {
    fn serve(&mut self, scope: Scope, cursor: Option<Cursor>) -> Result<(), L::Error> {
        let is_granted = self.granted.contains(&scope);
        let start = match cursor {
            Some(cursor) => cursor,
            None => Cursor::Walk { at: Id([0; 16]), part: None, then: self.ledger.head(scope)? },
        };
        let mut at = Some(start);
        // A scope that was taken away is not walked through any further.
        if let (false, Cursor::Walk { then, .. }) = (is_granted, start) {
            at = Some(Cursor::Log { seq: then, part: None, since: then });
        }
        while let Some(from) = at {
            let next = self.step(scope, from, is_granted)?;
            let is_end = next == Some(from);
            at = next;
            if is_end || self.room == 0 {
                break;
            }
        }
        if at != cursor {
            self.page.cursors.push((scope, at));
        }
        if self.room == 0 {
            self.page.more = true;
        }
        Ok(())
    }

    /// Goes on a little; the same cursor again when there is nothing more, none when the scope is over.
    fn step(&mut self, scope: Scope, cursor: Cursor, is_granted: bool) -> Result<Option<Cursor>, L::Error> {
        match cursor {
            Cursor::Walk { at, part, then } => self.walk(scope, at, part, then).map(Some),
            // What was skipped here because another scope would tell it may be gone with this log: the desk begins anew.
            Cursor::Log { seq, .. } if seq < self.ledger.trimmed(scope)? => {
                self.page.check = true;
                Ok(Some(cursor))
            }
            Cursor::Log { seq, part, since } => {
                let next = self.follow(scope, seq, part, since)?;
                let is_end = next == cursor && !is_granted;
                Ok(Some(if is_end { Cursor::Leaving { after: Id([0; 16]) } } else { next }))
            }
            // Granted again before it was all told: what went comes back.
            Cursor::Leaving { .. } if is_granted => Ok(Some(Cursor::Walk { at: Id([0; 16]), part: None, then: self.ledger.head(scope)? })),
            Cursor::Leaving { after } => self.leave(scope, after),
        }
    }

    fn walk(&mut self, scope: Scope, at: Id, part: Option<Dot>, then: u64) -> Result<Cursor, L::Error> {
        let mut roots = Vec::with_capacity(WHOLES + 1);
        if part.is_some() && self.visible(&[at])?.contains(&at) {
            roots.push(at);
        }
        roots.extend(self.ledger.members(scope, at, WHOLES)?);
        let Some(last) = roots.last().copied() else {
            return Ok(Cursor::Log { seq: then, part: None, since: then });
        };
        let mut ops = self.ledger.ops_of(&roots)?.into_iter().peekable();
        for root in roots {
            let mut of_root = Vec::new();
            while let Some((_, dot, bytes)) = ops.next_if(|(of, ..)| *of == root) {
                of_root.push((dot, bytes));
            }
            match self.send(of_root, if root == at { part } else { None }, true) {
                Sent::Up(dot) => return Ok(Cursor::Walk { at: root, part: Some(dot), then }),
                Sent::All if self.room == 0 => return Ok(Cursor::Walk { at: root, part: None, then }),
                Sent::All => {}
            }
        }
        Ok(Cursor::Walk { at: last, part: None, then })
    }

    fn follow(&mut self, scope: Scope, mut seq: u64, mut part: Option<Dot>, since: u64) -> Result<Cursor, L::Error> {
        let entries = self.ledger.log(scope, seq, LINES)?;
        let roots: BTreeSet<Id> = entries.iter().map(|entry| entry.root).collect();
        let visible = self.visible(&roots.into_iter().collect::<Vec<_>>())?;
        let mut ops = self.load(scope, &entries, &visible)?;
        for entry in &entries {
            let may = visible.contains(&entry.root);
            let sent = match &entry.what {
                What::Ops { .. } => self.send(ops.remove(&entry.seq).unwrap_or_default(), part, false),
                What::Enter if may => {
                    let all = self.ledger.ops_of(&[entry.root])?.into_iter().map(|(_, dot, bytes)| (dot, bytes)).collect();
                    self.send(all, part, true)
                }
                What::Enter => Sent::All,
                What::Leave => {
                    if !may {
                        self.let_go(entry.root);
                    }
                    Sent::All
                }
            };
            if let Sent::Up(dot) = sent {
                return Ok(Cursor::Log { seq, part: Some(dot), since });
            }
            (seq, part) = (entry.seq, None);
            if self.room == 0 {
                break;
            }
        }
        Ok(Cursor::Log { seq, part, since })
    }

    /// The ops of the lines that this desk is to hear here and now, by line.
    fn load(&mut self, scope: Scope, entries: &[Entry], visible: &BTreeSet<Id>) -> Result<ByLine, L::Error> {
        let wanted: Vec<(u64, (DeviceId, u64, u64))> = entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Ops { device, first, last, also } => {
                    let may = visible.contains(&entry.root) || plant::has(Bug::StaleMembership);
                    let here = may && *device != self.device && !self.heard_elsewhere(scope, also);
                    here.then_some((entry.seq, (*device, *first, *last)))
                }
                _ => None,
            })
            .collect();
        let ranges: Vec<(DeviceId, u64, u64)> = wanted.iter().map(|(_, range)| *range).collect();
        let mut by_line = ByLine::new();
        let mut lines = wanted.into_iter().peekable();
        for (dot, bytes) in self.ledger.ops_in(&ranges)? {
            while lines.next_if(|(_, (device, first, last))| !(dot.device == *device && (*first..=*last).contains(&dot.seq))).is_some() {}
            if let Some((seq, _)) = lines.peek() {
                by_line.entry(*seq).or_default().push((dot, bytes));
            }
        }
        Ok(by_line)
    }

    /// The desk hears the same line in the log of a scope that comes before this one.
    fn heard_elsewhere(&self, scope: Scope, also: &[(Scope, u64)]) -> bool {
        also.iter().any(|(other, seq)| *other < scope && self.granted.contains(other) && self.since.get(other).is_some_and(|since| seq > since))
    }

    /// Sends ops as long as there is room; `whole` sends the desk's own as well, because it may have let them go.
    fn send(&mut self, ops: Vec<Shared>, part: Option<Dot>, whole: bool) -> Sent {
        let mut last = part;
        for (dot, bytes) in ops {
            if part.is_some_and(|part| dot <= part) || (!whole && dot.device == self.device) {
                continue;
            }
            if self.room == 0 {
                return last.map_or(Sent::All, Sent::Up);
            }
            last = Some(dot);
            if self.sent.insert(dot) {
                self.room = self.room.saturating_sub(bytes.len().max(1));
                self.page.ops.push(bytes);
            }
        }
        Sent::All
    }

    fn leave(&mut self, scope: Scope, after: Id) -> Result<Option<Cursor>, L::Error> {
        let members = self.ledger.members(scope, after, LEAVING)?;
        let visible = self.visible(&members)?;
        let Some(last) = members.last().copied() else { return Ok(None) };
        for root in members.into_iter().filter(|root| !visible.contains(root)) {
            self.let_go(root);
        }
        self.room = self.room.saturating_sub(LEAVING * 16);
        Ok(Some(Cursor::Leaving { after: last }))
    }

    fn let_go(&mut self, root: Id) {
        if !self.page.gone.contains(&root) {
            self.page.gone.push(root);
        }
    }

    /// Those of the roots that stand under a scope the desk is granted, now.
    fn visible(&mut self, roots: &[Id]) -> Result<BTreeSet<Id>, L::Error> {
        let because = self.ledger.because(roots)?;
        Ok(because.into_iter().filter(|because| self.granted.contains(&because.scope)).map(|because| because.root).collect())
    }
}

/// What a desk is to do with wholes that it asks about.
pub(super) struct Checked {
    /// They stand or stood elsewhere, and nowhere where the desk hears them.
    pub gone: Vec<Id>,
    /// The hub has heard nothing or only parts of them, or they stand under a scope that is being taken from the desk: given
    /// back before the desk was told of each of its wholes, nothing of it would be told again.
    pub unsure: Vec<Id>,
}

pub(super) fn check<L: Ledger>(ledger: &mut L, device: DeviceId, roots: &[Id]) -> Result<Checked, L::Error> {
    let grants = ledger.grants(device)?;
    let because = ledger.because(roots)?;
    let left = ledger.left(roots)?;
    let nouns: BTreeMap<Id, u16> = ledger.records(roots)?.into_iter().map(|(id, record)| (id, record.noun)).collect();
    let under = |root: &Id, live: bool| {
        because.iter().any(|because| because.root == *root && grants.iter().any(|grant| grant.live == live && grant.scope == because.scope))
    };
    let is_elsewhere = |root: &Id| because.iter().any(|because| because.root == *root) || left.iter().any(|(other, ..)| other == root);
    let mut checked = Checked { gone: Vec::new(), unsure: Vec::new() };
    for root in roots {
        match nouns.get(root) {
            None | Some(&UNKNOWN) => checked.unsure.push(*root),
            Some(noun) if only_goes_up(*noun) || under(root, true) || !is_elsewhere(root) => {}
            Some(_) if under(root, false) => checked.unsure.push(*root),
            Some(_) => checked.gone.push(*root),
        }
    }
    Ok(checked)
}
