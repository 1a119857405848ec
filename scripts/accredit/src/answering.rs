//! Answers at an address until it is told to stop. Behind Google's balancer a function never meets a
//! client that takes for ever to ask; this server meets every one, and cuts it off.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How long the head of a request may take, and how long a connection waits for the next: longer
/// than a proxy keeps one for later, which is a minute.
const HEAD: Duration = Duration::from_secs(75);

/// Finishes what has begun when it is told to stop. Handlers may ask who is at the other end.
pub(crate) async fn answer(listener: TcpListener, router: Router) -> anyhow::Result<()> {
    tracing::info!(address = %listener.local_addr()?, "listening");
    let (graceful, mut connections) = (GracefulShutdown::new(), JoinSet::new());
    let mut stop = pin!(web::told_to_stop());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        connections.spawn(graceful.watch(connection(stream, peer, &router, HEAD)));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    if tokio::time::timeout(web::DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    tracing::info!("stopped");
    Ok(())
}

/// The next one. Where files have run out it waits for others to be closed.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    head: Duration,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    let service = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(peer))));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    http.serve_connection(TokioIo::new(stream), service)
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// What a client reads that sends this and then nothing more.
    async fn read(sent: &[u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, peer) = accept(&listener).await;
        let who = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string();
        let router = Router::new().route("/", get(who));
        let serving = connection(stream, peer, &router, Duration::from_millis(50));
        client.write_all(sent).await.unwrap();
        let mut answer = String::new();
        let _ = tokio::join!(serving, client.read_to_string(&mut answer));
        answer
    }

    #[tokio::test]
    async fn whoever_takes_for_ever_to_ask_is_cut_off() {
        let whole = read(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("127.0.0.1"), "{whole}");
        for slow in ["", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nhost: x\r\nx-a: "] {
            let answer = read(slow.as_bytes()).await;
            assert!(!answer.contains("200"), "{slow:?}: {answer}");
        }
    }
}
