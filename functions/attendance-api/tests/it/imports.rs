use axum::body::Body;
use axum::http::Request;
use axum::http::header::AUTHORIZATION;
use models::Role;
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, rows};

use crate::PATH;

pub(crate) async fn upload(
    app: &TestApp,
    organizer: &Member<'_>,
    query: &str,
    file: &[u8],
) -> Answer {
    let request = Request::post(format!("{PATH}/imports?{query}"))
        .header(AUTHORIZATION, format!("Bearer {}", organizer.token))
        .body(Body::from(file.to_vec()));
    app.answer(request.unwrap()).await
}

/// PR-22 to PR-24: a clear problem each, and nothing half-imported.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_report_is_a_clear_problem(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let query = format!("event_id={event}");
    let unique =
        b"Name (original name),Email,Total duration (minutes),Guest\nAna,a@example.org,60,No\n";
    let days = b"Name (original name),Email,Join time,Leave time\nAna,a@example.org,05/10/2026 10:00,05/10/2026 11:00\n";
    let mixed = b"Name (original name),Email,Join time,Leave time\nJos\xe9,j@example.org,2026-10-01 10:00,2026-10-01 11:00\n";
    let nuls = vec![0; 10 << 20];
    let huge = vec![b'a'; (10 << 20) + 1];
    let files: [(&[u8], &str); 7] = [
        (b"", "422 file-unreadable"),
        (b"PK\x03\x04 a workbook", "422 file-unreadable"),
        (&nuls, "422 file-unreadable"),
        (&huge, "413 file-too-large"),
        (unique, "422 report-has-no-times"),
        (days, "422 date-order-needed"),
        (mixed, "422 file-unreadable"),
    ];
    for (file, problem) in files {
        let answer = upload(&app, &organizer, &query, file).await;
        assert_eq!(answer.problem(), problem);
        assert!(answer.body["detail"].as_str().unwrap().len() > 20, "{}", answer.body);
    }
    let zone = upload(&app, &organizer, &format!("{query}&time_zone=Mars%2FBase"), days).await;
    assert_eq!(zone.problem(), "422 unknown-time-zone");
    let left = sqlx::query_scalar!(r#"select count(*) as "count!" from presence_imports"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// RG-22: a name that is a formula is harmless in the export.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_formula_is_text_in_the_export(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!("update registrations set full_name = '=HYPERLINK(1)' where id = $1", person as _)
        .execute(&db)
        .await
        .unwrap();
    let request = Request::get(format!("{PATH}/export.csv?event_id={event}"))
        .header(AUTHORIZATION, format!("Bearer {}", organizer.token))
        .body(Body::empty());
    let answer = app.answer(request.unwrap()).await;
    assert_eq!(answer.status, 200);
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    assert!(text.contains("'=HYPERLINK(1)") && text.starts_with('\u{feff}'), "{text}");
}
