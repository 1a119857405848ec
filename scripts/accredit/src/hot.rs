//! The app from Vite, with hot reload, behind the same address as everything else.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::forward::forward;

const PATIENCE: Duration = Duration::from_secs(20);
/// The first page makes it bundle everything.
const ANSWER: Duration = Duration::from_mins(2);

/// A running Vite. It ends when this is dropped.
pub(crate) struct Vite {
    _child: Child,
    /// Where it answers.
    pub(crate) url: String,
}

impl Vite {
    /// Starts Vite on the app's folder, on a port of its own choice.
    pub(crate) async fn start(folder: &Path) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let mut command = Command::new("node");
        command
            .args(["node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--strictPort"])
            .args(["--clearScreen", "false", "--logLevel", "warn", "--port", &port.to_string()])
            .current_dir(folder)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        let mut child = command.spawn().context("starting Vite")?;
        let began = tokio::time::Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = child.try_wait()? {
                anyhow::bail!("Vite ended at once: {status}");
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "Vite does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(Self { _child: child, url: format!("http://127.0.0.1:{port}") })
    }

    /// Sends everything on to it. The browser keeps its line for changes to Vite itself.
    pub(crate) fn router(&self) -> Router {
        let url = self.url.clone();
        Router::new().fallback(async move |request: Request| {
            forward(&url, ANSWER, request).await.unwrap_or_else(|error| {
                (StatusCode::BAD_GATEWAY, format!("Vite: {error}")).into_response()
            })
        })
    }
}
