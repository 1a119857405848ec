//! A short name for a long text: what is equal has the same one.

use std::fmt::Write as _;

use aws_lc_rs::digest;

/// SHA-256 in hex.
pub(crate) fn fingerprint(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    hash.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a text does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
