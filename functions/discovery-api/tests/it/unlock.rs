use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use models::{EventId, OrgId, PromoCodeId, Role, TicketTypeId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

use crate::{EVENTS, get};

async fn hidden_ticket(db: &PgPool, event: EventId, name: &str) -> TicketTypeId {
    let id = TicketTypeId::new(now());
    sqlx::query!(
        "insert into ticket_types (id, organization_id, event_id, name, audience, position, created_at, updated_at)
         select $1, organization_id, id, $3, 'hidden', 1, $4, $4 from events where id = $2",
        id as _,
        event as _,
        name,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// A code that shows these tickets, or all hidden ones.
async fn unlocks(db: &PgPool, org: OrgId, code: &str, tickets: &[TicketTypeId]) {
    let id = PromoCodeId::new(now());
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, scope, created_at, updated_at)
         values ($1, $2, $3, 'unlock', case when $4 then 'all' else 'listed' end, $5, $5)",
        id as _,
        org as _,
        code,
        tickets.is_empty(),
        now()
    )
    .execute(db)
    .await
    .unwrap();
    sqlx::query!(
        "insert into promo_code_targets (promo_code_id, ticket_type_id) select $1, ticket from unnest($2::uuid[]) ticket",
        id as _,
        tickets as _
    )
    .execute(db)
    .await
    .unwrap();
}

fn offered(page: &Value) -> Vec<&str> {
    let tickets = page["registration"]["ticket_types"].as_array().unwrap().iter();
    tickets.map(|ticket| ticket["name"].as_str().unwrap()).collect()
}

/// PC-3: a code that unlocks shows its hidden tickets on the page, and any other shows what
/// everybody sees.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_promo_code_shows_the_hidden_tickets_that_it_unlocks(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let guests = hidden_ticket(&db, event, "Guests").await;
    hidden_ticket(&db, event, "Press").await;
    unlocks(&db, organizer.org(), "ALL-OF-IT", &[]).await;
    unlocks(&db, organizer.org(), "GUESTS", &[guests]).await;
    unlocks(&db, rows::organization(&db).await, "ELSEWHERE", &[]).await;
    let page = format!("{EVENTS}/{event}");
    let all = get(&app, &format!("{page}?code=all-of-it")).await;
    let mut names = offered(&all.body);
    names[1..].sort_unstable(); // two of one moment have no order
    assert_eq!(names, ["Registration", "Guests", "Press"]);
    assert_eq!(all.headers["cache-control"], "private, no-store");
    assert_eq!(
        offered(&get(&app, &format!("{page}?code=GUESTS")).await.body),
        ["Registration", "Guests"]
    );
    let everybody = get(&app, &page).await.body;
    for wrong in ["", "nothing", "ELSEWHERE", "%25", "x"] {
        let shown = get(&app, &format!("{page}?code={wrong}")).await;
        assert_eq!((shown.status, &shown.body), (200, &everybody), "{wrong}");
    }
    sqlx::query!("update promo_codes set disabled_at = $1", now()).execute(&db).await.unwrap();
    assert_eq!(get(&app, &format!("{page}?code=GUESTS")).await.body, everybody);
}

/// PC-9: ten failures in ten minutes from one address.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guessing_promo_codes_ends_after_ten_failures(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    unlocks(&db, organizer.org(), "GUESTS", &[]).await;
    let tries = async |app: &TestApp, code: &str| {
        let path = format!("{EVENTS}/{event}?code={code}");
        let request = Request::get(path).header("x-forwarded-for", "203.0.113.9, 10.0.0.1");
        app.answer(request.body(Body::empty()).unwrap()).await.status
    };
    for n in 0..10 {
        assert_eq!(tries(&app, "GUESTS").await, 200, "who knows it is never counted");
        assert_eq!(tries(&app, &format!("guess{n}")).await, 200);
    }
    assert_eq!((tries(&app, "guess").await, tries(&app, "GUESTS").await), (429, 429));
    app.advance(TimeDelta::minutes(10));
    assert_eq!(tries(&app, "GUESTS").await, 200);
}

/// BI-6, RG-1: an organization whose plan has run out long ago offers no place, on the page and in
/// lists.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_that_ran_out_closes_registration(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let words = async || {
        let page = get(&app, &format!("{EVENTS}/{event}")).await.body;
        let card = get(&app, EVENTS).await.body["data"][0]["availability"].clone();
        (page["registration"]["open"].clone(), page["availability"].clone(), card)
    };
    assert_eq!(words().await, (json!(true), json!("open"), json!("open")));
    rows::plan(&db, organizer.org(), "organizer", "unpaid").await;
    assert_eq!(words().await, (json!(false), json!("closed"), json!("closed")));
}
