use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

use crate::place::Place;

async fn sealed(db: &PgPool) -> Vec<u8> {
    sqlx::query_scalar!("select refresh_token from zoom_connections")
        .fetch_one(db)
        .await
        .unwrap()
        .unwrap()
}

/// ZM-1: a token with less than five minutes left is renewed, and both are written together.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_token_that_ends_soon_is_renewed_first(db: PgPool) {
    let place = Place::with_token(&db, "soon", now() + TimeDelta::minutes(4)).await;
    let before = sealed(&db).await;
    assert_eq!(place.sync().await, 200);
    assert_ne!(sealed(&db).await, before);
    let until = sqlx::query_scalar!("select token_expires_at from zoom_connections")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(until, Some(now() + TimeDelta::hours(1)));
}

/// ZM-1: refresh tokens work once, so two at the same time must not both use one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_that_need_a_new_token_renew_it_once(db: PgPool) {
    let place = Place::with_token(&db, "once", now() + TimeDelta::minutes(1)).await;
    let second = json!({"kind": "meeting", "meeting": place.another().await});
    let (one, two) = tokio::join!(place.sync(), place.run(second));
    assert_eq!((one, two), (200, 200));
    let ready = sqlx::query_scalar!(
        r#"select count(*) as "count!" from zoom_meetings where status = 'ready'"#
    );
    assert_eq!(ready.fetch_one(&db).await.unwrap(), 2);
    let failures =
        sqlx::query_scalar!("select failures from zoom_connections").fetch_one(&db).await.unwrap();
    assert_eq!(failures, 0);
}

/// ZM-1: five failures in a row, and the connection is degraded.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn five_refusals_degrade_a_connection(db: PgPool) {
    let place = Place::with_token(&db, "five", now()).await;
    let spoilt = events::zoom::Vault::parse(crate::place::KEY).unwrap();
    let refresh = spoilt.seal(&format!("zoom-connection/{}/refresh", place.connection), "spent");
    sqlx::query!("update zoom_connections set refresh_token = $1", refresh)
        .execute(&db)
        .await
        .unwrap();
    for nth in 1..=5 {
        assert_eq!(
            place.run(json!({"kind": "connection", "connection": place.connection})).await,
            200
        );
        let row = sqlx::query!("select status, failures from zoom_connections")
            .fetch_one(&db)
            .await
            .unwrap();
        assert_eq!(
            (row.failures, row.status.as_str()),
            (nth, if nth < 5 { "active" } else { "degraded" })
        );
    }
}

/// ZM-1: a token that turns out not to hold is renewed once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_401_is_answered_by_one_renewal(db: PgPool) {
    let place = Place::new(&db, "spent").await;
    let vault = events::zoom::Vault::parse(crate::place::KEY).unwrap();
    let access = vault.seal(&format!("zoom-connection/{}/access", place.connection), "nonsense");
    sqlx::query!("update zoom_connections set access_token = $1", access)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(place.sync().await, 200);
    let status =
        sqlx::query_scalar!("select status from zoom_meetings").fetch_one(&db).await.unwrap();
    assert_eq!(status, "ready");
}
