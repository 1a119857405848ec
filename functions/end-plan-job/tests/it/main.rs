//! The behaviour of end-plan-job, beside a stand-in of Stripe.

#![cfg(test)] // clippy then takes the helpers for tests too

use billing::subscription::{self, Buyer, Status};
use end_plan_job::{State, router};
use models::{Clock, OrgId, Role};
use sandbox::stripe::{FaultKind, Stand};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, Cut, TestApp, cut, env, now, rows};

async fn with_stripe(db: &PgPool) -> (TestApp, Stand) {
    let stand = Stand::start(Clock::fixed(now())).await.unwrap();
    let env = env().with(stand.environment());
    (TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router)), stand)
}

fn stripe(stand: &Stand) -> billing::stripe::Stripe {
    let env = |name: &str| match name {
        "STRIPE_API_BASE" => Some(&*stand.base_url),
        _ => Some(&*stand.secret_key),
    };
    billing::stripe::Stripe::from_env(env, cloud::client().clone())
}

/// A page where this organization buys a plan.
async fn page(
    db: &PgPool,
    stand: &Stand,
    org: OrgId,
    user: models::UserId,
) -> subscription::Checkout {
    let buyer = Buyer { organization: org, user, email: "owner@example.org".into() };
    let wish = billing::plan::Wish {
        code: billing::plan::Code::Organizer,
        interval: billing::plan::Interval::Month,
        currency: "USD".parse().unwrap(),
        seats: None,
    };
    let back = subscription::Back {
        origin: testkit::PUBLIC_ORIGIN.into(),
        path: "/org".to_owned().try_into().unwrap(),
    };
    subscription::start_checkout(db, &stripe(stand), &buyer, wish, &back, now()).await.unwrap()
}

/// An organization that has bought a plan and begins to close.
async fn closing(db: &PgPool, app: &TestApp, stand: &Stand) -> OrgId {
    let owner = app.member(Role::Owner).await;
    rows::plan(db, owner.org(), "attendee", "free").await;
    let page = page(db, stand, owner.org(), owner.user).await;
    let sessions = stand.objects("checkout.session");
    let open = sessions.iter().find(|session| session["status"] == "open").unwrap();
    stand.pay(open["id"].as_str().unwrap(), "success").await.unwrap();
    let stripe = stripe(stand);
    subscription::confirm_checkout(db, &stripe, owner.org(), page.id, now()).await.unwrap();
    close(db, owner.org()).await;
    owner.org()
}

async fn close(db: &PgPool, org: OrgId) {
    sqlx::query!("update organizations set closing_at = $2 where id = $1", org as _, now())
        .execute(db)
        .await
        .unwrap();
}

async fn end(app: &TestApp, org: OrgId) -> Answer {
    app.send("POST", "/", Some(json!({ "organization": org }))).await
}

async fn stands(db: &PgPool, org: OrgId) -> (Status, bool) {
    let row = subscription::get(&mut db.acquire().await.unwrap(), org).await.unwrap();
    (row.status, row.plan_price_id.is_some())
}

fn running(stand: &Stand) -> usize {
    let is_over = |one: &&Value| one["status"] != "canceled";
    stand.objects("subscription").iter().filter(is_over).count()
}

/// R21, BI-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_plan_of_a_closing_organization_ends_at_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let org = closing(&db, &app, &stand).await;
    assert_eq!((stands(&db, org).await, running(&stand)), ((Status::Active, true), 1));
    for _ in 0..2 {
        assert_eq!(end(&app, org).await.status, 200);
        assert_eq!((stands(&db, org).await, running(&stand)), ((Status::Canceled, false), 0));
    }
    let plan = sqlx::query_scalar!(
        r#"select plan as "plan!" from org_limits where organization_id = $1"#,
        org as _
    );
    assert_eq!(plan.fetch_one(&db).await.unwrap(), "attendee");
}

/// A page that was opened before the closing sells nothing after it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_where_a_plan_can_be_bought_is_closed(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let owner = app.member(Role::Owner).await;
    rows::plan(&db, owner.org(), "attendee", "free").await;
    page(&db, &stand, owner.org(), owner.user).await;
    close(&db, owner.org()).await;
    let mut conn = db.acquire().await.unwrap();
    assert_eq!(subscription::still_running(&mut conn).await.unwrap(), [owner.org()]);
    assert_eq!(end(&app, owner.org()).await.status, 200);
    assert_eq!(stand.objects("checkout.session")[0]["status"], "expired");
    assert!(subscription::still_running(&mut conn).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_that_was_opened_again_keeps_its_plan(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let org = closing(&db, &app, &stand).await;
    sqlx::query!("update organizations set closing_at = null").execute(&db).await.unwrap();
    assert_eq!(end(&app, org).await.status, 200);
    assert_eq!((stands(&db, org).await, running(&stand)), ((Status::Active, true), 1));
}

/// An outage is waited for: the queue comes again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_outage_of_stripe_is_waited_for(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let org = closing(&db, &app, &stand).await;
    for kind in [FaultKind::Before, FaultKind::BrokenBefore, FaultKind::After, FaultKind::Limited] {
        let (method, path) = if kind == FaultKind::Limited { ("GET", "") } else { ("DELETE", "") };
        stand.fault(method, path, kind).await.unwrap();
        assert_eq!(end(&app, org).await.status, 503, "{kind:?}");
    }
    assert_eq!(end(&app, org).await.status, 200);
    assert_eq!((stands(&db, org).await, running(&stand)), ((Status::Canceled, false), 0));
}

/// Killed between any two steps and delivered again, it has ended once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_job_that_is_killed_anywhere_ends_the_plan(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let points = Cut::everywhere(async |at| {
        let org = closing(&db, &app, &stand).await;
        let done = cut(&db, at, end(&app, org)).await;
        assert_eq!(end(&app, org).await.status, 200, "{at:?}");
        assert_eq!(
            (stands(&db, org).await, running(&stand)),
            ((Status::Canceled, false), 0),
            "{at:?}"
        );
        done.is_some()
    });
    assert!(points.await > 3);
}
