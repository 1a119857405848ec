//! A short name for a long text: what is equal has the same one.

use aws_lc_rs::digest;

/// SHA-256 in hex.
pub(crate) fn fingerprint(text: &str) -> String {
    hex::encode(digest::digest(&digest::SHA256, text.as_bytes()))
}
