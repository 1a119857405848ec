//! Where people reach the product.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The public address of the product, without a slash at the end.
#[derive(Clone)]
pub(crate) struct Origin(Arc<str>);

/// What stays as it is in a segment of a path (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A segment of a path in its wire form: slugs hold letters of every script.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

impl Origin {
    pub(crate) fn new(origin: &str) -> Self {
        Self(origin.trim_end_matches('/').into())
    }

    /// The host alone, as UIDs of calendars want it.
    pub(crate) fn host(&self) -> &str {
        self.0.split("://").nth(1).unwrap_or(&self.0)
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    pub(crate) fn event(&self, slug: &str) -> String {
        self.address(&format!("/events/{}", segment(slug)))
    }
}
