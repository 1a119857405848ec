//! A function that does not answer: when it is tried again, and what the client reads.

use std::time::{Duration, Instant};

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// A program that cannot start is not tried by every request, but after one second, two, four…
const LONGEST_PAUSE: Duration = Duration::from_secs(32);

/// Starts that came to nothing, one after the other.
pub(super) struct Failed {
    pub(super) last: Instant,
    pub(super) times: u32,
    pub(super) why: String,
}

impl Failed {
    /// How long nobody tries again.
    pub(super) fn pause(&self) -> Duration {
        let pause = Duration::from_secs(1 << (self.times - 1).min(6)).min(LONGEST_PAUSE);
        pause.saturating_sub(self.last.elapsed())
    }
}

/// Why there is no answer, and when to ask again.
pub(super) struct NoAnswer {
    pub(super) why: anyhow::Error,
    pub(super) again_after: Duration,
}

impl From<anyhow::Error> for NoAnswer {
    fn from(why: anyhow::Error) -> Self {
        Self { why, again_after: Duration::from_secs(1) }
    }
}

/// The problem that a client reads; `id` is what the log calls the request.
pub(super) fn unavailable(id: &str, again_after: Duration) -> Response {
    let seconds = again_after.as_secs_f32().ceil().max(1.0);
    let problem = json!({
        "type": "/problems/unavailable", "title": "Service Unavailable", "status": 503,
        "code": "unavailable", "instance": id,
        "detail": format!("This part of Accredit does not answer right now. Try again in {seconds} s."),
    });
    let problem_json = HeaderValue::from_static("application/problem+json");
    let seconds = HeaderValue::from_str(&seconds.to_string()).ok();
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, problem.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, problem_json);
    response.headers_mut().extend(seconds.map(|seconds| (RETRY_AFTER, seconds)));
    response
}
