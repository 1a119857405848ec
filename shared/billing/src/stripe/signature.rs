//! Signatures of webhooks: HMAC-SHA256 over `t.body` (Stripe, "Resolve webhook signature
//! verification errors").

use aws_lc_rs::hmac;
use chrono::{DateTime, TimeDelta, Utc};

/// How far a message's time may be from ours.
const TOLERANCE: TimeDelta = TimeDelta::seconds(300);

/// The secrets of one endpoint: two while one is being rolled.
#[derive(Clone)]
pub struct Secrets(Vec<hmac::Key>);

impl Secrets {
    /// Reads `whsec_…[,whsec_…]`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let keys = text.split(',').map(str::trim).filter(|secret| !secret.is_empty());
        Self(keys.map(|secret| hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())).collect())
    }

    /// Whether the header `Stripe-Signature` was made over these very bytes with one of the
    /// secrets, not long ago. Constant time.
    #[must_use]
    pub fn signed(&self, header: &str, body: &[u8], now: DateTime<Utc>) -> bool {
        let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
        let Some((_, stamp)) = parts().find(|(name, _)| *name == "t") else { return false };
        let at = stamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        if at.is_none_or(|at| (now - at).abs() > TOLERANCE) {
            return false;
        }
        let message = [stamp.as_bytes(), b".", body].concat();
        parts()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, text)| unhex(text))
            .any(|mac| self.0.iter().any(|key| hmac::verify(key, &message, &mac).is_ok()))
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn header(secret: &str, at: i64, body: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let mac = hmac::sign(&key, &[at.to_string().as_bytes(), b".", body].concat());
        let mut header = format!("t={at},v1=");
        for byte in mac.as_ref() {
            write!(header, "{byte:02x}").unwrap();
        }
        header + ",v0=00"
    }

    #[test]
    fn only_these_bytes_of_this_moment_with_this_secret_are_signed() {
        let (body, now) =
            (br#"{"id":"evt_1"}"#, DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let secrets = Secrets::parse("whsec_new, whsec_old");
        for secret in ["whsec_new", "whsec_old"] {
            assert!(secrets.signed(&header(secret, 1_800_000_000, body), body, now));
        }
        assert!(!secrets.signed(&header("whsec_other", 1_800_000_000, body), body, now));
        assert!(!secrets.signed(
            &header("whsec_new", 1_800_000_000, body),
            br#"{"id": "evt_1"}"#,
            now
        ));
        for late in [-301, 301] {
            assert!(!secrets.signed(&header("whsec_new", 1_800_000_000 + late, body), body, now));
        }
        for broken in ["", "t=1", "v1=00", "t=x,v1=0", "t=1800000000,v1=zz", "t=1800000000,v1=é"] {
            assert!(!secrets.signed(broken, body, now), "{broken}");
        }
        assert!(!Secrets::parse("").signed(&header("", 1_800_000_000, body), body, now));
    }
}
