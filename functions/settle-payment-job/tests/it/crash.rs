//! Killed between any two steps of a sale, and started again.

use chrono::TimeDelta;
use sales::PaidFor;
use sandbox::stripe::Message;
use sqlx::PgPool;
use testkit::{Cut, cut};

use crate::world::{Held, World};

/// One seat, one page, one journal, one mail, whatever was broken off.
async fn sold_once(world: &World, held: Held, at: Cut) {
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()), "{at:?}");
    world.follow().await;
    let row = sqlx::query!(
        r#"select (select count(*) from ledger_journals where payment_id = $1 and kind = 'settled') as "journals!",
                  (select count(*) from messages where message_key like 'registration-confirmed%' and about_id = $2) as "mails!",
                  (select count(*) from seat_claims where registration_id = $2) as "seats!""#,
        held.payment as _,
        held.registration as _
    );
    let row = row.fetch_one(&world.db).await.unwrap();
    assert_eq!((row.journals, row.mails, row.seats), (1, 1, 1), "{at:?}");
    let pages = world.stand.objects("checkout.session");
    let own = pages.iter().filter(|p| p["client_reference_id"] == held.payment.to_string());
    assert_eq!(own.count(), 1, "{at:?}");
    let left = world.ledger(held).await;
    assert!(!left.iter().any(|line| line.starts_with("organizer")), "{at:?} {left:?}");
}

/// A seat of the n-th buyer, whose money is at Stripe and not heard of here.
async fn paid_for(world: &World, n: i32) -> Held {
    let held = world.hold(&format!("buyer{n}")).await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    held
}

/// The issue, acceptance 5: PA-14. The page is made once; the next click or the clock finishes it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_that_is_killed_anywhere_while_it_is_made_is_one(db: PgPool) {
    let world = World::of(&db, 1_000).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let held = world.hold(&format!("buyer{n}")).await.unwrap();
        let done = cut(&db, at, Box::pin(world.open(held))).await;
        if n % 4 < 2 {
            world.advance(TimeDelta::minutes(3));
            world.minute().await;
        }
        // Broken off before anything was written down, nothing is left for the clock.
        if world.session(held).await.is_none() {
            world.open(held).await.unwrap();
        }
        let session = world.session(held).await.unwrap();
        world.stand.pay(&session, "success").await.unwrap();
        world.deliver_all().await;
        sold_once(&world, held, at).await;
        done.is_some()
    });
    assert!(points.await > 4);
}

/// The issue, acceptance 5: PA-19. What was not answered comes again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_settlement_that_is_killed_anywhere_settles_once(db: PgPool) {
    let world = World::of(&db, 1_000).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let held = paid_for(&world, n).await;
        let messages = world.stand.take();
        let page = |message: &&Message| {
            String::from_utf8_lossy(message.body.as_ref()).contains("checkout.session.completed")
        };
        let page = messages.iter().find(page).unwrap();
        let done = cut(&db, at, world.deliver(page)).await;
        for message in messages.iter().chain([page]) {
            assert_eq!(world.deliver(message).await, 200, "{at:?}");
        }
        sold_once(&world, held, at).await;
        done.is_some()
    });
    assert!(points.await > 4);
}

/// The issue, acceptance 5: what follows a settlement, broken off anywhere and done again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_follows_a_settlement_and_is_killed_anywhere_follows_once(db: PgPool) {
    let world = World::of(&db, 1_000).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let held = paid_for(&world, n).await;
        world.confirm(held).await;
        let job = PaidFor { payment: held.payment, seated: vec![held.registration] };
        let follow = async {
            let mut tx = db.begin().await.unwrap();
            job.follow(&mut tx, world.now()).await.unwrap();
            tx.commit().await.unwrap();
        };
        let done = cut(&db, at, follow).await;
        sold_once(&world, held, at).await;
        done.is_some()
    });
    assert!(points.await > 4);
}

/// The issue, acceptance 2: PA-17. The clock is killed while it closes a page; the seat is free
/// once, and nobody can pay any more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_clock_that_is_killed_anywhere_frees_the_seat_once(db: PgPool) {
    let world = World::of(&db, 1).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let held = world.hold(&format!("buyer{n}")).await.expect("the seat is free again");
        let session = world.open(held).await.unwrap();
        world.advance(TimeDelta::minutes(40));
        let done = cut(&db, at, world.minute()).await;
        world.minute().await;
        let ended = ("expired".to_owned(), "expired".to_owned());
        assert_eq!(world.status(held).await, ended, "{at:?}");
        world.stand.pay(&session, "success").await.unwrap_err();
        world.deliver_all().await;
        done.is_some()
    });
    assert!(points.await > 4);
}
