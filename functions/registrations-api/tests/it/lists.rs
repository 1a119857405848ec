use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, count_queries, now, rows};

use crate::PATH;

/// Every page holds what follows, once; filters and search work (R10).
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_pages_filters_and_searches(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { capacity: Some(50), ..EventSpec::PUBLISHED }).await;
    for n in 0..5 {
        rows::registration(
            &db,
            event,
            &format!("p{n}_x@example.org"),
            if n == 4 { "waitlisted" } else { "confirmed" },
        )
        .await;
    }
    let list = |rest: &str| format!("{PATH}?event_id={event}{rest}");
    for sort in ["newest", "name"] {
        let (mut seen, mut cursor) = (std::collections::BTreeSet::new(), String::new());
        loop {
            let page = organizer.get(&list(&format!("&sort={sort}&limit=2{cursor}"))).await;
            assert_eq!(page.status, 200, "{:?}", page.body);
            for row in page.body["data"].as_array().unwrap() {
                assert!(seen.insert(row["id"].as_str().unwrap().to_owned()));
            }
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), 5);
    }
    let count =
        async |rest: &str| organizer.get(&list(rest)).await.body["data"].as_array().map(Vec::len);
    assert_eq!(count("&status=waitlisted").await, Some(1));
    assert_eq!(count("&status=waitlisted,confirmed").await, Some(5));
    assert_eq!(count("&q=lukasz").await, Some(5), "accents are folded");
    assert_eq!(count("&q=p1_").await, Some(1), "wildcards are letters");
    assert_eq!(count("&q=nobody").await, Some(0));
    assert_eq!(organizer.get(&list("&status=nonsense")).await.status, 422);
    let counts = organizer.get(&format!("{PATH}/counts?event_id={event}")).await;
    assert_eq!((&counts.body["confirmed"], &counts.body["seats_taken"]), (&4.into(), &4.into()));
}

/// §6.17: the same number of queries for 1 or 100 rows.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn lists_cost_the_same_for_one_row_and_many(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let paths = [
        format!("{PATH}?event_id={event}"),
        format!("{PATH}/mine?when=all"),
        format!("{PATH}/waitlist?event_id={event}"),
    ];
    for status in ["confirmed", "waitlisted"] {
        rows::registration(&db, event, &format!("{status}@example.org"), status).await;
    }
    let mut costs = Vec::new();
    for path in &paths {
        costs.push(count_queries(organizer.get(path)).await.1);
    }
    for n in 0..30 {
        for status in ["confirmed", "waitlisted"] {
            rows::registration(&db, event, &format!("{status}{n}@example.org"), status).await;
        }
    }
    for (path, cost) in paths.iter().zip(&costs) {
        assert_eq!(count_queries(organizer.get(path)).await.1, *cost, "{path}");
    }
    assert!(costs.iter().all(|cost| *cost <= 3), "{costs:?}");
}

/// RG-22: a spreadsheet must not take a name for a formula.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_export_defuses_formulas(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!("update registrations set full_name = '=HYPERLINK(1)'")
        .execute(&db)
        .await
        .unwrap();
    let file = organizer.get(&format!("{PATH}/export.csv?event_id={event}")).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert!(file.text().contains("'=HYPERLINK(1)"), "{}", file.text());
}

/// A certificate for each body makes one person no two.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_person_with_two_certificates_is_listed_once(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::raw_sql("alter table certificates disable trigger all").execute(&db).await.unwrap();
    for code in ["2222222222222222", "3333333333333333"] {
        sqlx::query!(
            "with own as (update registrations set user_id = $5 where id = $1)
             insert into certificates (id, organization_id, number, code, learner_id, registration_id, event_id, rule_set_id,
                                       template_version_id, status, issued_at, snapshot, snapshot_sha256, name_shown, updated_at)
             values (gen_random_uuid(), $2, $3, $3, gen_random_uuid(), $1, $4, gen_random_uuid(), gen_random_uuid(), 'active', $6,
                     '{}', '', 'full', $6)",
            id as _,
            organizer.org() as _,
            code,
            event as _,
            organizer.user as _,
            now()
        )
        .execute(&db)
        .await
        .unwrap();
    }
    for path in [format!("{PATH}?event_id={event}"), format!("{PATH}/mine?when=all")] {
        let listed = organizer.get(&path).await.body;
        assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{path}");
    }
}
