use axum::http::header::AUTHORIZATION;
use chrono::TimeDelta;
use models::{Role, TicketTypeId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, request_of, rows as kit};

use crate::{PATH, rows};

fn body(code: &str, ticket: TicketTypeId, quantity: u32) -> Value {
    json!({"code": code, "items": [{"ticket_type_id": ticket, "quantity": quantity}]})
}

async fn check(app: &TestApp, ip: &str, body: Value) -> Answer {
    let mut request = request_of("POST", &format!("{PATH}/check"), Some(body));
    let forwarded = format!("{ip}, 10.0.0.1").parse().unwrap();
    request.headers_mut().insert("x-forwarded-for", forwarded);
    app.answer(request).await
}

/// PC-3: discount and new subtotal, and nothing is reserved.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_check_tells_what_is_left_to_pay_and_reserves_nothing(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let ticket = rows::priced(&db, event, 1999, "USD").await;
    let code = rows::percent(&db, owner.org(), "EARLY-BIRD", 2000).await;
    rows::max_uses(&db, code, Some(3), None).await;
    let answer = check(&app, "203.0.113.7", body(" early-bird ", ticket, 3)).await;
    let usd = |amount: i64| json!({"amount": amount, "currency": "USD"});
    assert_eq!(
        answer.body,
        json!({"code": "EARLY-BIRD", "list": usd(5997), "discount": usd(1200), "subtotal": usd(4797), "sign_in_required": false,
               "lines": [{"ticket_type_id": ticket, "quantity": 3, "applies": true, "discount": usd(1200)}]})
    );
    let mut of_guest = body("early-bird", ticket, 3);
    of_guest["email"] = json!("ana@example.org");
    assert_eq!(check(&app, "203.0.113.7", of_guest.clone()).await.body, answer.body);
    of_guest["email"] = json!("nobody");
    let nobody = check(&app, "203.0.113.7", of_guest).await;
    assert_eq!(nobody.body["errors"][0]["pointer"], "/email", "{}", nobody.body);
    let four = check(&app, "203.0.113.7", body("early-bird", ticket, 4)).await;
    assert_eq!(four.problem(), "409 promo-code-used-up");
    let kept = sqlx::query_scalar!(r#"select count(*) as "count!" from promo_redemptions"#);
    assert_eq!(kept.fetch_one(&db).await.unwrap(), 0);
}

/// PC-9: whoever asks cannot tell these apart.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn unknown_disabled_foreign_archived_and_early_codes_look_alike(db: PgPool) {
    let app = crate::app(&db);
    let (owner, other) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let event = owner.event(EventSpec::PUBLISHED).await;
    let ticket = rows::priced(&db, event, 1999, "USD").await;
    for code in ["DISABLED", "EARLY", "ARCHIVED"] {
        rows::percent(&db, owner.org(), code, 1000).await;
    }
    rows::percent(&db, other.org(), "FOREIGN", 1000).await;
    sqlx::query!(
        "update promo_codes set disabled_at = case when code = 'DISABLED' then created_at end,
                archived_at = case when code = 'ARCHIVED' then created_at end,
                valid_from = case when code = 'EARLY' then created_at + interval '1 second' end"
    )
    .execute(&db)
    .await
    .unwrap();
    let mut answers = Vec::new();
    for code in ["UNKNOWN", "DISABLED", "EARLY", "ARCHIVED", "FOREIGN", "no code at all"] {
        let answer = check(&app, "203.0.113.7", body(code, ticket, 1)).await;
        assert_eq!(answer.problem(), "422 promo-code-invalid", "{code}");
        let mut told = answer.body;
        told["instance"] = Value::Null;
        answers.push(told);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    app.advance(TimeDelta::seconds(1));
    assert_eq!(check(&app, "203.0.113.7", body("early", ticket, 1)).await.status, 200);
}

/// PC-9: ten refusals in ten minutes, then nothing is said to this address, right or wrong.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_guesses_has_to_wait(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let ticket = rows::priced(&db, event, 1999, "USD").await;
    rows::percent(&db, owner.org(), "RIGHT", 1000).await;
    for _ in 0..20 {
        let right = check(&app, "203.0.113.7", body("RIGHT", ticket, 1)).await;
        assert_eq!(right.status, 200, "a code that works costs no try");
    }
    let guesses: Vec<String> = (0..20).map(|n| format!("GUESS-{n}")).collect();
    let all = guesses.iter().map(|code| check(&app, "203.0.113.7", body(code, ticket, 1)));
    let mut told = Vec::new();
    for guess in all {
        told.push(guess.await.problem());
    }
    assert_eq!(told.iter().filter(|problem| *problem == "422 promo-code-invalid").count(), 10);
    assert_eq!(told.iter().filter(|problem| *problem == "429 too-many-requests").count(), 10);
    let right = check(&app, "203.0.113.7", body("RIGHT", ticket, 1)).await;
    assert_eq!(right.problem(), "429 too-many-requests");
    assert!(right.headers.contains_key("retry-after"));
    assert_eq!(check(&app, "203.0.113.8", body("RIGHT", ticket, 1)).await.status, 200);
    app.advance(TimeDelta::minutes(10));
    assert_eq!(check(&app, "203.0.113.7", body("RIGHT", ticket, 1)).await.status, 200);
}

/// PC-5, PC-6, PC-9: a guest's history is not looked at; one's own is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_is_told_about_anybody_else(db: PgPool) {
    let app = crate::app(&db);
    let (owner, ana) = (app.member(Role::Owner).await, app.person().await);
    let event = owner.event(EventSpec::PUBLISHED).await;
    let ticket = rows::priced(&db, event, 1999, "USD").await;
    let code = rows::percent(&db, owner.org(), "WELCOME", 1000).await;
    sqlx::query!("update promo_codes set first_time_only = true where id = $1", code as _)
        .execute(&db)
        .await
        .unwrap();
    let own = async || {
        let mut request =
            request_of("POST", &format!("{PATH}/check"), Some(body("WELCOME", ticket, 1)));
        let bearer = format!("Bearer {}", ana.token).parse().unwrap();
        request.headers_mut().insert(AUTHORIZATION, bearer);
        app.answer(request).await
    };
    assert_eq!(own().await.body["sign_in_required"], false);
    kit::registration(&db, event, &ana.email, "confirmed").await;
    assert_eq!(own().await.problem(), "409 promo-code-not-applicable");
    let guest = check(&app, "203.0.113.7", body("WELCOME", ticket, 1)).await;
    assert_eq!((guest.status, &guest.body["sign_in_required"]), (200, &json!(true)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_what_is_sold_can_be_asked_for(db: PgPool) {
    let app = crate::app(&db);
    let (owner, other) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let draft = owner.event(EventSpec::DRAFT).await;
    let (open, foreign) =
        (owner.event(EventSpec::PUBLISHED).await, other.event(EventSpec::PUBLISHED).await);
    let draft = rows::priced(&db, draft, 1999, "USD").await;
    let open = rows::priced(&db, open, 1999, "USD").await;
    let foreign = rows::priced(&db, foreign, 1999, "USD").await;
    rows::percent(&db, owner.org(), "RIGHT", 1000).await;
    let ask = async |items: Value| {
        check(&app, "203.0.113.7", json!({"code": "RIGHT", "items": items})).await.problem()
    };
    let item = |ticket, quantity| json!({"ticket_type_id": ticket, "quantity": quantity});
    assert_eq!(ask(json!([item(draft, 1)])).await, "404 not-found");
    assert_eq!(ask(json!([item(open, 1), item(foreign, 1)])).await, "404 not-found");
    for items in [
        json!([]),
        json!([item(open, 0)]),
        json!([item(open, 51)]),
        json!([item(open, 26), item(open, 25)]),
    ] {
        assert_eq!(ask(items.clone()).await, "422 validation-failed", "{items}");
    }
    assert_eq!(ask(json!([item(open, 50)])).await, "200 RIGHT");
}
