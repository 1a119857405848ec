//! A caller of the public API, as the app is one: with an account or without.

mod again;
mod mailbox;
mod texts;

use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, IF_MATCH, ORIGIN};
use serde_json::{Value, json};
use uuid::Uuid;

use self::again::send;
pub(crate) use self::mailbox::Mailbox;
pub(crate) use self::texts::{escaped, text};

/// How long a mail or a job may take: also one that was not handed on at once, and is found by the
/// sweep of the minute after next.
const PATIENCE: Duration = Duration::from_mins(4);
const LOOK: Duration = Duration::from_millis(150);

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
}

/// An answer that was no refusal.
pub(crate) struct Answer {
    pub(crate) json: Value,
    pub(crate) bytes: Vec<u8>,
    pub(crate) etag: Option<String>,
}

/// Who calls.
#[derive(Clone)]
pub(crate) enum Caller {
    Nobody,
    /// A guest with a personal link.
    Seal(String),
    /// A signed-in person, by an access token.
    Bearer(String),
}

/// A person with an account, who signs in again when the token has ended.
pub(crate) struct Person {
    pub(crate) server: Server,
    pub(crate) email: String,
    password: String,
    /// The organization to act for; the one of the last sign-in if none.
    pub(crate) organization: Option<String>,
    token: String,
}

/// One request.
#[derive(Clone)]
pub(crate) struct Call<'c> {
    pub(crate) method: Method,
    pub(crate) path: &'c str,
    pub(crate) body: Body,
    pub(crate) if_match: Option<String>,
}

/// What is sent.
#[derive(Clone)]
pub(crate) enum Body {
    None,
    Json(Value),
    File(Vec<u8>),
}

impl Server {
    /// Checks that somebody answers there.
    pub(crate) async fn find(url: &str) -> anyhow::Result<Self> {
        let server = Self { url: url.trim_end_matches('/').to_owned() };
        let there = cloud::client().get(format!("{}/api/v1/logins/keys", server.url)).send().await;
        let there = there.is_ok_and(|answer| answer.status().is_success());
        anyhow::ensure!(
            there,
            "no Accredit answers at {url}: start it with `accredit serve`, or name it with --url"
        );
        Ok(server)
    }

    /// Sends a request; a refusal is an error in its own words.
    pub(crate) async fn call(&self, caller: &Caller, call: Call<'_>) -> anyhow::Result<Answer> {
        let Call { method, path, body, if_match } = call;
        let mut request = cloud::client()
            .request(method.clone(), format!("{}{path}", self.url))
            .timeout(PATIENCE)
            .header(ORIGIN, &self.url)
            .header(ACCEPT, "application/json");
        request = match caller {
            Caller::Nobody => request,
            Caller::Seal(seal) => request.header("authorization", format!("Seal {seal}")),
            Caller::Bearer(token) => request.bearer_auth(token),
        };
        if method == Method::POST {
            request = request.header("idempotency-key", Uuid::new_v4().to_string());
        }
        if let Some(version) = if_match {
            request = request.header(IF_MATCH, version);
        }
        let request = match body {
            Body::None => request,
            Body::Json(json) => request.json(&json),
            Body::File(bytes) => request.header(CONTENT_TYPE, "text/csv").body(bytes),
        };
        let answer = send(&request).await.with_context(|| format!("{method} {path}"))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await?.to_vec();
        let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if !status.is_success() {
            anyhow::bail!(Refusal {
                asked: format!("{method} {path}"),
                status: status.as_u16(),
                json
            });
        }
        let etag = headers.get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        Ok(Answer { json, bytes, etag })
    }

    /// As nobody.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        Ok(self.call(&Caller::Nobody, Call::get(path)).await?.json)
    }

    /// As nobody.
    pub(crate) async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        Ok(self.call(&Caller::Nobody, Call::post(path, body)).await?.json)
    }

    /// The server's present.
    pub(crate) async fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        let clock = self.get("/sandbox/clock.json").await.context(
            "this server has no sandbox: its clock cannot be moved and its mails cannot be read",
        )?;
        Ok(text(&clock, "/now")?.parse()?)
    }

    /// Moves the server's clock.
    pub(crate) async fn move_to(&self, at: DateTime<Utc>) -> anyhow::Result<()> {
        let by: TimeDelta = at - self.now().await?;
        self.post("/sandbox/clock.json", json!({ "advance_seconds": by.num_seconds() })).await?;
        Ok(())
    }

    /// Lets a while pass, so that what was put off to be done once is done now.
    pub(crate) async fn pass(&self, by: TimeDelta) -> anyhow::Result<()> {
        self.post("/sandbox/clock.json", json!({ "advance_seconds": by.num_seconds() })).await?;
        Ok(())
    }
}

impl Person {
    /// Signs up: address, mail, password.
    pub(crate) async fn sign_up(
        server: &Server,
        (name, email, password): (&str, &str, &str),
        intent: &str,
        zone: &str,
    ) -> anyhow::Result<Self> {
        let asked = json!({
            "email": email, "full_name": name, "intent": intent, "terms_version": "2026-11",
            "time_zone": zone,
        });
        let mailbox = server.mailbox(email).await?;
        server.post("/api/v1/auth/sign-up", asked).await?;
        let link = mailbox.link("/link/sign-up#").await?;
        let token = link.split_once('#').map_or("", |(_, token)| token);
        let chosen = json!({ "token": token, "password": password, "remember": true });
        let login = server.post("/api/v1/auth/sign-up/complete", chosen).await?;
        Self::of(server, email, password, &login)
    }

    /// Signs in.
    pub(crate) async fn sign_in(
        server: &Server,
        email: &str,
        password: &str,
    ) -> anyhow::Result<Self> {
        let login = login(server, email, password).await?;
        Self::of(server, email, password, &login)
    }

    fn of(server: &Server, email: &str, password: &str, login: &Value) -> anyhow::Result<Self> {
        Ok(Self {
            server: server.clone(),
            email: email.to_owned(),
            password: password.to_owned(),
            organization: login
                .pointer("/organization/id")
                .and_then(Value::as_str)
                .map(str::to_owned),
            token: text(login, "/access_token")?,
        })
    }

    /// Sends a request; signs in again once if the token has ended meanwhile.
    pub(crate) async fn send(&mut self, call: Call<'_>) -> anyhow::Result<Answer> {
        let again = call.clone();
        match self.server.call(&Caller::Bearer(self.token.clone()), call).await {
            Err(error) if error.downcast_ref::<Refusal>().is_some_and(|r| r.status == 401) => {
                self.renew().await?;
                self.server.call(&Caller::Bearer(self.token.clone()), again).await
            }
            other => other,
        }
    }

    /// Acts for another organization from now on.
    pub(crate) async fn act_for(&mut self, organization: &str) -> anyhow::Result<()> {
        self.organization = Some(organization.to_owned());
        self.renew().await
    }

    async fn renew(&mut self) -> anyhow::Result<()> {
        let answer = switch(self).await?;
        self.token = text(&answer, "/access_token")?;
        Ok(())
    }

    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        Ok(self.send(Call::get(path)).await?.json)
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> anyhow::Result<Value> {
        Ok(self.send(Call::post(path, body)).await?.json)
    }

    /// Reads a thing, lets `change` make the new one, and puts it there.
    pub(crate) async fn put(&mut self, path: &str, body: Value) -> anyhow::Result<Value> {
        let version = self.send(Call::get(path)).await?.etag;
        let body = Body::Json(body);
        Ok(self.send(Call { method: Method::PUT, path, body, if_match: version }).await?.json)
    }

    pub(crate) async fn patch(&mut self, path: &str, body: Value) -> anyhow::Result<Value> {
        let version = self.send(Call::get(path)).await?.etag;
        let body = Body::Json(body);
        Ok(self.send(Call { method: Method::PATCH, path, body, if_match: version }).await?.json)
    }

    /// All pages of a list.
    pub(crate) async fn all(&mut self, path: &str) -> anyhow::Result<Vec<Value>> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        let mark = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.get(&format!("{path}{mark}limit=100{cursor}")).await?;
            rows.extend(page["data"].as_array().cloned().unwrap_or_default());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={}", escaped(next)),
                None => return Ok(rows),
            }
        }
    }
}

async fn login(server: &Server, email: &str, password: &str) -> anyhow::Result<Value> {
    let asked = json!({ "email": email, "password": password, "remember": true });
    let outcome = server.post("/api/v1/auth/sign-in", asked).await?;
    Ok(outcome["login"].clone())
}

/// The organization of a token is chosen with the refresh cookie, which browsers keep for us
/// there; here it is read from a new sign-in.
async fn switch(person: &Person) -> anyhow::Result<Value> {
    let Person { server, email, password, organization, .. } = person;
    let asked = json!({ "email": email, "password": password, "remember": true });
    let answer = cloud::client()
        .post(format!("{}/api/v1/auth/sign-in", server.url))
        .header(ORIGIN, &server.url)
        .json(&asked)
        .send()
        .await?;
    anyhow::ensure!(answer.status().is_success(), "{email} cannot sign in: {}", answer.status());
    let cookies: Vec<String> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect();
    let signed_in: Value = answer.json().await?;
    let login = signed_in["login"].clone();
    let present = login.pointer("/organization/id").and_then(Value::as_str);
    if organization.is_none() || present == organization.as_deref() {
        return Ok(login);
    }
    let answer = cloud::client()
        .post(format!("{}/api/v1/logins/refresh", server.url))
        .header(ORIGIN, &server.url)
        .header("cookie", cookies.join("; "))
        .json(&json!({ "organization_id": organization }))
        .send()
        .await?;
    anyhow::ensure!(
        answer.status().is_success(),
        "{email} cannot change the organization: {}",
        answer.status()
    );
    Ok(answer.json().await?)
}

impl<'c> Call<'c> {
    pub(crate) fn get(path: &'c str) -> Self {
        Self { method: Method::GET, path, body: Body::None, if_match: None }
    }

    pub(crate) fn post(path: &'c str, body: Value) -> Self {
        Self { method: Method::POST, path, body: Body::Json(body), if_match: None }
    }

    pub(crate) fn file(path: &'c str, bytes: Vec<u8>) -> Self {
        Self { method: Method::POST, path, body: Body::File(bytes), if_match: None }
    }
}

/// What a server said no with.
#[derive(Debug)]
pub(crate) struct Refusal {
    asked: String,
    pub(crate) status: u16,
    json: Value,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { asked, status, json } = self;
        let word = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        write!(f, "{asked} answered {status} {}: {}", word("code"), word("detail"))?;
        for error in json["errors"].as_array().into_iter().flatten() {
            write!(
                f,
                " [{} {}]",
                error["pointer"].as_str().unwrap_or_default(),
                error["detail"].as_str().unwrap_or_default()
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// Asks again until there is something.
pub(crate) async fn wait<T>(
    what: &str,
    look: impl AsyncFn() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let began = tokio::time::Instant::now();
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        anyhow::ensure!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(LOOK).await;
    }
}

/// Reads a thing until it is as wanted.
pub(crate) async fn until<T>(
    person: &mut Person,
    path: &str,
    what: &str,
    wanted: impl Fn(&Value) -> Option<T>,
) -> anyhow::Result<T> {
    let person = tokio::sync::Mutex::new(person);
    wait(what, async || Ok(wanted(&person.lock().await.get(path).await?))).await
}
