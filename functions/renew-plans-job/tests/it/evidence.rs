use chrono::TimeDelta;
use models::{Currency, DisputeId, Money, Role};
use sqlx::PgPool;
use testkit::{EventSpec, now, rows, sales};

use crate::{app, run};

/// What was told of disputes, in order.
async fn told(db: &PgPool) -> Vec<String> {
    let told = sqlx::query_scalar!(
        r#"select variables->'facts'->>'what' as "what!" from messages where message_key = 'team-money' order by created_at, id"#
    );
    told.fetch_all(db).await.unwrap()
}

/// A dispute that began at the present of the tests; its evidence is due so long after.
async fn disputed(db: &PgPool, due_in: TimeDelta) -> DisputeId {
    let org = rows::organization(db).await;
    rows::member(db, org, Role::Finance).await;
    rows::member(db, org, Role::CheckIn).await;
    let event = rows::event(db, org, EventSpec::PUBLISHED).await;
    let place = rows::registration(db, event, "ada@example.org", "confirmed").await;
    let payment = sales::sold(db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    let id = DisputeId::new(now());
    sqlx::query!(
        "insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, reason, status,
                               evidence_due_at, created_at, updated_at)
         values ($1, $2, $3, 'du_1', 'USD', 5300, 'fraudulent', 'needs_response', $4, $5, $5)",
        id as _,
        org as _,
        payment as _,
        now() + due_in,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// RF-11: 7, 3 and 1 days before, once each, until the evidence is sent; nothing at night.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn evidence_that_is_due_is_told_of_at_its_steps(db: PgPool) {
    let app = app(&db);
    let id = disputed(&db, TimeDelta::days(20)).await;
    // 08:00 UTC is 09:00 in London then; two hours earlier it is 07:00.
    app.advance(TimeDelta::days(13) - TimeDelta::hours(2));
    run(&app).await;
    assert!(told(&db).await.is_empty(), "not before 08:00");
    app.advance(TimeDelta::hours(2));
    for (pause, expected) in [(0, 1), (1, 1), (3, 2), (1, 2)] {
        app.advance(TimeDelta::days(pause));
        for _ in 0..2 {
            run(&app).await;
        }
        assert_eq!(told(&db).await.len(), expected);
    }
    sqlx::query!(
        "update disputes set evidence_sent_at = $2, status = 'under_review' where id = $1",
        id as _,
        app.clock.now()
    )
    .execute(&db)
    .await
    .unwrap();
    app.advance(TimeDelta::days(1));
    run(&app).await;
    assert_eq!(told(&db).await, ["dispute-due", "dispute-due"]);
}

/// A step that had come when the dispute began is not told again: its beginning was.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_short_time_for_evidence_has_fewer_steps(db: PgPool) {
    let app = app(&db);
    disputed(&db, TimeDelta::days(5)).await;
    for expected in [0, 0, 1, 1, 2, 2] {
        run(&app).await;
        assert_eq!(told(&db).await.len(), expected);
        app.advance(TimeDelta::days(1));
    }
}
