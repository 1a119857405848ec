use accounts::login::{Login, RefreshKey};
use chrono::TimeDelta;
use models::{LoginId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, Member, PUBLIC_ORIGIN, TestApp, request_of};

const KEY: &str = "t:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// The refresh value of a login at a generation, as its cookie would hold it.
fn value(member: &Member<'_>, generation: i32) -> String {
    let login = Login {
        id: member.login,
        user: member.user,
        refresh_salt: vec![0],
        generation,
        organization: None,
        remembered: true,
        authenticated_at: testkit::now(),
        methods: vec![],
        expires_at: testkit::now(),
    };
    RefreshKey::parse(KEY).unwrap().value(&login)
}

async fn cookie_route(app: &TestApp, path: &str, refresh: &str, body: Value) -> Answer {
    let mut request = request_of("POST", path, Some(body));
    request.headers_mut().insert("origin", PUBLIC_ORIGIN.parse().unwrap());
    request
        .headers_mut()
        .insert("cookie", format!("__Secure-accredit_refresh={refresh}").parse().unwrap());
    app.answer(request).await
}

async fn refresh(app: &TestApp, refresh: &str) -> Answer {
    cookie_route(app, "/api/v1/logins/refresh", refresh, json!({})).await
}

fn next(answer: &Answer) -> String {
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

/// AC-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refresh_value_is_good_once_and_two_tabs_get_the_same_successor(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let first = value(&ada, 1);
    let answer = refresh(&app, &first).await;
    assert_eq!((answer.status, next(&answer)), (200, value(&ada, 2)), "{}", answer.body);
    app.advance(TimeDelta::seconds(9));
    assert_eq!(next(&refresh(&app, &first).await), value(&ada, 2), "the other tab");
    assert_eq!(next(&refresh(&app, &value(&ada, 2)).await), value(&ada, 3));
}

/// AC-16, AC-31: it is theft wherever the old value comes back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_old_value_at_the_sign_out_is_told_as_well(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    refresh(&app, &value(&ada, 1)).await;
    app.advance(TimeDelta::seconds(11));
    let out = cookie_route(&app, "/api/v1/logins/sign-out", &value(&ada, 1), json!({})).await;
    assert_eq!(out.status, 204);
    let told = sqlx::query_scalar!("select message_key from messages");
    assert_eq!(told.fetch_all(&db).await.unwrap(), ["account-login-stolen"]);
    let written = sqlx::query_scalar!("select action from audit_entries");
    assert_eq!(written.fetch_all(&db).await.unwrap(), ["login.reused"]);
}

/// Whoever makes cookies up fills no counter.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_cookies_that_we_made_are_counted(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let mut forged = value(&ada, 1);
    forged.replace_range(forged.len() - 4.., "AAAA");
    let rows = async || {
        let rows = sqlx::query_scalar!(r#"select count(*) as "rows!" from rate_counters"#);
        rows.fetch_one(&db).await.unwrap()
    };
    assert_eq!(refresh(&app, &forged).await.problem(), "401 login-ended");
    assert_eq!(rows().await, 0);
    let mine = refresh(&app, &value(&ada, 1)).await;
    assert_eq!((mine.status, rows().await), (200, 1));
    assert_eq!(mine.headers["cache-control"], "no-store");
    sqlx::query!("update rate_counters set count = 240").execute(&db).await.unwrap();
    assert_eq!(refresh(&app, &next(&mine)).await.problem(), "429 too-many-requests");
}

/// AC-16: replaying a stolen value ends the family, and its owner is told.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_old_value_is_theft_and_a_forged_one_is_nothing(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    refresh(&app, &value(&ada, 1)).await;
    let mut forged = value(&ada, 1);
    forged.replace_range(forged.len() - 4.., "AAAA");
    assert_eq!(refresh(&app, &forged).await.problem(), "401 login-ended");
    app.advance(TimeDelta::seconds(11));
    assert_eq!(refresh(&app, &value(&ada, 1)).await.problem(), "401 login-reused");
    assert_eq!(
        refresh(&app, &value(&ada, 2)).await.problem(),
        "401 login-ended",
        "the family is dead"
    );
    assert_eq!(
        ada.get("/api/v1/logins").await.problem(),
        "401 unauthenticated",
        "at the next request"
    );
    let told =
        sqlx::query_scalar!("select message_key from messages").fetch_all(&db).await.unwrap();
    assert_eq!(told, ["account-login-stolen"]);
}

/// AC-16: two at once are one rotation.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_refreshes_at_once_leave_one_usable_value(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let first = value(&ada, 1);
    let (one, two) = tokio::join!(refresh(&app, &first), refresh(&app, &first));
    assert_eq!((one.status, two.status), (200, 200));
    assert_eq!((next(&one), next(&two)), (value(&ada, 2), value(&ada, 2)));
}

/// AC-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn cookie_routes_answer_our_own_pages_only(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    for (name, wrong) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "text/plain"),
    ] {
        let mut request = request_of("POST", "/api/v1/logins/refresh", Some(json!({})));
        request.headers_mut().insert("origin", PUBLIC_ORIGIN.parse().unwrap());
        request.headers_mut().insert(
            "cookie",
            format!("__Secure-accredit_refresh={}", value(&ada, 1)).parse().unwrap(),
        );
        request.headers_mut().insert(name, wrong.parse().unwrap());
        assert_eq!(app.answer(request).await.problem(), "403 origin-refused", "{name}");
    }
}

/// AC-19: two tabs in two organizations; AC-14: a removed member is out at once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_tab_asks_for_its_own_organization(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.member(Role::Organizer).await;
    let foreign = app.member(Role::Owner).await.org();
    let path = "/api/v1/logins/refresh";
    let answer =
        cookie_route(&app, path, &value(&ada, 1), json!({"organization_id": ada.org()})).await;
    assert_eq!(answer.body["organization"]["name"], "Clinic");
    let refused =
        cookie_route(&app, path, &next(&answer), json!({"organization_id": foreign})).await;
    assert_eq!(refused.problem(), "403 not-a-member");
    sqlx::query!(
        "update memberships set ended_at = now(), ended_reason = 'removed' where user_id = $1",
        ada.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    let refused =
        cookie_route(&app, path, &value(&ada, 2), json!({"organization_id": ada.org()})).await;
    assert_eq!(refused.problem(), "403 not-a-member");
}

/// AC-17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_login_ends_after_its_idle_time(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    app.advance(TimeDelta::days(31));
    assert_eq!(refresh(&app, &value(&ada, 1)).await.problem(), "401 login-ended");
}

/// R3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn signing_out_everywhere_kills_the_other_browser_at_its_next_click(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let other = LoginId::new(testkit::now());
    sqlx::query!(
        "insert into logins select $1, user_id, refresh_salt, generation, rotated_at, expires_at, absolute_expires_at,
                authenticated_at, second_factor_at, methods, organization_id, 'other', user_agent, ip_prefix, remembered,
                revoked_at, revoked_reason, created_at from logins where id = $2",
        other as _,
        ada.login as _
    )
    .execute(&db)
    .await
    .unwrap();
    let listed = ada.get("/api/v1/logins").await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 2);
    let body = json!({"keep_current": true});
    assert_eq!(
        ada.send("POST", "/api/v1/logins/sign-out-everywhere", Some(body), &[]).await.status,
        204
    );
    let listed = ada.get("/api/v1/logins").await;
    assert_eq!(
        (listed.body["data"].as_array().unwrap().len(), &listed.body["data"][0]["current"]),
        (1, &json!(true))
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn signing_out_ends_the_login_and_takes_the_cookie_away(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    for _ in 0..2 {
        let answer =
            cookie_route(&app, "/api/v1/logins/sign-out", &value(&ada, 1), json!({})).await;
        assert_eq!(answer.status, 204);
        assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    }
    assert_eq!(ada.get("/api/v1/logins").await.problem(), "401 unauthenticated");
}

/// AC-20: without a password a mailed code is enough; five tries.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_mailed_code_proves_identity_again(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    assert_eq!(
        ada.send("POST", "/api/v1/logins/reauthentication/code", Some(json!({})), &[]).await.status,
        202
    );
    let row =
        sqlx::query!("select id, generation from email_challenges").fetch_one(&db).await.unwrap();
    let sealed =
        models::Sealed { kind: models::SealKind::Code, id: row.id, generation: row.generation };
    let digits = testkit::environment::link_key().digits(sealed);
    let prove = async |code: &str| {
        ada.send(
            "POST",
            "/api/v1/logins/reauthentication",
            Some(json!({"method": "code", "code": code})),
            &[],
        )
        .await
    };
    let wrong = if digits == "000000" { "000001" } else { "000000" };
    assert_eq!(prove(wrong).await.problem(), "401 proof-refused");
    let answer = prove(&digits).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body["access_token"].is_string());
    assert_eq!(answer.headers["cache-control"], "no-store");
    let written = sqlx::query_scalar!(
        r#"select count(*) as "n!" from audit_entries where action = 'login.proof-refused' and ip_prefix is not null"#
    );
    assert_eq!(written.fetch_one(&db).await.unwrap(), 1, "AC-31");
    assert_eq!(prove(&digits).await.problem(), "401 proof-refused", "a code works once");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_keys_are_public_and_hold_no_secret(db: PgPool) {
    let app = crate::app(&db);
    let answer = app.send("GET", "/api/v1/logins/keys", None).await;
    assert_eq!(answer.body["keys"][0]["crv"], "Ed25519");
    assert!(answer.body["keys"][0].get("d").is_none());
}

/// AC-18: a request without an origin is nobody's page.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn cookie_routes_want_an_origin(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    for path in ["/api/v1/logins/refresh", "/api/v1/logins/sign-out"] {
        let mut request = request_of("POST", path, Some(json!({})));
        let cookie = format!("__Secure-accredit_refresh={}", value(&ada, 1)).parse().unwrap();
        request.headers_mut().insert("cookie", cookie);
        assert_eq!(app.answer(request).await.problem(), "403 origin-refused", "{path}");
    }
    assert_eq!(ada.get("/api/v1/logins").await.status, 200, "nobody was signed out");
}

/// AC-17: idle and absolute ends, remembered and not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_login_ends_for_good_whether_it_is_used_or_not(db: PgPool) {
    // (remembered, how often it is used, after which the last use is too late)
    for (remembered, every, uses) in
        [(true, TimeDelta::days(29), 3), (false, TimeDelta::hours(11), 2)]
    {
        let app = crate::app(&db);
        let ada = app.person().await;
        let (idle, absolute) = if remembered { (30 * 24, 90 * 24) } else { (12, 24) };
        sqlx::query!(
            "update logins set remembered = $2, expires_at = $3, absolute_expires_at = $4 where id = $1",
            ada.login as _,
            remembered,
            testkit::now() + TimeDelta::hours(idle),
            testkit::now() + TimeDelta::hours(absolute)
        )
        .execute(&db)
        .await
        .unwrap();
        for generation in 1..=uses {
            app.advance(every);
            let answer = refresh(&app, &value(&ada, generation)).await;
            assert_eq!(answer.status, 200, "{remembered} {generation}: {}", answer.body);
            let cookie = answer.headers["set-cookie"].to_str().unwrap();
            assert_eq!(cookie.contains("Max-Age"), remembered, "{cookie}");
        }
        app.advance(every);
        assert_eq!(refresh(&app, &value(&ada, uses + 1)).await.problem(), "401 login-ended");
    }
    let app = crate::app(&db);
    let ada = app.person().await;
    sqlx::query!(
        "update logins set remembered = false, expires_at = $2 where id = $1",
        ada.login as _,
        testkit::now() + TimeDelta::hours(12)
    )
    .execute(&db)
    .await
    .unwrap();
    app.advance(TimeDelta::hours(12));
    assert_eq!(refresh(&app, &value(&ada, 1)).await.problem(), "401 login-ended");
}

/// AC-14, R3: a disabled person is out at the next request, by token and by cookie.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_disabled_account_is_out_at_the_next_request(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    sqlx::query!("update users set disabled_at = $2 where id = $1", ada.user as _, testkit::now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ada.get("/api/v1/logins").await.problem(), "401 unauthenticated");
    assert_eq!(refresh(&app, &value(&ada, 1)).await.problem(), "401 login-ended");
}

/// §6: another person's login is not there, and its owner stays in.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ending_a_login_takes_its_owner(db: PgPool) {
    let app = crate::app(&db);
    let (ada, other) = (app.person().await, app.person().await);
    let path = format!("/api/v1/logins/{}", ada.login);
    assert_eq!(other.send("DELETE", &path, None, &[]).await.status, 404);
    assert_eq!(ada.get("/api/v1/logins").await.status, 200);
    assert_eq!(ada.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(ada.get("/api/v1/logins").await.problem(), "401 unauthenticated");
}

/// The limits of mailed codes: three an hour for one account.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_fourth_code_in_an_hour_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let ask = async || {
        ada.send("POST", "/api/v1/logins/reauthentication/code", Some(json!({})), &[]).await
    };
    for _ in 0..3 {
        assert_eq!(ask().await.status, 202);
    }
    let fourth = ask().await;
    assert_eq!(fourth.problem(), "429 too-many-requests");
    assert!(fourth.headers.contains_key("retry-after"));
}

/// Five tries of a code, and guesses at the same moment are counted one by one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guessing_at_a_code_ends_after_five_tries(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    ada.send("POST", "/api/v1/logins/reauthentication/code", Some(json!({})), &[]).await;
    let row =
        sqlx::query!("select id, generation from email_challenges").fetch_one(&db).await.unwrap();
    let sealed =
        models::Sealed { kind: models::SealKind::Code, id: row.id, generation: row.generation };
    let digits = testkit::environment::link_key().digits(sealed);
    let prove = async |code: &str| {
        let body = json!({"method": "code", "code": code});
        ada.send("POST", "/api/v1/logins/reauthentication", Some(body), &[]).await.problem()
    };
    let wrong = if digits == "000000" { "000001" } else { "000000" };
    sqlx::query!("update email_challenges set attempts = 4").execute(&db).await.unwrap();
    let (a, b, c, d) = tokio::join!(prove(wrong), prove(wrong), prove(wrong), prove(wrong));
    for answer in [a, b, c, d] {
        assert_eq!(answer, "401 proof-refused", "one too many is refused like another");
    }
    assert_ne!(prove(&digits).await, "200 -", "the sixth try, though right");
}
