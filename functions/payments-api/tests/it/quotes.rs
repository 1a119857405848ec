use models::{Currency, EventId, Money, PaymentId, RegistrationId, Role, SealKind, TicketTypeId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, now, request_of, rows, sales};

use crate::{PATH, app};

/// An event whose places cost 20 dollars, and its ticket.
async fn priced(db: &PgPool) -> (EventId, TicketTypeId) {
    let org = rows::organization(db).await;
    sales::payout_account(db, org, "acct_1", "US").await;
    sales::legal_identity(db, org).await;
    let event = rows::event(db, org, EventSpec::PUBLISHED).await;
    sales::price(db, event, 2_000, "USD").await;
    let ticket = sqlx::query_scalar!(
        r#"select id as "id: TicketTypeId" from ticket_types where event_id = $1"#,
        event as _
    );
    (event, ticket.fetch_one(db).await.unwrap())
}

/// A seat that is held for a guest, and not paid.
async fn held(db: &PgPool, event: EventId, email: &str) -> RegistrationId {
    let place = rows::registration(db, event, email, "confirmed").await;
    sqlx::query!(
        "update registrations set status = 'held', confirmed_at = null, held_at = $2::timestamptz,
                hold_expires_at = $2::timestamptz + interval '30 minutes' where id = $1",
        place as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    place
}

/// Asks with these words in the header, or as nobody.
async fn ask(app: &TestApp, who: Option<String>, items: &Value) -> Answer {
    let mut request = request_of("POST", &format!("{PATH}/quotes"), Some(json!({"items": items})));
    if let Some(who) = who {
        request.headers_mut().insert("authorization", who.parse().unwrap());
    }
    app.answer(request).await
}

/// PA-8: what a place of one's own costs, by its link and by the account, beside tickets.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_is_quoted_at_the_price_of_its_ticket(db: PgPool) {
    let app = app(&db);
    let (event, ticket) = priced(&db).await;
    let place = held(&db, event, "ada@example.org").await;
    let link = format!("Seal {}", app.seal(SealKind::Manage, place, 1));
    let alone = ask(&app, Some(link.clone()), &json!([{"registration_id": place}])).await;
    assert_eq!(
        (alone.status, &alone.body["amounts"]["list"]),
        (200, &json!(2_000)),
        "{}",
        alone.body
    );
    let line = &alone.body["lines"][0];
    assert_eq!(
        (&line["registration_id"], &line["ticket_type_id"]),
        (&json!(place), &json!(ticket))
    );
    let as_ticket = ask(&app, None, &json!([{"ticket_type_id": ticket}])).await;
    assert_eq!(as_ticket.body["total"], alone.body["total"]);
    assert_eq!(as_ticket.body["lines"][0]["registration_id"], Value::Null);

    // What was taken off sale is still the ticket of those who have it.
    sqlx::query!("update ticket_types set archived_at = $1", now()).execute(&db).await.unwrap();
    let ada = app.person().await;
    let user = ada.user;
    sqlx::query!("update registrations set user_id = $1", user as _).execute(&db).await.unwrap();
    let bearer = format!("Bearer {}", ada.token);
    let own = ask(&app, Some(bearer), &json!([{"registration_id": place}])).await;
    assert_eq!(own.body["total"], alone.body["total"], "{}", own.body);
    let beside = json!([{"registration_id": place}, {"ticket_type_id": ticket}]);
    let gone = ask(&app, Some(link), &beside).await;
    assert_eq!(gone.problem(), "404 not-found");
}

/// Somebody else's place is not there, for nobody either.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_the_holder_is_told_what_a_place_costs(db: PgPool) {
    let app = app(&db);
    let (event, ticket) = priced(&db).await;
    let place = held(&db, event, "ada@example.org").await;
    let other = held(&db, event, "bob@example.org").await;
    let items = json!([{"registration_id": place}]);
    let seal = |id: RegistrationId, generation| {
        Some(format!("Seal {}", app.seal(SealKind::Manage, id, generation)))
    };
    let stranger = app.member(Role::Owner).await;
    let strangers =
        [None, seal(other, 1), seal(place, 2), Some(format!("Bearer {}", stranger.token))];
    for who in strangers {
        assert_eq!(ask(&app, who.clone(), &items).await.problem(), "404 not-found", "{who:?}");
    }
    let both = json!([{"registration_id": place}, {"registration_id": other}]);
    assert_eq!(ask(&app, seal(place, 1), &both).await.problem(), "404 not-found");
    let nowhere = json!([{"registration_id": RegistrationId::new(now())}]);
    assert_eq!(ask(&app, seal(place, 1), &nowhere).await.problem(), "404 not-found");
    // Whoever asks about tickets alone need not be anybody.
    let odd = Some("Bearer nonsense".to_owned());
    assert_eq!(ask(&app, odd.clone(), &items).await.status, 401);
    assert_eq!(ask(&app, odd, &json!([{"ticket_type_id": ticket}])).await.status, 200);
}

/// PA-2: what is paid, or is being paid, costs what its payment says.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_that_is_paid_is_not_quoted(db: PgPool) {
    let app = app(&db);
    let (event, _) = priced(&db).await;
    let place = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let id: PaymentId = sales::sold(&db, place, "acct_1", Money::new(1_000, Currency::USD)).await;
    let link = Some(format!("Seal {}", app.seal(SealKind::Payment, id, 1)));
    let items = json!([{"registration_id": place}]);
    assert_eq!(ask(&app, link.clone(), &items).await.problem(), "409 already-paid");
    sqlx::query!("update payments set status = 'draft', paid_at = null")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ask(&app, link, &items).await.problem(), "409 payment-in-progress");
}

/// Each item is a ticket or a place, and a place is there once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_item_is_a_ticket_or_a_place(db: PgPool) {
    let app = app(&db);
    let (event, ticket) = priced(&db).await;
    let place = held(&db, event, "ada@example.org").await;
    let link = format!("Seal {}", app.seal(SealKind::Manage, place, 1));
    let twice = json!([{"registration_id": place}, {"registration_id": place}]);
    let odd = [
        (json!([{}]), "/items/0"),
        (json!([{"ticket_type_id": ticket, "registration_id": place}]), "/items/0"),
        (json!([{"registration_id": place, "quantity": 2}]), "/items/0"),
        (twice, "/items/1"),
        (json!([{"ticket_type_id": ticket, "quantity": 0}]), "/items/0/quantity"),
    ];
    for (items, pointer) in odd {
        let refused = ask(&app, Some(link.clone()), &items).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{items}");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{items}");
    }
}

/// A rule of the adviser's for buyers who are no business.
async fn rule(db: &PgPool, country: Option<&str>, code: &str) {
    sqlx::query!(
        "insert into tax_rules (id, mode, seller_country, buyer_country, buyer_is_business, seller_of_record, place, stripe_tax_code,
                                legal_reference, valid_from, signed_off_by, signed_off_at)
         values (gen_random_uuid(), 'live_online', 'US', $1, false, 'organizer', 'buyer', $2, 'Art. 1', $3, 'An adviser', $3)",
        country,
        code,
        now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// PA-7, PA-8: tax is estimated until the address is final, but for a country of which the rules say
/// that there is none; no rate is made up.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_country_without_tax_is_certain_and_any_other_estimated(db: PgPool) {
    let app = app(&db);
    let (_, ticket) = priced(&db).await;
    let quote = async |country: Value| {
        let items = json!([{"ticket_type_id": ticket}]);
        let body = json!({"items": items, "country": country, "postal_code": " 8001 "});
        app.post(&format!("{PATH}/quotes"), body).await.body["tax"].clone()
    };
    let tax = |behavior: Value, estimated: bool| json!({"behavior": behavior, "amount": 0, "estimated": estimated});
    assert_eq!(quote(json!("CH")).await, tax(Value::Null, false), "none is taken");
    sqlx::query!("update seller_settings set tax_mode = 'automatic', tax_behavior = 'exclusive'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(quote(json!("CH")).await, tax(json!("exclusive"), true), "no rule");
    rule(&db, None, "txcd_20030000").await;
    rule(&db, Some("CH"), "txcd_00000000").await;
    assert_eq!(quote(json!("ch")).await, tax(json!("exclusive"), false));
    assert_eq!(quote(json!("DE")).await, tax(json!("exclusive"), true));
    assert_eq!(quote(Value::Null).await, tax(json!("exclusive"), true));
    sqlx::query!("update tax_rules set withdrawn_at = $1", now()).execute(&db).await.unwrap();
    assert_eq!(quote(json!("CH")).await, tax(json!("exclusive"), true));
}

/// What cannot be an address is refused at its place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_country_and_a_postal_code_have_their_shape(db: PgPool) {
    let app = app(&db);
    let (_, ticket) = priced(&db).await;
    let long = "1".repeat(21);
    for (name, odd) in [
        ("country", "GBR"),
        ("country", "1!"),
        ("country", "zz"),
        ("postal_code", &long),
        ("postal_code", " "),
    ] {
        let mut body = json!({"items": [{"ticket_type_id": ticket}]});
        body[name] = odd.into();
        let refused = app.post(&format!("{PATH}/quotes"), body).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{name} {odd}");
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/{name}"), "{}", refused.body);
    }
}

/// RF-1: what is said before paying is what the purchase keeps.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_quote_says_what_giving_up_would_pay_back(db: PgPool) {
    let app = app(&db);
    let (event, ticket) = priced(&db).await;
    let items = json!([{"ticket_type_id": ticket}]);
    let promise = async || ask(&app, None, &items).await.body["refund_terms"].clone();
    let rung =
        |hours, percent| json!({"min_hours_before": hours, "percent_bp": percent, "keep_minor": 0});
    let standard = json!({"rungs": [rung(168, 10_000), rung(24, 5_000)], "fees_refundable": false, "self_cancel": true});
    assert_eq!(promise().await, standard);
    let org = sqlx::query_scalar!(
        r#"select organization_id as "id: models::OrgId" from events where id = $1"#,
        event as _
    );
    sales::policy(&db, org.fetch_one(&db).await.unwrap(), 2_500, false).await;
    let own = json!({"rungs": [rung(0, 2_500)], "fees_refundable": false, "self_cancel": false});
    assert_eq!(promise().await, own);
}

/// PA-2: Stripe takes eight digits at a time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn more_than_can_be_charged_at_once_is_not_quoted(db: PgPool) {
    let app = app(&db);
    let (_, ticket) = priced(&db).await;
    sqlx::query!("update prices set amount_minor = 60000000").execute(&db).await.unwrap();
    let quote = async |quantity: i32| {
        let items = json!([{"ticket_type_id": ticket, "quantity": quantity}]);
        ask(&app, None, &items).await.problem()
    };
    assert_eq!(quote(1).await, "200 -");
    assert_eq!(quote(2).await, "409 order-too-large");
}
