//! Stripe over HTTP, at one version of its API (PA-40).
//!
//! A thin client of our own: the crate of that name cannot be held at this version, and with it a
//! binary passes its size. Bodies are forms with bracketed keys; each POST has a key of ours, so
//! that what is sent twice is done once (PA-41). Knows no row but its own log of calls.

mod calls;
mod event;
mod file;
mod form;
mod signature;
mod sync;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use calls::{Attempt, Operation, answered, attempt, perform};
pub use event::{Event, Notice, Scope};
pub use file::{File, upload};
pub use form::Form;
pub use signature::Secrets;
pub use sync::{began, is_newer};

/// The version that client, webhook endpoints and types agree on (PA-40).
pub const VERSION: &str = "2026-10-28.endive";

/// Stripe, as this app knows it.
#[derive(Clone)]
pub struct Stripe {
    http: Client,
    base: String,
    /// Where files go.
    files: String,
    key: String,
}

/// Why Stripe did not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refusal {
    /// No answer, or a broken one. Whether it was done is not known.
    #[error("Stripe does not answer: {0}")]
    Unavailable(String),
    /// It broke there, and Stripe keeps that answer for the key (PA-41): the next try has another
    /// key, after a search for what this one may have made.
    #[error("Stripe kept a {0} for this key")]
    Kept(u16),
    /// Too often, or the object is locked; the same request again, later.
    #[error("too many requests")]
    Limited,
    /// The bank said no.
    #[error("{message}")]
    Declined {
        /// Stripe's `decline_code` or `code`.
        code: String,
        /// For the payer.
        message: String,
    },
    /// Stripe says no.
    #[error("{status} {code}: {message}")]
    Said {
        /// The HTTP status.
        status: u16,
        /// Stripe's own code, or its type.
        code: String,
        /// Stripe's own words.
        message: String,
        /// The parameter that is at fault, where one is: `address[country]`.
        param: Option<String>,
    },
}

impl Refusal {
    /// Whether a later try may go better.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Limited | Self::Unavailable(_) | Self::Kept(_))
    }

    /// Stripe's own code, or that there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Said { code, .. } => code,
            _ => "refused",
        }
    }

    /// Whether the account that sells cannot be paid: it is restricted, or not ours any more.
    #[must_use]
    pub fn is_of_seller(&self) -> bool {
        let codes = ["insufficient_capabilities_for_transfer", "account_invalid"];
        matches!(self, Self::Said { code, .. } if codes.contains(&code.as_str()))
    }

    /// Whether Stripe knows no such object.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Said { status: 404, .. })
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Unavailable(_) => None,
            Self::Limited => Some(429),
            Self::Declined { .. } => Some(402),
            Self::Kept(status) | Self::Said { status, .. } => Some(*status),
        }
    }
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub struct Listed<T> {
    /// The objects, newest first.
    pub data: Vec<T>,
    /// Whether `starting_after` the last one gives more.
    #[serde(default)]
    pub has_more: bool,
}

#[derive(Deserialize)]
struct Complaint {
    error: Complained,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Complained {
    r#type: String,
    code: Option<String>,
    decline_code: Option<String>,
    message: Option<String>,
    param: Option<String>,
}

/// Where requests go, and where files do: Stripe itself takes them at a host of their own, whatever
/// stands in for it does not.
fn hosts(stand_in: Option<&str>) -> (String, String) {
    let host = |own: &str| stand_in.unwrap_or(own).trim_end_matches('/').to_owned();
    (host("https://api.stripe.com"), host("https://files.stripe.com"))
}

impl Stripe {
    /// From the environment: `STRIPE_SECRET_KEY`, and `STRIPE_API_BASE` that the sandbox replaces.
    #[must_use]
    pub fn from_env<'e>(get: impl Fn(&str) -> Option<&'e str>, http: Client) -> Self {
        let (base, files) = hosts(get("STRIPE_API_BASE"));
        Self { http, base, files, key: get("STRIPE_SECRET_KEY").unwrap_or_default().to_owned() }
    }

    /// Whether the key is one of live mode.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.key.starts_with("sk_live_") || self.key.starts_with("rk_live_")
    }

    /// Reads. `path` begins with `/v1/` and may hold a query.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        self.send(Method::GET, path, None, None, None).await
    }

    /// Reads on behalf of a connected account.
    pub async fn get_of<T: DeserializeOwned>(
        &self,
        account: &str,
        path: &str,
    ) -> Result<T, Refusal> {
        self.send(Method::GET, path, None, None, Some(account)).await
    }

    /// Writes, once for each `key`.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &Form,
        key: &str,
    ) -> Result<T, Refusal> {
        self.send(Method::POST, path, Some(form), Some(key), None).await
    }

    /// Writes on behalf of a connected account, once for each `key`.
    pub async fn post_of<T: DeserializeOwned>(
        &self,
        account: &str,
        path: &str,
        form: &Form,
        key: &str,
    ) -> Result<T, Refusal> {
        self.send(Method::POST, path, Some(form), Some(key), Some(account)).await
    }

    /// Deletes; what is gone already is as good.
    pub async fn delete(&self, path: &str) -> Result<(), Refusal> {
        match self.send::<serde_json::Value>(Method::DELETE, path, None, None, None).await {
            Err(refusal) if refusal.is_missing() => Ok(()),
            other => other.map(drop),
        }
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: Option<&Form>,
        key: Option<&str>,
        account: Option<&str>,
    ) -> Result<T, Refusal> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.key)
            .header("Stripe-Version", VERSION);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(account) = account {
            request = request.header("Stripe-Account", account);
        }
        if let Some(form) = form {
            request = request
                .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.encoded());
        }
        answered_with(request).await
    }
}

/// Sends it, and reads what comes back.
async fn answered_with<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Refusal> {
    let unavailable = |error: reqwest::Error| Refusal::Unavailable(error.without_url().to_string());
    let answer = request.send().await.map_err(unavailable)?;
    if answer.status().is_success() {
        return answer.json().await.map_err(unavailable);
    }
    Err(refusal(answer).await)
}

async fn refusal(answer: Response) -> Refusal {
    let status = answer.status();
    // The first answer to this key, kept by Stripe: the same request will never get another one.
    let kept = answer.headers().get("idempotent-replayed").is_some_and(|value| value == "true");
    let Complaint { error } =
        answer.json().await.unwrap_or(Complaint { error: Complained::default() });
    let code = error.decline_code.or(error.code).unwrap_or(error.r#type);
    let message: String = error.message.unwrap_or_default().chars().take(500).collect();
    match status {
        // In flight with the same key, or locked by another request.
        StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT => Refusal::Limited,
        _ if code == "lock_timeout" => Refusal::Limited,
        status if status.is_server_error() && kept => Refusal::Kept(status.as_u16()),
        status if status.is_server_error() => Refusal::Unavailable(status.to_string()),
        StatusCode::PAYMENT_REQUIRED => Refusal::Declined { code, message },
        status => Refusal::Said { status: status.as_u16(), code, message, param: error.param },
    }
}
