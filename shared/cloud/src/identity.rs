//! Who this process is to Google: access tokens from the metadata server, kept until shortly
//! before they end.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use models::Clock;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::{Error, Lookup, client};

const METADATA: &str = "http://metadata.google.internal";
const ACCOUNT: &str = "/computeMetadata/v1/instance/service-accounts/default";
/// The metadata server renews a token four minutes before its end.
const EARLY: TimeDelta = TimeDelta::minutes(3);

/// The service account of this process.
#[derive(Clone)]
pub(crate) struct Identity {
    metadata: String,
    clock: Clock,
    kept: Arc<Mutex<Option<Kept>>>,
}

struct Kept {
    token: String,
    ends: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

impl Identity {
    /// `METADATA_URL` names a stand-in.
    pub(crate) fn from_env<'e>(lookup: &impl Lookup<'e>, clock: Clock) -> Self {
        let metadata = lookup("METADATA_URL").unwrap_or(METADATA).to_owned();
        Self { metadata, clock, kept: Arc::default() }
    }

    /// An access token for Google's interfaces.
    pub(crate) async fn token(&self) -> Result<String, Error> {
        // Held while it asks, so that forty requests of a cold instance ask once.
        let mut kept = self.kept.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| self.clock.now() < kept.ends) {
            return Ok(kept.token.clone());
        }
        let granted: Granted = self.ask("/token").await?.json().await?;
        let ends = self.clock.now() + TimeDelta::seconds(granted.expires_in) - EARLY;
        *kept = Some(Kept { token: granted.access_token.clone(), ends });
        Ok(granted.access_token)
    }

    /// The address of the service account.
    pub(crate) async fn email(&self) -> Result<String, Error> {
        Ok(self.ask("/email").await?.text().await?)
    }

    async fn ask(&self, what: &str) -> Result<reqwest::Response, Error> {
        let url = format!("{}{ACCOUNT}{what}", self.metadata);
        let answer = client().get(url).header("metadata-flavor", "Google").send().await?;
        if !answer.status().is_success() {
            return Err(Error::refused("the metadata server", answer).await);
        }
        Ok(answer)
    }
}
