//! The address of a PostgreSQL, and TLS as it asks for it: `sslmode` and `sslrootcert` mean what they mean to its own programs.
//!
//! Nobody's certificate is believed that was not asked for; that TLS without `sslrootcert` keeps out only whoever listens, and not
//! whoever stands in between, is PostgreSQL's own rule.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{LedgerError, tls};

/// A connection that lies still for so long is asked whether it is alive.
const STILL: Duration = Duration::from_secs(30);

/// How to reach a server.
pub struct Address {
    config: Config,
    tls: MakeRustlsConnect,
    place: String,
}

impl Address {
    pub fn of(server: &str) -> Result<Self, LedgerError> {
        let place = place(server);
        let unclear = || LedgerError::Ssl(place.clone());
        let (bare, query) = server.split_once('?').unwrap_or((server, ""));
        let (mut mode, mut roots, mut rest) = ("prefer", None, Vec::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", said)) => mode = said,
                Some(("sslrootcert", path)) => roots = Some(path.replace("%2F", "/")),
                _ => rest.push(part),
            }
        }
        let roots = roots.map(|path| read_roots(Path::new(&path))).transpose()?;
        let (mode, is_checked) = match (mode, &roots) {
            ("disable", _) => (SslMode::Disable, true),
            ("prefer", None) => (SslMode::Prefer, false),
            ("require", roots) => (SslMode::Require, roots.is_some()),
            ("verify-full", Some(_)) => (SslMode::Require, true),
            _ => return Err(unclear()),
        };
        let address = if rest.is_empty() { bare.to_owned() } else { format!("{bare}?{}", rest.join("&")) };
        let mut config: Config = address.parse().map_err(|cause| LedgerError::Unreachable { place: place.clone(), cause })?;
        config.ssl_mode(mode).keepalives_idle(STILL);
        Ok(Address { config, tls: MakeRustlsConnect::new(client(roots.unwrap_or_else(RootCertStore::empty), is_checked)?), place })
    }

    /// Where it is, without what is secret.
    pub fn place(&self) -> &str {
        &self.place
    }

    pub fn connect(&self) -> Result<Client, LedgerError> {
        let told = |cause: postgres::Error| {
            let place = self.place.clone();
            match cause.to_string().contains("TLS") {
                true => LedgerError::Untrusted { place, cause },
                false => LedgerError::Unreachable { place, cause },
            }
        };
        self.config.connect(self.tls.clone()).map_err(told)
    }
}

/// The address without what is secret in it.
fn place(server: &str) -> String {
    let bare = server.split_once('?').map_or(server, |(bare, _)| bare);
    bare.rsplit_once('@').map_or(bare, |(_, place)| place).to_owned()
}

fn read_roots(path: &Path) -> Result<RootCertStore, LedgerError> {
    let unread = |cause| LedgerError::Tls(tls::TlsError::File { path: path.to_owned(), cause });
    let mut roots = RootCertStore::empty();
    let found = CertificateDer::pem_file_iter(path).map_err(unread)?.collect::<Result<Vec<_>, _>>().map_err(unread)?;
    let (added, _) = roots.add_parsable_certificates(found);
    if added == 0 { Err(LedgerError::Tls(tls::TlsError::Empty(path.to_owned()))) } else { Ok(roots) }
}

fn client(roots: RootCertStore, is_checked: bool) -> Result<ClientConfig, LedgerError> {
    let provider = tls::provider();
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.map_err(|cause| LedgerError::Tls(tls::TlsError::Key(cause)))?;
    Ok(match is_checked {
        true => builder.with_root_certificates(roots).with_no_client_auth(),
        false => builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(provider))).with_no_client_auth(),
    })
}

/// Believes whoever answers, as `prefer` and `require` without `sslrootcert` do.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
