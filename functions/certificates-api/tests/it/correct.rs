use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::rows;

use crate::{PATH, app, attended, certified, evaluate, over};

/// CR-9
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn changed_facts_are_listed_and_change_nothing_until_they_are_accepted(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let award = sqlx::query_scalar!("select id from awards").fetch_one(&db).await.unwrap();
    let path = format!("{PATH}/awards/{award}/correct");
    let same = owner.post(&path, json!({"reason": "Nothing"})).await;
    assert_eq!(same.problem(), "409 nothing-differs");
    rows::presence(&db, person, 60, "met").await;
    evaluate(&db, owner.org(), event).await;
    let body = json!({"offering": format!("event-{event}")});
    let listed = owner.post(&format!("{PATH}/awards/recompute"), body).await.body;
    let difference = &listed["differences"][0];
    assert_eq!((&difference["awarded"], &difference["computed"]), (&json!(2000), &json!(1000)));
    let kept = sqlx::query_scalar!("select credits from awards where status = 'active'")
        .fetch_one(&db)
        .await;
    assert_eq!(kept.unwrap(), 2000, "never silently");
    let corrected = owner.post(&path, json!({"reason": "Presence was corrected"})).await;
    assert_eq!(
        (corrected.status, &corrected.body["credits"]),
        (200, &json!(1000)),
        "{}",
        corrected.text()
    );
    let rows = sqlx::query!(
        "select status, revision, snapshot -> 'credits' -> 0 ->> 'credits' as credits from certificates order by revision"
    );
    let rows = rows.fetch_all(&db).await.unwrap();
    let shown: Vec<_> =
        rows.iter().map(|r| (r.status.as_str(), r.revision, r.credits.as_deref())).collect();
    assert_eq!(shown, [("superseded", 1, Some("2000")), ("active", 2, Some("1000"))]);
    let entry = sqlx::query!(
        "select credits, certificate_id as \"id: models::CertificateId\" from cpd_entries"
    );
    let entry = entry.fetch_one(&db).await.unwrap();
    assert_eq!(entry.credits, Some(1000));
    assert_ne!(entry.id, Some(id), "CP-1: the line moved");
    assert_eq!(
        owner.post(&path, json!({"reason": "Again"})).await.problem(),
        "409 award-superseded"
    );
}

/// A no-show gets none on any path, and loses what was given by mistake.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn facts_that_give_nothing_take_award_and_certificate_back(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    certified(&db, owner.org(), event, person).await;
    let award = sqlx::query_scalar!("select id from awards").fetch_one(&db).await.unwrap();
    rows::presence(&db, person, 0, "not_met").await;
    let corrected =
        owner.post(&format!("{PATH}/awards/{award}/correct"), json!({"reason": "Not there"})).await;
    assert_eq!(corrected.body["status"], "revoked", "{}", corrected.text());
    let state =
        sqlx::query_scalar!("select status from certificates").fetch_one(&db).await.unwrap();
    assert_eq!(state, "revoked");
}

/// CE-11, CR-9: what is issued once more prints the credit that counts by then.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reissue_prints_the_credit_that_counts(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let kept = json!({"reason": "other", "note": "A wrong logo", "keep_awards": true});
    assert_eq!(owner.post(&format!("{PATH}/{id}/revoke"), kept).await.status, 200);
    rows::presence(&db, person, 60, "met").await;
    let award = sqlx::query_scalar!("select id from awards").fetch_one(&db).await.unwrap();
    let path = format!("{PATH}/awards/{award}/correct");
    assert_eq!(owner.post(&path, json!({"reason": "Measured again"})).await.status, 200);
    let next = owner.post(&format!("{PATH}/{id}/reissue"), json!({"reason": "The logo"})).await;
    assert_eq!(next.status, 201, "{}", next.text());
    assert_eq!(next.body["credits"][0]["credits"], 1000);
    let counts = sqlx::query_scalar!(
        r#"select count(*) as "n!" from certificates c join certificate_awards l on l.certificate_id = c.id
             join awards a on a.id = l.award_id where c.status = 'active' and a.status = 'active' and a.credits = 1000"#
    );
    assert_eq!(counts.fetch_one(&db).await.unwrap(), 1);
}
