//! PA-18: what is decided about a payment that differs.

use models::Fault as _;
use sqlx::PgPool;
use testkit::rows;

use crate::world::{Held, World};
use crate::{lose, open, run};

/// A payment over another amount than came.
async fn flagged(world: &World) -> Held {
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    sqlx::query!(
        "update payments set net_minor = net_minor + 100, list_minor = list_minor + 100, total_minor = total_minor + 100,
                organizer_minor = organizer_minor + 100"
    )
    .execute(&world.db)
    .await
    .unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    assert_eq!(world.status(held).await, ("open".to_owned(), "held".to_owned()));
    held
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_that_differs_counts_when_somebody_says_so(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = flagged(&world).await;
    run(&world, 1).await;
    assert!(open(&db).await.is_empty(), "it has a list of its own: {:?}", open(&db).await);
    let noor = rows::person(&db).await.user;
    let settle = || {
        sales::settle_flagged(&db, &world.stripe, held.payment, (noor, "A dollar."), world.now())
    };
    settle().await.unwrap();
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert_eq!(settle().await.unwrap_err().code(), "not-flagged");
    let why = (noor, "No.");
    let refund = sales::refund_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert_eq!(refund.unwrap_err().code(), "not-flagged");
    world.deliver_all().await;
    assert_eq!(world.ledger(held).await.len(), 3, "as any other: fees, stripe, stripe_costs");
    run(&world, 1).await;
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
    let audited = sqlx::query_scalar!(
        r#"select after->>'reason' as "reason!" from audit_entries where action = 'payment.flag-decided' and actor_kind = 'support'"#
    );
    assert_eq!(audited.fetch_all(&db).await.unwrap(), ["A dollar."]);
}

/// What was paid as agreed in the end is refunded as any other; what has ended can only go back;
/// and the clock has nothing to ask Stripe of either.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_decision_fits_what_became_of_the_payment(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = flagged(&world).await;
    let later = world.now() + chrono::TimeDelta::days(1);
    let mut conn = db.acquire().await.unwrap();
    assert!(billing::payment::due(&mut conn, later, 10).await.unwrap().is_empty());
    let why = (rows::person(&db).await.user, "The wrong amount.");
    let become_ = async |status: &str| {
        let changed = sqlx::query!("update payments set status = $1", status);
        changed.execute(&db).await.unwrap();
    };
    become_("paid").await;
    let back = sales::refund_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert_eq!(back.unwrap_err().code(), "already-paid");
    become_("expired").await;
    let counted = sales::settle_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert_eq!(counted.unwrap_err().code(), "payment-ended");
    assert!(world.stand.objects("refund").is_empty());
    let back = sales::refund_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert!(back.unwrap().is_some());
}

/// Whether all that the buyer paid went back.
fn returned(world: &World) -> bool {
    let charges = world.stand.objects("charge");
    charges.iter().any(|charge| charge["amount_refunded"] == 2_352 && charge["amount"] == 2_352)
}

/// Another currency or receiver cannot be counted as paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn money_for_somebody_else_cannot_count(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = flagged(&world).await;
    sqlx::query!("update payments set destination_account = 'acct_other'")
        .execute(&db)
        .await
        .unwrap();
    let why = (rows::person(&db).await.user, "It is fine.");
    let settled = sales::settle_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert_eq!(settled.unwrap_err().code(), "payment-differs");
    assert_eq!(world.status(held).await, ("open".to_owned(), "held".to_owned()));
}

/// All that came goes back through the hands that it came by, the place is free, nothing is booked.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_that_differs_goes_back_in_full(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = flagged(&world).await;
    let why = (rows::person(&db).await.user, "The wrong amount.");
    let back = || sales::refund_flagged(&db, &world.stripe, held.payment, why, world.now());
    let came = back().await.unwrap().unwrap();
    assert_eq!(came.amount, 2_352, "what came, not what was agreed");
    assert_eq!(back().await.unwrap(), Some(came), "asking again changes nothing");
    assert_eq!(world.status(held).await, ("canceled".to_owned(), "cancelled".to_owned()));
    assert!(returned(&world));
    let transfer = &world.stand.objects("transfer")[0];
    assert_eq!(transfer["amount_reversed"], transfer["amount"]);
    assert_eq!(world.stand.objects("refund").len(), 1);
    world.deliver_all().await;
    assert!(world.ledger(held).await.is_empty());
    assert!(world.hold("bob").await.is_some(), "the seat is free");
    run(&world, 1).await;
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}

/// Killed after the decision and before the refund: the next night sends it back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_decided_to_go_back_goes_back_though_it_broke_off(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = flagged(&world).await;
    let why = (rows::person(&db).await.user, "The wrong amount.");
    world.stand.fault("POST", "/v1/refunds", sandbox::stripe::FaultKind::Before).await.unwrap();
    let broken = sales::refund_flagged(&db, &world.stripe, held.payment, why, world.now()).await;
    assert_eq!(broken.unwrap_err().kind(), models::Kind::Unavailable);
    assert_eq!(world.status(held).await.0, "canceled");
    lose(&world);
    let night = run(&world, 1).await;
    assert_eq!(night.repaired, 1);
    assert!(returned(&world));
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}
