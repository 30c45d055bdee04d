//! TLS of the hub: a certificate from files, or one of an authority of the hub's own, and the door that speaks it.
//!
//! The certificate may change while the hub serves: files are looked at again, an own one is renewed long before its end. Nothing
//! here decides who is let in; that a desk believes an own authority is `sync::trust`'s business.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use domain::time::Millis;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

mod authority;
mod door;

pub use authority::Authority;
pub use door::Door;

/// An own certificate is good for so long, and renewed when a third of that is left.
const GOOD_MS: Millis = 90 * 86_400_000;

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path} cannot be read: name a file of certificates or of a key in PEM form that this user may read")]
    File {
        path: PathBuf,
        #[source]
        cause: rustls::pki_types::pem::Error,
    },
    #[error("{0} holds no certificate: name the file with the server's certificate and those that it leans on, in PEM form")]
    Empty(PathBuf),
    #[error("the key is not of this certificate, or of a kind that is not known: name the two files that belong together")]
    Key(#[source] rustls::Error),
    #[error("a certificate cannot be made for these names: give names and addresses as desks write them")]
    Names(#[source] rcgen::Error),
    #[error("no name for the certificate: say with --tls-name how desks write this hub's address")]
    Nameless,
}

/// Where the certificate comes from.
enum Origin {
    Files { certificate: PathBuf, key: PathBuf, seen: Mutex<[Option<SystemTime>; 2]> },
    Own { authority: Box<Authority>, names: Vec<String> },
}

/// What the hub shows of itself.
pub struct Tls {
    origin: Origin,
    shown: Arc<Shown>,
}

/// The certificate of now, and when it ends.
#[derive(Debug)]
struct Shown(Mutex<(Arc<CertifiedKey>, Millis)>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner).0))
    }
}

impl Tls {
    /// From two files in PEM form, which are read again when they change.
    pub fn of_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let seen = Mutex::new([changed(certificate), changed(key)]);
        let shown = Shown(Mutex::new(read(certificate, key)?));
        Ok(Tls { origin: Origin::Files { certificate: certificate.to_owned(), key: key.to_owned(), seen }, shown: Arc::new(shown) })
    }

    /// From the hub's own authority, for names and addresses as desks write them.
    pub fn own(authority: Authority, names: Vec<String>, now: Millis) -> Result<Self, TlsError> {
        if names.is_empty() {
            return Err(TlsError::Nameless);
        }
        let shown = Shown(Mutex::new(issued(&authority, &names, now)?));
        Ok(Tls { origin: Origin::Own { authority: Box::new(authority), names }, shown: Arc::new(shown) })
    }

    /// When the certificate that is shown ends.
    pub fn ends(&self) -> Millis {
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Shows another certificate when there is one or when it is time for one; whether it does. One that cannot be read or made
    /// leaves the old one.
    pub fn renew(&self, now: Millis) -> Result<bool, TlsError> {
        let fresh = match &self.origin {
            Origin::Own { authority, names } if self.ends() - now < GOOD_MS / 3 => issued(authority, names, now)?,
            Origin::Own { .. } => return Ok(false),
            Origin::Files { certificate, key, seen } => {
                let times = [changed(certificate), changed(key)];
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                if *seen == times {
                    return Ok(false);
                }
                let fresh = read(certificate, key)?;
                *seen = times;
                fresh
            }
        };
        *self.shown.0.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(true)
    }

    fn config(&self) -> Result<ServerConfig, TlsError> {
        let builder = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().map_err(TlsError::Key)?;
        let shown: Arc<dyn ResolvesServerCert> = Arc::<Shown>::clone(&self.shown);
        let mut config = builder.with_no_client_auth().with_cert_resolver(shown);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn read(certificate: &Path, key: &Path) -> Result<(Arc<CertifiedKey>, Millis), TlsError> {
    let unread = |path: &Path| {
        let path = path.to_owned();
        move |cause| TlsError::File { path, cause }
    };
    let chain = CertificateDer::pem_file_iter(certificate).map_err(unread(certificate))?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(unread(certificate))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(unread(key))?;
    let ends = chain.first().and_then(|first| end_of(first)).ok_or_else(|| TlsError::Empty(certificate.to_owned()))?;
    let certified = CertifiedKey::from_der(chain, key, &provider()).map_err(TlsError::Key)?;
    Ok((Arc::new(certified), ends))
}

/// When a certificate ends; none when it is no certificate.
pub fn end_of(certificate: &[u8]) -> Option<Millis> {
    let (_, found) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Some(found.validity().not_after.timestamp() * 1_000)
}

/// When the first certificate of a file ends.
pub fn end_of_file(path: &Path) -> Result<Millis, TlsError> {
    let first = CertificateDer::from_pem_file(path).map_err(|cause| TlsError::File { path: path.to_owned(), cause })?;
    end_of(&first).ok_or_else(|| TlsError::Empty(path.to_owned()))
}

fn issued(authority: &Authority, names: &[String], now: Millis) -> Result<(Arc<CertifiedKey>, Millis), TlsError> {
    let (certificate, key, ends) = authority.issue(names, now, now + GOOD_MS)?;
    let certified = CertifiedKey::from_der(vec![certificate], key, &provider()).map_err(TlsError::Key)?;
    Ok((Arc::new(certified), ends))
}
