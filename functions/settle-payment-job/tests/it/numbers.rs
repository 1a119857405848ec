//! How often a sale asks the database.

use sqlx::PgPool;
use testkit::count_queries;

use crate::world::World;

/// The numbers: at most four statements until the page is open, at most six to settle. What
/// follows a settlement has a transaction of its own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sale_asks_little(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let (_, opening) = count_queries(world.open(held)).await;
    let session = world.session(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    let ((), settling) = count_queries(world.confirm(held)).await;
    let empty = async { db.begin().await.unwrap().commit().await.unwrap() };
    let ((), transaction) = count_queries(empty).await;
    // One of each is the test's own question for the session.
    assert_eq!((opening - 1 - transaction, settling - 1 - transaction), (4, 6));
}
