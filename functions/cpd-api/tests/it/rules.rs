use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{PATH, app, body};

const SOURCE: &str =
    r#"{"title": "Handbook", "url": "https://os.example/cpd", "checked_on": "2026-11-01"}"#;

fn source() -> Value {
    serde_json::from_str(SOURCE).unwrap()
}

/// CR-1, acceptance 16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rules_are_published_with_source_and_vectors_and_never_change(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let rules = json!({"body_id": body, "code": "hours", "parameters": {
        "unit_seconds": 3600, "increment": 250, "vectors": [{"minutes": 50, "credits": 1000}]}});
    let draft = owner.post(&format!("{PATH}/rule-sets"), rules.clone()).await;
    assert_eq!((draft.status, &draft.body["number"]), (201, &json!(1)), "{}", draft.text());
    let path = format!("{PATH}/rule-sets/{}", draft.body["id"].as_str().unwrap());
    let publish = async || owner.send("POST", &format!("{path}/publish"), None, &[]).await;
    assert_eq!(publish().await.problem(), "422 source-missing");
    let sourced = json!({"effective_from": "2026-01-01", "source": source()});
    let changed = owner.patch(&path, 1, sourced.clone()).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(owner.patch(&path, 1, sourced).await.status, 412);
    assert_eq!(publish().await.problem(), "422 vectors-fail");
    let right = json!({"parameters": {"unit_seconds": 3600, "increment": 250, "vectors": [{"minutes": 50, "credits": 750}]}});
    owner.patch(&path, 2, right.clone()).await;
    assert_eq!(publish().await.body["status"], "published");
    assert_eq!(publish().await.problem(), "409 rule-set-published");
    assert_eq!(owner.patch(&path, 4, right).await.problem(), "409 rule-set-published");
    let mut next = rules;
    next["effective_from"] = "2026-06-01".into();
    next["source"] = source();
    next["parameters"]["vectors"] = json!([]);
    let next = owner.post(&format!("{PATH}/rule-sets"), next).await;
    let next = format!("{PATH}/rule-sets/{}", next.body["id"].as_str().unwrap());
    let overlap = owner.send("POST", &format!("{next}/publish"), None, &[]).await;
    assert_eq!(overlap.problem(), "409 ranges-overlap");
    owner.send("POST", &format!("{path}/retire"), None, &[]).await;
    let now = owner.send("POST", &format!("{next}/publish"), None, &[]).await;
    assert_eq!((&now.body["status"], &now.body["number"]), (&json!("published"), &json!(2)));
}

/// CR-2, CR-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rules_can_be_tried_and_say_why(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let all = owner.get(&format!("{PATH}/rule-sets?status=published")).await.body;
    let find = |code: &str| {
        let set = all["data"].as_array().unwrap().iter().find(|set| set["code"] == code).unwrap();
        format!("{PATH}/rule-sets/{}", set["id"].as_str().unwrap())
    };
    let tried = json!({"counted_seconds": 6240, "scheduled_seconds": 7200, "max_credits": 2400});
    let tried = owner.post(&format!("{}/try", find("nasba-group-fifths")), tried).await.body;
    assert_eq!((&tried["credits"], &tried["credits_text"]), (&json!(2000), &json!("2")));
    let reason = "104 of 120 min (86.6 %); 50-min unit: 2.08; fifths, rounded down: 2.0; at most 2.4 designated: 2.0";
    assert_eq!(tried["derivation"], reason);
    let foreign = owner.patch(&find("ama-pra"), 1, json!({"effective_from": null})).await;
    assert_eq!(foreign.status, 404, "the catalogue is nobody's own");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_preset_is_copied_into_a_body_of_ones_own(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let all = owner.get(&format!("{PATH}/rule-sets")).await.body;
    let preset =
        all["data"].as_array().unwrap().iter().find(|set| set["code"] == "eaccme").unwrap();
    let path = format!("{PATH}/rule-sets/{}/copy", preset["id"].as_str().unwrap());
    let copy = owner.post(&path, json!({"body_id": body, "code": "ours"})).await.body;
    assert_eq!(
        (&copy["status"], &copy["own"], &copy["number"]),
        (&json!("draft"), &json!(true), &json!(1))
    );
    assert_eq!(copy["parameters"], preset["parameters"]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn parameters_out_of_range_are_told_by_name(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let rules = json!({"body_id": body, "code": "odd", "parameters": {"unit_seconds": 10, "increment": 250, "presence": "ladder"}});
    let refused = owner.post(&format!("{PATH}/rule-sets"), rules).await;
    assert_eq!(refused.problem(), "422 rule-invalid");
    let places: Vec<_> =
        refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(places, ["/parameters/unit_seconds", "/parameters/ladder"]);
}

/// A range that is empty or the wrong way round is an answer, not a fault at publication.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rules_end_after_they_begin(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let rules = |to: &str| {
        json!({"body_id": body, "code": "odd", "effective_from": "2026-06-01", "effective_to": to,
               "source": source(), "parameters": {"unit_seconds": 3600, "increment": 250}})
    };
    for to in ["2026-01-01", "2026-06-01"] {
        let refused = owner.post(&format!("{PATH}/rule-sets"), rules(to)).await;
        assert_eq!(refused.problem(), "422 rule-invalid");
        assert_eq!(refused.body["errors"][0]["pointer"], "/effective_to");
    }
    let made = owner.post(&format!("{PATH}/rule-sets"), rules("2026-06-02")).await;
    let path = format!("{PATH}/rule-sets/{}", made.body["id"].as_str().unwrap());
    let changed = owner.patch(&path, 1, json!({"effective_from": "2026-07-01"})).await;
    assert_eq!(changed.problem(), "422 rule-invalid");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_drafts_at_once_get_two_numbers(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let rules = json!({"body_id": body, "code": "hours", "parameters": {"unit_seconds": 3600, "increment": 250}});
    let path = format!("{PATH}/rule-sets");
    let make = || owner.post(&path, rules.clone());
    let (one, two, three, four) = tokio::join!(make(), make(), make(), make());
    let mut numbers: Vec<_> =
        [one, two, three, four].iter().map(|made| made.body["number"].as_i64()).collect();
    numbers.sort();
    assert_eq!(numbers, [Some(1), Some(2), Some(3), Some(4)]);
}

/// A text that no database keeps is refused with its place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn control_characters_in_the_words_of_rules_are_told_by_place(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let body = body(&owner).await;
    let rules = json!({"body_id": body, "code": "odd", "parameters": {
        "unit_seconds": 3600, "increment": 250, "wordings": {"approved": "A\u{0}b"},
        "methods": [{"key": "in_person", "words": "x\u{7}"}]}});
    let refused = owner.post(&format!("{PATH}/rule-sets"), rules).await;
    assert_eq!(refused.problem(), "422 rule-invalid");
    let places: Vec<_> =
        refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(places, ["/parameters/methods/0/words", "/parameters/wordings/approved"]);
}

/// The catalogue is written once, however often.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_catalogue_is_seeded_twice_without_a_change(db: PgPool) {
    app(&db).await;
    let count = async || {
        let counted = sqlx::query!(
            r#"select (select count(*) from rule_sets) as "rules!", (select count(*) from template_versions) as "designs!",
                      (select count(*) from rule_sets where note is null) as "unmarked!""#
        );
        let row = counted.fetch_one(&db).await.unwrap();
        (row.rules, row.designs, row.unmarked)
    };
    let first = count().await;
    app(&db).await;
    assert_eq!(count().await, first);
    assert_eq!((first.1, first.2), (2, 0), "every preset says that it must be confirmed");
}
