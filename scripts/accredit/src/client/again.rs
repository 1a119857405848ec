//! A server that says "come again".

use std::time::Duration;

use anyhow::Context as _;
use reqwest::{RequestBuilder, Response, StatusCode};

/// So often it is asked again, under the same key.
const AGAIN: usize = 5;

/// Sends a request until it is answered with more than "come again".
pub(super) async fn send(request: &RequestBuilder) -> anyhow::Result<Response> {
    let once = || async {
        let request = request.try_clone().context("a body that is read as it is sent")?;
        anyhow::Ok(request.send().await?)
    };
    let mut answer = once().await?;
    for _ in 0..AGAIN {
        if answer.status() != StatusCode::SERVICE_UNAVAILABLE {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        answer = once().await?;
    }
    Ok(answer)
}
