use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::Router;
use axum::body::Body;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;

const AUDIENCE: &str = "https://send-email-job-1.europe-west3.run.app";
const CALLER: &str = "tasks-invoker@accredit.iam.gserviceaccount.com";

struct Signer(Ed25519KeyPair);

impl Signer {
    fn new() -> Self {
        Self(Ed25519KeyPair::generate().unwrap())
    }

    fn key(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.0.public_key());
        json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "a", "x": x })
    }

    fn token(&self, claims: &Value) -> String {
        let key = EncodingKey::from_ed_der(self.0.to_pkcs8v1().unwrap().as_ref());
        let head = Header { kid: Some("a".into()), ..Header::new(Algorithm::EdDSA) };
        format!("Bearer {}", encode(&head, claims, &key).unwrap())
    }
}

fn claims() -> Value {
    let exp = (Clock::system().now() + TimeDelta::hours(1)).timestamp();
    json!({ "aud": AUDIENCE, "email": CALLER, "email_verified": true, "exp": exp,
            "iss": "https://accounts.google.com", "sub": "1" })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn terms(keys: &Value) -> Terms {
    let keys = json!({ "keys": keys }).to_string();
    let env = [("JOB_AUDIENCE", AUDIENCE), ("JOB_CALLER", CALLER), ("JOB_KEYS", &keys)];
    Terms::from_env(&Env::of(env)).unwrap()
}

async fn answer(terms: Terms, token: Option<&str>) -> u16 {
    let work =
        Router::new().route("/", post(async || "done").layer(axum::middleware::from_fn(known)));
    let mut request = Request::post("/");
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    let request = request.body(Body::empty()).unwrap();
    terms.over(work).oneshot(request).await.unwrap().status().as_u16()
}

/// PL-21
#[tokio::test]
async fn a_job_answers_its_caller_and_nobody_else() {
    let (signer, stranger) = (Signer::new(), Signer::new());
    let refused = [
        ("no token", None),
        ("no token of ours", Some("Bearer x.y.z".to_owned())),
        ("no bearer", Some(signer.token(&claims()).replace("Bearer", "Basic"))),
        ("another key under the same name", Some(stranger.token(&claims()))),
        ("another job", Some(signer.token(&with("aud", "https://purge-job.run.app")))),
        ("another caller", Some(signer.token(&with("email", "ada@example.org")))),
        ("not proven to be the caller", Some(signer.token(&with("email_verified", false)))),
        ("expired", Some(signer.token(&with("exp", 1_700_000_000)))),
        ("for ever", Some(signer.token(&with("exp", Value::Null)))),
        ("for nobody", Some(signer.token(&with("aud", Value::Null)))),
    ];
    for (why, token) in refused {
        let answer = answer(terms(&json!([signer.key()])), token.as_deref()).await;
        assert_eq!(answer, 401, "{why}");
    }
    let token = signer.token(&claims());
    assert_eq!(answer(terms(&json!([signer.key()])), Some(&token)).await, 200);
    assert_eq!(answer(terms(&json!([])), Some(&token)).await, 401, "no key, no caller");
}

/// On Cloud Run, where IAM did it.
#[tokio::test]
async fn where_nothing_is_set_nobody_is_asked() {
    assert_eq!(answer(Terms::from_env(&Env::default()).unwrap(), None).await, 200);
}

#[test]
fn half_of_the_settings_stops_the_process() {
    let half = Env::of([("JOB_AUDIENCE", AUDIENCE)]);
    let error = Terms::from_env(&half).err().unwrap().to_string();
    assert_eq!(error, "JOB_KEYS is not set");
}
