//! An organization that is connected to the sandbox's Zoom, and an event that wants a meeting.

use chrono::{DateTime, TimeDelta, Utc};
use events::zoom::client::{Host, Tokens};
use events::zoom::{Vault, connection};
use models::{Clock, EventId, OrgId, RegistrationId, Role, ZoomConnectionId, ZoomMeetingId};
use serde_json::{Value, json};
use sqlx::PgPool;
use sync_zoom_job::{State, router};
use testkit::{EventSpec, TestApp, env_with, now, request_of, rows};

pub(crate) const KEY: &str = "t:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

pub(crate) struct Place {
    pub(crate) app: TestApp,
    pub(crate) db: PgPool,
    pub(crate) event: EventId,
    pub(crate) connection: ZoomConnectionId,
    pub(crate) meeting: ZoomMeetingId,
    org: OrgId,
    origin: String,
}

impl Place {
    pub(crate) async fn new(db: &PgPool, name: &str) -> Self {
        Self::with_token(db, name, now() + TimeDelta::hours(1)).await
    }

    /// The same with an access token that ends at `until`.
    pub(crate) async fn with_token(db: &PgPool, name: &str, until: DateTime<Utc>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let folder =
            std::env::temp_dir().join(format!("accredit-sync-zoom-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let (zoom, environment) =
            sandbox::zoom::zoom(&origin, &folder, &Clock::fixed(now())).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a vendor beside the function under test")]
        tokio::spawn(async move { axum::serve(listener, zoom).await });
        let client =
            environment.iter().find(|(name, _)| name == "ZOOM_CLIENT_SECRET").unwrap().1.clone();
        let tokens = allow(&origin, &client).await;
        let env = env_with([]).with(environment);
        let app = TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router));

        let organizer = app.member(Role::Organizer).await;
        let (event, org) = (organizer.event(EventSpec::PUBLISHED).await, organizer.org());
        let host = Host {
            id: "sandbox-office".into(),
            account_id: "sandbox-account".into(),
            email: None,
            display_name: None,
        };
        let tokens = Tokens { expires_in: (until - now()).num_seconds(), ..tokens };
        let mut conn = db.acquire().await.unwrap();
        let vault = Vault::parse(KEY).unwrap();
        let who = (org, organizer.user);
        let connection =
            connection::store(&mut conn, &vault, who, (&host, &tokens), now()).await.unwrap();
        let meeting = ZoomMeetingId::new(now());
        sqlx::query!(
            "insert into zoom_meetings (id, organization_id, event_id, connection_id, kind, status, created_at, updated_at)
             values ($1, $2, $3, $4, 'meeting', 'pending', $5, $5)",
            meeting as _,
            org as _,
            event as _,
            connection as _,
            now()
        )
        .execute(db)
        .await
        .unwrap();
        Self { app, db: db.clone(), event, connection, meeting, org, origin }
    }

    /// Another meeting of the same host.
    pub(crate) async fn another(&self) -> ZoomMeetingId {
        let event = rows::event(&self.db, self.org, EventSpec::PUBLISHED).await;
        let id = ZoomMeetingId::new(now());
        sqlx::query!(
            "insert into zoom_meetings (id, organization_id, event_id, connection_id, kind, status, created_at, updated_at)
             values ($1, $2, $3, $4, 'meeting', 'pending', $5, $5)",
            id as _,
            self.org as _,
            event as _,
            self.connection as _,
            now()
        )
        .execute(&self.db)
        .await
        .unwrap();
        id
    }

    pub(crate) async fn person(&self, email: &str) -> RegistrationId {
        rows::registration(&self.db, self.event, email, "confirmed").await
    }

    pub(crate) async fn run(&self, job: Value) -> u16 {
        let mut request = request_of("POST", "/", Some(job));
        let name = uuid::Uuid::nil().to_string().parse().unwrap();
        request.headers_mut().insert("x-cloudtasks-taskname", name);
        self.app.answer(request).await.status
    }

    pub(crate) async fn sync(&self) -> u16 {
        self.run(json!({"kind": "meeting", "meeting": self.meeting})).await
    }

    pub(crate) async fn sync_person(&self, registration: RegistrationId) -> u16 {
        self.run(
            json!({"kind": "registrant", "meeting": self.meeting, "registration": registration}),
        )
        .await
    }

    /// The meeting as the sandbox has it, if it has it.
    pub(crate) async fn at_zoom(&self) -> Value {
        let id = sqlx::query_scalar!(
            "select zoom_id from zoom_meetings where id = $1",
            self.meeting as _
        );
        let id = id.fetch_one(&self.db).await.unwrap().unwrap();
        let address = format!("{}/sandbox/zoom/room/{id}/state.json", self.origin);
        let answer = cloud::client().get(address).send().await.unwrap();
        answer.json::<Value>().await.map(|state| state["meeting"].clone()).unwrap_or_default()
    }

    /// How many meetings the sandbox has.
    pub(crate) async fn rooms(&self) -> usize {
        let page = cloud::client().get(format!("{}/sandbox/zoom", self.origin)).send().await;
        page.unwrap().text().await.unwrap().matches("/sandbox/zoom/room/").count()
    }

    /// Makes something go wrong at the sandbox.
    pub(crate) async fn fault(&self, faults: Value) {
        let request =
            cloud::client().put(format!("{}/sandbox/zoom/faults.json", self.origin)).json(&faults);
        assert!(request.send().await.unwrap().status().is_success());
    }

    pub(crate) async fn jobs(&self) -> i64 {
        sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where queue = 'sync-zoom'"#)
            .fetch_one(&self.db)
            .await
            .unwrap()
    }
}

/// Tokens, as somebody who presses "Allow" gets them.
async fn allow(origin: &str, client: &str) -> Tokens {
    // The verifier "verifier" and its S256 challenge.
    let form = "redirect_uri=https%3A%2F%2Fapp&state=s&host=sandbox-office&answer=allow&\
         code_challenge=iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ";
    let post = |path: &str, body: String| {
        cloud::client()
            .post(format!("{origin}/sandbox/zoom/oauth/{path}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let answer = post("authorize", form.to_owned()).send().await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let code = location.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let grant = format!(
        "grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fapp&code_verifier=verifier"
    );
    let answer =
        post("token", grant).basic_auth("sandbox-client", Some(client)).send().await.unwrap();
    answer.json().await.unwrap()
}
