//! Sends a request on to another process of this machine, and its answer back.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::Context as _;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// More than any function takes: each has its own limit and says so itself.
const LARGEST: usize = 64 << 20;

/// Asks `url`, such as `http://127.0.0.1:4711`, what `request` asks here, and waits so long: for
/// the client to send it, and for the answer.
pub(crate) async fn forward(
    url: &str,
    patience: Duration,
    request: Request,
) -> anyhow::Result<Response> {
    let asked = async {
        match Asked::read(request).await? {
            Ok(asked) => Ok(asked.of(url, patience).await?),
            Err(too_large) => Ok(too_large),
        }
    };
    tokio::time::timeout(patience, asked).await.context("it takes too long")?
}

/// A request, read to its end: it can be sent to another process, and once more to the next.
pub(crate) struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Asked {
    /// Waits for the client to send it; the answer to a body over the limit of every function.
    pub(crate) async fn read(request: Request) -> anyhow::Result<Result<Self, Response>> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let mut headers = of_one_connection(parts.headers);
        headers.remove(CONTENT_LENGTH);
        headers.remove(HOST);
        headers.remove(CONNECTION);
        let Some(body) = gathered(body).await? else { return Ok(Err(too_large())) };
        Ok(Ok(Self { method: parts.method, path, headers, body: body.into() }))
    }

    /// What the process at `url` answers, within so long.
    pub(crate) async fn of(&self, url: &str, patience: Duration) -> reqwest::Result<Response> {
        let answer = cloud::client()
            .request(self.method.clone(), format!("{url}{}", self.path))
            .headers(self.headers.clone())
            .body(self.body.clone())
            // That of the client is for vendors.
            .timeout(patience)
            .send()
            .await?;
        let (status, mut headers) = (answer.status(), of_one_connection(answer.headers().clone()));
        // RFC 9110, 8.6: without a body it is the length that there would be, and stays.
        let without_body = self.method == Method::HEAD || status == StatusCode::NOT_MODIFIED;
        let body = match answer.bytes().await? {
            nothing if nothing.is_empty() && without_body => Body::new(Untold),
            whole => {
                headers.remove(CONTENT_LENGTH);
                Body::from(whole)
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Whether it may be sent to another process after this: nothing of it had arrived, or asking
    /// twice changes nothing.
    pub(crate) fn may_be_repeated(&self, error: &reqwest::Error) -> bool {
        error.is_connect() || self.method.is_safe() && !error.is_timeout()
    }
}

/// No body, of which nobody says how long it is.
struct Untold;

impl axum::body::HttpBody for Untold {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        Poll::Ready(None)
    }
}

/// The whole body, if it is not too large. It is read to its end in any case, or whoever sends it
/// would not read the answer.
async fn gathered(mut body: Body) -> anyhow::Result<Option<Vec<u8>>> {
    let (mut whole, mut fits) = (Vec::new(), true);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame?;
        let data = frame.data_ref().map_or(&[][..], |data| data);
        fits &= whole.len() + data.len() <= LARGEST;
        if fits {
            whole.extend_from_slice(data);
        } else {
            whole = Vec::new();
        }
    }
    Ok(fits.then_some(whole))
}

/// What a function says of a body over its own limit.
fn too_large() -> Response {
    let problem = json!({
        "type": "/problems/body-too-large", "title": "Payload Too Large", "status": 413,
        "code": "body-too-large", "detail": "This is too large.",
        "instance": uuid::Uuid::new_v4().simple().to_string(),
    });
    let head = [(CONTENT_TYPE, "application/problem+json")];
    (StatusCode::PAYLOAD_TOO_LARGE, head, problem.to_string()).into_response()
}

/// What tells of one connection says nothing about the other.
fn of_one_connection(mut headers: HeaderMap) -> HeaderMap {
    headers.remove(TRANSFER_ENCODING);
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body that never ends is waited for no longer than an answer.
    #[tokio::test]
    async fn whoever_sends_too_slowly_is_cut_off() {
        struct Never;
        impl axum::body::HttpBody for Never {
            type Data = axum::body::Bytes;
            type Error = axum::Error;

            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, axum::Error>>>
            {
                std::task::Poll::Pending
            }
        }
        let request = Request::post("/").body(Body::new(Never)).unwrap();
        let ended = forward("http://127.0.0.1:1", Duration::from_millis(20), request).await;
        assert_eq!(ended.unwrap_err().to_string(), "it takes too long");
    }

    #[tokio::test]
    async fn a_body_that_no_function_takes_is_the_same_problem_as_over_the_limit_of_one() {
        let request = Request::post("/").body(Body::from(vec![0; LARGEST + 1])).unwrap();
        let answer = forward("http://127.0.0.1:1", Duration::from_mins(1), request).await.unwrap();
        assert_eq!(answer.status(), 413);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
}
