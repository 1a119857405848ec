use axum::http::Request;
use chrono::TimeDelta;
use models::SealKind;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, TestApp};

use crate::{mailed, mails};

const PASSWORD: &str = "four rivers meet here";

/// Somebody with a password, made through the front door.
async fn ada(app: &TestApp) -> Answer {
    let body = json!({"email": "ada@example.org", "full_name": "Ada Park", "intent": "learner", "terms_version": "2026-11"});
    app.send("POST", "/api/v1/auth/sign-up", Some(body)).await;
    let token = mailed(app, "sign-up", SealKind::SignUp).await;
    let body = json!({"token": token, "password": PASSWORD, "remember": false});
    app.send("POST", "/api/v1/auth/sign-up/complete", Some(body)).await
}

#[expect(clippy::unnecessary_wraps, reason = "a body is optional to a request")]
fn pair(password: &str) -> Option<Value> {
    Some(json!({"email": " ADA@example.org", "password": password, "remember": true}))
}

/// AC-10
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_wrong_pair_gets_the_same_answer(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    let without_password = app.person().await.email;
    let mut answers = Vec::new();
    for email in ["ada@example.org", "nobody@example.org", &*without_password] {
        let body = json!({"email": email, "password": "not the password", "remember": false});
        let mut answer = app.send("POST", "/api/v1/auth/sign-in", Some(body)).await;
        answer.body["instance"] = Value::Null;
        answers.push((answer.problem(), answer.body));
    }
    assert_eq!(answers[0].0, "401 invalid-credentials");
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_right_pair_signs_in_and_a_new_device_is_told(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    let answer = app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await;
    assert_eq!((answer.status, answer.body["result"].as_str()), (200, Some("signed-in")));
    assert_eq!(answer.body["login"]["user"]["full_name"], "Ada Park");
    assert_eq!(mails(&app).await, ["account-new-sign-in", "account-verify"]);
}

/// AC-18: a page of somebody else signs nobody in, in an account of its own choice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_of_others_lets_nobody_in(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    let from = |name: &'static str, value: &'static str| {
        let request = Request::post("/api/v1/auth/sign-in").header(name, value);
        app.answer(request.body(pair(PASSWORD).unwrap().to_string().into()).unwrap())
    };
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let refused = from(name, value).await;
        assert_eq!(refused.problem(), "403 origin-refused", "{name}: {value}");
        assert!(!refused.headers.contains_key("set-cookie"));
    }
    for (name, value) in [("origin", testkit::PUBLIC_ORIGIN), ("sec-fetch-site", "same-origin")] {
        assert_eq!(from(name, value).await.status, 200, "{name}: {value}");
    }
}

/// The owner's own device has a counter of its own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn failures_shut_the_door_for_strangers_and_not_for_the_owner(db: PgPool) {
    let app = crate::app(&db);
    let known = ada(&app).await;
    let device = known.headers.get_all("set-cookie").iter().find_map(|c| {
        c.to_str()
            .unwrap()
            .split(';')
            .next()
            .filter(|pair| pair.starts_with("accredit_device"))
            .map(str::to_owned)
    });
    for _ in 0..6 {
        assert_eq!(
            app.send("POST", "/api/v1/auth/sign-in", pair("wrong")).await.problem(),
            "401 invalid-credentials"
        );
    }
    assert_eq!(
        app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await.problem(),
        "429 too-many-requests"
    );
    let mut request = testkit::request_of("POST", "/api/v1/auth/sign-in", pair(PASSWORD));
    request.headers_mut().insert("cookie", device.unwrap().parse().unwrap());
    assert_eq!(app.answer(request).await.status, 200, "the owner gets in");
    app.advance(TimeDelta::seconds(61));
    assert_eq!(app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await.status, 200);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_disabled_account_is_told_only_after_the_right_password(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    sqlx::query!("update users set disabled_at = now()").execute(&db).await.unwrap();
    assert_eq!(
        app.send("POST", "/api/v1/auth/sign-in", pair("wrong")).await.problem(),
        "401 invalid-credentials"
    );
    assert_eq!(
        app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await.problem(),
        "403 account-disabled"
    );
    let refused = sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit_entries where action = 'login.refused'"#
    );
    assert_eq!(refused.fetch_one(&db).await.unwrap(), 2, "AC-31: both are written down");
}

/// How often this place is counted as having failed.
async fn failures(db: &PgPool) -> i32 {
    let count = sqlx::query_scalar!(
        r#"select coalesce(sum(count), 0)::int as "count!" from rate_counters where scope = 'sign-in-place'"#
    );
    count.fetch_one(db).await.unwrap()
}

/// A try counts from its beginning: whoever hangs up while the password is looked at has failed, and
/// whoever knows it has not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn hanging_up_does_not_take_a_guess_back(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    assert_eq!(app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await.status, 200);
    assert_eq!(failures(&db).await, 0);
    // The guess waits behind this one when its hash is done.
    let mut other = db.begin().await.unwrap();
    db::rate::alone(&mut other, "sign-in-shut", "ada@example.org").await.unwrap();
    let counted = async {
        for _ in 0..1000 {
            if failures(&db).await > 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = app.send("POST", "/api/v1/auth/sign-in", pair("wrong")) => panic!("{answer:?}"),
        () = counted => {}
    }
    assert_eq!(failures(&db).await, 1);
}

/// AC-3, AC-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sign_in_link_lives_fifteen_minutes_and_a_newer_one_ends_it(db: PgPool) {
    let app = crate::app(&db);
    let email = app.person().await.email;
    let ask = || {
        app.send(
            "POST",
            "/api/v1/auth/sign-in-link",
            Some(json!({"email": email, "return_to": "/me"})),
        )
    };
    let open = async |token: String| {
        app.send(
            "POST",
            "/api/v1/auth/sign-in-link/complete",
            Some(json!({"token": token, "remember": false})),
        )
        .await
    };
    ask().await;
    let older = mailed(&app, "sign-in", SealKind::SignIn).await;
    app.advance(TimeDelta::seconds(1));
    ask().await;
    let newer = mailed(&app, "sign-in", SealKind::SignIn).await;
    assert_eq!(open(older).await.problem(), "409 link-expired");
    let answer = open(newer.clone()).await;
    assert_eq!((answer.status, answer.body["next"].as_str()), (200, Some("/me")));
    assert_eq!(open(newer).await.problem(), "409 link-used");
    app.advance(TimeDelta::seconds(1));
    ask().await;
    let late = mailed(&app, "sign-in", SealKind::SignIn).await;
    app.advance(TimeDelta::minutes(15));
    assert_eq!(open(late).await.problem(), "409 link-expired");
}

/// AC-17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_twenty_first_login_ends_the_one_used_longest_ago(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    for _ in 0..20 {
        app.advance(TimeDelta::seconds(1));
        assert_eq!(app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await.status, 200);
    }
    let live = sqlx::query!(
        r#"select count(*) filter (where revoked_at is null) as "live!", count(*) filter (where revoked_reason = 'limit') as "ended!"
             from logins"#
    );
    let live = live.fetch_one(&db).await.unwrap();
    assert_eq!((live.live, live.ended), (20, 1));
}

/// Guesses that are sent at the same moment are counted one by one: five are free, and the sixth
/// shuts the door before the others are looked at.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guesses_at_the_same_moment_are_counted_one_by_one(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    let guess = || app.send("POST", "/api/v1/auth/sign-in", pair("not the password"));
    let (a, b, c, d, e, f, g, h, i, j) = tokio::join!(
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess()
    );
    let answers = [a, b, c, d, e, f, g, h, i, j].map(|answer| answer.status);
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 6, "{answers:?}");
    let right = app.send("POST", "/api/v1/auth/sign-in", pair(PASSWORD)).await;
    assert_eq!(right.problem(), "429 too-many-requests");
}

/// OR-20: whoever writes other addresses in front of its own is still one place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_is_counted_whatever_it_claims_to_be(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    let guess = async |n: u32, from: &str| {
        let body =
            json!({"email": format!("person-{n}@example.org"), "password": "x", "remember": false});
        let mut request = testkit::request_of("POST", "/api/v1/auth/sign-in", Some(body));
        request.headers_mut().insert("x-forwarded-for", from.parse().unwrap());
        app.answer(request).await.problem()
    };
    for n in 0..30 {
        let claimed = format!("198.51.100.{n}, 203.0.113.77, 10.0.0.1");
        assert_eq!(guess(n, &claimed).await, "401 invalid-credentials");
    }
    assert_eq!(guess(30, "1.2.3.4, 203.0.113.77, 10.0.0.1").await, "429 too-many-requests");
    assert_eq!(guess(31, "203.0.113.77, 203.0.113.78, 10.0.0.1").await, "401 invalid-credentials");
}

/// AC-31: every failure is written down, without the address that was tried.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_failure_is_in_the_audit_log(db: PgPool) {
    let app = crate::app(&db);
    ada(&app).await;
    for email in ["ada@example.org", "nobody@example.org"] {
        let body = json!({"email": email, "password": "not the password", "remember": false});
        let answer = app.send("POST", "/api/v1/auth/sign-in", Some(body)).await;
        let named = answer.headers["x-request-id"].to_str().unwrap();
        let written = sqlx::query_scalar!(
            r#"select count(*) as "n!" from audit_entries where action = 'login.refused' and request_id = $1"#,
            named
        );
        assert_eq!(written.fetch_one(&db).await.unwrap(), 1, "PL-40: with the name of the request");
    }
    let written = sqlx::query!(
        "select actor_kind, target_id is null as \"nobody!\" from audit_entries where action = 'login.refused' order by id"
    );
    let written: Vec<_> = written
        .fetch_all(&db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.actor_kind, row.nobody))
        .collect();
    assert!(
        written.contains(&("user".to_owned(), false))
            && written.contains(&("system".to_owned(), true))
    );
    assert_eq!(written.len(), 2);
}
