//! How a run goes on: page by page, once, and again where it broke off.

use billing::reconcile;
use chrono::TimeDelta;
use sandbox::stripe::FaultKind;
use sqlx::PgPool;

use crate::world::World;
use crate::{go_on, job, next, run};

/// More than a page of sessions: each is compared, though every page comes twice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_long_list_is_compared_page_by_page(db: PgPool) {
    let world = World::of(&db, 60).await;
    for n in 0..55 {
        let held = world.hold(&format!("buyer{n}")).await.unwrap();
        world.open(held).await.unwrap();
    }
    let night = run(&world, 2).await;
    assert!(night.finished_at.is_some());
    assert_eq!((night.compared, night.repaired, night.found), (56, 0, 0), "with the account");
    let left = sqlx::query_scalar!(r#"select count(*) as "n!" from reconciliation_seen"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// One run a night, by the hourly round; one that broke off goes on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_night_has_one_run_which_goes_on_where_it_broke_off(db: PgPool) {
    let world = World::of(&db, 2).await;
    let round = async || {
        let mut tx = db.begin().await.unwrap();
        reconcile::tonight(&mut tx, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    round().await;
    let first = next(&db).await;
    assert_eq!(first.len(), 1);
    world.stand.fault("GET", "/v1/checkout/sessions", FaultKind::Before).await.unwrap();
    assert_eq!(job(&world).post("/", first[0].clone()).await.status, 503, "it is tried again");
    round().await;
    assert!(next(&db).await.is_empty(), "it is under way");
    world.advance(TimeDelta::hours(1));
    round().await;
    go_on(&world, 1).await;
    let nights = sqlx::query!("select night, finished_at from reconciliation_runs")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(nights.len(), 1);
    assert!(nights[0].finished_at.is_some() && nights[0].night.is_some());
    world.advance(TimeDelta::hours(1));
    round().await;
    assert!(next(&db).await.is_empty(), "this night is done");
    world.advance(TimeDelta::days(1));
    round().await;
    assert_eq!(next(&db).await.len(), 1);
}
