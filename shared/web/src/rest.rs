//! The rest of a body that was refused is read all the same. Whoever still sends it would find the
//! connection closed, and not the answer: a proxy before this function would have none to give.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body::{Frame, SizeHint};

use crate::Problem;

/// So much is thrown away at most, and for so long.
const MOST: usize = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(5);

/// A body that is read by a handler, and by whoever comes after it.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Ok(mut body) = self.0.lock() else { return Poll::Ready(None) };
        Pin::new(&mut *body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().is_ok_and(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().map_or_else(|_| SizeHint::default(), |body| body.size_hint())
    }
}

impl Shared {
    async fn throw_away(mut self) {
        let mut read = 0;
        while read < MOST
            && let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut self).poll_frame(cx)).await
        {
            read += frame.data_ref().map_or(0, Bytes::len);
        }
    }
}

/// Reads on behind a refusal, and says in our own words that a body is too large: extractors of
/// axum, such as that of raw bytes, say it as a line of text.
pub(crate) async fn read_on(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let rest = Shared(Arc::new(Mutex::new(body)));
    let answer = next.run(Request::from_parts(parts, Body::new(rest.clone()))).await;
    if answer.status().is_client_error() {
        // Whoever sends for longer than that learns nothing.
        let _ = tokio::time::timeout(PATIENCE, rest.throw_away()).await;
    }
    let told = answer.extensions().get::<Problem>().is_some();
    if answer.status() == StatusCode::PAYLOAD_TOO_LARGE && !told {
        return Problem::too_large().into_response();
    }
    answer
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::routing::post;
    use sqlx::PgPool;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tower::ServiceExt as _;

    use super::*;
    use crate::router::dress;

    fn raw() -> Router {
        let nowhere = PgPool::connect_lazy("postgres://nobody@localhost/none").unwrap();
        dress(Router::new().route("/raw", post(async |_: Bytes| "all of it")), nowhere)
    }

    #[tokio::test]
    async fn raw_bytes_that_are_too_many_are_a_problem_like_any_other() {
        let body = Body::from(vec![b'x'; (1 << 20) + 1]);
        let Ok(answer) = raw().oneshot(Request::post("/raw").body(body).unwrap()).await;
        assert_eq!(answer.status(), 413);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let body = to_bytes(answer.into_body(), 1000).await.unwrap();
        assert!(str::from_utf8(&body).unwrap().contains(r#""code":"body-too-large""#));
    }

    /// It reads no answer before it has sent everything, as many a client does.
    #[tokio::test]
    async fn whoever_is_refused_may_send_to_the_end_and_reads_why() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sending = async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let length = 16 << 20;
            let head = format!("POST /raw HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&vec![b'x'; length]).await.unwrap();
            let mut answer = vec![0; 12];
            stream.read_exact(&mut answer).await.unwrap();
            String::from_utf8(answer).unwrap()
        };
        tokio::select! {
            _ = axum::serve(listener, raw()).into_future() => unreachable!("it goes on"),
            answer = sending => assert_eq!(answer, "HTTP/1.1 413"),
        }
    }
}
