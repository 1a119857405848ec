//! Answers that caches may keep: a strong `ETag` over the bytes, 304 for who has them (RFC 9110,
//! 9111).

use std::convert::Infallible;

use aws_lc_rs::digest;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::{Problem, header};

/// Which bytes the caller has, from `If-None-Match`.
#[derive(Clone, Debug)]
pub struct IfNoneMatch(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(header(&parts.headers, IF_NONE_MATCH.as_str()).map(str::to_owned)))
    }
}

impl IfNoneMatch {
    /// Weakly compared, as this header wants it.
    fn has(&self, tag: &str) -> bool {
        let tags = self.0.iter().flat_map(|list| list.split(','));
        tags.map(|seen| seen.trim().trim_start_matches("W/")).any(|seen| seen == tag || seen == "*")
    }
}

/// Who may keep an answer, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Everybody, for a short while (EV-19).
    Public,
    /// Nobody.
    Nowhere,
}

/// Bytes that caches may keep.
pub struct Cached {
    /// Who may keep them.
    pub keep: Keep,
    /// What they are.
    pub content_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
    /// Which the caller has.
    pub seen: IfNoneMatch,
}

impl Cached {
    /// JSON.
    pub fn json<T: Serialize>(keep: Keep, body: &T, seen: IfNoneMatch) -> Result<Self, Problem> {
        let body = serde_json::to_vec(body).map_err(|_| Problem::internal())?;
        Ok(Self { keep, content_type: "application/json", body, seen })
    }
}

impl IntoResponse for Cached {
    fn into_response(self) -> Response {
        let hash = digest::digest(&digest::SHA256, &self.body);
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]));
        let policy = match self.keep {
            Keep::Public => "public, max-age=30, s-maxage=60, stale-while-revalidate=300",
            Keep::Nowhere => "private, no-store",
        };
        let known = self.seen.has(&tag);
        let kept: [(HeaderName, String); 2] = [(ETAG, tag), (CACHE_CONTROL, policy.to_owned())];
        if known {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        (kept, [(CONTENT_TYPE, self.content_type)], self.body).into_response()
    }
}
