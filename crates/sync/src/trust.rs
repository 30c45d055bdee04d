//! Who is speaking: keys of devices and hubs, signatures over frames, receipts, and the code that enrols a device.
//!
//! A device's key is made on the device and never leaves it; the hub knows its public half. Every request is signed as a
//! whole, so that one signature covers a thousand ops. What the hub signs back is a receipt that anybody can check without
//! it. This module computes only: secrets, random bytes and times are arguments.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

pub mod audit;
mod code;
mod day;

pub use code::{BadCode, EnrolCode, authority_proof};
pub use day::{Day, Proof, Root};

use crate::chain::{Chain, Head};
use crate::clock::DeviceId;
use crate::codec::to_bytes;
use domain::time::Millis;

/// The secret half of a device's or hub's key.
pub struct Key(SigningKey);

/// The public half, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PublicKey(pub [u8; 32]);

/// A signature, 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signed(pub [u8; 64]);

/// Whoever sent this does not hold the key they claim, or it was changed on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not of this key: the device must be enrolled anew, or somebody changed the message")]
pub struct Forged;

/// What a signature is for, so that one for one purpose is never good for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Request,
    Receipt,
    Day,
}

impl Purpose {
    const fn context(self) -> &'static str {
        match self {
            Purpose::Request => "zhanggui 2026 request of a device, version 1",
            Purpose::Receipt => "zhanggui 2026 receipt of a hub, version 1",
            Purpose::Day => "zhanggui 2026 root of a day, version 1",
        }
    }

    fn digest(self, parts: &[&[u8]]) -> [u8; 32] {
        let mut hash = blake3::Hasher::new_derive_key(self.context());
        for part in parts {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        *hash.finalize().as_bytes()
    }
}

impl Key {
    /// From 32 bytes of a secure random source, or from where they were kept.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Key(SigningKey::from_bytes(&secret))
    }

    /// For keeping in a key store, nowhere else.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, purpose: Purpose, parts: &[&[u8]]) -> Signed {
        Signed(self.0.sign(&purpose.digest(parts)).to_bytes())
    }

    /// Signs one request: the frame as it is sent, and the number the hub gave out last, so that nothing can be sent twice by
    /// somebody else.
    pub fn sign_request(&self, device: DeviceId, nonce: u64, frame: &[u8]) -> Signed {
        self.sign(Purpose::Request, &[&device.0.to_be_bytes(), &nonce.to_be_bytes(), frame])
    }

    /// Says for ever that the hub had this much of a device's log.
    pub fn sign_receipt(&self, receipt: &Receipt) -> Signed {
        self.sign(Purpose::Receipt, &[&receipt.to_bytes()])
    }

    pub fn sign_day(&self, day: &Day) -> Signed {
        self.sign(Purpose::Day, &[&day.to_bytes()])
    }
}

impl PublicKey {
    fn verify(&self, purpose: Purpose, parts: &[&[u8]], signed: &Signed) -> Result<(), Forged> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| Forged)?;
        key.verify_strict(&purpose.digest(parts), &Signature::from_bytes(&signed.0)).map_err(|_| Forged)
    }

    pub fn verify_request(&self, device: DeviceId, nonce: u64, frame: &[u8], signed: &Signed) -> Result<(), Forged> {
        self.verify(Purpose::Request, &[&device.0.to_be_bytes(), &nonce.to_be_bytes(), frame], signed)
    }

    pub fn verify_receipt(&self, receipt: &Receipt, signed: &Signed) -> Result<(), Forged> {
        self.verify(Purpose::Receipt, &[&receipt.to_bytes()], signed)
    }

    pub fn verify_day(&self, day: &Day, signed: &Signed) -> Result<(), Forged> {
        self.verify(Purpose::Day, &[&day.to_bytes()], signed)
    }
}

/// A number that only holders of the secret can make or know again; at most `i64::MAX`.
pub fn keyed_number(secret: &[u8; 32], parts: &[&[u8]]) -> u64 {
    let mut hash = blake3::Hasher::new_keyed(secret);
    for part in parts {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
    u64::from_be_bytes(first) >> 1
}

/// What the hub had of a device's log at a time. A device keeps its last one: after a restore it proves what was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub device: DeviceId,
    pub epoch: u64,
    pub head: Head,
    pub at: Millis,
}

impl Receipt {
    /// The one form of it, which is what is signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(96, |out| {
            out.array(5)?.u64(self.device.0)?.u64(self.epoch)?.u64(self.head.seq)?.bytes(&self.head.chain.0)?.i64(self.at)?;
            Ok(())
        })
    }

    /// None when the bytes are no receipt.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut input = crate::codec::Input::new(bytes);
        input.tuple(5, "a receipt").ok()?;
        let device = DeviceId(input.number("a device").ok()?);
        let epoch = input.number("an epoch").ok()?;
        let head = Head { seq: input.number("a sequence").ok()?, chain: Chain(input.digest("a chain").ok()?) };
        let at = input.signed("a time").ok()?;
        input.end().ok()?;
        Some(Receipt { device, epoch, head, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId(7);

    fn key(byte: u8) -> Key {
        Key::from_secret([byte; 32])
    }

    fn receipt() -> Receipt {
        Receipt { device: DEVICE, epoch: 3, head: Head { seq: 12, chain: Chain([5; 32]) }, at: 1_700_000_000_000 }
    }

    #[test]
    fn a_request_is_known_by_its_key_its_device_its_number_and_every_byte() {
        let signed = key(1).sign_request(DEVICE, 9, b"frame");
        let public = key(1).public();
        assert_eq!(public.verify_request(DEVICE, 9, b"frame", &signed), Ok(()));
        assert_eq!(public.verify_request(DEVICE, 9, b"frane", &signed), Err(Forged));
        assert_eq!(public.verify_request(DEVICE, 8, b"frame", &signed), Err(Forged));
        assert_eq!(public.verify_request(DeviceId(8), 9, b"frame", &signed), Err(Forged));
        assert_eq!(key(2).public().verify_request(DEVICE, 9, b"frame", &signed), Err(Forged));
    }

    #[test]
    fn a_signature_for_one_purpose_is_not_good_for_another() {
        let receipt = receipt();
        let signed = key(1).sign_receipt(&receipt);
        assert_eq!(key(1).public().verify_receipt(&receipt, &signed), Ok(()));
        assert_eq!(key(1).public().verify(Purpose::Day, &[&receipt.to_bytes()], &signed), Err(Forged));
    }

    #[test]
    fn a_receipt_comes_back_from_its_bytes_and_nothing_longer_does() {
        let mut bytes = receipt().to_bytes();
        assert_eq!(Receipt::from_bytes(&bytes), Some(receipt()));
        bytes.push(0);
        assert_eq!(Receipt::from_bytes(&bytes), None);
    }

    #[test]
    fn a_key_that_is_no_key_forges_everything() {
        assert_eq!(PublicKey([0xff; 32]).verify_request(DEVICE, 1, b"", &Signed([0; 64])), Err(Forged));
    }
}
