//! Links to Stripe's pages. Each is good once; none is stored or logged (PA-43).

use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::Account;
use crate::Error;
use crate::stripe::{Form, Refusal, Stripe};

/// A page of Stripe's, for one visit. Not `Debug`: it is as good as a password for a while.
#[derive(Deserialize)]
pub struct Link {
    /// Where.
    pub url: String,
    /// Until when, in Unix seconds; absent where Stripe does not say.
    expires_at: Option<i64>,
}

impl Link {
    /// Until when it is good, where Stripe says so.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.expires_at?, 0)
    }
}

/// Stripe's questions; `back` is where they end, `again` where a link that is no longer good leads.
pub async fn onboarding_link(
    stripe: &Stripe,
    account: &Account,
    back: &str,
    again: &str,
) -> Result<Link, Error> {
    let form = Form::new()
        .with("account", account.at_stripe()?)
        .with("type", "account_onboarding")
        .with("return_url", back)
        .with("refresh_url", again)
        .with("collection_options[fields]", "eventually_due");
    // Each visit wants a link of its own, so nothing is to be found again under this key.
    let once = format!("onboarding:{}", Uuid::new_v4());
    stripe.post("/v1/account_links", &form, &once).await.map_err(Error::Stripe)
}

/// The account's own pages at Stripe. Before its questions are answered there are none.
pub async fn dashboard_link(stripe: &Stripe, account: &Account) -> Result<Link, Error> {
    let path = format!("/v1/accounts/{}/login_links", account.at_stripe()?);
    match stripe.post(&path, &Form::new(), &format!("login:{}", Uuid::new_v4())).await {
        Err(Refusal::Said { status: 400, .. }) => Err(Error::NoAccount),
        other => other.map_err(Error::Stripe),
    }
}
