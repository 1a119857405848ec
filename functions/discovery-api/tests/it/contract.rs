use models::Role;
use sqlx::PgPool;
use testkit::EventSpec;
use testkit::contract::openapi_matches;

use crate::{EVENTS, ORGANIZERS, get, get_again};

#[test]
fn the_document_is_the_kept_one() {
    openapi_matches(&discovery_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}

/// EV-19
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn public_answers_may_be_kept_and_are_told_unchanged(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let org = format!("clinic-{}", organizer.org());
    let page = format!("{EVENTS}/{event}");
    for path in [
        EVENTS.to_owned(),
        page.clone(),
        format!("{page}/calendar.ics"),
        format!("{page}/schema.json"),
        ORGANIZERS.to_owned(),
        format!("{ORGANIZERS}/{org}"),
        format!("{ORGANIZERS}/{org}/calendar.ics"),
        "/api/v1/discovery/sitemap.xml".to_owned(),
    ] {
        let first = get(&app, &path).await;
        assert_eq!(first.status, 200, "{path}: {:?}", first.body);
        assert_eq!(
            first.headers["cache-control"],
            "public, max-age=30, s-maxage=60, stale-while-revalidate=300"
        );
        assert!(!first.headers.contains_key("set-cookie"));
        let tag = first.headers["etag"].to_str().unwrap();
        assert!(!tag.starts_with("W/"), "{tag}");
        assert_eq!(get_again(&app, &path, tag).await.status, 304, "{path}");
        assert_eq!(get_again(&app, &path, "\"other\"").await.status, 200);
        assert!(!first.text().contains("meet.example.org"), "{path} tells the join address");
        assert!(!first.text().contains("@example.org"), "{path} tells an e-mail");
    }
}
