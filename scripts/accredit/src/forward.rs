//! Sends a request on to another process of this machine, and its answer back.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::response::Response;

/// More than any function takes: each has its own limit and says so itself.
const LARGEST: usize = 64 << 20;

/// Asks `url`, such as `http://127.0.0.1:4711`, what `request` asks here, and waits so long.
pub(crate) async fn forward(
    url: &str,
    patience: Duration,
    request: Request,
) -> anyhow::Result<Response> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = parts.headers;
    headers.remove(HOST);
    headers.remove(CONNECTION);
    let answer = cloud::client()
        .request(parts.method, format!("{url}{path}"))
        .timeout(patience)
        .headers(of_one_connection(headers))
        .body(to_bytes(body, LARGEST).await?)
        .send()
        .await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = Response::new(Body::from(answer.bytes().await?));
    *response.status_mut() = status;
    *response.headers_mut() = of_one_connection(headers);
    Ok(response)
}

/// What tells of one connection says nothing about the other.
fn of_one_connection(mut headers: HeaderMap) -> HeaderMap {
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    headers
}
