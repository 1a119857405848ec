use aws_lc_rs::hmac;
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::env;

/// The two readable parts of a token.
fn parts(token: &str) -> (Value, Value) {
    let read = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let mut parts = token.split('.');
    (read(parts.next().unwrap()), read(parts.next().unwrap()))
}

fn key() -> Ed25519KeyPair {
    let env = env();
    let pem = env.text("TOKEN_PRIVATE_KEY").unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Ed25519KeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap()
}

/// A token of these parts with whatever makes its signature.
fn made(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn with(value: &Value, name: &str, other: Value) -> Value {
    let mut value = value.clone();
    value[name] = other;
    value
}

/// AC-12, §6: every way to bring a token of one's own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_token_that_we_did_not_sign_for_this_api_is_none(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let (header, claims) = parts(&ada.token);
    let ours = |message: &[u8]| key().sign(message).as_ref().to_vec();
    let anothers =
        |message: &[u8]| Ed25519KeyPair::generate().unwrap().sign(message).as_ref().to_vec();
    // What everybody knows, taken for a secret.
    let env = env();
    let public = env.text("TOKEN_PUBLIC_KEY").unwrap().to_owned();
    let shared = |message: &[u8]| {
        hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes()), message).as_ref().to_vec()
    };
    let none = |alg: &str| made(&with(&header, "alg", json!(alg)), &claims, |_| Vec::new());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([7; 32])});
    let forged = [
        ("no algorithm", none("none")),
        ("no algorithm, in capitals", none("NONE")),
        ("a shared secret", made(&with(&header, "alg", json!("HS256")), &claims, shared)),
        ("another key", made(&header, &claims, anothers)),
        ("an unknown key id", made(&with(&header, "kid", json!("foreign")), &claims, ours)),
        ("no key id", made(&with(&header, "kid", Value::Null), &claims, ours)),
        ("a key brought along", made(&with(&header, "jwk", jwk), &claims, ours)),
        (
            "an address of keys",
            made(&with(&header, "jku", json!("https://evil.example/keys")), &claims, ours),
        ),
        ("another kind of token", made(&with(&header, "typ", json!("JWT")), &claims, ours)),
        ("another audience", made(&header, &with(&claims, "aud", json!("other-api")), ours)),
        ("another issuer", made(&header, &with(&claims, "iss", json!("evil")), ours)),
        (
            "another person",
            made(&header, &with(&claims, "sub", json!(app.person().await.user)), ours),
        ),
        ("changed after signing", {
            let mut parts: Vec<_> = ada.token.split('.').map(str::to_owned).collect();
            parts[1] =
                URL_SAFE_NO_PAD.encode(with(&claims, "exp", json!(4_000_000_000_u64)).to_string());
            parts.join(".")
        }),
        ("no signature", ada.token.rsplit_once('.').unwrap().0.to_owned() + "."),
        ("nothing", String::new()),
    ];
    let call = async |token: &str| {
        let mut request = testkit::request_of("GET", "/api/v1/accounts/me", None);
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
        app.answer(request).await.problem()
    };
    // The good one is remembered from here on; nothing that resembles it may profit.
    assert_eq!(call(&ada.token).await, "200 -");
    for (what, token) in forged {
        assert_eq!(call(&token).await, "401 unauthenticated", "{what}");
    }
    assert_eq!(
        call(&made(&header, &claims, ours)).await,
        "200 -",
        "the forger of this test can forge"
    );
    assert!(
        claims.get("email").is_none()
            && claims.get("roles").is_none()
            && claims.get("name").is_none()
    );
}
