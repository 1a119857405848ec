use chrono::TimeDelta;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::EventSpec;

use crate::PATH;

/// §5: codes are short words, so guesses are counted here as on the event's page; an account is no
/// way around.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guessing_access_codes_ends_after_20_failures(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let hidden = sqlx::query_scalar!(
        r#"update ticket_types set audience = 'hidden', access_code = 'CAMPUS' where event_id = $1 returning id as "id: models::TicketTypeId""#,
        event as _
    );
    let hidden = hidden.fetch_one(&db).await.unwrap();
    let ada = app.person().await;
    let guess = async |n: usize, code: &str| {
        let body = json!({"event_id": event, "access_code": code, "attendees": [{"ticket_type_id": hidden}]});
        let key = format!("k{n}");
        let headers =
            [("idempotency-key", key.as_str()), ("x-forwarded-for", "203.0.113.9, 10.0.0.1")];
        ada.send("POST", PATH, Some(body), &headers).await
    };
    for n in 0..20 {
        assert_eq!(guess(n, &format!("guess{n}")).await.problem(), "403 access-code-wrong");
    }
    assert_eq!(guess(20, "CAMPUS").await.problem(), "429 too-many-requests");
    app.advance(TimeDelta::minutes(10));
    let known = guess(21, "CAMPUS").await;
    assert_eq!(known.status, 201, "{}", known.body);
}

/// PC-9: a code that is tried by buying is a try, for accounts too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guessing_promo_codes_ends_after_10_failures(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let ada = app.person().await;
    let guess = async |n: usize, code: Option<&str>| {
        let mut body = json!({"event_id": event, "attendees": [{}]});
        if let Some(code) = code {
            body["promo_code"] = code.into();
        }
        let key = format!("k{n}");
        let headers =
            [("idempotency-key", key.as_str()), ("x-forwarded-for", "203.0.113.9, 10.0.0.1")];
        ada.send("POST", PATH, Some(body), &headers).await
    };
    for n in 0..10 {
        assert_eq!(guess(n, Some(&format!("GUESS{n}"))).await.problem(), "422 promo-code-invalid");
    }
    assert_eq!(guess(10, Some("GUESS10")).await.problem(), "429 too-many-requests");
    let without = guess(11, None).await;
    assert_eq!(without.status, 201, "nobody is kept from buying: {}", without.body);
}
