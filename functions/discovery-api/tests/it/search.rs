use chrono::TimeDelta;
use models::{Role, SpeakerId, StagePartId};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, count_queries};

use crate::{EVENTS, ORGANIZERS, get};

async fn titles(app: &TestApp, query: &str) -> Vec<String> {
    let answer = get(app, &format!("{EVENTS}?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {:?}", answer.body);
    answer.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["title"].as_str().unwrap().to_owned())
        .collect()
}

/// EV-4, EV-17: what is listed, and what is not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_public_events_to_come_are_found(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (title, visibility, status, days) in [
        ("Open", "public", "published", 2),
        ("Now", "public", "live", 0),
        ("Past", "public", "published", -2),
        ("Draft", "public", "draft", 2),
        ("Over", "public", "completed", 2),
        ("Off", "public", "cancelled", 2),
        ("Hidden", "unlisted", "published", 2),
        ("Secret", "private", "published", 2),
    ] {
        organizer
            .event(EventSpec {
                title,
                visibility,
                status,
                starts_in: TimeDelta::days(days),
                ..EventSpec::DRAFT
            })
            .await;
    }
    assert_eq!(titles(&app, "").await, ["Now", "Open"]);
    for path in [
        format!("{ORGANIZERS}/clinic-{}/calendar.ics", organizer.org()),
        "/api/v1/discovery/sitemap.xml".to_owned(),
    ] {
        let feed = get(&app, &path).await;
        assert!(!feed.text().contains("Hidden") && !feed.text().contains("Secret"));
    }
    let profile = get(&app, &format!("{ORGANIZERS}/clinic-{}", organizer.org())).await;
    assert_eq!(profile.body["upcoming"].as_array().unwrap().len(), 2, "{:?}", profile.body);
    let listed = get(&app, &format!("{ORGANIZERS}?q=clin")).await;
    assert_eq!(listed.body["data"][0]["upcoming"], 2);
}

/// EV-17, R10
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn words_are_found_in_every_script(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let mut last = None;
    for (n, title) in
        ["Żółć i wątroba", "研修会のお知らせ", "Wound care 100% practical", "Лечение ран"]
            .into_iter()
            .enumerate()
    {
        let starts_in = TimeDelta::days(i64::try_from(n).unwrap() + 1);
        last = Some(organizer.event(EventSpec { title, starts_in, ..EventSpec::PUBLISHED }).await);
    }
    sqlx::query!(
        "with speaker as (insert into speakers (id, organization_id, name, created_at, updated_at) values ($1, $2, 'Björk Þórsdóttir', $5, $5))
         insert into event_speakers (id, organization_id, event_id, speaker_id) values ($4, $2, $3, $1)",
        SpeakerId::new(testkit::now()) as _,
        organizer.org() as _,
        last as _,
        StagePartId::new(testkit::now()) as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    for (q, found) in [
        ("zolc", "Żółć i wątroba"),
        ("W%C4%84TR", "Żółć i wątroba"),
        ("%E3%81%8A%E7%9F%A5", "研修会のお知らせ"),
        ("care+wou", "Wound care 100% practical"),
        ("bjork", "Лечение ран"),
        ("%D0%BB%D0%B5%D1%87%D0%B5%D0%BD", "Лечение ран"),
    ] {
        assert_eq!(titles(&app, &format!("q={q}")).await, [found], "{q}");
    }
    assert_eq!(titles(&app, "q=clinic").await.len(), 4, "the organizer's name counts");
    for nothing in ["nowhere", "wound+liver", "%27%26%7C%21", "%C2%BD", "%C5%89", "%3A*"] {
        assert!(titles(&app, &format!("q={nothing}")).await.is_empty(), "{nothing}");
    }
    assert_eq!(get(&app, &format!("{EVENTS}?q={}", "x".repeat(101))).await.status, 422);
}

/// R10: every filter, and every page.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn filters_and_pages_work_together(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for n in 0..5 {
        let format = if n % 2 == 0 { "online" } else { "in_person" };
        organizer
            .event(EventSpec { starts_in: TimeDelta::days(n + 1), format, ..EventSpec::PUBLISHED })
            .await;
    }
    sqlx::query!("update events set country = 'PL', languages = '{pl}', level = 'Advanced', type = 'workshop' where format = 'in_person'")
        .execute(&db)
        .await
        .unwrap();
    for (query, count) in [
        ("format=online", 3),
        ("format=online,in_person", 5),
        ("type=workshop&country=pl&language=pl&level=advanced", 2),
        ("country=DE", 0),
        ("free=true", 5),
        ("body=RCP", 0),
        ("organizer=nobody", 0),
        ("from=2026-10-04T00:00:00Z", 3),
        ("to=2026-10-04T00:00:00Z", 2),
    ] {
        assert_eq!(titles(&app, query).await.len(), count, "{query}");
    }
    assert_eq!(titles(&app, &format!("organizer=clinic-{}", organizer.org())).await.len(), 5);
    assert_eq!(get(&app, &format!("{EVENTS}?format=radio")).await.status, 422);
    for sort in ["soonest", "newest"] {
        let (mut seen, mut cursor) = (std::collections::BTreeSet::new(), String::new());
        loop {
            let page = get(&app, &format!("{EVENTS}?sort={sort}&limit=2{cursor}")).await;
            for card in page.body["data"].as_array().unwrap() {
                assert!(seen.insert(card["slug"].as_str().unwrap().to_owned()));
            }
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), 5, "{sort}");
    }
    let (_, one) = count_queries(get(&app, &format!("{EVENTS}?limit=1"))).await;
    let (_, many) = count_queries(get(&app, &format!("{EVENTS}?limit=100"))).await;
    assert_eq!((one, many), (1, 1));
}

/// OR-13: an organization that closes has no public page, and no event of it is found.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_that_closes_is_not_found_any_more(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    organizer.event(EventSpec::PUBLISHED).await;
    let page = format!("{ORGANIZERS}/clinic-{}", organizer.org());
    let seen = async || {
        let listed = get(&app, ORGANIZERS).await.body["data"].as_array().unwrap().len();
        let map = get(&app, "/api/v1/discovery/sitemap.xml").await;
        let told = map.text().matches("<loc>").count();
        (get(&app, &page).await.status, listed, titles(&app, "q=clinic").await.len(), told)
    };
    assert_eq!(seen().await, (200, 1, 1, 2));
    sqlx::query!("update organizations set closing_at = $1", testkit::now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(seen().await, (404, 0, 0, 0));
}
