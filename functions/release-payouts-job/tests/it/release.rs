use billing::payout;
use chrono::TimeDelta;
use models::Money;
use sandbox::stripe::FaultKind;
use sqlx::PgPool;

use crate::world::World;

fn dollars(cents: i64) -> Money {
    Money::new(cents, "USD".parse().unwrap())
}

/// PA-13: two days after its end and not before, the organizer's part alone, once a day however
/// often the job runs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_organizers_part_leaves_two_days_after_the_event(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 3, dollars(5_000)).await;
    world.sell("eve@example.org", 30, dollars(7_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty(), "one day after is too early");
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD pending"]);
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await.len(), 1, "it left already");
    let there = world.stand.objects("payout");
    assert_eq!((there.len(), there[0]["amount"].as_i64()), (1, Some(5_000)));
}

/// Releases nothing until so many days after a charge, long before the event, and then all.
async fn leaves_after(db: PgPool, country: &str, currency: &str, days: i64) {
    let world = World::of(&db, country).await;
    let sold = Money::new(5_000, currency.parse().unwrap());
    world.sell("ada@example.org", 200, sold).await;
    world.advance(TimeDelta::days(days) - TimeDelta::hours(1));
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty());
    world.advance(TimeDelta::hours(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, [format!("5000 {currency} pending")]);
}

/// PA-13: Stripe keeps money for 90 days.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_stripe_would_not_keep_longer_leaves_before_the_event(db: PgPool) {
    leaves_after(db, "US", "USD", 80).await;
}

/// PA-13: in Thailand for 10.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn in_thailand_it_leaves_after_eight_days(db: PgPool) {
    leaves_after(db, "TH", "THB", 8).await;
}

/// PA-13: never above what Stripe has available, even where more is due by our count.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_more_leaves_than_is_there(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    // Sold here, and never paid there.
    let event = testkit::rows::event(&db, world.org, testkit::EventSpec::PUBLISHED).await;
    let place = testkit::rows::registration(&db, event, "eve@example.org", "confirmed").await;
    testkit::sales::sold(&db, place, &world.stripe, dollars(9_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD pending"]);
}

/// PA-13, LG-2: what went back to a buyer does not leave, also when it went back after it left.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn refunds_are_netted(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    refund_all(&db).await;
    world.sell("eve@example.org", 1, dollars(7_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD pending", "2000 USD pending"]);
}

/// The organizer's whole part of the only payment goes back.
async fn refund_all(db: &PgPool) {
    sqlx::query!(
        "with refund as (
            insert into refunds (id, organization_id, payment_id, cause, cause_key, currency, amount_minor, organizer_share_minor,
                                 platform_share_minor, status, requested_at, updated_at)
            select p.id, p.organization_id, p.id, 'organizer', 'test', p.currency, p.organizer_minor, p.organizer_minor, 0,
                   'succeeded', p.created_at, p.created_at
              from payments p
            returning id, payment_id, amount_minor
         )
         insert into refund_items (refund_id, payment_item_id, amount_minor, organizer_share_minor, platform_share_minor)
         select r.id, i.id, r.amount_minor, r.amount_minor, 0 from refund r join payment_items i on i.payment_id = r.payment_id"
    )
    .execute(db)
    .await
    .unwrap();
}

/// PA-13: what a bank looks into stays; what it took back is a debt.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_disputed_payment_stays(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    sqlx::query!(
        "insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, reason, status,
                               created_at, updated_at)
         select id, organization_id, id, 'dp_1', currency, total_minor, 'fraudulent', 'needs_response', created_at, created_at
           from payments"
    )
    .execute(&db)
    .await
    .unwrap();
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty());
    sqlx::query!("update disputes set status = 'won', closed_at = created_at")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD pending"]);
}

/// PA-13: an organizer who asks for each payout is left alone, and so is an account that may not
/// pay out.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_leaves_by_itself_where_that_is_not_wanted(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    for mode in ["manual", "rolling"] {
        sqlx::query!("update payout_accounts set payout_mode = $1", mode)
            .execute(&db)
            .await
            .unwrap();
        assert_eq!(world.run().await, "200");
    }
    sqlx::query!(
        "update payout_accounts set payout_mode = 'after_event', payouts_enabled_at = null"
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty());
}

/// PA-41, acceptance 5: an answer that is lost makes no second payout, and no lost one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_answer_is_asked_for_again(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    for fault in [FaultKind::Before, FaultKind::After, FaultKind::Limited] {
        world.stand.fault("POST", "payouts", fault).await.unwrap();
        assert_eq!(world.run().await, "503 unavailable", "{fault:?}");
        assert_eq!(world.payouts().await, ["5000 USD requested"]);
        world.advance(TimeDelta::minutes(3));
    }
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD pending"]);
    assert_eq!(world.stand.objects("payout").len(), 1);
}

/// PA-13: what Stripe refuses has failed, and is released another day.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refused_payout_is_released_another_day(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    // Restricted there, and the message of it is not here yet.
    let account = world.stripe.clone();
    world.stand.act(sandbox::stripe::Action::Restrict { account: account.clone() }).await.unwrap();
    assert_eq!(world.run().await, "409 payouts-disabled");
    assert_eq!(world.payouts().await, ["5000 USD failed"]);
    world.stand.act(sandbox::stripe::Action::Activate { account }).await.unwrap();
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD failed"], "this day is done");
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD failed", "5000 USD pending"]);
}

/// PA-13, PA-42: what the bank sends back is told once, whatever is read late, and leaves again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_comes_back_leaves_again(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    let early = world.stand.objects("payout")[0].clone();
    let payout = early["id"].as_str().unwrap().to_owned();
    world.stand.act(sandbox::stripe::Action::FailPayout { payout }).await.unwrap();
    let late = world.stand.objects("payout")[0].clone();
    let now = world.app.clock.now();
    let mut conn = db.acquire().await.unwrap();
    let account = &world.stripe;
    let minute = TimeDelta::minutes(1);
    let failed = payout::sync(&mut conn, account, &late, now + minute, now).await.unwrap();
    let failed = failed.expect("finance is to be told");
    assert_eq!((failed.organization, failed.amount), (world.org, dollars(5_000)));
    assert_eq!(failed.code.as_deref(), Some("account_closed"));
    for (object, read_at) in [(&late, now + minute), (&early, now)] {
        assert_eq!(payout::sync(&mut conn, account, object, read_at, now).await.unwrap(), None);
    }
    assert_eq!(world.payouts().await, ["5000 USD failed"]);
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 USD failed", "5000 USD pending"]);
}
