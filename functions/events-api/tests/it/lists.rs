use chrono::TimeDelta;
use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, count_queries};

use crate::PATH;

/// R10: pages, filters, search and the empty result.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_pages_filters_and_searches(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (n, title) in
        ["Żółć and bile", "Burns 100%", "Wounds", "Sutures", "Bites"].into_iter().enumerate()
    {
        let starts_in = TimeDelta::days(i64::try_from(n).unwrap() + 1);
        let status = if n == 0 { "draft" } else { "published" };
        organizer.event(EventSpec { title, starts_in, status, ..EventSpec::DRAFT }).await;
    }
    app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    for sort in ["latest", "soonest"] {
        let (mut titles, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = organizer.get(&format!("{PATH}?sort={sort}&limit=2{cursor}")).await;
            titles.extend(
                page.body["data"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["title"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(titles.len(), 5);
        assert_eq!(titles[0], if sort == "latest" { "Bites" } else { "Żółć and bile" });
    }
    let count = async |query: &str| {
        organizer.get(&format!("{PATH}?{query}")).await.body["data"].as_array().map(Vec::len)
    };
    assert_eq!(count("status=draft").await, Some(1));
    assert_eq!(count("status=draft,published&type=webinar&format=online").await, Some(5));
    assert_eq!(count("q=zolc").await, Some(1), "accents are folded");
    assert_eq!(count("q=%25").await, Some(1), "wildcards are letters");
    assert_eq!(
        count("starts_after=2026-10-04T00:00:00Z&starts_before=2026-10-05T23:00:00Z").await,
        Some(2)
    );
    assert_eq!(organizer.get(&format!("{PATH}?status=gone")).await.status, 422);
    let counts = organizer.get(&format!("{PATH}/counts")).await;
    assert_eq!((&counts.body["draft"], &counts.body["published"]), (&1.into(), &4.into()));
}

/// §6.17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_costs_the_same_for_one_event_and_many(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    organizer.event(EventSpec::PUBLISHED).await;
    let (_, one) = count_queries(organizer.get(PATH)).await;
    for _ in 0..30 {
        organizer.event(EventSpec::PUBLISHED).await;
    }
    let (_, many) = count_queries(organizer.get(PATH)).await;
    assert_eq!(one, many);
    assert!(one <= 3, "{one}");
}
