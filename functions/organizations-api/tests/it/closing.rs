use chrono::TimeDelta;
use models::{Currency, Money, OrgId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, rows, sales};

const CURRENT: &str = "/api/v1/organizations/current";
const PATH: &str = "/api/v1/organizations/current/closing";

async fn close(owner: &Member<'_>) -> Answer {
    owner.send("POST", PATH, Some(json!({"name": "Clinic"})), &[]).await
}

async fn reopen(owner: &Member<'_>) -> Answer {
    owner.send("DELETE", PATH, None, &[]).await
}

/// Jobs that wait, but for mails.
async fn jobs(db: &PgPool) -> Vec<(String, Value)> {
    let rows = sqlx::query!("select queue, payload from outbox where queue <> 'send-email'");
    rows.fetch_all(db).await.unwrap().into_iter().map(|row| (row.queue, row.payload)).collect()
}

async fn told(db: &PgPool, org: OrgId) -> Vec<String> {
    let steps = sqlx::query_scalar!(
        r#"select variables #>> '{facts,step}' as "step!" from messages
            where message_key = 'organization-closing' and organization_id = $1 order by 1"#,
        org as _
    );
    steps.fetch_all(db).await.unwrap()
}

/// OR-18: for thirty days it is only looked at; its owner can open it again, and its plan is ended by
/// a job that cannot be lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_closing_organization_is_only_looked_at_until_it_is_opened_again(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let before = owner.get(PATH).await.body;
    assert_eq!((&before["closes_at"], &before["ends_plan"]), (&Value::Null, &json!(false)));
    for _ in 0..2 {
        let closing = close(&owner).await;
        assert_eq!(closing.status, 202, "{}", closing.body);
        assert_eq!(closing.body["closes_at"], "2026-10-31T08:00:00Z");
    }
    assert_eq!(jobs(&db).await, [("end-plan".to_owned(), json!({"organization": owner.org()}))]);
    assert_eq!(told(&db, owner.org()).await, ["begun", "begun"], "every member, once");

    for member in [&owner, &admin] {
        assert_eq!(member.get(CURRENT).await.body["closes_at"], "2026-10-31T08:00:00Z");
        let refused = member.patch(CURRENT, 2, json!({"name": "Hospital"})).await;
        assert_eq!(refused.problem(), "409 organization-closing");
    }
    sqlx::query!("update organizations set kind = 'personal'").execute(&db).await.unwrap();
    let team = json!({"name": "Clinic"});
    let converted = owner.send("POST", &format!("{CURRENT}/convert"), Some(team), &[]).await;
    assert_eq!(converted.problem(), "409 organization-closing");

    for _ in 0..2 {
        let open = reopen(&owner).await;
        assert_eq!((open.status, &open.body["closes_at"]), (200, &Value::Null));
    }
    assert_eq!(told(&db, owner.org()).await.len(), 4);
    let version = owner.get(CURRENT).await.version();
    assert_eq!(admin.patch(CURRENT, version, json!({"name": "Hospital"})).await.status, 200);
    let acts = sqlx::query_scalar!(
        "select action from audit_entries where action <> 'organization.changed' order by action"
    );
    assert_eq!(
        acts.fetch_all(&db).await.unwrap(),
        ["organization.closing", "organization.reopened"]
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_closes_types_its_name_and_proves_who_they_are(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let wrong = owner.send("POST", PATH, Some(json!({"name": "Clinik"})), &[]).await;
    assert_eq!(wrong.problem(), "422 name-differs");
    assert_eq!(wrong.body["errors"][0]["pointer"], "/name");
    app.advance(TimeDelta::seconds(601));
    assert_eq!(close(&owner).await.problem(), "401 reauthentication-required");
    assert!(jobs(&db).await.is_empty());
}

/// OR-18: people who were promised an event get it first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn events_that_are_still_to_come_stand_in_the_way(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = |status, title, starts_in| {
        owner.event(EventSpec { status, title, starts_in, ..EventSpec::PUBLISHED })
    };
    event("draft", "A plan", TimeDelta::days(3)).await;
    event("cancelled", "Not held", TimeDelta::days(3)).await;
    event("published", "Long over", TimeDelta::days(-3)).await;
    let coming = event("published", "Wound care", TimeDelta::days(3)).await;
    let under_way = event("live", "Right now", TimeDelta::minutes(-5)).await;
    let refused = close(&owner).await;
    assert_eq!(refused.problem(), "409 events-open");
    let facts = refused.body["errors"].as_array().unwrap();
    let facts: Vec<_> = facts.iter().map(|fact| (&fact["code"], &fact["detail"])).collect();
    assert_eq!(
        facts,
        [(&json!(under_way), &json!("Right now")), (&json!(coming), &json!("Wound care"))]
    );
    let shown = owner.get(PATH).await.body;
    assert_eq!(shown["open_events"].as_array().unwrap().len(), 2);
    assert_eq!(shown["closing_at"], Value::Null, "nothing was begun");
    assert!(jobs(&db).await.is_empty() && told(&db, owner.org()).await.is_empty());
}

/// BI-18: what was paid is settled first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn money_that_is_not_settled_stands_in_the_way(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let elsewhere = app.member(Role::Owner).await;
    sales::payout_account(&db, owner.org(), "acct_1", "US").await;
    let spec = EventSpec { status: "cancelled", ..EventSpec::PUBLISHED };
    let event = owner.event(spec).await;
    let place = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let payment = sales::sold(&db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    sqlx::query!(
        "with dispute as (
            insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, reason, status,
                                  created_at, updated_at)
            select id, organization_id, id, 'dp_1', currency, 700, 'fraudulent', 'needs_response', created_at, created_at
              from payments where id = $1
         )
         insert into refunds (id, organization_id, payment_id, cause, cause_key, currency, amount_minor, organizer_share_minor,
                              platform_share_minor, status, requested_at, updated_at)
         select id, organization_id, id, 'organizer', 'test', currency, 100, 100, 0, 'pending', created_at, created_at
           from payments where id = $1",
        payment as _
    )
    .execute(&db)
    .await
    .unwrap();
    let refused = close(&owner).await;
    assert_eq!(refused.problem(), "409 money-open");
    let facts = refused.body["errors"].as_array().unwrap();
    let facts: Vec<_> = facts
        .iter()
        .map(|fact| (fact["code"].as_str().unwrap(), fact["detail"].as_str().unwrap()))
        .collect();
    assert_eq!(
        facts,
        [
            ("paid_registrations", "Wound care"),
            ("dispute", "7.00 USD"),
            ("refund", "1.00 USD"),
            ("balance", "50.00 USD"),
        ]
    );
    let open = owner.get(PATH).await.body["open_money"].clone();
    assert_eq!((&open[0]["id"], &open[0]["count"]), (&json!(event), &json!(1)));
    assert_eq!((&open[1]["id"], &open[1]["amount"]["amount"]), (&json!(payment), &json!(700)));
    assert_eq!(elsewhere.get(PATH).await.body["open_money"], json!([]));
    assert_eq!(close(&elsewhere).await.status, 202);
}

/// BI-18: what the organizer was paid out in full keeps nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_that_was_paid_out_can_close(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let account = sales::payout_account(&db, owner.org(), "acct_1", "US").await;
    let spec =
        EventSpec { status: "closed", starts_in: TimeDelta::days(-9), ..EventSpec::PUBLISHED };
    let event = owner.event(spec).await;
    let place = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    sales::sold(&db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    assert_eq!(close(&owner).await.problem(), "409 money-open");
    let payout = async |status: &str| {
        sqlx::query!(
            "insert into payouts (id, organization_id, payout_account_id, cause_key, currency, amount_minor, status, created_at, updated_at)
             values ($1, $2, $3, 'test', 'USD', 5000, $4, $5, $5)
             on conflict (id) do update set status = excluded.status",
            uuid::Uuid::from_u128(1),
            owner.org() as _,
            account as _,
            status,
            testkit::now()
        )
        .execute(&db)
        .await
        .unwrap();
    };
    payout("in_transit").await;
    let open = owner.get(PATH).await.body["open_money"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["kind"]), (1, &json!("payout")));
    payout("paid").await;
    assert_eq!(close(&owner).await.status, 202);
}

/// R20, OR-11: the address of a closed organization is never given away, and stops nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_closed_organization_does_not_keep_others_from_its_name(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let create = async |kind: &str, name: &str| {
        ada.post("/api/v1/organizations", json!({"kind": kind, "name": name})).await
    };
    let team = create("team", "Łódź Medical Society").await;
    assert_eq!(team.body["slug"], "lodz-medical-society");
    assert_eq!(create("personal", "Ada Park").await.body["slug"], "ada-park");
    assert_eq!(create("personal", "Ada Park").await.problem(), "409 personal-exists");
    sqlx::query!(
        "with ended as (update memberships set ended_at = $1, ended_reason = 'closed')
         update organizations set closing_at = $1, closed_at = $1",
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(create("team", "Łódź Medical Society").await.body["slug"], "lodz-medical-society-2");
    assert_eq!(create("personal", "Ada Park").await.body["slug"], "ada-park-2");
    let other = app.member(Role::Owner).await;
    let taken = other.patch(CURRENT, 1, json!({"slug": "lodz-medical-society"})).await;
    assert_eq!(taken.problem(), "409 slug-taken");
}
