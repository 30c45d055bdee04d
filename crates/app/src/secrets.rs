//! Secrets: the key of the data file in the OS key store, random bytes, and hashed passwords.
//!
//! The only module that names the key store. Nothing here is ever logged.

use std::io::Write;
use std::path::Path;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use store::{Folder, Key};
use sync::DeviceId;

use crate::error::{Code, Error};

/// Where the data file's key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// Windows Credential Manager, macOS Keychain, or the Secret Service.
    KeyStore,
    /// A file of mode 0600 in the data folder, only when it was asked for by name: whoever has the disk has the data.
    InsecureFile,
}

/// The folder's key; a new one for a folder that has no desk yet.
pub fn key(folder: &Folder, place: &KeyPlace) -> Result<Key, Error> {
    match (place, folder.exists()) {
        (KeyPlace::InsecureFile, true) => file::read(folder),
        (KeyPlace::InsecureFile, false) => file::write(folder, Key(random())),
        (KeyPlace::KeyStore, true) => vault::read(folder),
        (KeyPlace::KeyStore, false) => vault::write(folder, Key(random())),
    }
}

/// The folder's key in 64 hexadecimal digits, to be kept on paper or in a safe: whoever has it and the file has the data.
pub fn written(folder: &Path, place: &KeyPlace) -> Result<String, Error> {
    let folder = Folder(folder.to_owned());
    let key = match place {
        KeyPlace::InsecureFile => file::read(&folder)?,
        KeyPlace::KeyStore => vault::read(&folder)?,
    };
    Ok(key.0.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Puts a key that was written down in its place, after it has opened the folder's file.
pub async fn put_back(folder: &Path, place: &KeyPlace, digits: &str) -> Result<(), Error> {
    let folder = Folder(folder.to_owned());
    let key = parsed(digits.trim()).ok_or_else(|| {
        Error::new(Code::Malformed, "钥匙是 64 位十六进制数字，对一遍再输。", "A key is 64 hexadecimal digits. Compare and type it again.")
    })?;
    store::Store::open(&folder, &key).await?.close().await;
    match place {
        KeyPlace::InsecureFile => file::replace(&folder, &key),
        KeyPlace::KeyStore => vault::replace(&folder, &key),
    }
}

fn parsed(digits: &str) -> Option<Key> {
    let bytes = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect::<Option<Vec<u8>>>()?;
    Some(Key(bytes.try_into().ok()?))
}

/// Bytes from the operating system's random source.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A token of 256 random bits in 64 hexadecimal digits.
pub fn token() -> String {
    random::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An identity for a new installation; it fits a signed 64-bit column.
pub fn new_device() -> Result<DeviceId, Error> {
    Ok(DeviceId(u64::from_be_bytes(random()) >> 1))
}

/// argon2id in PHC form, with the crate's recommended cost.
pub fn hash(secret: &str) -> Result<String, Error> {
    let salt: [u8; 16] = random();
    Argon2::default()
        .hash_password_with_salt(secret.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|cause| Error::internal(cause.to_string()))
}

/// Whether the secret is the hashed one. A missing hash costs the same time, so that nobody learns who exists.
pub fn matches(secret: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$Yp2nm8Y1pEbtLiKJNKCGFZ1Aw3cBpIkZU8EYgzj8Cxw";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(secret.as_bytes(), &parsed).is_ok() && hash.is_some()
}

fn lost(zh: &str, en: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let cause = cause.into().to_string();
    Error::new(Code::Failed, format!("{zh}（{cause}）"), format!("{en} ({cause})"))
}

/// The key in the OS key store, one entry per data folder.
mod vault {
    use super::*;

    pub fn read(folder: &Folder) -> Result<Key, Error> {
        let secret = entry(folder)?.get_secret().map_err(unreadable)?;
        Ok(Key(secret.try_into().map_err(|_| unreadable("the entry has another length"))?))
    }

    /// A key that is there already is kept: the file it opens may only have been put aside.
    pub fn write(folder: &Folder, key: Key) -> Result<Key, Error> {
        let entry = entry(folder)?;
        if let Some(kept) = entry.get_secret().ok().and_then(|secret| secret.try_into().ok()) {
            return Ok(Key(kept));
        }
        entry.set_secret(&key.0).map_err(unreadable)?;
        Ok(key)
    }

    pub fn replace(folder: &Folder, key: &Key) -> Result<(), Error> {
        entry(folder)?.set_secret(&key.0).map_err(unreadable)
    }

    pub(super) fn unreadable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        lost(
            "系统的钥匙库用不了，数据打不开。解锁钥匙库再试；文件夹搬过家、换过账号或机器，用 zg key put 放回抄下的钥匙；没有钥匙库的机器可加 --insecure-key-file。数据没有动。",
            "The system's key store cannot be used, so the data cannot be opened. Unlock it and try again; where the folder has moved, or the account or machine is another, put the key you wrote down back with zg key put; on a machine without a key store, ask for --insecure-key-file. The data was left as it is.",
            cause,
        )
    }

    fn entry(folder: &Folder) -> Result<keyring_core::Entry, Error> {
        let store = platform().map_err(unreadable)?;
        keyring_core::set_default_store(store);
        let path = std::path::absolute(&folder.0).unwrap_or_else(|_| folder.0.clone());
        keyring_core::Entry::new("cn.zhanggui.desk", &path.to_string_lossy()).map_err(unreadable)
    }

    #[cfg(target_os = "linux")]
    fn platform() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
        Ok(dbus_secret_service_keyring_store::Store::new()?)
    }
    #[cfg(target_os = "macos")]
    fn platform() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }
    #[cfg(windows)]
    fn platform() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }
}

/// The key in a file that only its owner can read.
mod file {
    use super::*;

    fn path(folder: &Folder) -> std::path::PathBuf {
        folder.0.join("insecure.key")
    }

    pub fn read(folder: &Folder) -> Result<Key, Error> {
        let missing = |cause: Box<dyn std::error::Error + Send + Sync>| {
            lost(
                "钥匙文件 insecure.key 不在或读不了，数据打不开。用 zg --insecure-key-file key put 放回抄下的钥匙。数据没有动。",
                "The key file insecure.key is missing or unreadable, so the data cannot be opened. Put the key you wrote down back with zg --insecure-key-file key put. The data was left as it is.",
                cause,
            )
        };
        let bytes = std::fs::read(path(folder)).map_err(|cause| missing(cause.into()))?;
        Ok(Key(bytes.try_into().map_err(|_| missing("the file has another length".into()))?))
    }

    pub fn replace(folder: &Folder, key: &Key) -> Result<(), Error> {
        match std::fs::remove_file(path(folder)) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(lost("数据文件夹不能写。", "The data folder cannot be written.", cause))
            }
            _ => write(folder, key.clone()).map(drop),
        }
    }

    /// A key that is there already is kept: the file it opens may only have been put aside, or another program may be laying
    /// out this folder at the same moment. The name appears with the whole key or not at all.
    pub fn write(folder: &Folder, key: Key) -> Result<Key, Error> {
        let denied = |cause: std::io::Error| lost("数据文件夹不能写。", "The data folder cannot be written.", cause);
        std::fs::create_dir_all(&folder.0).map_err(denied)?;
        let part = folder.0.join(format!("insecure.key.{}", token()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part).map_err(denied)?;
        file.write_all(&key.0).and_then(|()| file.sync_all()).map_err(denied)?;
        let named = std::fs::hard_link(&part, path(folder));
        std::fs::remove_file(&part).map_err(denied)?;
        match named {
            Ok(()) => Ok(key),
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => read(folder),
            Err(cause) => Err(denied(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_store_without_the_key_names_the_way_to_put_it_back() {
        let error = vault::unreadable("no entry");
        for told in [error.zh, error.en] {
            assert!(told.contains("zg key put"), "{told}");
        }
    }
}
