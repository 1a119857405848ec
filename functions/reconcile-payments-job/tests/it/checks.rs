//! What stands here, beside itself.

use sqlx::PgPool;

use crate::world::World;
use crate::{open, run};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn counters_numbers_and_sums_that_do_not_agree_are_shown_until_they_do(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    assert_eq!(run(&world, 1).await.found, 0, "{:?}", open(&db).await);
    sqlx::query!(
        "insert into usage_counters (organization_id, metric, month, used)
         select organization_id, 'events', '2026-10-01', 3 from payments"
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query!(
        "insert into document_series (issuer, kind, year, last_number) select organization_id, 'credit_note', 2026, 2 from payments"
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query!("update payments set refunded_minor = 7").execute(&db).await.unwrap();
    let wrong = run(&world, 1).await;
    assert_eq!(open(&db).await, ["document-numbers", "payment-refunded", "usage-count"]);
    assert_eq!(wrong.found, 3);
    sqlx::query!("delete from usage_counters").execute(&db).await.unwrap();
    sqlx::query!("update document_series set last_number = 0 where kind = 'credit_note'")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("update payments set refunded_minor = 0").execute(&db).await.unwrap();
    run(&world, 1).await;
    assert!(open(&db).await.is_empty());
}
