use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;

const PATH: &str = "/api/v1/notifications/preferences";

fn version(body: &Value) -> i32 {
    i32::try_from(body["version"].as_i64().unwrap()).unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_switches_are_those_of_the_roles(db: PgPool) {
    let app = crate::app(&db);
    let categories = async |role| {
        let body = app.member(role).await.get(PATH).await.body;
        let rows = body["rows"].as_array().unwrap().iter();
        rows.map(|row| row["category"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(categories(Role::Viewer).await, ["reminders"]);
    assert_eq!(
        categories(Role::Owner).await,
        ["reminders", "team-registrations", "team-attendance", "team-integrations", "team-members"]
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_choice_is_kept_and_what_is_left_out_goes_back(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.member(Role::Owner).await;
    let seen = version(&ada.get(PATH).await.body);
    let choice = json!({ "rows": [
        { "organization_id": null, "category": "reminders", "channel": "off" },
        { "organization_id": ada.org(), "category": "team-attendance", "channel": "in-app" },
    ]});
    let saved = ada.put(PATH, seen, choice.clone()).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let channel =
        |body: &Value, at: usize| body["rows"][at]["channel"].as_str().unwrap().to_owned();
    assert_eq!((channel(&saved.body, 0), channel(&saved.body, 2)), ("off".into(), "in-app".into()));
    assert_eq!(ada.put(PATH, seen, choice).await.problem(), "412 precondition-failed");
    let back = ada.put(PATH, version(&saved.body), json!({ "rows": [] })).await.body;
    assert_eq!((channel(&back, 0), channel(&back, 2)), ("email".into(), "email".into()));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_not_the_callers_cannot_be_switched(db: PgPool) {
    let app = crate::app(&db);
    let (ada, eve) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let seen = version(&ada.get(PATH).await.body);
    for row in [
        json!({ "organization_id": eve.org(), "category": "team-members", "channel": "off" }),
        json!({ "organization_id": null, "category": "team-members", "channel": "off" }),
        json!({ "organization_id": ada.org(), "category": "reminders", "channel": "off" }),
    ] {
        let answer = ada.put(PATH, seen, json!({ "rows": [row] })).await;
        assert_eq!(
            (answer.status, answer.body["errors"][0]["code"].as_str()),
            (422, Some("not-switchable"))
        );
    }
}

/// OU-21, OU-22: the link in a mail and the switch are one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_link_stopped_is_shown_as_stopped_and_switched_on_again(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.member(Role::Owner).await;
    let before = ada.get(PATH).await.body;
    sqlx::query!(
        "insert into unsubscribes (id, address_key, organization_id, category, via, at)
         values (gen_random_uuid(), $1, null, 'reminders', 'one-click', $2),
                (gen_random_uuid(), $1, $3, 'team-members', 'one-click', $2)",
        ada.email,
        testkit::now(),
        ada.org() as _
    )
    .execute(&db)
    .await
    .unwrap();
    let live = async || {
        let live = sqlx::query_scalar!(
            "select category from unsubscribes where withdrawn_at is null order by 1"
        );
        live.fetch_all(&db).await.unwrap()
    };
    let shown = ada.get(PATH).await.body;
    assert_eq!(
        (&shown["rows"][0]["channel"], &shown["rows"][4]["channel"]),
        (&json!("in-app"), &json!("in-app"))
    );
    let wish = json!({ "rows": [
        { "organization_id": null, "category": "reminders", "channel": "in-app" },
        { "organization_id": ada.org(), "category": "team-members", "channel": "email" },
    ]});
    let stale = ada.put(PATH, version(&before), wish.clone()).await;
    assert_eq!(stale.problem(), "412 precondition-failed", "it was stopped meanwhile");
    let saved = ada.put(PATH, version(&shown), wish).await;
    assert_eq!(saved.body["rows"][4]["channel"], "email", "{}", saved.body);
    assert_eq!(live().await, ["reminders"]);
    let back = ada.put(PATH, version(&saved.body), json!({ "rows": [] })).await.body;
    assert_eq!(back["rows"][0]["channel"], "email");
    assert!(live().await.is_empty());
}
