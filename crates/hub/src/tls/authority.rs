//! The hub's own authority: all of it follows from one secret of 32 bytes, so that every hub over one database is of the same.
//!
//! It signs nothing but the hubs' own certificates, and no machine is ever asked to install it: desks pin it when they are let in.

use domain::time::Millis;
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_ED25519};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::OffsetDateTime;

use super::TlsError;

/// What stands before the 32 bytes of an ed25519 key in PKCS #8 form (RFC 8410).
const ED25519: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
/// A machine's clock may be off by so much and still see a certificate as begun.
const BEFORE_MS: Millis = 86_400_000;

pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

impl Authority {
    /// The same for ever for the same secret.
    pub fn from_secret(secret: [u8; 32]) -> Result<Self, TlsError> {
        let key = PrivatePkcs8KeyDer::from([&ED25519[..], &secret].concat());
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ED25519).map_err(TlsError::Names)?;
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Zhanggui hub");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        // Desks pin it, and nothing reads its dates; they are fixed so that it is always the same certificate.
        (params.not_before, params.not_after) = (rcgen::date_time_ymd(2026, 1, 1), rcgen::date_time_ymd(2126, 1, 1));
        let certificate = params.self_signed(&key).map_err(TlsError::Names)?.der().clone();
        Ok(Authority { issuer: Issuer::new(params, key), certificate })
    }

    pub fn der(&self) -> &[u8] {
        &self.certificate
    }

    /// A certificate and its key for names and addresses, and when it ends.
    pub fn issue(&self, names: &[String], now: Millis, ends: Millis) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>, Millis), TlsError> {
        let mut params = CertificateParams::new(names).map_err(TlsError::Names)?;
        params.distinguished_name.push(DnType::CommonName, "Zhanggui hub");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = (moment(now.min(ends) - BEFORE_MS), moment(ends));
        let key = KeyPair::generate().map_err(TlsError::Names)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(TlsError::Names)?;
        Ok((certificate.der().clone(), PrivatePkcs8KeyDer::from(key.serialize_der()).into(), ends))
    }
}

fn moment(at: Millis) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.div_euclid(1_000)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
