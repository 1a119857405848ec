use sandbox::stripe::{Message, Stand, signature};
use serde_json::json;
use sqlx::PgPool;
use stripe_webhook::{State, router};
use testkit::{TestApp, env};

/// The function, and Stripe with an event that waits.
async fn world(db: &PgPool) -> (TestApp, Stand) {
    let stand = Stand::start(models::Clock::fixed(testkit::now())).await.unwrap();
    stand.account("DE").await.unwrap();
    let env = env().with(stand.environment());
    (TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router)), stand)
}

async fn post(app: &TestApp, path: &str, body: &str, signed: &str) -> (u16, String) {
    let request = axum::http::Request::post(path)
        .header("stripe-signature", signed)
        .body(axum::body::Body::from(body.to_owned()))
        .unwrap();
    let answer = app.answer(request).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

async fn rows(db: &PgPool) -> (i64, i64) {
    let row = sqlx::query!(
        r#"select (select count(*) from webhook_receipts) as "receipts!",
                  (select count(*) from outbox where queue = 'settle-payment') as "jobs!""#
    );
    let row = row.fetch_one(db).await.unwrap();
    (row.receipts, row.jobs)
}

fn connect(stand: &Stand) -> Message {
    let waits = stand.waiting();
    waits.into_iter().find(|message| message.path.ends_with("/connect")).unwrap()
}

/// Section 7: the receipt and the work are kept together; the same event again does nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_is_kept_once(db: PgPool) {
    let (app, stand) = world(&db).await;
    let message = connect(&stand);
    for _ in 0..5 {
        let answered = post(&app, &message.path, &message.body, &message.signature).await;
        assert_eq!(answered.0, 200);
    }
    assert_eq!(rows(&db).await, (1, 1));
}

/// Section 8: forged, old, changed, or signed for the other endpoint: 400 and no row.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_stripe_did_not_sign_for_here_is_refused(db: PgPool) {
    let (app, stand) = world(&db).await;
    let Message { path, body, signature: signed, .. } = connect(&stand);
    let now = testkit::now().timestamp();
    let other = "/webhooks/stripe/account";
    let by = |secret: &str, at: i64| signature(secret, at, &body);
    for (path, body, signed) in [
        (path.as_str(), body.as_str(), String::new()),
        (&path, &body, by("whsec_guessed", now)),
        (&path, &body, by(&stand.connect_webhook_secret, now - 301)),
        (&path, &format!("{body} "), signed.clone()),
        (other, &body, signed.clone()),
        (&path, &body, by(&stand.webhook_secret, now)),
    ] {
        let refused = post(&app, path, body, &signed).await;
        assert_eq!(refused, (400, "signature-invalid".to_owned()), "{path} {signed}");
    }
    assert_eq!(post(&app, "/webhooks/stripe/elsewhere", &body, &signed).await.0, 404);
    assert_eq!(rows(&db).await, (0, 0));
}

/// Section 7: an event of live mode is not for an app with a test key.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_other_mode_is_refused(db: PgPool) {
    let (app, stand) = world(&db).await;
    let live = json!({ "id": "evt_1", "type": "charge.refunded", "livemode": true, "data": { "object": { "id": "ch_1" } } });
    let (body, now) = (live.to_string(), testkit::now().timestamp());
    let signed = signature(&stand.webhook_secret, now, &body);
    assert_eq!(post(&app, "/webhooks/stripe/account", &body, &signed).await.0, 400);
    assert_eq!(rows(&db).await, (0, 0));
}

/// Section 7: what nobody listens to is noted, and no work is made of it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_that_nobody_listens_to_is_noted(db: PgPool) {
    let (app, stand) = world(&db).await;
    let body = json!({ "id": "evt_2", "type": "plan.created", "livemode": false, "data": { "object": { "id": "plan_1" } } });
    let body = body.to_string();
    let signed = signature(&stand.webhook_secret, testkit::now().timestamp(), &body);
    assert_eq!(post(&app, "/webhooks/stripe/account", &body, &signed).await.0, 200);
    assert_eq!(rows(&db).await, (1, 0));
}

/// A burst is taken in: 200 different events at once, each kept once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_burst_loses_nothing(db: PgPool) {
    let (app, stand) = world(&db).await;
    let now = testkit::now().timestamp();
    let mut tasks = Vec::new();
    for n in 0..200 {
        let event = json!({ "id": format!("evt_{}", n % 100), "type": "charge.refunded", "livemode": false,
            "data": { "object": { "id": format!("ch_{n}") } } });
        let body = event.to_string();
        let signed = signature(&stand.webhook_secret, now, &body);
        tasks.push((body, signed));
    }
    for chunk in tasks.chunks(20) {
        let sent =
            chunk.iter().map(|(body, signed)| post(&app, "/webhooks/stripe/account", body, signed));
        for answered in futures_of(sent).await {
            assert_eq!(answered.0, 200);
        }
    }
    assert_eq!(rows(&db).await, (100, 100));
}

async fn futures_of<F: Future<Output = (u16, String)>>(
    sent: impl Iterator<Item = F>,
) -> Vec<(u16, String)> {
    let mut answers = Vec::new();
    let mut running: Vec<std::pin::Pin<Box<F>>> = sent.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        running.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers
}
