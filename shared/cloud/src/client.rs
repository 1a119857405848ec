//! The one HTTP client of a process.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};

use crate::Error;

/// The client that everything in this process shares: ten seconds an answer, no redirects.
///
/// With the roots compiled in, for reading the machine's certificates costs 15 to 32 ms, more
/// than all the rest of a cold start.
///
/// # Panics
/// Never: the configuration is constant.
pub fn client() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls())
            .redirect(Policy::none())
            .timeout(Duration::from_secs(10))
            .user_agent("Accredit/1")
            .build()
            .expect("a client from constants")
    })
}

fn tls() -> ClientConfig {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions that the provider knows")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// The text at an address.
pub async fn text(url: &str) -> Result<String, Error> {
    let answer = client().get(url).send().await?;
    if !answer.status().is_success() {
        return Err(Error::refused("the server", answer).await);
    }
    Ok(answer.text().await?)
}
