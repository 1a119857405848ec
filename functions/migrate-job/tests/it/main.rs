//! The behaviour of migrate-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use models::Clock;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, PgPool};

#[sqlx::test(migrations = false)]
async fn a_second_run_changes_nothing(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let clock = Clock::fixed(testkit::now());
    let state = async || {
        migrate_job::migrate(&url, None, &clock).await.unwrap();
        let row = sqlx::query!(
            r#"select (select count(*) from _sqlx_migrations) as "migrations!",
                      (select count(*) from rule_sets) as "rules!",
                      (select count(*) from certificate_templates) as "designs!""#
        );
        let row = row.fetch_one(&db).await.unwrap();
        (row.migrations, row.rules, row.designs)
    };
    let first = state().await;
    assert!(first.0 > 0 && first.1 > 0 && first.2 == 2, "{first:?}");
    assert_eq!(state().await, first);
}

#[sqlx::test(migrations = false)]
async fn two_at_once_wait_for_each_other(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let clock = Clock::fixed(testkit::now());
    let (one, other) = tokio::join!(
        migrate_job::migrate(&url, None, &clock),
        migrate_job::migrate(&url, None, &clock)
    );
    one.unwrap();
    other.unwrap();
}

/// PL-21: what a program ends with is one line of the log, with its severity.
#[test]
fn what_goes_wrong_at_the_start_is_one_line_of_json() {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_migrate-job"));
    let ended = program.env_clear().output().unwrap();
    assert!(!ended.status.success());
    let lines = String::from_utf8(ended.stdout).unwrap();
    let line: serde_json::Value = serde_json::from_str(lines.trim()).unwrap();
    assert_eq!(
        (&line["severity"], &line["error"]),
        (&"ERROR".into(), &"DATABASE_URL is not set".into())
    );
    assert_eq!(String::from_utf8(ended.stderr).unwrap().lines().count(), 1);
}

/// PL-31: the role of a function that was removed keeps nothing; one that people made keeps all.
#[sqlx::test(migrations = false)]
async fn a_function_that_is_no_more_has_no_right_and_no_log_in(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let clock = Clock::fixed(testkit::now());
    migrate_job::migrate(&url, None, &clock).await.unwrap();
    let events = serde_json::json!({"events": "select, update"});
    sqlx::query!("call give_rights('lost_job_of_a_test', null, 1000, $1)", events)
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("create role analyst_of_a_test login").execute(&db).await.unwrap();
    sqlx::query!("grant select on events to analyst_of_a_test").execute(&db).await.unwrap();
    sqlx::query!("delete from function_rights").execute(&db).await.unwrap();
    migrate_job::migrate(&url, None, &clock).await.unwrap();
    let kept = async |role: &str| {
        let row = sqlx::query!(
            r#"select rolcanlogin as "log_in!", has_table_privilege(rolname, 'events', 'select') as "reads!"
                 from pg_roles where rolname = $1"#,
            role
        );
        let row = row.fetch_one(&db).await.unwrap();
        (row.log_in, row.reads)
    };
    assert_eq!(
        (kept("lost_job_of_a_test").await, kept("analyst_of_a_test").await),
        ((false, false), (true, true))
    );
    let works = sqlx::query_scalar!(
        r#"select has_table_privilege('events_api', 'events', 'update') as "works!""#
    );
    assert!(works.fetch_one(&db).await.unwrap());
}

/// PL-31, PL-34: what a function no longer needs it may do until the release after, for the revision
/// that still serves, or serves again once a release was taken back.
#[sqlx::test(migrations = false)]
async fn rights_are_taken_a_release_later(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let release = async |days: i64| {
        let clock = Clock::fixed(testkit::now() + chrono::TimeDelta::days(days));
        migrate_job::migrate(&url, None, &clock).await.unwrap();
    };
    let may = async || {
        let row = sqlx::query!(
            r#"select has_table_privilege('pages_api', 'tax_rules', 'select') as "former!",
                      has_table_privilege('pages_api', 'organizations', 'select') as "known!",
                      coalesce((select has_table_privilege(rolname, 'events', 'select') from pg_roles
                                 where rolname = 'removed_job_of_a_test'), false) as "removed!""#
        );
        let row = row.fetch_one(&db).await.unwrap();
        (row.former, row.known, row.removed)
    };
    release(0).await;
    assert_eq!(may().await, (false, true, false));
    // As if the release before had asked for more, and had a function more.
    let before = serde_json::json!({
        "pages-api": {"timeout_seconds": 30, "tables": {"tax_rules": "select", "organizations": "select"}},
        "removed-job-of-a-test": {"timeout_seconds": 30, "tables": {"events": "select"}},
    });
    sqlx::query!("update function_rights set fingerprint = 'another', rights = $1", before)
        .execute(&db)
        .await
        .unwrap();
    for days in [1, 2, 7] {
        release(days).await;
        assert_eq!(may().await, (true, true, true), "day {days}");
    }
    release(8).await;
    assert_eq!(may().await, (false, true, false));
    // The release after the next, at once: what the one in between asked for is what is kept.
    sqlx::query!("update function_rights set fingerprint = 'another', rights = $1", before)
        .execute(&db)
        .await
        .unwrap();
    release(9).await;
    assert_eq!(may().await, (true, true, true));
    sqlx::query!("update function_rights set fingerprint = 'another'").execute(&db).await.unwrap();
    release(10).await;
    assert_eq!(may().await, (false, true, false));
}

/// AC-31: to say that one is retention makes nobody it.
#[sqlx::test(migrations = false)]
async fn only_retention_takes_audit_entries_away(db: PgPool) {
    let options = db.connect_options();
    let url = options.to_url_lossy().to_string();
    migrate_job::migrate(&url, None, &Clock::fixed(testkit::now())).await.unwrap();
    let old = testkit::now() - chrono::TimeDelta::days(900);
    let mut conn = db.acquire().await.unwrap();
    for _ in 0..2 {
        sqlx::query!(
            "insert into audit_entries (id, actor_kind, action, target_kind, at)
             values (gen_random_uuid(), 'system', 'x', 'y', $1)",
            old
        )
        .execute(&mut *conn)
        .await
        .unwrap();
    }
    let connect = async |function: &str| {
        let role = migrate_job::role(function);
        PgConnection::connect_with(&(*options).clone().username(&role)).await.unwrap()
    };
    // As if a right too much had been given.
    sqlx::query!("grant select, delete on audit_entries to pages_api")
        .execute(&mut *conn)
        .await
        .unwrap();
    let retention = async |conn: &mut PgConnection| {
        let mut tx = conn.begin().await.unwrap();
        let gone = db::purge::audit(&mut tx, 1, testkit::now()).await;
        if gone.is_ok() {
            tx.commit().await.unwrap();
        }
        gone
    };
    let wiped = retention(&mut connect("pages-api").await).await;
    let why = wiped.unwrap_err().into_database_error().unwrap();
    assert_eq!(why.constraint(), Some("audit_entries_append_only"));
    assert_eq!(retention(&mut connect("purge-job").await).await.unwrap(), 1);
    assert_eq!(retention(&mut conn).await.unwrap(), 1, "the owner");
}
