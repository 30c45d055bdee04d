//! The bytes of requests and replies on the line.
//!
//! A frame is `ZG`, the protocol version, a hash of the plain body and the body, compressed. Bodies are CBOR with integer
//! keys; a key that this program does not know is passed over, so that a newer side may say more. What comes in is somebody
//! else's: it is never unpacked beyond a limit, and every list has a bound.

use domain::id::Id;
use domain::scope::Scope;

use crate::chain::{Chain, Head};
use crate::clock::{DeviceId, Dot, Hlc};
use crate::codec::{Input, Out, Written, to_bytes};
use crate::exchange::{Answer, Cursor, Denied, Item, Page, Pull, Push, Reason, Reply, Request, Verdict};
use crate::op::{MAX_OP_BYTES, Malformed};

mod frame;

pub use frame::{BadFrame, MAX_PACKED, MAX_PLAIN, VERSION, pack, unpack};

/// Items of a push, ops of a page, lines of verdicts.
const MAX_ITEMS: usize = 65_536;
/// Scopes that one desk follows: head office hears every shop of the chain.
const MAX_SCOPES: usize = 65_536;
/// Wholes in one check or page.
const MAX_ROOTS: usize = 65_536;

/// What came is no message of this protocol.
#[derive(Debug, thiserror::Error)]
pub enum BadMessage {
    #[error(transparent)]
    Frame(#[from] BadFrame),
    #[error("the message cannot be read")]
    Body(#[from] Malformed),
}

pub fn pack_request(request: &Request) -> Vec<u8> {
    pack(&to_bytes(1024, |out| write_request(out, request)))
}

pub fn unpack_request(bytes: &[u8]) -> Result<Request, BadMessage> {
    let plain = unpack(bytes)?;
    Ok(whole(&plain, read_request)?)
}

pub fn pack_reply(reply: &Reply) -> Vec<u8> {
    pack(&to_bytes(1024, |out| write_reply(out, reply)))
}

pub fn unpack_reply(bytes: &[u8]) -> Result<Reply, BadMessage> {
    let plain = unpack(bytes)?;
    Ok(whole(&plain, read_reply)?)
}

fn whole<T>(bytes: &[u8], read: impl FnOnce(&mut Input<'_>) -> Result<T, Malformed>) -> Result<T, Malformed> {
    let mut input = Input::new(bytes);
    let message = read(&mut input)?;
    input.end()?;
    Ok(message)
}

// Keys of every message. Never reuse a number.
const KIND: u16 = 0;
const DEVICE: u16 = 1;
const EPOCH: u16 = 2;
const BEFORE: u16 = 3;
const ITEMS: u16 = 4;
const CHAIN: u16 = 5;
const SETTLED: u16 = 6;
const VERDICTS: u16 = 7;
const FOLLOWS: u16 = 8;
const BYTES: u16 = 9;
const ROOTS: u16 = 10;
const OPS: u16 = 11;
const NOW: u16 = 12;
const HEAD: u16 = 13;
const AHEAD: u16 = 14;
const MORE: u16 = 15;
const CHECK: u16 = 16;
const WANTED: u16 = 17;
const UNSURE: u16 = 18;
const WHY: u16 = 19;
const ORDINAL: u16 = 20;

// Kinds of requests and answers.
const PUSH: u16 = 1;
const PULL: u16 = 2;
const CHECKING: u16 = 3;
const OFFER: u16 = 4;
const REJOIN: u16 = 5;
const DENIED: u16 = 6;

fn write_request(out: &mut Out, request: &Request) -> Written {
    match request {
        Request::Push(push) => {
            begin(out, PUSH, push.device, push.epoch, 5)?;
            out.u16(BEFORE)?;
            write_head(out, push.before)?;
            out.u16(ITEMS)?;
            write_list(out, &push.items, write_item)?;
            out.u16(CHAIN)?.bytes(&push.chain.0)?.u16(SETTLED)?.u64(push.settled)?.u16(VERDICTS)?;
            write_list(out, &push.verdicts, write_verdict)
        }
        Request::Pull(pull) => {
            begin(out, PULL, pull.device, pull.epoch, 2)?;
            out.u16(FOLLOWS)?;
            write_list(out, &pull.follows, |out, (scope, cursor)| write_follow(out, *scope, Some(*cursor)))?;
            out.u16(BYTES)?.u32(pull.bytes)?;
            Ok(())
        }
        Request::Check { device, epoch, roots } => {
            begin(out, CHECKING, *device, *epoch, 1)?;
            write_roots(out, ROOTS, roots)
        }
        Request::Offer { device, epoch, ops } => {
            begin(out, OFFER, *device, *epoch, 1)?;
            write_ops(out, ops)
        }
        Request::Rejoin { device } => begin(out, REJOIN, *device, 0, 0),
    }
}

fn begin(out: &mut Out, kind: u16, device: DeviceId, epoch: u64, more: u64) -> Written {
    out.map(3 + more)?.u16(KIND)?.u16(kind)?.u16(DEVICE)?.u64(device.0)?.u16(EPOCH)?.u64(epoch)?;
    Ok(())
}

fn write_reply(out: &mut Out, reply: &Reply) -> Written {
    let (kind, more) = match &reply.answer {
        Answer::Pushed { .. } => (PUSH, 3),
        Answer::Pulled(_) => (PULL, 6),
        Answer::Checked { .. } => (CHECKING, 2),
        Answer::Offered => (OFFER, 0),
        Answer::Rejoined(_) => (REJOIN, 1),
        Answer::Denied(_) => (DENIED, 1),
    };
    out.map(5 + more)?.u16(KIND)?.u16(kind)?.u16(EPOCH)?.u64(reply.epoch)?.u16(NOW)?.i64(reply.now)?.u16(HEAD)?;
    write_head(out, reply.head)?;
    out.u16(ORDINAL)?.u32(reply.ordinal)?;
    match &reply.answer {
        Answer::Pushed { verdicts, gone, ahead } => {
            out.u16(VERDICTS)?;
            write_list(out, verdicts, write_verdict)?;
            write_roots(out, ROOTS, gone)?;
            out.u16(AHEAD)?.bool(*ahead)?;
        }
        Answer::Pulled(page) => write_page(out, page)?,
        Answer::Checked { gone, unsure } => {
            write_roots(out, ROOTS, gone)?;
            write_roots(out, UNSURE, unsure)?;
        }
        Answer::Offered => {}
        Answer::Rejoined(device) => {
            out.u16(DEVICE)?.u64(device.0)?;
        }
        Answer::Denied(why) => {
            out.u16(WHY)?.u16(denied_code(*why))?;
        }
    }
    Ok(())
}

fn write_page(out: &mut Out, page: &Page) -> Written {
    write_ops(out, &page.ops)?;
    write_roots(out, ROOTS, &page.gone)?;
    out.u16(FOLLOWS)?;
    write_list(out, &page.cursors, |out, (scope, cursor)| write_follow(out, *scope, *cursor))?;
    out.u16(MORE)?.bool(page.more)?.u16(CHECK)?.bool(page.check)?.u16(WANTED)?;
    write_list(out, &page.wanted, |out, dot| write_dot(out, *dot))
}

fn write_list<T>(out: &mut Out, items: &[T], write: impl Fn(&mut Out, &T) -> Written) -> Written {
    out.array(items.len() as u64)?;
    items.iter().try_for_each(|item| write(out, item))
}

fn write_head(out: &mut Out, head: Head) -> Written {
    out.array(2)?.u64(head.seq)?.bytes(&head.chain.0)?;
    Ok(())
}

fn write_item(out: &mut Out, item: &Item) -> Written {
    match item {
        Item::Op(bytes) => out.array(1)?.bytes(bytes)?,
        Item::Withheld { digest, hlc } => out.array(2)?.bytes(digest)?.u64(hlc.0)?,
        Item::Erased(digest) => out.array(3)?.bytes(digest)?.null()?.null()?,
    };
    Ok(())
}

fn write_verdict(out: &mut Out, verdict: &Verdict) -> Written {
    let (code, by) = match verdict.reason {
        Reason::HeadOffice => (1, None),
        Reason::NotYours => (2, None),
        Reason::Claimed { by } => (3, Some(by)),
        Reason::Kept => (4, None),
    };
    out.array(3)?.u64(verdict.seq)?.u16(code)?;
    match by {
        Some(id) => out.bytes(&id.0)?,
        None => out.null()?,
    };
    Ok(())
}

fn write_follow(out: &mut Out, scope: Scope, cursor: Option<Cursor>) -> Written {
    out.array(2)?.bytes(&scope.to_bytes())?;
    match cursor {
        None => {
            out.array(0)?;
            Ok(())
        }
        Some(Cursor::Walk { at, part, then }) => {
            out.array(3)?.bytes(&at.0)?.u64(then)?;
            write_part(out, part)
        }
        Some(Cursor::Log { seq, part, since }) => {
            out.array(4)?.u64(seq)?.u64(since)?;
            write_part(out, part)?;
            out.null()?;
            Ok(())
        }
        Some(Cursor::Leaving { after }) => {
            out.array(1)?.bytes(&after.0)?;
            Ok(())
        }
    }
}

fn write_part(out: &mut Out, part: Option<Dot>) -> Written {
    match part {
        Some(dot) => write_dot(out, dot),
        None => {
            out.array(0)?;
            Ok(())
        }
    }
}

fn write_dot(out: &mut Out, dot: Dot) -> Written {
    out.array(2)?.u64(dot.device.0)?.u64(dot.seq)?;
    Ok(())
}

/// Ids one after another in one string: lists of them are long.
fn write_roots(out: &mut Out, key: u16, roots: &[Id]) -> Written {
    let bytes: Vec<u8> = roots.iter().flat_map(|id| id.0).collect();
    out.u16(key)?.bytes(&bytes)?;
    Ok(())
}

fn write_ops(out: &mut Out, ops: &[Vec<u8>]) -> Written {
    out.u16(OPS)?;
    write_list(out, ops, |out, bytes| {
        out.bytes(bytes)?;
        Ok(())
    })
}

const fn denied_code(why: Denied) -> u16 {
    match why {
        Denied::Unknown => 1,
        Denied::Revoked => 2,
        Denied::Damaged => 3,
        Denied::Outdated => 4,
    }
}

/// Everything that any message may hold, as far as it came.
#[derive(Default)]
struct Parts {
    kind: u16,
    device: DeviceId,
    epoch: u64,
    before: Option<Head>,
    items: Vec<Item>,
    chain: Option<Chain>,
    settled: u64,
    verdicts: Vec<Verdict>,
    follows: Vec<(Scope, Option<Cursor>)>,
    bytes: u32,
    roots: Vec<Id>,
    ops: Vec<Vec<u8>>,
    now: i64,
    head: Option<Head>,
    ordinal: u32,
    ahead: bool,
    more: bool,
    check: bool,
    wanted: Vec<Dot>,
    unsure: Vec<Id>,
    why: u16,
}

fn read_parts(input: &mut Input<'_>) -> Result<Parts, Malformed> {
    let mut parts = Parts::default();
    for _ in 0..input.pairs("a message")? {
        let key = input.small("a key of a message")?;
        read_part_of(input, key, &mut parts)?;
    }
    Ok(parts)
}

fn read_part_of(input: &mut Input<'_>, key: u16, parts: &mut Parts) -> Result<(), Malformed> {
    match key {
        KIND => parts.kind = input.small("a kind")?,
        DEVICE => parts.device = DeviceId(input.number("a device")?),
        EPOCH => parts.epoch = input.number("an epoch")?,
        BEFORE => parts.before = Some(read_head(input)?),
        ITEMS => parts.items = input.list("items", MAX_ITEMS, read_item)?,
        CHAIN => parts.chain = Some(Chain(input.digest("a chain")?)),
        SETTLED => parts.settled = input.number("a sequence")?,
        VERDICTS => parts.verdicts = input.list("verdicts", MAX_ITEMS, read_verdict)?,
        FOLLOWS => parts.follows = input.list("scopes", MAX_SCOPES, read_follow)?,
        BYTES => parts.bytes = input.count("a number of bytes")?,
        ROOTS => parts.roots = read_roots(input)?,
        OPS => parts.ops = input.list("ops", MAX_ITEMS, |input| input.bytes("an op", MAX_OP_BYTES))?,
        NOW => parts.now = input.signed("a time")?,
        HEAD => parts.head = Some(read_head(input)?),
        ORDINAL => parts.ordinal = input.count("an ordinal")?,
        AHEAD => parts.ahead = input.flag("yes or no")?,
        MORE => parts.more = input.flag("yes or no")?,
        CHECK => parts.check = input.flag("yes or no")?,
        WANTED => parts.wanted = input.list("dots", MAX_ITEMS, read_dot)?,
        UNSURE => parts.unsure = read_roots(input)?,
        WHY => parts.why = input.small("a reason")?,
        _ => input.skip("a value")?,
    }
    Ok(())
}

fn read_request(input: &mut Input<'_>) -> Result<Request, Malformed> {
    let parts = read_parts(input)?;
    let (device, epoch) = (parts.device, parts.epoch);
    match parts.kind {
        PUSH => {
            let (Some(before), Some(chain)) = (parts.before, parts.chain) else { return Err(input.wrong("a push with its heads")) };
            let (items, settled, verdicts) = (parts.items, parts.settled, parts.verdicts);
            Ok(Request::Push(Push { device, epoch, before, items, chain, settled, verdicts }))
        }
        PULL => {
            let follows = parts.follows.into_iter().filter_map(|(scope, cursor)| Some((scope, cursor?))).collect();
            Ok(Request::Pull(Pull { device, epoch, follows, bytes: parts.bytes }))
        }
        CHECKING => Ok(Request::Check { device, epoch, roots: parts.roots }),
        OFFER => Ok(Request::Offer { device, epoch, ops: parts.ops }),
        REJOIN => Ok(Request::Rejoin { device }),
        _ => Err(input.wrong("a kind of request")),
    }
}

fn read_reply(input: &mut Input<'_>) -> Result<Reply, Malformed> {
    let parts = read_parts(input)?;
    let (epoch, now) = (parts.epoch, parts.now);
    let Some(head) = parts.head else { return Err(input.wrong("a reply with its head")) };
    let answer = match parts.kind {
        PUSH => Answer::Pushed { verdicts: parts.verdicts, gone: parts.roots, ahead: parts.ahead },
        PULL => Answer::Pulled(Page {
            ops: parts.ops,
            gone: parts.roots,
            cursors: parts.follows,
            more: parts.more,
            check: parts.check,
            wanted: parts.wanted,
        }),
        CHECKING => Answer::Checked { gone: parts.roots, unsure: parts.unsure },
        OFFER => Answer::Offered,
        REJOIN => Answer::Rejoined(parts.device),
        DENIED => Answer::Denied(read_denied(input, parts.why)?),
        _ => return Err(input.wrong("a kind of answer")),
    };
    Ok(Reply { epoch, now, head, ordinal: parts.ordinal, answer })
}

fn read_denied(input: &Input<'_>, code: u16) -> Result<Denied, Malformed> {
    match code {
        1 => Ok(Denied::Unknown),
        2 => Ok(Denied::Revoked),
        3 => Ok(Denied::Damaged),
        4 => Ok(Denied::Outdated),
        _ => Err(input.wrong("a reason to be denied")),
    }
}

fn read_head(input: &mut Input<'_>) -> Result<Head, Malformed> {
    input.tuple(2, "a head")?;
    Ok(Head { seq: input.number("a sequence")?, chain: Chain(input.digest("a chain")?) })
}

fn read_item(input: &mut Input<'_>) -> Result<Item, Malformed> {
    match input.items("an item")? {
        1 => Ok(Item::Op(input.bytes("an op", MAX_OP_BYTES)?)),
        2 => Ok(Item::Withheld { digest: input.digest("a digest")?, hlc: Hlc(input.number("a clock")?) }),
        3 => {
            let digest = input.digest("a digest")?;
            input.skip("null")?;
            input.skip("null")?;
            Ok(Item::Erased(digest))
        }
        _ => Err(input.wrong("an item of one to three parts")),
    }
}

fn read_verdict(input: &mut Input<'_>) -> Result<Verdict, Malformed> {
    input.tuple(3, "a verdict")?;
    let (seq, code) = (input.number("a sequence")?, input.small("a reason")?);
    let reason = match code {
        1 => Reason::HeadOffice,
        2 => Reason::NotYours,
        3 => return Ok(Verdict { seq, reason: Reason::Claimed { by: input.id("who had it")? } }),
        4 => Reason::Kept,
        _ => return Err(input.wrong("a reason")),
    };
    input.skip("null")?;
    Ok(Verdict { seq, reason })
}

fn read_follow(input: &mut Input<'_>) -> Result<(Scope, Option<Cursor>), Malformed> {
    input.tuple(2, "a scope and its cursor")?;
    let bytes = input.bytes("a scope", 17)?;
    let scope = Scope::from_bytes(&bytes).ok_or(input.wrong("a scope"))?;
    let cursor = match input.items("a cursor")? {
        0 => None,
        1 => Some(Cursor::Leaving { after: input.id("a whole")? }),
        3 => Some(Cursor::Walk { at: input.id("a whole")?, then: input.number("a sequence")?, part: read_part(input)? }),
        4 => {
            let (seq, since) = (input.number("a sequence")?, input.number("a sequence")?);
            let part = read_part(input)?;
            input.skip("null")?;
            Some(Cursor::Log { seq, part, since })
        }
        _ => return Err(input.wrong("a cursor")),
    };
    Ok((scope, cursor))
}

fn read_part(input: &mut Input<'_>) -> Result<Option<Dot>, Malformed> {
    match input.items("a dot or nothing")? {
        0 => Ok(None),
        2 => Ok(Some(Dot { device: DeviceId(input.number("a device")?), seq: input.number("a sequence")? })),
        _ => Err(input.wrong("a dot or nothing")),
    }
}

fn read_dot(input: &mut Input<'_>) -> Result<Dot, Malformed> {
    read_part(input)?.ok_or(input.wrong("a dot"))
}

fn read_roots(input: &mut Input<'_>) -> Result<Vec<Id>, Malformed> {
    let bytes = input.bytes("ids", MAX_ROOTS * 16)?;
    let (ids, rest) = bytes.as_chunks::<16>();
    if rest.is_empty() { Ok(ids.iter().map(|id| Id(*id)).collect()) } else { Err(input.wrong("ids of 16 bytes")) }
}

#[cfg(test)]
mod tests;
