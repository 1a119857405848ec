//! How often a sale asks the database.

use billing::tax::{Mode, SellerOfRecord};
use sqlx::PgPool;
use testkit::count_queries;

use crate::taxed::{rule, tax};
use crate::world::World;

/// The numbers: at most four statements until the page is open, at most six to settle. What
/// follows a settlement has a transaction of its own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sale_asks_little(db: PgPool) {
    let world = World::of(&db, 5).await;
    assert_eq!(statements(&world, "ada").await, (4, 6));
}

/// PA-7: tax asks no more of the database, once Stripe knows what is sold.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_taxed_sale_asks_no_more(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "exclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    statements(&world, "ada").await;
    assert_eq!(statements(&world, "bob").await, (4, 6));
}

/// Until the page is open, and to settle.
async fn statements(world: &World, buyer: &str) -> (usize, usize) {
    let held = world.hold(buyer).await.unwrap();
    let (_, opening) = count_queries(Box::pin(world.open(held))).await;
    let session = world.session(held).await.unwrap();
    world.stand.pay_from(&session, "success", "FR", "").await.unwrap();
    let ((), settling) = count_queries(world.confirm(held)).await;
    let empty = async { world.db.begin().await.unwrap().commit().await.unwrap() };
    let ((), transaction) = count_queries(empty).await;
    // One of each is the test's own question for the session.
    (opening - 1 - transaction, settling - 1 - transaction)
}
