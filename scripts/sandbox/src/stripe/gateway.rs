//! The door of the API: key, version, idempotency, faults; then the call itself.

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{Full, Limited};
use serde_json::Value;

use super::accounts;
use super::faults::FaultKind;
use super::files;
use super::idempotency::{Claim, Reply};
use super::params::Params;
use super::refusal::Refusal;
use super::route::{self, Asked};
use super::world::{Call, Stripe, VERSION, World};

/// More than any form of ours.
pub(super) const LARGEST: usize = 8 << 20;

/// A call as it came.
struct Came {
    method: Method,
    /// From `/v1`.
    path: String,
    form: String,
    key: Option<String>,
    account: Option<String>,
    request: String,
}

/// Any call of the API.
pub(super) async fn call(State(stripe): State<Stripe>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = head.uri.path();
    let said = |name: &str| {
        let value = head.headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    let query = head.uri.query().unwrap_or_default();
    let body = match said(CONTENT_TYPE.as_str()) {
        Some(kind) if kind.starts_with("multipart/") => files::form(&kind, body).await,
        _ => String::from_utf8_lossy(&body).into_owned(),
    };
    let form = [query.to_owned(), body];
    let came = Came {
        path: path.find("/v1").map_or(path, |at| &path[at..]).to_owned(),
        form: form.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&"),
        key: said("idempotency-key").filter(|_| head.method == Method::POST),
        account: said("stripe-account"),
        request: stripe.change(|world| world.next_id("req")),
        method: head.method,
    };
    let reply = match allowed(&stripe, &head.headers) {
        Err(refusal) => Ok(Reply::refused(&refusal, &came.request)),
        Ok(()) => pass(&stripe, &came).await,
    };
    note(&stripe, &came, reply.as_ref().map_or(0, |reply| reply.status));
    match reply {
        Err(Closed) => closed(),
        Ok(reply) => answer(&came, &reply),
    }
}

/// The connection ends without an answer.
struct Closed;

/// Takes the call through faults and its key.
async fn pass(stripe: &Stripe, came: &Came) -> Result<Reply, Closed> {
    let fault = stripe.change(|world| world.fault(came.method.as_str(), &came.path));
    match fault {
        Some(FaultKind::Before) => return Err(Closed),
        Some(FaultKind::Limited) => return Ok(Reply::refused(&Refusal::limited(), &came.request)),
        Some(FaultKind::LockTimeout) => {
            return Ok(Reply::refused(&Refusal::locked(), &came.request));
        }
        _ => {}
    }
    match stripe.change(|world| world.claim(came.key.as_deref(), &came.claimed())) {
        Claim::Answered(reply) => return Ok(reply),
        Claim::Refused(refusal) => return Ok(Reply::refused(&refusal, &came.request)),
        Claim::Free => {}
    }
    // A caller who hangs up while it is held does not keep the key.
    let _held = Held { stripe, came };
    if fault == Some(FaultKind::Hold) {
        stripe.gate.notified().await;
    }
    let reply = stripe.change(|world| {
        let reply = act(world, came, fault);
        world.keep(came.key.as_deref(), &came.claimed(), &reply);
        reply
    });
    if fault == Some(FaultKind::After) { Err(Closed) } else { Ok(reply) }
}

/// A key whose call is not answered yet.
struct Held<'a> {
    stripe: &'a Stripe,
    came: &'a Came,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.stripe.change(|world| world.let_go(self.came.key.as_deref(), &self.came.claimed()));
    }
}

fn act(world: &mut World, came: &Came, fault: Option<FaultKind>) -> Reply {
    let result = match fault {
        Some(FaultKind::BrokenBefore) => Err(Refusal::broken()),
        Some(FaultKind::BrokenAfter) => came.run(world).and(Err(Refusal::broken())),
        _ => came.run(world),
    };
    match result {
        Ok(body) => Reply { status: 200, body, kept: true, replayed: false, at: world.now },
        Err(refusal) => Reply { at: world.now, ..Reply::refused(&refusal, &came.request) },
    }
}

impl Came {
    fn run(&self, world: &mut World) -> Result<Value, Refusal> {
        let params = Params::parse(&self.form)?;
        if let Some(account) = self.account.as_deref() {
            accounts::known(world, account, "account").map_err(|_| Refusal::no_access(account))?;
        }
        let asked = Asked { world, params: &params, account: self.account.as_deref() };
        route::call(asked, &self.method, &self.path)
    }

    /// What a key stands for: the same key at another account is another one.
    fn claimed(&self) -> [&str; 3] {
        [self.account.as_deref().unwrap_or_default(), &self.path, &self.form]
    }
}

fn allowed(stripe: &Stripe, headers: &HeaderMap) -> Result<(), Refusal> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let given = said(AUTHORIZATION.as_str()).unwrap_or_default();
    let basic = |encoded: &str| {
        let pair = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        Some(pair.split(':').next().unwrap_or_default().to_owned())
    };
    let key = match given.split_once(' ') {
        Some(("Bearer", key)) => Some(key.to_owned()),
        Some(("Basic", encoded)) => basic(encoded),
        _ => None,
    };
    match key {
        None => Err(Refusal::unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header.",
        )),
        Some(key) if key != stripe.secrets()[0] => {
            Err(Refusal::unauthorized("Invalid API Key provided."))
        }
        Some(_) => match said("stripe-version") {
            Some(version) if version != VERSION => {
                Err(Refusal::invalid(format!("Invalid Stripe API version: {version}")))
            }
            _ => Ok(()),
        },
    }
}

fn note(stripe: &Stripe, came: &Came, status: u16) {
    stripe.change(|world| {
        world.note(Call {
            method: came.method.to_string(),
            path: came.path.clone(),
            idempotency_key: came.key.clone(),
            account: came.account.clone(),
            at: world.now,
            status,
        });
    });
}

fn answer(came: &Came, reply: &Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(&reply.body)).into_response();
    let mut say = |name: &'static str, value: &str| {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    };
    say("request-id", &came.request);
    say("stripe-version", VERSION);
    if let Some(key) = &came.key {
        say("idempotency-key", key);
    }
    if reply.replayed {
        say("idempotent-replayed", "true");
    }
    response
}

/// A body that breaks before its first byte: hyper then closes the connection unanswered.
fn closed() -> Response {
    Response::new(Body::new(Limited::new(Full::new(Bytes::from_static(b"..")), 1)))
}
