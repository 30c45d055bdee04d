//! Attachments: files named by their content's hash, sealed with a key of their own, beside the database.
//!
//! A file appears under its name only when it is whole and on the disk.

use std::io::Write;
use std::path::PathBuf;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::connect::blocking;
use crate::{Store, StoreError};

const NONCE_BYTES: usize = 24;

impl Store {
    /// Keeps the bytes and returns their blake3 hash in 64 hexadecimal digits. Keeping them again is free.
    pub async fn put_blob(&self, bytes: Vec<u8>) -> Result<String, StoreError> {
        let store = self.clone();
        blocking(move || store.put_blob_now(&bytes)).await
    }

    /// The bytes with that hash, unsealed and checked.
    pub async fn get_blob(&self, hash: &str) -> Result<Vec<u8>, StoreError> {
        let (store, hash) = (self.clone(), hash.to_owned());
        blocking(move || store.get_blob_now(&hash)).await
    }

    fn put_blob_now(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let path = self.blob_path(&hash)?;
        if path.exists() {
            return Ok(hash);
        }
        // The same content under the same key may share a nonce: the sealed bytes are then the same too.
        let nonce: [u8; NONCE_BYTES] = blake3::keyed_hash(&self.blob_key, bytes).as_bytes()[..NONCE_BYTES].try_into().map_err(|_| bad(&hash))?;
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), bytes).map_err(|_| bad(&hash))?;
        let folder = path.parent().unwrap_or(&path);
        std::fs::create_dir_all(folder).map_err(full)?;
        let part = path.with_extension("part");
        let mut file = std::fs::File::create(&part).map_err(full)?;
        file.write_all(&nonce).and_then(|()| file.write_all(&sealed)).and_then(|()| file.sync_all()).map_err(full)?;
        std::fs::rename(&part, &path).map_err(full)?;
        Ok(hash)
    }

    fn get_blob_now(&self, hash: &str) -> Result<Vec<u8>, StoreError> {
        let sealed = std::fs::read(self.blob_path(hash)?).map_err(|_| bad(hash))?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(|| bad(hash))?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| bad(hash))?;
        let bytes = self.cipher().decrypt(&XNonce::from(nonce), sealed).map_err(|_| bad(hash))?;
        if blake3::hash(&bytes).to_hex().as_str() == hash { Ok(bytes) } else { Err(bad(hash)) }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.blob_key.as_ref().into())
    }

    /// Refuses anything that is not a hash, so that no name can lead out of the folder.
    fn blob_path(&self, hash: &str) -> Result<PathBuf, StoreError> {
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if is_hash { Ok(self.folder.blobs().join(&hash[..2]).join(hash)) } else { Err(bad(hash)) }
    }
}

fn bad(hash: &str) -> StoreError {
    StoreError::Blob { hash: hash.chars().take(64).collect() }
}

fn full(cause: std::io::Error) -> StoreError {
    match cause.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::ReadOnly { path: "blobs".into(), detail: cause.to_string() },
    }
}
