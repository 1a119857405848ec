//! The way to the mail server.

use std::time::Duration;

use anyhow::Context as _;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use url::{Host, Url};

/// For the connection and for each answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the whole conversation.
const IN_ALL: Duration = Duration::from_secs(30);

/// A mail server.
#[derive(Clone)]
pub(crate) struct Post(AsyncSmtpTransport<Tokio1Executor>);

/// Why a mail was not taken.
#[derive(Debug)]
pub(crate) enum Undelivered {
    /// For good.
    Refused(String),
    /// For now.
    Missed(String),
}

impl Post {
    /// Reads `smtp://user:password@host:587` or `smtps://…:465`. Without TLS nothing leaves this
    /// machine.
    pub(crate) fn open(address: &str) -> anyhow::Result<Self> {
        let url = Url::parse(address).context("SMTP_URL is an address")?;
        let host = url.host_str().context("SMTP_URL names a host")?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)?;
        let builder = match url.scheme() {
            "smtps" => builder,
            _ if is_this_machine(&url) => builder.tls(Tls::None),
            _ => builder.tls(Tls::Required(TlsParameters::new(host.to_owned())?)),
        };
        Ok(Self(builder.timeout(Some(PATIENCE)).build()))
    }

    /// Hands a mail over.
    pub(crate) async fn send(&self, mail: Message) -> Result<(), Undelivered> {
        let sent = tokio::time::timeout(IN_ALL, self.0.send(mail)).await;
        if let Ok(Err(error)) = &sent {
            // The code alone: in words the server names addresses.
            let code = error.status().map(tracing::field::display);
            tracing::warn!(code, "the mail server did not take a mail");
        }
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(Undelivered::Refused(error.to_string())),
            Ok(Err(error)) => Err(Undelivered::Missed(error.to_string())),
            Err(_) => Err(Undelivered::Missed("the server took too long".to_owned())),
        }
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // Other schemes than http leave addresses as text.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OU-12
    #[test]
    fn only_this_machine_may_be_spoken_to_in_the_clear() {
        let here = |address: &str| is_this_machine(&Url::parse(address).unwrap());
        assert!(
            here("smtp://127.0.0.1:2525") && here("smtp://localhost") && here("smtp://[::1]:25")
        );
        assert!(!here("smtp://mail.example.org") && !here("smtp://10.0.0.1:25"));
        assert!(Post::open("nonsense").is_err());
        assert!(Post::open("smtp://mail.example.org:587").is_ok());
    }
}
