//! Whose certificate is believed, and how a desk gets to know a hub that has its own authority.
//!
//! Nothing secret is sent to a peer that is not believed. The one question that is asked of such a one is for its authority and a
//! proof that it has the code: the proof follows from the code, and the code does not follow from the proof.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use sync::trust::audit::hex;
use sync::trust::{EnrolCode, authority_proof};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::{CONNECTING, LineError, PATIENCE, unreachable};
use crate::secrets;

/// Whose certificates an agent believes.
#[derive(Clone, Copy)]
pub enum Trusting<'a> {
    /// Authorities that every browser knows.
    Everybodys,
    /// This one and no other.
    Only(&'a [u8]),
    /// Anybody's: only for asking who somebody is.
    Nobody,
}

pub fn agent(trusting: Trusting<'_>) -> ureq::Agent {
    let tls = match trusting {
        Trusting::Everybodys => TlsConfig::builder().root_certs(RootCerts::WebPki),
        Trusting::Only(authority) => TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[Certificate::from_der(authority).to_owned()])),
        Trusting::Nobody => TlsConfig::builder().disable_verification(true),
    };
    let config = ureq::Agent::config_builder()
        .tls_config(tls.build())
        .timeout_connect(Some(CONNECTING))
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .user_agent(concat!("zhanggui/", env!("CARGO_PKG_VERSION")))
        .build();
    config.into()
}

/// What is said without TLS anybody on the way may read: only this machine may be spoken to so.
pub fn must_not_be_bare(url: &str) -> Result<(), LineError> {
    let Ok(uri) = url.parse::<ureq::http::Uri>() else { return Err(LineError::Bare) };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if uri.scheme_str() == Some("https") || is_here { Ok(()) } else { Err(LineError::Bare) }
}

#[derive(Deserialize)]
struct Told {
    authority: String,
    proofs: Vec<String>,
}

/// The authority of the hub at this address, once it has shown that it has the code.
pub fn authority(url: &str, code: EnrolCode) -> Result<Vec<u8>, LineError> {
    let asked = secrets::random();
    let mut answer = agent(Trusting::Nobody).get(format!("{url}/v1/authority/{}", hex(&asked))).call().map_err(unreachable)?;
    if answer.status().as_u16() != 200 {
        return Err(LineError::OtherAuthority);
    }
    let bytes = answer.body_mut().with_config().limit(64 * 1024).read_to_vec().map_err(unreachable)?;
    let told: Told = serde_json::from_slice(&bytes).map_err(|_| LineError::Foreign)?;
    let authority = BASE64_STANDARD.decode(told.authority).map_err(|_| LineError::Foreign)?;
    let proof = BASE64_STANDARD.encode(authority_proof(&code.proof_key(&authority), &asked, &authority));
    if told.proofs.contains(&proof) { Ok(authority) } else { Err(LineError::Unproved) }
}

/// What a failed handshake means for whoever can do something about it; none when it was none.
pub fn trouble(cause: &ureq::Error) -> Option<LineError> {
    let tls = match cause {
        ureq::Error::Rustls(tls) => tls,
        ureq::Error::Io(io) => io.get_ref()?.downcast_ref::<rustls::Error>()?,
        _ => return None,
    };
    use rustls::{CertificateError as Bad, Error};
    match tls {
        Error::InvalidCertificate(Bad::Expired | Bad::ExpiredContext { .. } | Bad::NotValidYet | Bad::NotValidYetContext { .. }) => {
            Some(LineError::Expired)
        }
        Error::InvalidCertificate(Bad::NotValidForName | Bad::NotValidForNameContext { .. }) => Some(LineError::OtherName),
        Error::InvalidCertificate(_) => Some(LineError::OtherAuthority),
        Error::InvalidMessage(_) => Some(LineError::NoTls),
        _ => None,
    }
}
