use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use models::Clock;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::world::Zoom;

struct Sandbox {
    router: Router,
    secret: String,
}

impl Sandbox {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("accredit-sandbox-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self::open(&folder)
    }

    fn open(folder: &std::path::Path) -> Self {
        let clock = Clock::shifted(Arc::new(AtomicI64::new(0)));
        let zoom = Zoom::open("http://127.0.0.1:1", &folder.join("zoom.json"), clock).unwrap();
        let secret = zoom.environment()[4].1.clone();
        Self { router: super::router(zoom), secret }
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/sandbox/zoom{path}"))
            .header("authorization", token)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.read(request.unwrap()).await
    }

    async fn form(&self, path: &str, basic: &str, body: &str) -> (StatusCode, Value, String) {
        let request = Request::post(format!("/sandbox/zoom{path}"))
            .header("authorization", basic)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        let Ok(answer) = self.router.clone().oneshot(request.unwrap()).await;
        let location = answer.headers().get("location").map(|v| v.to_str().unwrap().to_owned());
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default(), location.unwrap_or_default())
    }

    async fn read(&self, request: Request<Body>) -> (StatusCode, Value) {
        let Ok(answer) = self.router.clone().oneshot(request).await;
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn connect(&self) -> (String, String) {
        // The verifier "verifier" and its S256 challenge.
        let allow = "redirect_uri=https%3A%2F%2Fapp%2Fback&state=s&host=sandbox-office&answer=allow&\
             code_challenge=iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ";
        let (_, _, location) = self.form("/oauth/authorize", "", allow).await;
        let code = location.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let grant = format!(
            "grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fapp%2Fback&code_verifier=verifier"
        );
        let (status, tokens, _) = self.form("/oauth/token", &self.basic(), &grant).await;
        assert_eq!(status, 200, "{tokens}");
        let (again, _, _) = self.form("/oauth/token", &self.basic(), &grant).await;
        assert_eq!(again, 400, "a code is good once");
        (
            format!("Bearer {}", tokens["access_token"].as_str().unwrap()),
            tokens["refresh_token"].as_str().unwrap().into(),
        )
    }

    fn basic(&self) -> String {
        use base64::Engine as _;
        let pair = format!("sandbox-client:{}", self.secret);
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_die() {
    let sandbox = Sandbox::new("rotate");
    let (access, refresh) = sandbox.connect().await;
    assert_eq!(
        sandbox.send("GET", "/v2/users/me", &access, json!({})).await.1["account_id"],
        "sandbox-account"
    );
    assert_eq!(sandbox.send("GET", "/v2/users/me", "Bearer no", json!({})).await.0, 401);
    let grant = format!("grant_type=refresh_token&refresh_token={refresh}");
    assert_eq!(sandbox.form("/oauth/token", &sandbox.basic(), &grant).await.0, 200);
    assert_eq!(sandbox.form("/oauth/token", &sandbox.basic(), &grant).await.0, 400);
    assert_eq!(sandbox.form("/oauth/token", "Basic x", &grant).await.0, 401);
}

#[tokio::test]
async fn a_restart_is_another_run_whose_uuid_must_be_encoded_twice() {
    let sandbox = Sandbox::new("restart");
    let (access, _) = sandbox.connect().await;
    let (status, made) = sandbox
        .send(
            "POST",
            "/v2/users/me/meetings",
            &access,
            json!({"topic": "Kidneys", "settings": {"approval_type": 0}}),
        )
        .await;
    assert_eq!(status, 201);
    let id = made["id"].as_i64().unwrap();
    let (_, registrant) = sandbox
        .send(
            "POST",
            &format!("/v2/meetings/{id}/registrants"),
            &access,
            json!({"email": "ana@example.org", "first_name": "Ana"}),
        )
        .await;
    let token = registrant["join_url"].as_str().unwrap().split("tk=").nth(1).unwrap().to_owned();
    let room = format!("/room/{id}/state.json");
    for _ in 0..2 {
        assert_eq!(sandbox.send("POST", &room, "", json!({"action": "start"})).await.0, 200);
        assert_eq!(
            sandbox.send("POST", &room, "", json!({"action": "start"})).await.0,
            409,
            "it runs already"
        );
        for device in ["Laptop", "Phone"] {
            let join = json!({"action": "join", "tk": token, "device": device});
            assert_eq!(sandbox.send("POST", &room, "", join).await.0, 200);
        }
        sandbox.send("POST", &room, "", json!({"action": "end"})).await;
    }
    let (_, state) = sandbox.send("GET", &room, "", json!({})).await;
    let uuid = state["meeting"]["runs"][1]["uuid"].as_str().unwrap();
    assert!(uuid.starts_with('/'));
    let once = uuid.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let report = |uuid: &str| {
        format!("/v2/report/meetings/{uuid}/participants?page_size=1&include_fields=registrant_id")
    };
    assert_eq!(sandbox.send("GET", &report(&once), &access, json!({})).await.0, 404);
    let (status, page) =
        sandbox.send("GET", &report(&once.replace('%', "%25")), &access, json!({})).await;
    assert_eq!((status.as_u16(), page["next_page_token"].as_str().unwrap()), (200, "1"));
    assert_eq!(page["participants"][0]["registrant_id"], registrant["registrant_id"]);
}

#[tokio::test]
async fn a_restart_of_the_server_keeps_everything() {
    let sandbox = Sandbox::new("kept");
    let (access, _) = sandbox.connect().await;
    sandbox.send("POST", "/v2/users/me/webinars", &access, json!({"topic": "Kept"})).await;
    let folder = std::env::temp_dir().join(format!("accredit-sandbox-{}-kept", std::process::id()));
    let again = Sandbox::open(&folder);
    assert_eq!(again.secret, sandbox.secret);
    let (status, host) = again.send("GET", "/v2/users/me", &access, json!({})).await;
    assert_eq!((status.as_u16(), host["email"].as_str().unwrap()), (200, "office@zoom.example"));
}

#[tokio::test]
async fn trouble_comes_on_demand() {
    let sandbox = Sandbox::new("trouble");
    let (access, _) = sandbox.connect().await;
    sandbox.send("PUT", "/faults.json", "", json!({"limited": 1})).await;
    assert_eq!(sandbox.send("GET", "/v2/users/me", &access, json!({})).await.0, 429);
    assert_eq!(sandbox.send("GET", "/v2/users/me", &access, json!({})).await.0, 200);
    sandbox.send("PUT", "/faults.json", "", json!({"down": true})).await;
    assert_eq!(sandbox.send("GET", "/v2/users/me", &access, json!({})).await.0, 500);
}
