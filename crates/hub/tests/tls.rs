//! Certificates of the hub: those of files, which may change, and those of its own authority.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hub::tls::{Authority, Tls, end_of, end_of_file};

const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;

fn authority(secret: u8) -> Authority {
    Authority::from_secret([secret; 32]).expect("an authority")
}

fn pem(what: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", BASE64_STANDARD.encode(bytes))
}

/// Puts a certificate that ends then, and its key, into two files.
fn write(folder: &Path, ends: i64) {
    let (certificate, key, _) = authority(1).issue(&["hub.example.com".to_owned()], NOW, ends).expect("is issued");
    std::fs::write(folder.join("cert.pem"), pem("CERTIFICATE", &certificate)).expect("is written");
    std::fs::write(folder.join("key.pem"), pem("PRIVATE KEY", key.secret_der())).expect("is written");
}

#[test]
fn an_authority_is_the_same_for_ever_for_one_secret() {
    assert_eq!(authority(1).der(), authority(1).der());
    assert_ne!(authority(1).der(), authority(2).der());
    assert!(end_of(authority(1).der()) > Some(NOW + 50 * 365 * DAY));
}

#[test]
fn an_own_certificate_is_renewed_long_before_its_end() {
    let tls = Tls::own(authority(1), vec!["hub.local".to_owned(), "192.168.1.5".to_owned()], NOW).expect("a certificate");
    assert_eq!(tls.ends(), NOW + 90 * DAY);
    assert!(!tls.renew(NOW + 59 * DAY).expect("nothing to do"));
    assert!(tls.renew(NOW + 61 * DAY).expect("a new one"));
    assert_eq!(tls.ends(), NOW + 151 * DAY);
    let said = Tls::own(authority(1), Vec::new(), NOW).err().expect("refused").to_string();
    assert!(said.contains("--tls-name"), "{said}");
}

#[test]
fn files_are_read_again_when_they_change_and_a_bad_one_leaves_the_old_certificate() {
    let folder = tempfile::tempdir().expect("a folder");
    let [certificate, key] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    write(folder.path(), NOW + 10 * DAY);
    let tls = Tls::of_files(&certificate, &key).expect("is read");
    assert_eq!((tls.ends(), end_of_file(&certificate).expect("is read")), (NOW + 10 * DAY, NOW + 10 * DAY));
    assert!(!tls.renew(NOW).expect("nothing changed"));
    std::fs::write(&certificate, "no certificate").expect("is written");
    assert!(tls.renew(NOW).is_err());
    assert_eq!(tls.ends(), NOW + 10 * DAY);
    write(folder.path(), NOW + 20 * DAY);
    assert!(tls.renew(NOW).expect("is read again"));
    assert_eq!(tls.ends(), NOW + 20 * DAY);
}

#[test]
fn files_that_are_no_good_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let [certificate, key] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    let said = || Tls::of_files(&certificate, &key).err().expect("refused").to_string();
    assert!(said().contains("cert.pem cannot be read"), "{}", said());
    write(folder.path(), NOW + DAY);
    let (_, other, _) = authority(2).issue(&["x".to_owned()], NOW, NOW + DAY).expect("is issued");
    std::fs::write(&key, pem("PRIVATE KEY", other.secret_der())).expect("is written");
    assert!(said().contains("the key is not of this certificate"), "{}", said());
    std::fs::write(&certificate, "").expect("is written");
    assert!(said().contains("holds no certificate"), "{}", said());
}
