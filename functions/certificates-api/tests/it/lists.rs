use models::Role;
use sqlx::PgPool;
use testkit::count_queries;

use crate::{PATH, app, attended, certified, over};

/// A list costs the same for one person as for five.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_list_asks_the_database_once_for_each_row(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let lists = [
        format!("{PATH}?offering=event-{event}"),
        format!("{PATH}/awards?offering=event-{event}"),
        format!("{PATH}/gates/event-{event}"),
        format!("{PATH}/export.csv?offering=event-{event}"),
    ];
    let cost = async |people: usize| {
        let mut costs = Vec::new();
        for list in &lists {
            let (answer, queries) = count_queries(owner.get(list)).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            if let Some(rows) = answer.body["data"].as_array() {
                assert_eq!(rows.len(), people, "{list}");
            }
            // What a dropped transaction left is ended by whoever comes next on its connection, and
            // one that waited for long is asked first whether it lives.
            let mut least = queries;
            for _ in 0..3 {
                least = least.min(count_queries(owner.get(list)).await.1);
            }
            costs.push(least);
        }
        costs
    };
    let one = attended(&db, event, "p0@example.org", 120).await;
    certified(&db, owner.org(), event, one).await;
    let alone = cost(1).await;
    for n in 1..5 {
        let next = attended(&db, event, &format!("p{n}@example.org"), 120).await;
        certified(&db, owner.org(), event, next).await;
    }
    assert_eq!(cost(5).await, alone);
}

/// The page of an organization is read from an index in its order, whatever others have.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_of_certificates_is_read_from_an_index_and_not_sorted(db: PgPool) {
    let mut tx = db.begin().await.unwrap();
    sqlx::raw_sql("set local enable_seqscan = off").execute(&mut *tx).await.unwrap();
    let query = certificates_list();
    let explain = format!(
        "prepare page as {query}; \
         explain execute page (gen_random_uuid(), null, null, null, null, null, null, null, 21)"
    );
    let plan = sqlx::raw_sql(sqlx::AssertSqlSafe(explain)).fetch_all(&mut *tx).await.unwrap();
    let lines = plan.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect::<Vec<_>>();
    let plan = lines.join("\n");
    assert!(plan.contains("certificates_page_idx"), "{plan}");
    assert!(!plan.contains("Sort"), "{plan}");
}

/// The query itself, as it was prepared.
fn certificates_list() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/credentials/.sqlx");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|path| std::fs::read_to_string(path).unwrap());
    let queries = texts.map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
    let mut wanted = queries
        .map(|query| query["query"].as_str().unwrap().to_owned())
        .filter(|query| query.contains("order by c.issued_at desc, c.id desc limit $9"));
    wanted.next().unwrap()
}
