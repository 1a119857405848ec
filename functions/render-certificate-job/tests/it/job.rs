//! The job over a database.

use credentials::jobs::RenderCertificate;
use models::CertificateId;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

use crate::file::snapshot;

/// A certificate without a file.
async fn issued(db: &PgPool) -> CertificateId {
    let mut conn = db.acquire().await.unwrap();
    credentials::catalogue::seed(&mut conn, now()).await.unwrap();
    let org = rows::organization(db).await;
    let event = rows::event(db, org, EventSpec::PUBLISHED).await;
    let registration = rows::registration(db, event, "ana@example.org", "confirmed").await;
    let id = CertificateId::new(now());
    sqlx::query!(
        "with learner as (
            insert into learners (id, email, email_key, created_at) values ($1, 'ana@example.org', 'ana@example.org', $6)
         )
         insert into certificates (id, organization_id, number, code, learner_id, registration_id, event_id, template_version_id,
                                   status, issued_at, snapshot, snapshot_sha256, name_shown, updated_at)
         select $1, $2, 'NRS-2026-000042', '7K2M9QXWT4HBNR8F', $1, $3, $4, v.id, 'active', $6, $5, '\\x00', 'full', $6
           from template_versions v join certificate_templates t on t.id = v.template_id where t.code = 'landscape'",
        id as _,
        org as _,
        registration as _,
        event as _,
        sqlx::types::Json(snapshot()) as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

async fn deliver(db: &PgPool, certificate: CertificateId) {
    let app = TestApp::new(db, |env, db, clock| {
        render_certificate_job::State::new(env, db, clock).map(render_certificate_job::router)
    });
    let job = json!(RenderCertificate { certificate });
    assert_eq!(app.send("POST", "/", Some(job)).await.status, 200);
}

/// CE-8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_file_is_kept_once_and_the_holder_told_once(db: PgPool) {
    let id = issued(&db).await;
    deliver(&db, id).await;
    deliver(&db, id).await;
    let row = sqlx::query!("select pdf_object, rendered_at from certificates");
    let row = row.fetch_one(&db).await.unwrap();
    let name = row.pdf_object.unwrap();
    let hash =
        sqlx::query_scalar!("select encode(pdf_sha256, 'hex') as \"hash!\" from certificates");
    assert_eq!(name, format!("{}.pdf", hash.fetch_one(&db).await.unwrap()));
    assert_eq!(row.rendered_at, Some(now()));
    let mails = sqlx::query_scalar!("select message_key from messages").fetch_all(&db);
    assert_eq!(mails.await.unwrap(), ["certificate-issued"]);
}

/// CE-8: nothing is written down until there is a file.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_its_fonts_it_is_tried_again(db: PgPool) {
    let id = issued(&db).await;
    let bare = TestApp::new(&db, |env, db, clock| {
        let env = env.clone().with([("FONTS_DIR", "/nowhere")]);
        render_certificate_job::State::new(&env, db, clock).map(render_certificate_job::router)
    });
    let job = json!(RenderCertificate { certificate: id });
    assert_eq!(bare.send("POST", "/", Some(job)).await.status, 503);
    let rendered = async || {
        let row = sqlx::query!("select pdf_object, rendered_at from certificates");
        let row = row.fetch_one(&db).await.unwrap();
        (row.pdf_object.is_some(), row.rendered_at.is_some())
    };
    assert_eq!(rendered().await, (false, false));
    deliver(&db, id).await;
    assert_eq!(rendered().await, (true, true));
}

/// CE-11
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_revoked_meanwhile_gets_its_file_and_no_mail(db: PgPool) {
    let id = issued(&db).await;
    sqlx::query!("update certificates set status = 'revoked', revoked_at = issued_at, revoke_reason = 'fraud'")
        .execute(&db)
        .await
        .unwrap();
    deliver(&db, id).await;
    let kept = sqlx::query_scalar!("select pdf_object is not null as \"kept!\" from certificates");
    assert!(kept.fetch_one(&db).await.unwrap());
    let mails = sqlx::query_scalar!("select count(*) as \"n!\" from messages").fetch_one(&db);
    assert_eq!(mails.await.unwrap(), 0);
}
