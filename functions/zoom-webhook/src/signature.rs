//! HMAC-SHA256 over `v0:{timestamp}:{raw body}` (Zoom, "Using webhooks: verify webhook events").

use aws_lc_rs::hmac;
use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};

/// Zoom retries for about 85 minutes with the first timestamp.
const OLDEST: TimeDelta = TimeDelta::minutes(95);
/// How far a clock may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// The key that Zoom signs with.
#[derive(Clone)]
pub(crate) struct Secret(hmac::Key);

impl Secret {
    pub(crate) fn new(text: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, text.as_bytes()))
    }

    /// Whether Zoom sent these bytes lately. Compares in constant time.
    pub(crate) fn signed(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> bool {
        self.check(headers, body, now).is_some()
    }

    /// Proof that we hold the secret. Only for a token that Zoom could have made: with any text one
    /// could have a message signed that Zoom never sent.
    pub(crate) fn answer(&self, token: &str) -> Option<String> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if token.is_empty() || token.len() > 128 || !token.bytes().all(plain) {
            return None;
        }
        Some(hex::encode(hmac::sign(&self.0, token.as_bytes())))
    }

    fn check(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Option<()> {
        let timestamp = web::header(headers, "x-zm-request-timestamp")?;
        let sent = DateTime::from_timestamp(timestamp.parse().ok()?, 0)?;
        let fresh = (now - OLDEST..=now + AHEAD).contains(&sent);
        let tag = unhex(web::header(headers, "x-zm-signature")?.strip_prefix("v0=")?)?;
        let message = [b"v0:", timestamp.as_bytes(), b":", body].concat();
        hmac::verify(&self.0, &message, &tag).ok().filter(|()| fresh)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect()
}
