//! Edits that lose nothing: `ETag` on what is read, `If-Match` on what is written (RFC 9110), and
//! patches that tell absent from null.

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use models::Kind;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Problem, header};

/// The version that the caller saw, from the required `If-Match`.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let tag =
            header(&parts.headers, IF_MATCH.as_str()).ok_or_else(Problem::if_match_required)?;
        let version = tag.trim().trim_start_matches("W/").trim_matches('"').parse();
        version.map(Self).map_err(|_| Problem::stale())
    }
}

/// 200 with the version of what is shown.
pub struct Tagged<T> {
    /// The row's version.
    pub version: i32,
    /// What is shown.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}\"", self.version);
        let tag = HeaderValue::from_str(&tag).expect("digits in quotes are a header");
        ([(ETAG, tag)], axum::Json(self.body)).into_response()
    }
}

/// 204.
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// 202 with what will come of it.
pub struct Accepted<T>(pub T);

impl<T: Serialize> IntoResponse for Accepted<T> {
    fn into_response(self) -> Response {
        (StatusCode::ACCEPTED, axum::Json(self.0)).into_response()
    }
}

impl Problem {
    /// Somebody else changed it since the caller read it.
    #[must_use]
    pub fn stale() -> Self {
        Self::of(Kind::Stale, "precondition-failed", "This was changed in the meantime.")
    }

    fn if_match_required() -> Self {
        Self::required("if-match-required", "Send the ETag of what you saw as If-Match.")
    }
}

/// A field of a patch that can be cleared: absent is `None`, null is `Some(None)`.
///
/// `#[serde(default, deserialize_with = "web::nullable")]`
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// A field of a patch that cannot be cleared: absent is `None`, null is a fault.
///
/// `#[serde(default, deserialize_with = "web::not_null")]`
pub fn not_null<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
