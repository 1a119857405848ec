use chrono::TimeDelta;
use insta::assert_snapshot;
use models::{EventId, OrgId, PayoutAccountId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member};

use crate::{codes, command, path};

async fn ticket(by: &Member<'_>, event: EventId) -> (String, Value) {
    let tickets = format!("{}/tickets", path(event));
    let ticket = by.get(&tickets).await.body["data"][0].clone();
    (format!("{tickets}/{}", ticket["id"].as_str().unwrap()), ticket)
}

async fn priced(by: &Member<'_>, event: EventId, version: i32, prices: Value) -> testkit::Answer {
    let (address, _) = ticket(by, event).await;
    by.patch(&address, version, json!({ "prices": prices })).await
}

fn always(amount: i64, currency: &str) -> Value {
    json!([{"price": {"amount": amount, "currency": currency}}])
}

/// The organization can take charges, and bears the fees itself or not.
async fn seller(db: &PgPool, org: OrgId, fee_payer: &str) {
    sqlx::query!(
        "with account as (
            insert into payout_accounts (id, organization_id, stripe_account_id, country, business_type, agreement, status,
                                         charges_enabled_at, created_at, updated_at)
            values ($1, $2, $1::uuid::text, 'GB', 'company', 'full', 'active', $3, $3, $3)
         )
         insert into seller_settings (organization_id, fee_payer, legal_name, legal_address, updated_at)
         values ($2, $4, 'Clinic Ltd', '1 High Street, London', $3)",
        PayoutAccountId::new(testkit::now()) as _,
        org as _,
        testkit::now(),
        fee_payer
    )
    .execute(db)
    .await
    .unwrap();
}

/// PA-8, PA-9: what the buyer pays and what arrives, for every price.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_ticket_tells_what_the_buyer_pays_and_what_arrives(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let turn = "2026-09-15T00:00:00Z";
    let prices = json!([
        {"price": {"amount": 1999, "currency": "USD"}, "valid_from": turn, "valid_to": null},
        {"price": {"amount": 1339, "currency": "USD"}, "valid_from": null, "valid_to": turn}
    ]);
    let saved = priced(&organizer, event, 1, prices).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let dollars = |amount: i64| json!({"amount": amount, "currency": "USD"});
    assert_eq!(
        saved.body["prices"][0],
        json!({
            "price": dollars(1339), "valid_from": null, "valid_to": turn,
            "build_up": {"service_fee": dollars(229), "processing_fee": dollars(78), "buyer_pays": dollars(1646),
                         "organizer_receives": dollars(1339)},
        })
    );
    assert_eq!(saved.body["prices"][1]["price"], dollars(1999), "the earliest first");
    seller(&db, organizer.org(), "organizer").await;
    let (_, ticket) = ticket(&organizer, event).await;
    let sum = &ticket["prices"][0]["build_up"];
    assert_eq!(
        (&sum["buyer_pays"], &sum["organizer_receives"]),
        (&dollars(1339), &dollars(1339 - 229 - 78))
    );
    let yen = organizer.event(EventSpec::DRAFT).await;
    let saved = priced(&organizer, yen, 1, always(1000, "JPY")).await;
    assert_eq!(
        saved.body["prices"][0]["build_up"]["service_fee"],
        json!({"amount": 186, "currency": "JPY"})
    );
    let free = priced(&organizer, yen, 2, json!([])).await;
    assert_eq!(free.body["prices"], json!([]));
}

/// PA-2, PA-9, §8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn money_that_cannot_be_asked_is_refused_and_nothing_is_stored(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let pair = |second: Value| json!([{"price": {"amount": 1000, "currency": "USD"}, "valid_to": "2026-09-15T00:00:00Z"}, second]);
    let dollars = json!({"amount": 1500, "currency": "USD"});
    for (prices, problem, pointer, code) in [
        (
            always(-1000, "USD"),
            "422 amount-not-chargeable",
            "/prices/0/price/amount",
            "amount-not-chargeable",
        ),
        (
            always(49, "USD"),
            "422 amount-not-chargeable",
            "/prices/0/price/amount",
            "amount-not-chargeable",
        ),
        (
            always(5124, "KWD"),
            "422 amount-not-chargeable",
            "/prices/0/price/amount",
            "amount-not-chargeable",
        ),
        (
            always(i64::MAX, "USD"),
            "422 amount-not-chargeable",
            "/prices/0/price/amount",
            "amount-not-chargeable",
        ),
        (
            always(0, "USD"),
            "422 validation-failed",
            "/prices/0/price/amount",
            "amount-not-chargeable",
        ),
        (
            pair(json!({"price": dollars, "valid_from": "2026-09-14T00:00:00Z"})),
            "422 validation-failed",
            "/prices",
            "price-overlap",
        ),
        (
            pair(json!({"price": dollars, "valid_from": "2026-09-16T00:00:00Z"})),
            "422 validation-failed",
            "/prices",
            "price-gap",
        ),
        (
            pair(
                json!({"price": {"amount": 1500, "currency": "EUR"}, "valid_from": "2026-09-15T00:00:00Z"}),
            ),
            "422 validation-failed",
            "/prices/1/price/currency",
            "currency-mixed",
        ),
    ] {
        let refused = priced(&organizer, event, 1, prices.clone()).await;
        let fault = &refused.body["errors"][0];
        assert_eq!(refused.problem(), problem, "{prices}");
        assert_eq!(
            (fault["pointer"].as_str(), fault["code"].as_str()),
            (Some(pointer), Some(code)),
            "{prices}"
        );
    }
    assert_snapshot!(priced(&organizer, event, 1, always(1000, "XYZ")).await.problem(), @"422 validation-failed");
    let unsold = priced(&organizer, event, 1, always(100_000, "UGX")).await;
    assert_snapshot!(unsold.problem(), @"422 currency-not-sold");
    assert_eq!(unsold.body["errors"][0]["pointer"], "/prices/0/price/currency");
    for odd in [json!("9.99"), json!(9.99), json!(null)] {
        let refused =
            priced(&organizer, event, 1, json!([{"price": {"amount": odd, "currency": "USD"}}]))
                .await;
        assert_eq!(refused.problem(), "422 validation-failed", "{odd}");
    }
    let (_, ticket) = ticket(&organizer, event).await;
    assert_eq!((&ticket["prices"], &ticket["version"]), (&json!([]), &json!(1)));
    assert_eq!(priced(&organizer, event, 1, always(5120, "KWD")).await.status, 200);
}

/// A party pays at once, so an event is sold in one currency.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn all_tickets_of_an_event_are_of_one_currency(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    assert_eq!(priced(&organizer, event, 1, always(1000, "USD")).await.status, 200);
    let tickets = format!("{}/tickets", path(event));
    let other = |currency| json!({"name": "Students", "prices": always(500, currency)});
    let mixed = organizer.post(&tickets, other("EUR")).await;
    assert_eq!((mixed.status, codes(&mixed)), (422, vec!["currency-mixed"]));
    assert_eq!(organizer.post(&tickets, other("USD")).await.status, 201);
    assert_eq!(organizer.get(&tickets).await.body["data"].as_array().unwrap().len(), 2);
}

/// EV-8, PA-11
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn something_published_costs_only_what_can_be_paid_out(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let published = organizer.event(EventSpec::PUBLISHED).await;
    assert_snapshot!(priced(&organizer, published, 1, always(1000, "USD")).await.problem(), @"409 price-needs-payouts");
    let draft = organizer.event(EventSpec::DRAFT).await;
    assert_eq!(priced(&organizer, draft, 1, always(1000, "USD")).await.status, 200, "a draft may");
    assert_eq!(organizer.get(&path(draft)).await.body["missing"][0]["code"], "price-needs-payouts");
    assert_snapshot!(command(&organizer, draft, "publish").await.problem(), @"409 price-needs-payouts");
    assert_eq!(organizer.get(&path(draft)).await.body["status"], "draft");
    seller(&db, organizer.org(), "buyer").await;
    assert_eq!(priced(&organizer, published, 1, always(1000, "USD")).await.status, 200);
    assert_eq!(organizer.get(&path(draft)).await.body["missing"], json!([]));
    assert_eq!(command(&organizer, draft, "publish").await.status, 200);
    sqlx::query!("update payout_accounts set status = 'restricted'").execute(&db).await.unwrap();
    assert_snapshot!(priced(&organizer, published, 2, always(900, "USD")).await.problem(), @"409 price-needs-payouts");
    assert_eq!(priced(&organizer, published, 2, json!([])).await.status, 200, "free needs nobody");
}

/// PA-6
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_price_bears_the_fees_of_who_pays_them(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    seller(&db, organizer.org(), "organizer").await;
    assert_snapshot!(priced(&organizer, event, 1, always(200, "USD")).await.problem(), @"409 price-below-fees");
    assert_eq!(priced(&organizer, event, 1, always(300, "USD")).await.status, 200);
}

/// Every change of money is in the log, with what it was.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_set_a_price_is_known(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    priced(&organizer, event, 1, always(1000, "USD")).await;
    priced(&organizer, event, 2, always(1000, "USD")).await;
    // Lines of one moment have no order.
    app.advance(TimeDelta::seconds(1));
    priced(&organizer, event, 3, json!([])).await;
    let log = sqlx::query!(
        "select actor_id, before, after from audit_entries where action = 'ticket.priced' order by id"
    );
    let log = log.fetch_all(&db).await.unwrap();
    assert_eq!(log.len(), 2, "the same price again is no change");
    assert_eq!(log[0].actor_id, Some(organizer.user.into()));
    let amounts =
        |entry: &Option<Value>| entry.as_ref().unwrap()["prices"][0]["price"]["amount"].as_i64();
    let changes: Vec<_> =
        log.iter().map(|line| (amounts(&line.before), amounts(&line.after))).collect();
    assert_eq!(changes, [(None, Some(1000)), (Some(1000), None)]);
}

/// EV-13: the early bird of the copy ends as long before its start as that of the source.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_copy_costs_what_its_source_costs(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { format: "hybrid", ..EventSpec::DRAFT }).await;
    let turn = "2026-09-25T08:00:00Z";
    let prices = json!([{"price": {"amount": 1000, "currency": "USD"}, "valid_to": turn},
                        {"price": {"amount": 1500, "currency": "USD"}, "valid_from": turn}]);
    let (address, _) = ticket(&organizer, event).await;
    let body = json!({"prices": prices, "capacity": 12, "sales_close_at": "2026-10-01T08:00:00Z"});
    assert_eq!(organizer.patch(&address, 1, body).await.status, 200);
    assert_eq!(
        organizer.patch(&path(event), 1, json!({"in_person_capacity": 8})).await.status,
        200
    );
    let copy = async |extra: Value| {
        let mut body = json!({"local_start": "2027-01-12T09:00"});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let copy = organizer.post(&format!("{}/duplicate", path(event)), body).await;
        assert_eq!(copy.status, 201, "{}", copy.body);
        let id: EventId = serde_json::from_value(copy.body["id"].clone()).unwrap();
        (copy.body, ticket(&organizer, id).await.1)
    };
    let (whole, made) = copy(json!({})).await;
    assert_eq!(whole["in_person_capacity"], 8);
    assert_eq!(
        (&made["capacity"], &made["sales_close_at"]),
        (&json!(12), &json!("2027-01-11T09:00:00Z"))
    );
    assert_eq!(made["prices"][0]["price"]["amount"], 1000, "{made}");
    assert_eq!(made["prices"][1]["valid_from"], "2027-01-05T09:00:00Z");
    let (_, free) = copy(json!({"copy": ["tickets"]})).await;
    assert_eq!((&free["prices"], &free["capacity"]), (&json!([]), &json!(12)));
    let (_, plain) = copy(json!({"copy": ["prices"]})).await;
    assert_eq!((&plain["prices"], &plain["name"]), (&json!([]), &json!("Registration")));
}
