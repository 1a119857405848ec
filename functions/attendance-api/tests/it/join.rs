use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use models::{EventId, RegistrationId, Role, SealKind};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, rows};

use crate::PATH;

async fn joiner(app: &TestApp, spec: EventSpec) -> (EventId, RegistrationId) {
    let event = app.member(Role::Organizer).await.event(spec).await;
    (event, rows::registration(&app.db, event, "ana@example.org", "confirmed").await)
}

async fn follow(
    app: &TestApp,
    registration: RegistrationId,
    method: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let seal = app.seal(SealKind::Join, registration, 1);
    let mut request = Request::builder().method(method).uri(format!("{PATH}/join/{seal}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.answer(request.body(Body::empty()).unwrap()).await
}

async fn clicks(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "count!" from join_clicks"#)
        .fetch_one(db)
        .await
        .unwrap()
}

const JSON: [(&str, &str); 1] = [("accept", "application/json")];

/// RG-19: nobody joins on a seat without a name.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_without_a_name_opens_no_meeting(db: PgPool) {
    let app = crate::app(&db);
    let (_, seat) =
        joiner(&app, EventSpec { starts_in: TimeDelta::minutes(5), ..EventSpec::PUBLISHED }).await;
    assert_eq!(follow(&app, seat, "GET", &[]).await.status, 303);
    sqlx::query!(
        "update registrations set email = null, email_key = null, full_name = null where id = $1",
        seat as _
    )
    .execute(&db)
    .await
    .unwrap();
    let refused = follow(&app, seat, "GET", &JSON).await;
    assert_eq!(refused.problem(), "409 registration-not-confirmed");
}

/// ZM-6: early to a countdown, open into the meeting, after to the result.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_link_leads_through_the_whole_day(db: PgPool) {
    let app = crate::app(&db);
    let (_, ana) =
        joiner(&app, EventSpec { starts_in: TimeDelta::minutes(16), ..EventSpec::PUBLISHED }).await;
    let to = async || {
        let answer = follow(&app, ana, "GET", &[]).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        let state = follow(&app, ana, "GET", &JSON).await;
        let location = answer.headers["location"].to_str().unwrap().to_owned();
        (
            state.body["phase"].as_str().unwrap().to_owned(),
            location.starts_with("https://accredit.test/join/"),
            location,
        )
    };
    assert_eq!(to().await.0, "early");
    assert!(to().await.1);
    assert_eq!(clicks(&db).await, 0);
    app.advance(TimeDelta::minutes(1));
    let (phase, _, location) = to().await;
    assert_eq!(
        (phase.as_str(), location.as_str()),
        ("open", "https://meet.example.org/wound-care")
    );
    assert_eq!(clicks(&db).await, 1);
    app.advance(TimeDelta::minutes(76));
    let (phase, at_home, _) = to().await;
    assert_eq!((phase.as_str(), at_home), ("after", true));
}

/// ZM-6: whoever has not pressed anything leaves no evidence.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn prefetch_and_mail_scanners_record_no_click(db: PgPool) {
    let app = crate::app(&db);
    let (_, ana) =
        joiner(&app, EventSpec { starts_in: TimeDelta::zero(), ..EventSpec::PUBLISHED }).await;
    follow(&app, ana, "HEAD", &[]).await;
    follow(&app, ana, "GET", &JSON).await;
    follow(&app, ana, "GET", &[("sec-purpose", "prefetch;prerender")]).await;
    follow(&app, ana, "GET", &[("user-agent", "Mozilla/5.0 (compatible; SafeLinks scanner)")])
        .await;
    assert_eq!(clicks(&db).await, 0);
    follow(&app, ana, "GET", &[("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")])
        .await;
    assert_eq!(clicks(&db).await, 1);
}

/// PR-25: five minutes after the click the meeting should know somebody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn somebody_whom_the_meeting_does_not_see_is_warned(db: PgPool) {
    let app = crate::app(&db);
    let (event, ana) =
        joiner(&app, EventSpec { starts_in: TimeDelta::zero(), ..EventSpec::PUBLISHED }).await;
    sqlx::query!("update events set zoom_planned = true where id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    let warned =
        async || follow(&app, ana, "GET", &JSON).await.body["unseen_warning"].as_bool().unwrap();
    assert!(!warned().await);
    sqlx::query!("insert into join_clicks (id, organization_id, registration_id, clicked_at) select $1, organization_id, id, $2 from registrations",
        uuid::Uuid::nil(), testkit::now()).execute(&db).await.unwrap();
    app.advance(TimeDelta::minutes(5));
    assert!(warned().await);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_link_of_another_kind_generation_or_person_opens_nothing(db: PgPool) {
    let app = crate::app(&db);
    let (_, ana) = joiner(&app, EventSpec::PUBLISHED).await;
    for seal in [app.seal(SealKind::Manage, ana, 1), app.seal(SealKind::Join, ana, 2), "x".into()] {
        let answer = app.send("GET", &format!("{PATH}/join/{seal}"), None).await;
        assert_eq!(answer.problem(), "404 join-link-unknown");
    }
    sqlx::query!("delete from seat_claims").execute(&mut *db.acquire().await.unwrap()).await.ok();
    let mut tx = db.begin().await.unwrap();
    sqlx::query!("delete from seat_claims").execute(&mut *tx).await.unwrap();
    sqlx::query!("update registrations set status = 'cancelled', cancelled_at = now()")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(follow(&app, ana, "GET", &[]).await.problem(), "409 registration-not-confirmed");
}
