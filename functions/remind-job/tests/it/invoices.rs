use chrono::{DateTime, TimeDelta, Utc};
use models::{Currency, Money, PaymentId};
use sqlx::PgPool;
use testkit::{EventSpec, now, rows, sales};

use crate::{app, keys, run};

/// A place that is paid by invoice, made at the present of the tests.
async fn invoiced(db: &PgPool, due_at: DateTime<Utc>) -> PaymentId {
    let org = rows::organization(db).await;
    let event =
        rows::event(db, org, EventSpec { starts_in: TimeDelta::days(90), ..EventSpec::PUBLISHED })
            .await;
    let place = rows::registration(db, event, "ada@example.org", "confirmed").await;
    let payment = sales::sold(db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    sqlx::query!(
        "update payments set method = 'outside', status = 'draft', paid_at = null, destination_account = null, due_at = $2
          where id = $1",
        payment as _,
        due_at
    )
    .execute(db)
    .await
    .unwrap();
    payment
}

async fn set(db: &PgPool, payment: PaymentId, status: &str) {
    let changed =
        sqlx::query!("update payments set status = $2 where id = $1", payment as _, status);
    changed.execute(db).await.unwrap();
}

/// PA-24: three days before, three and ten days after, once each; nothing at night.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_owes_an_invoice_is_told_at_three_steps(db: PgPool) {
    let app = app(&db);
    invoiced(&db, now() + TimeDelta::days(14)).await;
    let told = async || keys(&db).await.iter().filter(|key| *key == "payment-due").count();
    // 08:00 UTC is 09:00 in London then; two hours earlier it is 07:00.
    app.advance(TimeDelta::days(11) - TimeDelta::hours(2));
    run(&app).await;
    assert_eq!(told().await, 0, "not before 08:00");
    app.advance(TimeDelta::hours(2));
    for (pause, expected) in
        [(0, 1), (2, 1), (1, 1), (2, 1), (1, 2), (6, 2), (1, 3), (2, 3), (9, 3)]
    {
        app.advance(TimeDelta::days(pause));
        for _ in 0..2 {
            run(&app).await;
        }
        assert_eq!(told().await, expected, "{pause}");
    }
    let late = sqlx::query_scalar!(
        r#"select (variables->'facts'->>'overdue')::boolean as "overdue!" from messages where message_key = 'payment-due' order by created_at"#
    );
    assert_eq!(late.fetch_all(&db).await.unwrap(), [false, true, true]);
}

/// PA-24: what is paid or given up is not asked for, and whoever got the invoice yesterday is not
/// reminded of it today.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_is_reminded_of_what_is_not_owed(db: PgPool) {
    let app = app(&db);
    let paid = invoiced(&db, now() + TimeDelta::days(6)).await;
    let off = invoiced(&db, now() + TimeDelta::days(6)).await;
    invoiced(&db, now() + TimeDelta::days(2)).await;
    set(&db, paid, "paid").await;
    set(&db, off, "canceled").await;
    for _ in 0..5 {
        app.advance(TimeDelta::days(1));
        run(&app).await;
        let told = keys(&db).await.into_iter().filter(|key| key == "payment-due").count();
        assert_eq!(told, usize::from(app.clock.now() >= now() + TimeDelta::days(5)));
    }
}
