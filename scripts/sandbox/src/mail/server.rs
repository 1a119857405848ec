//! Listens for mail.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use models::Clock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::inbox::Inbox;
use super::smtp;

/// A mail server on a free port of this machine. Ends when it is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it was given.
    pub inbox: Inbox,
    listening: Listening,
}

struct Listening(Option<JoinHandle<()>>);

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

impl Server {
    /// Starts one that keeps its mails in this folder, or in memory alone.
    pub async fn start(folder: Option<PathBuf>) -> anyhow::Result<Self> {
        Self::start_with(folder, Clock::system()).await
    }

    /// The same by a clock of one's own.
    pub async fn start_with(folder: Option<PathBuf>, clock: Clock) -> anyhow::Result<Self> {
        let inbox = Inbox::open(folder)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let listening = Listening(Some(spawned(listen(listener, inbox.clone(), clock))));
        Ok(Self { address, inbox, listening })
    }

    /// Lets it run as long as the process.
    pub(crate) fn run(mut self) -> Inbox {
        self.listening.0 = None;
        self.inbox.clone()
    }
}

async fn listen(listener: TcpListener, inbox: Inbox, clock: Clock) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (inbox, clock) = (inbox.clone(), clock.clone());
                spawned(async move {
                    if let Err(error) = smtp::converse(stream, &inbox, &clock).await {
                        tracing::debug!(%error, "a mail client went away");
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "the mail server cannot listen"),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a server is work beside answers; this one never runs in the cloud"
)]
fn spawned(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(work)
}
