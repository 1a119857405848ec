use axum::http::Request;
use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, PriceId, Role, SeatPoolId, TicketTypeId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, count_queries, now, rows, sales};

use crate::{EVENTS, get};

/// A ticket to be there.
struct Spec<'a> {
    name: &'a str,
    code: Option<&'a str>,
    /// In cents, and until how many days from now it holds; the last one stays.
    prices: &'a [(i64, Option<i64>)],
    capacity: Option<i32>,
}

const FREE: Spec<'static> = Spec { name: "Guest", code: None, prices: &[], capacity: None };

async fn ticket(db: &PgPool, event: EventId, spec: Spec<'_>) -> TicketTypeId {
    let id = TicketTypeId::new(now());
    sqlx::query!(
        "with ticket as (
            insert into ticket_types (id, organization_id, event_id, name, audience, access_code, position, created_at, updated_at)
            select $1, e.organization_id, e.id, $3, case when $4::text is null then 'public' else 'hidden' end, $4,
                   (select count(*)::int from ticket_types o where o.event_id = e.id), $5, $5
              from events e where e.id = $2
         )
         insert into seat_pools (id, organization_id, event_id, scope, ticket_type_id, capacity)
         select $6, e.organization_id, e.id, 'ticket_type', $1, $7 from events e where e.id = $2 and $7::int is not null",
        id as _,
        event as _,
        spec.name,
        spec.code,
        now(),
        SeatPoolId::new(now()) as _,
        spec.capacity
    )
    .execute(db)
    .await
    .unwrap();
    price(db, id, spec.prices).await;
    id
}

async fn price(db: &PgPool, ticket: TicketTypeId, prices: &[(i64, Option<i64>)]) {
    let mut from: Option<DateTime<Utc>> = None;
    for (amount, days) in prices {
        let to = days.map(|days| now() + TimeDelta::days(days));
        sqlx::query!(
            "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, valid_from, valid_to, created_at)
             select $1, t.organization_id, t.id, $3, 'USD', $4, $5, $6 from ticket_types t where t.id = $2",
            PriceId::new(now()) as _,
            ticket as _,
            amount,
            from,
            to,
            now()
        )
        .execute(db)
        .await
        .unwrap();
        from = to;
    }
}

async fn only_ticket(db: &PgPool, event: EventId) -> TicketTypeId {
    let id = sqlx::query_scalar!(
        r#"select id as "id: TicketTypeId" from ticket_types where event_id = $1"#,
        event as _
    );
    id.fetch_one(db).await.unwrap()
}

fn offered(page: &Value) -> Vec<&str> {
    let tickets = page["registration"]["ticket_types"].as_array().unwrap();
    tickets.iter().map(|ticket| ticket["name"].as_str().unwrap()).collect()
}

fn dollars(amount: i64) -> Value {
    json!({"amount": amount, "currency": "USD"})
}

/// EV-18, PA-9: cards and pages say what one pays in all, of the cheapest ticket.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn strangers_see_what_they_would_pay_in_all(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let says = async |expected: [Value; 3]| {
        let card = get(&app, EVENTS).await.body["data"][0].clone();
        let page = get(&app, &format!("{EVENTS}/{event}")).await.body;
        for told in [&card, &page] {
            assert_eq!(
                [told["free"].clone(), told["price"].clone(), told["price_varies"].clone()],
                expected,
                "{told}"
            );
        }
        page
    };
    says([true.into(), Value::Null, false.into()]).await;
    price(&db, only_ticket(&db, event).await, &[(1339, Some(2)), (1999, None)]).await;
    let page = says([false.into(), dollars(1646), false.into()]).await;
    let early = &page["registration"]["ticket_types"][0];
    assert_eq!((&early["price"], &early["buyer_pays"]), (&dollars(1339), &dollars(1646)));
    assert_eq!(early["price_ends_at"], json!(now() + TimeDelta::days(2)));
    assert_eq!(early["next_buyer_pays"], dollars(2351), "19.99 + 2.53 + 0.99");
    ticket(&db, event, Spec { name: "Patron", prices: &[(9900, None)], ..FREE }).await;
    says([false.into(), dollars(1646), true.into()]).await;
    ticket(&db, event, FREE).await;
    says([true.into(), dollars(1646), true.into()]).await;
    let schema = get(&app, &format!("{EVENTS}/{event}/schema.json")).await.body;
    assert_eq!(
        (&schema["offers"][0]["price"], &schema["offers"][0]["priceCurrency"]),
        (&json!("16.46"), &json!("USD"))
    );
    app.advance(TimeDelta::days(2) - TimeDelta::seconds(1));
    assert_eq!(
        get(&app, &format!("{EVENTS}/{event}")).await.body["registration"]["ticket_types"][0]["price"],
        dollars(1339)
    );
    app.advance(TimeDelta::seconds(1));
    let late = &get(&app, &format!("{EVENTS}/{event}")).await.body;
    assert_eq!(late["registration"]["ticket_types"][0]["price"], dollars(1999));
    assert_eq!(late["registration"]["ticket_types"][0]["next_buyer_pays"], Value::Null);
}

/// RF-1: whoever buys reads before what giving the place up would pay back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_that_sells_says_what_is_paid_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let promise =
        async || get(&app, &format!("{EVENTS}/{event}")).await.body["refund_terms"].clone();
    assert_eq!(promise().await, Value::Null, "nothing is sold");
    price(&db, only_ticket(&db, event).await, &[(1339, None)]).await;
    let rung =
        |hours, percent| json!({"min_hours_before": hours, "percent_bp": percent, "keep_minor": 0});
    assert_eq!(
        promise().await,
        json!({"rungs": [rung(168, 10_000), rung(24, 5_000)], "fees_refundable": false, "self_cancel": true}),
        "the standard"
    );
    sales::policy(&db, organizer.org(), 8_000, true).await;
    sales::policy(&db, organizer.org(), 2_500, false).await;
    assert_eq!(
        promise().await,
        json!({"rungs": [rung(0, 2_500)], "fees_refundable": false, "self_cancel": false}),
        "the newest version, and no word of what it is called inside"
    );
}

/// PA-6: the organizer's own fees and choice decide the sum.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_bears_the_fees_decides_the_sum(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    price(&db, only_ticket(&db, event).await, &[(1339, None)]).await;
    let sum = async || get(&app, EVENTS).await.body["data"][0]["price"].clone();
    sqlx::query!(
        "insert into fee_schedules (id, organization_id, currency, service_bp, service_fixed_minor, processing_bp, processing_fixed_minor, valid_from)
         values (gen_random_uuid(), $1, 'USD', 0, 61, 0, 0, $2)",
        organizer.org() as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(sum().await, dollars(1400));
    sqlx::query!("insert into seller_settings (organization_id, fee_payer, updated_at) values ($1, 'organizer', $2)", organizer.org() as _, now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(sum().await, dollars(1339));
    sqlx::query!("update fee_schedules set valid_to = valid_from + interval '1 second' where currency = 'USD'").execute(&db).await.unwrap();
    app.advance(TimeDelta::seconds(2));
    let page = get(&app, &format!("{EVENTS}/{event}")).await.body;
    assert_eq!(
        (&page["free"], &page["price"], &page["availability"]),
        (&json!(false), &Value::Null, &json!("closed")),
        "without fees it is not sold, and never free"
    );
}

/// A hidden ticket shows to whoever brings its code, and to nobody else, in no answer.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_hidden_ticket_shows_for_its_code_alone(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    price(&db, only_ticket(&db, event).await, &[(5000, None)]).await;
    ticket(&db, event, Spec { name: "Speakers' guests", code: Some("CAMPUS 26"), ..FREE }).await;
    let page = format!("{EVENTS}/{event}");
    let opened = get(&app, &format!("{page}?access_code=+CAMPUS%2026+")).await;
    assert_eq!(offered(&opened.body), ["Registration", "Speakers' guests"]);
    assert_eq!(opened.headers["cache-control"], "private, no-store");
    assert_eq!(opened.body["free"], true);
    for wrong in
        ["", "?access_code=", "?access_code=campus", "?access_code=%25", "?access_code=%00"]
    {
        let shut = get(&app, &format!("{page}{wrong}")).await;
        if wrong.ends_with("%00") {
            assert!(shut.status == 200 || shut.status == 422, "{}", shut.status);
            continue;
        }
        assert_eq!(
            (offered(&shut.body), &shut.body["free"]),
            (vec!["Registration"], &json!(false)),
            "{wrong}"
        );
    }
    for path in [
        page.clone(),
        format!("{page}/schema.json"),
        format!("{page}/calendar.ics"),
        EVENTS.to_owned(),
        format!("{EVENTS}?free=true"),
    ] {
        let told = get(&app, &path).await;
        assert!(!told.text().contains("guests\"") && !told.text().contains("CAMPUS"), "{path}");
    }
    assert!(!opened.text().contains("CAMPUS"), "the code itself is never told");
    sqlx::query!("update ticket_types set access_code = null where audience = 'hidden'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(offered(&get(&app, &format!("{page}?access_code=")).await.body), ["Registration"]);
}

/// §5: codes are short words, so guesses are counted.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guessing_codes_ends_after_20_failures(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    ticket(&db, event, Spec { code: Some("CAMPUS"), ..FREE }).await;
    let tries = async |app: &TestApp, code: &str| {
        let path = format!("{EVENTS}/{event}?access_code={code}");
        let request = Request::get(path).header("x-forwarded-for", "203.0.113.9, 10.0.0.1");
        app.answer(request.body(axum::body::Body::empty()).unwrap()).await.status
    };
    for n in 0..20 {
        assert_eq!(tries(&app, "CAMPUS").await, 200, "who knows it is never counted");
        assert_eq!(tries(&app, &format!("guess{n}")).await, 200);
    }
    assert_eq!(tries(&app, "guess").await, 429);
    assert_eq!(tries(&app, "CAMPUS").await, 429);
    app.advance(TimeDelta::minutes(10));
    assert_eq!(tries(&app, "CAMPUS").await, 200);
}

/// EV-18: every ticket has its own word; the event's is the best of them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_ticket_tells_whether_it_can_be_had(db: PgPool) {
    let app = crate::app(&db);
    let event = app
        .member(Role::Organizer)
        .await
        .event(EventSpec { format: "hybrid", ..EventSpec::PUBLISHED })
        .await;
    let words = async || {
        let page = get(&app, &format!("{EVENTS}/{event}")).await.body;
        let card = get(&app, EVENTS).await.body["data"][0]["availability"].clone();
        assert_eq!(card, page["availability"]);
        let tickets = page["registration"]["ticket_types"].as_array().unwrap().clone();
        let words: Vec<_> =
            tickets.iter().map(|t| t["availability"].as_str().unwrap().to_owned()).collect();
        (words, card)
    };
    ticket(&db, event, Spec { capacity: Some(0), ..FREE }).await;
    ticket(&db, event, Spec { capacity: Some(5), ..FREE }).await;
    assert_eq!(
        words().await,
        (vec!["open".into(), "sold_out".into(), "few_left".into()], json!("open"))
    );
    sqlx::query!("update event_settings set waitlist_max = 5").execute(&db).await.unwrap();
    sqlx::query!(
        "update ticket_types set sales_open_at = $1 where name = 'Registration'",
        now() + TimeDelta::hours(1)
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(
        words().await,
        (vec!["closed".into(), "waitlist".into(), "few_left".into()], json!("few_left"))
    );
    sqlx::query!(
        "insert into seat_pools (id, organization_id, event_id, scope, mode, capacity)
         select gen_random_uuid(), e.organization_id, e.id, 'mode', m, 0 from events e, unnest(array['online', 'in_person']) m"
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(words().await.1, "waitlist", "both ways are full");
    sqlx::query!("update ticket_types set sales_close_at = $1", now()).execute(&db).await.unwrap();
    assert_eq!(words().await, (vec![], json!("closed")));
}

/// R10, §6.17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn free_and_paid_events_are_told_apart_in_one_query(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (title, paid, and_free) in
        [("Free", false, false), ("Paid", true, false), ("Both", true, true)]
    {
        let event = organizer.event(EventSpec { title, ..EventSpec::PUBLISHED }).await;
        if paid {
            price(&db, only_ticket(&db, event).await, &[(1000, None)]).await;
        }
        if and_free {
            ticket(&db, event, FREE).await;
        }
        if title == "Paid" {
            ticket(&db, event, Spec { code: Some("x"), ..FREE }).await;
        }
    }
    for (query, mut expected) in [
        ("free=true", vec!["Free", "Both"]),
        ("free=false", vec!["Paid"]),
        ("free=false&sort=newest", vec!["Paid"]),
        ("", vec!["Free", "Paid", "Both"]),
    ] {
        let (found, queries) = count_queries(get(&app, &format!("{EVENTS}?{query}"))).await;
        let mut titles: Vec<_> = found.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|card| card["title"].as_str().unwrap())
            .collect();
        titles.sort_unstable();
        expected.sort_unstable();
        assert_eq!((titles, queries), (expected, 1), "{query}");
    }
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    for _ in 0..10 {
        ticket(
            &db,
            event,
            Spec { prices: &[(1000, Some(1)), (2000, None)], capacity: Some(9), ..FREE },
        )
        .await;
    }
    let (_, queries) = count_queries(get(&app, &format!("{EVENTS}/{event}"))).await;
    assert!(queries <= 4, "{queries}");
}
