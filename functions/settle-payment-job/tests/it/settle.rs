use billing::refund::{Ask, Cause, Demand};
use billing::stripe::Form;
use chrono::TimeDelta;
use events::registration::By;
use models::Fault as _;
use sandbox::stripe::{Action, FaultKind};
use sqlx::PgPool;

use crate::world::World;

/// PA-19, acceptance 3: one confirmation, one mail, one journal, whatever is sent how often.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_settles_once_however_often_it_is_told(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    let messages = world.stand.take();
    for message in messages.iter().rev().chain(&messages).chain(&messages) {
        assert_eq!(world.deliver(message).await, 200);
    }
    world.confirm(held).await;
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert_eq!(world.follow().await, 1);
    let mails = sqlx::query_scalar!(
        r#"select count(*) as "n!" from messages where message_key like 'registration-confirmed%'"#
    );
    assert_eq!(mails.fetch_one(&db).await.unwrap(), 1);
    let settled = sqlx::query_scalar!(
        r#"select count(*) as "n!" from ledger_journals where kind = 'settled'"#
    );
    assert_eq!(settled.fetch_one(&db).await.unwrap(), 1);
}

/// LG-1: what came, what was passed on, what is the platform's and what Stripe kept.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_ledger_tells_where_the_money_is(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    // 20.00, service 0.74 + 1.79, processing (0.029 × 22.53 + 0.30) / 0.971: 0.99.
    let fees = 253 + 99;
    let cost = world.stand.objects("balance_transaction");
    let cost: i64 = cost
        .iter()
        .filter(|line| line["type"] == "charge")
        .map(|line| line["fee"].as_i64().unwrap())
        .sum();
    assert_eq!(
        world.ledger(held).await,
        [
            format!("fees {}", -fees),
            format!("stripe {}", fees - cost),
            format!("stripe_costs {cost}")
        ]
    );
}

/// PA-13: what came to an account that keeps another currency is read with the news of its transfer.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_came_in_another_currency_is_known_at_once(db: PgPool) {
    let world = World::of(&db, 5).await;
    let account = world.stand.account("DE").await.unwrap();
    sqlx::query!(
        "update payout_accounts set stripe_account_id = $1, country = 'DE', settlement_currency = 'EUR'",
        account
    )
    .execute(&db)
    .await
    .unwrap();
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    let paid =
        sqlx::query!("select organizer_minor, arrived_minor, arrived_currency from payments");
    let paid = paid.fetch_one(&db).await.unwrap();
    assert_eq!((paid.organizer_minor, paid.arrived_currency.as_deref()), (2_000, Some("EUR")));
    assert_eq!(paid.arrived_minor, Some(1_800));
}

/// PA-22: a declined card costs nothing but the try.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_declined_card_keeps_page_and_seat(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "declined").await.unwrap_err();
    world.deliver_all().await;
    assert_eq!(world.status(held).await, ("open".to_owned(), "held".to_owned()));
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
}

/// PA-14: the page is asked for twice, and there is one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_clicks_open_one_page(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let first = world.open(held).await.unwrap();
    assert_eq!(world.open(held).await.unwrap(), first);
    assert_eq!(world.stand.objects("checkout.session").len(), 1);
}

/// PA-14, PA-41: the answer was lost after the effect; the same page is found, by the next click or
/// by the clock.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_whose_answer_was_lost_is_found_again(db: PgPool) {
    let world = World::of(&db, 2).await;
    for (name, by_clock) in [("ada", false), ("bob", true)] {
        let held = world.hold(name).await.unwrap();
        world.stand.fault("POST", "/v1/checkout/sessions", FaultKind::After).await.unwrap();
        assert!(world.open(held).await.is_err());
        if by_clock {
            world.advance(TimeDelta::minutes(3));
            world.minute().await;
        } else {
            world.open(held).await.unwrap();
        }
        assert_eq!(world.status(held).await.0, "open");
    }
    assert_eq!(world.stand.objects("checkout.session").len(), 2);
}

/// PA-17, acceptance 2: without payment the seat is free at the end of its time, once; a payment in
/// the last second counts.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn at_the_end_of_the_page_stripe_has_the_last_word(db: PgPool) {
    let world = World::of(&db, 2).await;
    let (late, never) = (world.hold("ada").await.unwrap(), world.hold("bob").await.unwrap());
    let session = world.open(late).await.unwrap();
    world.open(never).await.unwrap();
    world.advance(TimeDelta::minutes(30));
    world.stand.pay(&session, "success").await.unwrap();
    world.advance(TimeDelta::minutes(10));
    world.minute().await;
    assert_eq!(world.status(late).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert_eq!(world.status(never).await, ("expired".to_owned(), "expired".to_owned()));
    assert!(world.hold("eve").await.is_some(), "the seat is free again");
    assert!(world.hold("fay").await.is_none());
}

/// PA-21, RF-7: money for a seat that is gone goes back whole, the platform bears the cost, and
/// nothing revives.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn money_that_comes_too_late_goes_back(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "debit_ok").await.unwrap();
    world.deliver_all().await;
    assert_eq!(world.status(held).await, ("processing".to_owned(), "held".to_owned()));
    // Ten days are the most that a bank may take.
    let mut tx = db.begin().await.unwrap();
    let payment = billing::payment::lock(&mut tx, held.payment).await.unwrap().unwrap();
    sales::close(&mut tx, &payment, billing::payment::Ended::Expired, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let other = world.hold("bob").await.unwrap();
    world.stand.act(Action::SettleDelayed { session, ok: true }).await.unwrap();
    world.deliver_all().await;
    world.pay_back().await;
    world.advance(TimeDelta::days(2));
    world.deliver_all().await;
    assert_eq!(world.status(held).await, ("expired".to_owned(), "expired".to_owned()));
    assert_eq!(world.status(other).await.1, "held");
    let refunds = world.stand.objects("refund");
    let charges = world.stand.objects("charge");
    assert_eq!((refunds.len(), &refunds[0]["amount"]), (1, &charges[0]["amount"]));
    let left = world.ledger(held).await;
    assert!(
        left.iter().all(|line| !line.starts_with("organizer") && !line.starts_with("refunds_due")),
        "{left:?}"
    );
    assert!(
        left.iter().all(|line| !line.starts_with("fees")),
        "the platform gives its fee back: {left:?}"
    );
}

/// RF-4: who sold without the right to cancel is held to it, whatever is sent past the screen.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_purchase_without_self_cancel_is_not_given_up_by_its_holder(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    sqlx::query!("update payments set policy = policy || '{\"self_cancel\": false}'")
        .execute(&db)
        .await
        .unwrap();
    testkit::sales::policy(&db, world.org, 10_000, false).await;
    let mut tx = db.begin().await.unwrap();
    let by = (held.registration, By::Holder(None));
    let refused = sales::give_up(&mut tx, by, (None, None), world.now()).await.unwrap_err();
    assert_eq!(refused.code(), "cancellation-closed");
}

/// PA-20, RG-9: a bank takes its days for a place that was taken away meanwhile; the payment is in
/// processing all the same, and what then comes goes back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_bank_may_take_its_days_for_a_place_that_is_gone(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.take_away(held).await;
    world.stand.pay(&session, "debit_ok").await.unwrap();
    world.deliver_all().await;
    assert_eq!(world.dead_jobs().await, []);
    assert_eq!(world.status(held).await, ("processing".to_owned(), "cancelled".to_owned()));
    world.stand.act(Action::SettleDelayed { session, ok: true }).await.unwrap();
    world.deliver_all().await;
    world.pay_back().await;
    world.advance(TimeDelta::days(2));
    world.deliver_all().await;
    assert_eq!(world.status(held).await.1, "cancelled");
    let refunds = world.stand.objects("refund");
    assert_eq!(
        (refunds.len(), &refunds[0]["amount"]),
        (1, &world.stand.objects("charge")[0]["amount"])
    );
}

/// PA-42: news of a dispute or a refund that overtake the payment they are about are not lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_overtakes_its_payment_is_not_lost(db: PgPool) {
    let world = World::of(&db, 2).await;
    let (doubted, refunded) = (world.hold("ada").await.unwrap(), world.hold("bob").await.unwrap());
    let session = world.open(doubted).await.unwrap();
    world.stand.pay(&session, "dispute").await.unwrap();
    let first = world.stand.take();
    let (early, late): (Vec<_>, Vec<_>) =
        first.iter().partition(|message| message.kind.starts_with("charge.dispute"));
    assert!(!early.is_empty());
    for message in early.into_iter().chain(late) {
        assert_eq!(world.deliver(message).await, 200);
    }
    let disputed = sqlx::query_scalar!(
        r#"select p.disputed_minor from payments p join disputes d on d.payment_id = p.id"#
    );
    assert_eq!(disputed.fetch_all(&db).await.unwrap(), [2352]);

    let session = world.open(refunded).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    let charge = world.stand.objects("charge").into_iter().find(|charge| {
        charge["transfer_group"] == refunded.payment.to_string()
            && charge["id"].as_str().unwrap().starts_with("ch_")
    });
    let form = Form::new().with("charge", charge.unwrap()["id"].as_str().unwrap());
    let _: serde_json::Value = world.stripe.post("/v1/refunds", &form, "by hand").await.unwrap();
    for message in world.stand.take().iter().filter(|message| message.kind.starts_with("refund.")) {
        assert_eq!(world.deliver(message).await, 200);
    }
    let (payment, place) = world.status(refunded).await;
    assert_eq!((payment.as_str(), place.as_str()), ("paid", "cancelled"));
    let causes = sqlx::query_scalar!(
        "select cause from refunds where payment_id = $1",
        refunded.payment as _
    );
    assert_eq!(causes.fetch_all(&db).await.unwrap(), ["organizer"]);
}

/// PA-18, section 8: a session over 1 cent that names our payment confirms nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_that_differs_is_flagged(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    sqlx::query!(
        "update payments set net_minor = net_minor + 100, list_minor = list_minor + 100, total_minor = total_minor + 100,
                organizer_minor = organizer_minor + 100"
    )
    .execute(&db)
    .await
    .unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    let row = sqlx::query!(r#"select status, flagged_reason as "reason!" from payments"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!((row.status.as_str(), world.status(held).await.1.as_str()), ("open", "held"));
    assert_eq!(row.reason, "amount: 2452 was agreed, 2352 came");
}

/// PA-41: each write of a refund breaks, with its effect or without, and is done once all the same.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_goes_through_whatever_breaks_on_the_way(db: PgPool) {
    let world = World::of(&db, 20).await;
    let writes = ["/v1/refunds", "/reversals", "/v1/application_fees"];
    let kinds = [
        FaultKind::Before,
        FaultKind::After,
        FaultKind::BrokenBefore,
        FaultKind::BrokenAfter,
        FaultKind::Limited,
    ];
    for (n, (write, kind)) in
        writes.iter().flat_map(|write| kinds.map(|kind| (*write, kind))).enumerate()
    {
        let held = world.hold(&format!("buyer{n}")).await.unwrap();
        let session = world.open(held).await.unwrap();
        world.stand.pay(&session, "success").await.unwrap();
        world.deliver_all().await;
        let mut tx = db.begin().await.unwrap();
        let payment = billing::payment::lock(&mut tx, held.payment).await.unwrap().unwrap();
        let items: Vec<_> = payment.items.iter().collect();
        let (cause, ask) = (Cause::EventCancelled, Ask::Full);
        let shares = billing::refund::work_out(&payment, &items, cause, ask);
        let cause_key = "event".to_owned();
        let demand = Demand::new(cause, cause_key, &shares);
        let now = world.now();
        let asked =
            billing::refund::request(&mut tx, &payment, &demand, now).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        world.stand.fault("POST", write, kind).await.unwrap();
        let mut tries = 0;
        while billing::refund::advance(&db, &world.stripe, asked.id, now).await.is_err() {
            tries += 1;
            assert!(tries < 4, "{write} {kind:?} does not end");
        }
        world.deliver_all().await;
        assert!(tries > 0, "{write} {kind:?} did not break");
        let left = world.ledger(held).await;
        let open = left.iter().find(|l| l.starts_with("organizer") || l.starts_with("refunds_due"));
        assert_eq!(open, None, "{write} {kind:?}");
    }
    assert_eq!(world.stand.objects("refund").len(), 15);
    let charges = world.stand.objects("charge");
    let whole = |charge: &serde_json::Value| charge["amount_refunded"] == charge["amount"];
    // The other side of each transfer is a charge too.
    let ours = |charge: &&serde_json::Value| charge["id"].as_str().unwrap().starts_with("ch_");
    assert_eq!(charges.iter().filter(ours).find(|charge| !whole(charge)), None);
    let transfers = world.stand.objects("transfer");
    let whole = |transfer: &serde_json::Value| transfer["amount_reversed"] == transfer["amount"];
    assert_eq!(transfers.iter().find(|transfer| !whole(transfer)), None);
}

/// Whatever Stripe says of a sale is applied with one connection at a time: two deliveries never
/// wait for what the other holds.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_connection_is_enough_for_whatever_stripe_says(db: PgPool) {
    let narrow = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_secs(2))
        .connect_with((*db.connect_options()).clone())
        .await
        .unwrap();
    let world = World::of(&narrow, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    world.follow().await;
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
}
