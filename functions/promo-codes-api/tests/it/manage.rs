use chrono::TimeDelta;
use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows as kit};

use crate::{PATH, rows};

fn tenth() -> Value {
    json!({"kind": "percent", "percent_bp": 1000})
}

fn with(mut rules: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        rules[name] = value.clone();
    }
    rules
}

/// PC-1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_word_is_taken_once_in_an_organization_and_free_again_when_archived(db: PgPool) {
    let app = crate::app(&db);
    let (owner, other) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let body = json!({"code": " early-bird ", "rules": tenth()});
    let made = owner.post(PATH, body.clone()).await;
    assert_eq!((made.status, &made.body["code"]), (201, &json!("EARLY-BIRD")), "{}", made.body);
    let taken = owner.post(PATH, body.clone()).await;
    assert_eq!(taken.problem(), "409 code-taken");
    assert_eq!(taken.body["errors"][0]["pointer"], "/code");
    assert_eq!(other.post(PATH, body.clone()).await.status, 201);

    let path = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    let archived = owner.post(&format!("{path}/archive"), Value::Null).await;
    assert_eq!((archived.status, &archived.body["status"]), (200, &json!("archived")));
    assert_eq!(owner.post(PATH, body).await.status, 201);
    assert_eq!(owner.post(&format!("{path}/enable"), Value::Null).await.problem(), "404 not-found");
    assert_eq!(owner.patch(&path, 2, json!({"rules": tenth()})).await.problem(), "404 not-found");
    assert_eq!(owner.get(&path).await.body["status"], "archived");
    let listed = owner.get(PATH).await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 1, "archived ones are not listed");
}

/// The same key and body is the same code.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_repeated_request_makes_one_code(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let body = json!({"code": "ONCE", "rules": tenth()});
    let send = async || {
        owner.send("POST", PATH, Some(body.clone()), &[("idempotency-key", "k1")]).await.body
    };
    assert_eq!(send().await, send().await);
}

/// Spec 4.1: the fields fit the kind, and amounts fit the currency.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fields_that_do_not_fit_the_kind_are_refused(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let usd = |amount: i64| json!({"amount": amount, "currency": "USD"});
    let misfits = [
        (json!({"kind": "percent"}), "/rules/percent_bp"),
        (json!({"kind": "percent", "percent_bp": 10_001}), "/rules/percent_bp"),
        (json!({"kind": "percent", "percent_bp": 0}), "/rules/percent_bp"),
        (json!({"kind": "percent", "percent_bp": 1000, "amount": usd(500)}), "/rules/amount"),
        (json!({"kind": "amount_off"}), "/rules/amount"),
        (json!({"kind": "amount_off", "amount": usd(0)}), "/rules/amount/amount"),
        (json!({"kind": "amount_off", "amount": usd(-500)}), "/rules/amount/amount"),
        (json!({"kind": "amount_off", "amount": usd(500), "cap": usd(500)}), "/rules/cap"),
        (
            json!({"kind": "amount_off", "amount": usd(500), "min_price": {"amount": 900, "currency": "EUR"}}),
            "/rules/min_price/currency",
        ),
        (json!({"kind": "unlock", "amount": usd(500)}), "/rules/amount"),
    ];
    for (rules, pointer) in misfits {
        let answer = owner.post(PATH, json!({"code": "MISFIT", "rules": rules})).await;
        assert_eq!(answer.problem(), "422 kind-invalid", "{rules}");
        assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{rules}");
    }
    let faults = [
        (
            json!({"valid_from": now(), "valid_until": now() - TimeDelta::seconds(1)}),
            "/rules/valid_until",
        ),
        (json!({"max_uses": 0}), "/rules/max_uses"),
        (json!({"max_uses_per_person": -1}), "/rules/max_uses_per_person"),
        (json!({"scope": "listed"}), "/rules/scope"),
        (json!({"event_ids": [uuid::Uuid::nil()]}), "/rules/scope"),
        (json!({"cap": {"amount": 15, "currency": "KWD"}}), "/rules/cap/amount"),
    ];
    for (more, pointer) in faults {
        let rules = with(tenth(), &more);
        let answer = owner.post(PATH, json!({"code": "FAULT", "rules": rules})).await;
        assert_eq!(
            (answer.status, &answer.body["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{rules}"
        );
    }
    let set = json!({"kind": "set_price", "amount": {"amount": 49, "currency": "USD"}});
    let answer = owner.post(PATH, json!({"code": "SET", "rules": set})).await;
    assert_eq!(answer.problem(), "422 amount-not-chargeable");
    for (code, extra) in [("AB", json!({})), ("GOOD", json!({"organization_id": owner.org()}))] {
        let answer = owner.post(PATH, with(json!({"code": code, "rules": tenth()}), &extra)).await;
        assert_eq!(answer.problem(), "422 validation-failed", "{code}");
    }
}

/// Spec 8: another tenant's event or ticket is never dropped silently.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn targets_are_the_organizations_own(db: PgPool) {
    let app = crate::app(&db);
    let (owner, other) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let (own, foreign) =
        (owner.event(EventSpec::PUBLISHED).await, other.event(EventSpec::PUBLISHED).await);
    let ticket = rows::ticket_of(&db, foreign).await;
    for more in [
        json!({"scope": "listed", "event_ids": [own, foreign]}),
        json!({"scope": "listed", "event_ids": [own], "ticket_type_ids": [ticket]}),
        json!({"scope": "listed", "event_ids": [uuid::Uuid::nil()]}),
    ] {
        let answer =
            owner.post(PATH, json!({"code": "LISTED", "rules": with(tenth(), &more)})).await;
        assert_eq!(answer.problem(), "404 target-not-found", "{more}");
    }
    let more = json!({"scope": "listed", "event_ids": [own, own]});
    let made = owner.post(PATH, json!({"code": "LISTED", "rules": with(tenth(), &more)})).await;
    assert_eq!(made.body["rules"]["event_ids"], json!([own]), "{}", made.body);
    let path = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    let more = json!({"scope": "listed", "event_ids": [foreign]});
    let answer = owner.patch(&path, 1, json!({"rules": with(tenth(), &more)})).await;
    assert_eq!(answer.problem(), "404 target-not-found");
    let of = async |event| {
        let list = owner.get(&format!("{PATH}?event_id={event}")).await.body;
        list["data"].as_array().unwrap().len()
    };
    assert_eq!((of(own).await, of(foreign).await), (1, 0));
}

/// Spec 4.1: kind and value are frozen after the first use, the rest is not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_used_code_keeps_its_word_kind_and_value(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let code = rows::percent(&db, owner.org(), "EARLY", 1000).await;
    let path = format!("{PATH}/{code}");
    let fifth = json!({"kind": "percent", "percent_bp": 2000});
    let changed = owner.patch(&path, 1, json!({"code": "EARLIER", "rules": fifth})).await;
    assert_eq!((changed.status, changed.version()), (200, 2), "{}", changed.body);

    let ana = kit::registration(&db, event, "ana@example.org", "confirmed").await;
    let used = rows::redemption(&db, code, ana, 200, "released").await;
    let third = json!({"kind": "percent", "percent_bp": 3000});
    assert_eq!(owner.patch(&path, 2, json!({"rules": third})).await.status, 200);
    sqlx::query!("update promo_redemptions set state = 'reserved' where id = $1", used as _)
        .execute(&db)
        .await
        .unwrap();
    for patch in
        [json!({"rules": fifth}), json!({"code": "OTHER"}), json!({"rules": {"kind": "unlock"}})]
    {
        assert_eq!(
            owner.patch(&path, 3, patch.clone()).await.problem(),
            "409 code-in-use",
            "{patch}"
        );
    }
    let more = json!({"max_uses": 5, "attribution": "Newsletter",
                      "min_price": {"amount": 500, "currency": "USD"}});
    let patch = json!({"rules": with(third, &more)});
    let changed = owner.patch(&path, 3, patch.clone()).await;
    assert_eq!(changed.body["rules"]["max_uses"], 5, "{}", changed.body);
    assert_eq!(changed.body["reserved"], 1);
    assert_eq!(owner.patch(&path, 3, patch).await.problem(), "412 precondition-failed");
}

/// PC-4: a limit is not lowered below what is used: it would be broken from then on, and look as if
/// somebody had got round it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_limit_is_not_lowered_below_what_is_used(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let code = rows::percent(&db, owner.org(), "EARLY", 1000).await;
    for (who, state) in [("ana", "redeemed"), ("ben", "reserved"), ("cleo", "released")] {
        let place = kit::registration(&db, event, &format!("{who}@example.org"), "confirmed").await;
        rows::redemption(&db, code, place, 200, state).await;
    }
    let path = format!("{PATH}/{code}");
    let limit =
        |most: i32| json!({"rules": {"kind": "percent", "percent_bp": 1000, "max_uses": most}});
    let refused = owner.patch(&path, 1, limit(1)).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    assert_eq!(refused.body["errors"][0]["pointer"], "/rules/max_uses");
    assert_eq!(owner.patch(&path, 1, limit(2)).await.status, 200);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_is_switched_off_and_on_and_every_turn_is_on_record(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let made = owner.post(PATH, json!({"code": "SWITCH", "rules": tenth()})).await;
    let path = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    let mut stands = Vec::new();
    for turn in ["disable", "disable", "enable", "archive", "archive"] {
        let answer = owner.post(&format!("{path}/{turn}"), Value::Null).await;
        stands.push((answer.body["status"].as_str().unwrap().to_owned(), answer.version()));
    }
    let stands: Vec<(&str, i32)> = stands.iter().map(|(status, v)| (&**status, *v)).collect();
    assert_eq!(
        stands,
        [("disabled", 2), ("disabled", 2), ("active", 3), ("archived", 4), ("archived", 4)]
    );
    assert_eq!(
        actions(&app).await,
        ["promo_code.archived", "promo_code.created", "promo_code.disabled", "promo_code.enabled"]
    );
}

async fn actions(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar!(
        "select action from audit_entries where target_kind = 'promo_code' order by action"
    )
    .fetch_all(&app.db)
    .await
    .unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_tells_how_each_code_stands_and_goes_on_page_by_page(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let later = json!({"valid_from": now() + TimeDelta::seconds(1)});
    let over = json!({"valid_until": now() - TimeDelta::seconds(1)});
    for (code, more) in
        [("ACTIVE", json!({"valid_until": now()})), ("LATER", later), ("OVER", over)]
    {
        owner.post(PATH, json!({"code": code, "rules": with(tenth(), &more)})).await;
    }
    let used = rows::percent(&db, owner.org(), "USED_UP", 1000).await;
    rows::max_uses(&db, used, Some(1), None).await;
    let ana = kit::registration(&db, event, "ana@example.org", "confirmed").await;
    rows::redemption(&db, used, ana, 200, "redeemed").await;

    let mut told = std::collections::BTreeMap::new();
    let mut path = format!("{PATH}?limit=3");
    loop {
        let page = owner.get(&path).await.body;
        for code in page["data"].as_array().unwrap() {
            told.insert(code["code"].as_str().unwrap().to_owned(), code["status"].clone());
        }
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=3&cursor={cursor}");
    }
    assert_eq!(
        json!(told),
        json!({"ACTIVE": "active", "LATER": "scheduled", "OVER": "expired", "USED_UP": "used_up"})
    );
    let found = async |query: &str| {
        let list = owner.get(&format!("{PATH}?{query}")).await.body;
        list["data"].as_array().unwrap().iter().map(|c| c["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("status=used_up").await, ["USED_UP"]);
    assert_eq!(found("q=sed_u").await, ["USED_UP"]);
    assert_eq!(found("q=%25").await, [] as [&str; 0], "a wildcard is a character");
}

/// BI-6: what runs goes on where a plan has ended, and nothing is added.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_code_is_added_where_the_plan_has_ended(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let code = rows::percent(&db, owner.org(), "EARLIER", 1000).await;
    sqlx::query!(
        "update subscriptions set status = 'unpaid' where organization_id = $1",
        owner.org() as _
    )
    .execute(&db)
    .await
    .unwrap();
    let new = json!({"code": "LATER", "rules": tenth()});
    assert_eq!(owner.post(PATH, new).await.problem(), "409 organization-read-only");
    let batch = json!({"count": 1, "rules": tenth()});
    let refused = owner.post(&format!("{PATH}/batches"), batch).await;
    assert_eq!(refused.problem(), "409 organization-read-only");
    let patch = json!({"rules": with(tenth(), &json!({"max_uses": 5}))});
    assert_eq!(owner.patch(&format!("{PATH}/{code}"), 1, patch).await.status, 200);
}
