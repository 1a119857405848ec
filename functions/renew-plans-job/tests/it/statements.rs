use billing::document::DocumentJob;
use billing::ledger::{Account, Journal};
use chrono::{DateTime, NaiveDate, Utc};
use models::Currency;
use sqlx::PgPool;
use testkit::{now, rows};

use crate::{app, run};

/// RF-12: on the 1st each organization that had fees in the month before is asked for, once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_that_ended_is_stated_once(db: PgPool) {
    let app = app(&db);
    let (sold, _idle) = (rows::organization(&db).await, rows::organization(&db).await);
    let mut conn = db.acquire().await.unwrap();
    let journal = Journal::new("settled", "settled:1".to_owned(), Currency::USD).about(sold, None);
    let journal = journal.debit(Account::Organizer, 307).credit(Account::Fees, 307);
    journal.post(&mut conn, now()).await.unwrap();
    drop(conn);
    run(&app).await;
    let asked = async || {
        sqlx::query_scalar!("select payload from outbox where queue = 'issue-document'")
            .fetch_all(&db)
            .await
            .unwrap()
    };
    assert!(asked().await.is_empty(), "the month goes on");
    let first: DateTime<Utc> = "2026-11-01T00:30:00Z".parse().unwrap();
    app.advance(first - now());
    run(&app).await;
    run(&app).await;
    let jobs: Vec<DocumentJob> =
        asked().await.into_iter().map(|job| serde_json::from_value(job).unwrap()).collect();
    let month = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    assert_eq!(jobs, [DocumentJob::Month { organization: sold, month }]);
}

/// RF-12: a statement that nobody asked for on the first days of a month is asked for later.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_that_was_missed_is_stated_later(db: PgPool) {
    let app = app(&db);
    let sold = rows::organization(&db).await;
    let mut conn = db.acquire().await.unwrap();
    for (source, at) in
        [("settled:1", "2026-10-31T23:59:59Z"), ("settled:2", "2026-11-01T00:00:00Z")]
    {
        let journal = Journal::new("settled", source.to_owned(), Currency::USD).about(sold, None);
        let journal = journal.debit(Account::Organizer, 307).credit(Account::Fees, 307);
        journal.post(&mut conn, at.parse().unwrap()).await.unwrap();
    }
    drop(conn);
    let later: DateTime<Utc> = "2027-01-19T10:07:00Z".parse().unwrap();
    app.advance(later - now());
    run(&app).await;
    let asked = sqlx::query_scalar!(
        "select payload from outbox where queue = 'issue-document' order by payload::text"
    );
    let jobs: Vec<DocumentJob> = asked
        .fetch_all(&db)
        .await
        .unwrap()
        .into_iter()
        .map(|job| serde_json::from_value(job).unwrap())
        .collect();
    let month = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
    let stated = |month| DocumentJob::Month { organization: sold, month };
    assert_eq!(jobs, [stated(month(10)), stated(month(11))]);
}
