//! Zoom's OAuth and REST API over HTTP. Knows addresses, bodies and refusals, and no row.

mod wire;

use chrono::TimeDelta;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Kind;
use wire::{Complaint, Listed, Registrants, body};
pub use wire::{Host, Made, Number, Page, Registrant, Reported, Tokens, Wanted};
pub(crate) use wire::{filled, moment, text};

/// Every right that the app needs.
pub const SCOPES: [&str; 13] = [
    "meeting:write:meeting",
    "meeting:update:meeting",
    "meeting:delete:meeting",
    "meeting:read:meeting",
    "meeting:write:registrant",
    "meeting:read:list_registrants",
    "meeting:update:registrant_status",
    "report:read:list_meeting_participants:admin",
    "user:read:user",
    "webinar:write:webinar",
    "webinar:write:registrant",
    "webinar:read:list_registrants",
    "report:read:list_webinar_participants:admin",
];

/// The most rows of a page of a report.
const PAGE: &str = "300";

/// Zoom, as this app knows it.
#[derive(Clone)]
pub struct Zoom {
    http: Client,
    api: String,
    oauth: String,
    authorize: String,
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

/// Why Zoom did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The token does not hold.
    #[error("the token does not hold")]
    Unauthorized,
    /// Too often; again after this time.
    #[error("too many requests")]
    Limited(TimeDelta),
    /// No answer, or a broken one.
    #[error("Zoom does not answer: {0}")]
    Unavailable(String),
    /// Zoom says no.
    #[error("{code}: {message}")]
    Said {
        /// The HTTP status.
        status: u16,
        /// Zoom's own code.
        code: i64,
        /// Zoom's own words.
        message: String,
    },
}

impl Refusal {
    /// Whether the thing does not exist at Zoom.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Said { status: 404, .. } | Self::Said { code: 1001 | 3001, .. })
    }

    /// Whether the host may not have registration (an unlicensed account).
    #[must_use]
    pub const fn is_without_registration(&self) -> bool {
        matches!(self, Self::Said { code: 200 | 3161, .. })
    }

    /// Whether a later try may go better.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Limited(_) | Self::Unavailable(_))
    }
}

impl Zoom {
    /// From the environment: `ZOOM_CLIENT_ID`, `ZOOM_CLIENT_SECRET`, `PUBLIC_ORIGIN`, and three
    /// addresses that the sandbox replaces.
    #[must_use]
    pub fn from_env<'e>(get: impl Fn(&str) -> Option<&'e str>, http: Client) -> Self {
        let or =
            |name, default: &str| get(name).unwrap_or(default).trim_end_matches('/').to_owned();
        Self {
            http,
            api: or("ZOOM_API_URL", "https://api.zoom.us/v2"),
            oauth: or("ZOOM_OAUTH_URL", "https://zoom.us/oauth"),
            authorize: or("ZOOM_AUTHORIZE_URL", "https://zoom.us/oauth/authorize"),
            client_id: or("ZOOM_CLIENT_ID", ""),
            client_secret: or("ZOOM_CLIENT_SECRET", ""),
            redirect_uri: or("PUBLIC_ORIGIN", "") + "/integrations/zoom/return",
        }
    }

    /// Where a person allows the app (RFC 6749 with PKCE, RFC 7636).
    #[must_use]
    pub fn authorize_url(&self, state: &str, challenge: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", state)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        format!("{}?{query}", self.authorize)
    }

    /// The first pair of tokens.
    pub async fn exchange(&self, code: &str, verifier: &str) -> Result<Tokens, Refusal> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", verifier),
        ];
        self.token(&form).await
    }

    /// The next pair of tokens. The former refresh token is dead then.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Tokens, Refusal> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    async fn token(&self, form: &[(&str, &str)]) -> Result<Tokens, Refusal> {
        let request = self
            .http
            .post(format!("{}/token", self.oauth))
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(form);
        read(send(request).await?).await
    }

    /// Who allowed the app.
    pub async fn me(&self, token: &str) -> Result<Host, Refusal> {
        self.ask(token, Method::GET, "/users/me", None).await
    }

    /// Makes a meeting.
    pub async fn create(
        &self,
        token: &str,
        host: &str,
        kind: Kind,
        wanted: &Wanted,
    ) -> Result<Made, Refusal> {
        let path = format!("/users/{}/{}", encoded(host), kind.path());
        self.ask(token, Method::POST, &path, Some(body(kind, wanted))).await
    }

    /// Changes a meeting. Registration is always on (ZM-4).
    pub async fn update(
        &self,
        token: &str,
        kind: Kind,
        id: &str,
        wanted: &Wanted,
    ) -> Result<(), Refusal> {
        let path = format!("/{}/{}", kind.path(), encoded(id));
        self.command(token, Method::PATCH, &path, Some(body(kind, wanted))).await
    }

    /// A meeting as it is, with the host's own address.
    pub async fn get(&self, token: &str, kind: Kind, id: &str) -> Result<Made, Refusal> {
        self.ask(token, Method::GET, &format!("/{}/{}", kind.path(), encoded(id)), None).await
    }

    /// Deletes a meeting. One that is gone already is as good.
    pub async fn delete(&self, token: &str, kind: Kind, id: &str) -> Result<(), Refusal> {
        let path = format!("/{}/{}", kind.path(), encoded(id));
        match self.command(token, Method::DELETE, &path, None).await {
            Err(refusal) if refusal.is_gone() => Ok(()),
            other => other,
        }
    }

    /// Adds a registrant.
    pub async fn add(
        &self,
        token: &str,
        (kind, id): (Kind, &str),
        email: &str,
        (first, last): (&str, &str),
    ) -> Result<Registrant, Refusal> {
        let path = format!("/{}/{}/registrants", kind.path(), encoded(id));
        let body = json!({ "email": email, "first_name": first, "last_name": last });
        self.ask(token, Method::POST, &path, Some(body)).await
    }

    /// Looks a registrant up by the address.
    pub async fn find(
        &self,
        token: &str,
        (kind, id): (Kind, &str),
        email: &str,
    ) -> Result<Option<Registrant>, Refusal> {
        let mut next = String::new();
        loop {
            let path = format!(
                "/{}/{}/registrants?status=approved&page_size={PAGE}&next_page_token={}",
                kind.path(),
                encoded(id),
                encoded(&next)
            );
            let page: Registrants = self.ask(token, Method::GET, &path, None).await?;
            let found = page.registrants.into_iter().find(|r| r.email.eq_ignore_ascii_case(email));
            if let Some(Listed { id: registrant_id, email, join_url }) = found {
                return Ok(Some(Registrant { registrant_id, join_url, email: Some(email) }));
            }
            if page.next_page_token.is_empty() {
                return Ok(None);
            }
            next = page.next_page_token;
        }
    }

    /// Cancels a registrant.
    pub async fn cancel(
        &self,
        token: &str,
        (kind, id): (Kind, &str),
        registrant: &str,
        email: &str,
    ) -> Result<(), Refusal> {
        let path = format!("/{}/{}/registrants/status", kind.path(), encoded(id));
        let body =
            json!({ "action": "cancel", "registrants": [{ "id": registrant, "email": email }] });
        match self.command(token, Method::PUT, &path, Some(body)).await {
            Err(refusal) if refusal.is_gone() => Ok(()),
            other => other,
        }
    }

    /// A page of the report of one run of a meeting.
    pub async fn report(
        &self,
        token: &str,
        kind: Kind,
        uuid: &str,
        next: &str,
    ) -> Result<Page, Refusal> {
        let path = format!(
            "/report/{}/{}/participants?page_size={PAGE}&include_fields=registrant_id&next_page_token={}",
            kind.path(),
            instance(uuid),
            encoded(next)
        );
        self.ask(token, Method::GET, &path, None).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<T, Refusal> {
        read(self.call(token, method, path, body).await?).await
    }

    async fn command(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<(), Refusal> {
        self.call(token, method, path, body).await.map(drop)
    }

    async fn call(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Response, Refusal> {
        let request = self.http.request(method, format!("{}{path}", self.api)).bearer_auth(token);
        send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A uuid that starts with a slash or holds two is encoded twice (Zoom, "Get meeting participant
/// reports").
fn instance(uuid: &str) -> String {
    let once = encoded(uuid);
    if uuid.starts_with('/') || uuid.contains("//") { encoded(&once) } else { once }
}

async fn send(request: RequestBuilder) -> Result<Response, Refusal> {
    let response =
        request.send().await.map_err(|e| Refusal::Unavailable(e.without_url().to_string()))?;
    match response.status() {
        status if status.is_success() => Ok(response),
        StatusCode::UNAUTHORIZED => Err(Refusal::Unauthorized),
        StatusCode::TOO_MANY_REQUESTS => Err(Refusal::Limited(wait(&response))),
        status if status.is_server_error() => Err(Refusal::Unavailable(status.to_string())),
        status => {
            let said =
                response.json().await.unwrap_or(Complaint { code: 0, message: String::new() });
            let message: String = said.message.chars().take(500).collect();
            Err(Refusal::Said { status: status.as_u16(), code: said.code, message })
        }
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Refusal> {
    response.json().await.map_err(|e| Refusal::Unavailable(e.without_url().to_string()))
}

/// Seconds, at most an hour; Zoom also sends times of day, which a minute stands in for.
fn wait(response: &Response) -> TimeDelta {
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    TimeDelta::seconds(header.and_then(|text| text.parse().ok()).unwrap_or(60).clamp(1, 3600))
}

#[cfg(test)]
mod tests {
    use super::instance;

    #[test]
    fn a_uuid_with_slashes_is_encoded_twice() {
        assert_eq!(instance("4444AAAiAAAAAiAiAiiAii=="), "4444AAAiAAAAAiAiAiiAii%3D%3D");
        assert_eq!(instance("/aj/w=="), "%252Faj%252Fw%253D%253D");
        assert_eq!(instance("a//b"), "a%252F%252Fb");
        assert_eq!(instance("a/b"), "a%2Fb");
    }
}
