//! The outside of a message: magic, version, a hash of the plain body, and the body compressed.

use std::io::Read;

/// The protocol version this program speaks.
pub const VERSION: u8 = 1;
/// No packed message is longer.
pub const MAX_PACKED: usize = 8 * 1024 * 1024;
/// No message is longer unpacked, whatever it says of itself.
pub const MAX_PLAIN: usize = 64 * 1024 * 1024;

const MAGIC: [u8; 2] = *b"ZG";
const HASH: usize = 16;
const HEADER: usize = MAGIC.len() + 1 + HASH;
/// Level 3 packs ops to a quarter at a million ops a second; higher levels gain a tenth and cost five times as much.
const LEVEL: i32 = 3;

/// The outside of a message is not in order.
#[derive(Debug, thiserror::Error)]
pub enum BadFrame {
    #[error("this is no message of the hub's: a proxy or another program may stand in between")]
    Foreign,
    #[error("the message is of protocol version {found}, this program speaks {VERSION}: update the older side")]
    Version { found: u8 },
    #[error("the message is over {MAX_PACKED} bytes packed or {MAX_PLAIN} unpacked: it is not read further")]
    Long,
    #[error("the message was damaged on the way: it is asked for again")]
    Damaged,
}

/// Packs a body for the line.
pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(HEADER + plain.len() / 3);
    frame.extend(MAGIC);
    frame.push(VERSION);
    frame.extend(hash(plain));
    // Only a lack of memory makes this fail; what is sent then is found to be damaged and asked for again.
    frame.extend(zstd::bulk::compress(plain, LEVEL).unwrap_or_default());
    frame
}

/// The body of a frame.
pub fn unpack(frame: &[u8]) -> Result<Vec<u8>, BadFrame> {
    let Some((header, body)) = frame.split_at_checked(HEADER) else { return Err(BadFrame::Foreign) };
    if header[..2] != MAGIC {
        return Err(BadFrame::Foreign);
    }
    if header[2] != VERSION {
        return Err(BadFrame::Version { found: header[2] });
    }
    if frame.len() > MAX_PACKED {
        return Err(BadFrame::Long);
    }
    let plain = decompress(body)?;
    if hash(&plain) == header[3..] { Ok(plain) } else { Err(BadFrame::Damaged) }
}

/// Reads no further than the limit: what a frame claims of its size is not believed.
fn decompress(body: &[u8]) -> Result<Vec<u8>, BadFrame> {
    let decoder = zstd::stream::read::Decoder::new(body).map_err(|_| BadFrame::Damaged)?;
    let mut plain = Vec::new();
    decoder.take(MAX_PLAIN as u64 + 1).read_to_end(&mut plain).map_err(|_| BadFrame::Damaged)?;
    if plain.len() > MAX_PLAIN { Err(BadFrame::Long) } else { Ok(plain) }
}

fn hash(plain: &[u8]) -> [u8; HASH] {
    let mut short = [0; HASH];
    short.copy_from_slice(&blake3::hash(plain).as_bytes()[..HASH]);
    short
}
