use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, env_with, now};

fn app(db: &PgPool) -> TestApp {
    let page = concat!("disk:", env!("CARGO_MANIFEST_DIR"), "/tests/it");
    TestApp::with(db, env_with([("FRONTEND", page)]), |env, db, clock| {
        pages_api::State::new(env, db, clock).map(pages_api::router)
    })
}

async fn slug(db: &PgPool, event: models::EventId) -> String {
    let slug = sqlx::query_scalar!("select slug from event_slugs where event_id = $1", event as _);
    slug.fetch_one(db).await.unwrap()
}

/// UX-43
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_tells_a_crawler_what_it_is(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { title: "Wounds & <healing>", ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    let path = format!("/events/{}", slug(&db, event).await);
    let answer = app.send("GET", &path, None).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    for wanted in [
        "<title>Wounds &amp; &lt;healing&gt; · Accredit</title>".to_owned(),
        format!("<link rel=\"canonical\" href=\"https://accredit.test{path}\" />"),
        "\"@type\":\"EducationEvent\"".to_owned(),
        "Wounds & \\u003chealing>".to_owned(),
        "<script type=\"module\" src=\"/assets/app.js\"></script>".to_owned(),
        "<div id=\"root\"></div>".to_owned(),
    ] {
        assert!(page.contains(&wanted), "{wanted} in {page}");
    }
    assert!(!page.contains("noindex"));
    assert!(answer.headers["cache-control"].to_str().unwrap().starts_with("public"));
}

/// EV-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_a_public_event_is_indexed_and_a_private_one_tells_nothing(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (visibility, status, told) in [("unlisted", 200, true), ("private", 404, false)] {
        let event = organizer.event(EventSpec::PUBLISHED).await;
        let set =
            sqlx::query!("update events set visibility = $2 where id = $1", event as _, visibility);
        set.execute(&db).await.unwrap();
        let answer = app.send("GET", &format!("/events/{}", slug(&db, event).await), None).await;
        let page = answer.text();
        assert_eq!((answer.status, page.contains("Wound care")), (status, told), "{visibility}");
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\" />"), "{visibility}");
        assert_eq!(answer.headers["cache-control"], "private, no-store", "{visibility}");
    }
    let moved = sqlx::query!(
        "insert into event_slugs (slug, event_id, current) select 'former', id, false from events where visibility = 'private'"
    );
    moved.execute(&db).await.unwrap();
    let former = app.send("GET", "/events/former", None).await;
    assert_eq!((former.status, former.headers.get("location")), (404, None), "nor where it is now");
    let draft = organizer.event(EventSpec::DRAFT).await;
    let answer = app.send("GET", &format!("/events/{}", slug(&db, draft).await), None).await;
    assert_eq!((answer.status, answer.text().contains("Wound care")), (404, false));
}

/// EV-1, OR-11
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_former_address_leads_to_the_present_one(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let present = slug(&db, event).await;
    let former = sqlx::query!(
        "insert into event_slugs (slug, event_id, current) values ('former', $1, false)",
        event as _
    );
    former.execute(&db).await.unwrap();
    let answer = app.send("GET", "/events/former", None).await;
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (308, &format!("/events/{present}").parse().unwrap())
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_shows_itself_only_when_it_wants_to(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let row = sqlx::query!(
        "select slug, name from organization_slugs join organizations o on o.id = organization_id
          where organization_id = $1",
        organizer.org() as _
    );
    let row = row.fetch_one(&db).await.unwrap();
    let shown = async |public: Option<chrono::DateTime<chrono::Utc>>| {
        let set = sqlx::query!(
            "update organizations set public_at = $2 where id = $1",
            organizer.org() as _,
            public
        );
        set.execute(&db).await.unwrap();
        let answer = app.send("GET", &format!("/organizations/{}", row.slug), None).await;
        (answer.status, answer.text().contains(&format!("<title>{}", row.name)))
    };
    assert_eq!(shown(None).await, (404, false));
    assert_eq!(shown(Some(now())).await, (200, true));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_for_everybody_have_words_of_their_own(db: PgPool) {
    let app = app(&db);
    for (path, title, index) in [
        ("/events", "Events with CPD credit", true),
        ("/organizations", "Organizers", true),
        ("/verify", "Check a certificate", true),
        ("/verify/2345-6789-ABCD-EFGH", "Certificate check", false),
        ("/events/x/register", "Register", false),
        ("/events/unheard-of", "Not found", false),
    ] {
        let answer = app.send("GET", path, None).await;
        let page = answer.text();
        assert!(page.contains(&format!("<title>{title} · Accredit</title>")), "{path}: {page}");
        assert_eq!(page.contains("noindex"), !index, "{path}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_slash_too_many_leads_to_the_page_and_what_is_not_there_is_told_in_one(db: PgPool) {
    let app = app(&db);
    for (path, location) in [
        ("/events/", "/events"),
        ("/organizations/?q=a", "/organizations?q=a"),
        ("/events/wound-care/?tab=1", "/events/wound-care?tab=1"),
        ("/events/x/register/", "/events/x/register"),
        ("/verify/2345-6789-ABCD-EFGH/", "/verify/2345-6789-ABCD-EFGH"),
    ] {
        let answer = app.send("GET", path, None).await;
        assert_eq!((answer.status, &answer.headers["location"]), (308, &location.parse().unwrap()));
    }
    for path in ["/events/x/nothing", "/verify/x/y/z"] {
        let answer = app.send("GET", path, None).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("<title>Not found · Accredit</title>"), "{path}");
    }
}

/// UX-43: what a place costs in all, and no word of hidden tickets or of an event that is over.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_tells_what_its_tickets_cost(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let page = async || {
        let path = format!("/events/{}", slug(&db, event).await);
        app.send("GET", &path, None).await.text().to_owned()
    };
    assert!(page().await.contains("\"price\":\"0\""));
    testkit::sales::price(&db, event, 2_000, "USD").await;
    // 20.00, service 2.53, processing 0.99.
    assert!(page().await.contains("\"price\":\"23.52\",\"priceCurrency\":\"USD\""));
    sqlx::query!("update ticket_types set audience = 'hidden'").execute(&db).await.unwrap();
    assert!(page().await.contains("\"offers\":[]"));
    sqlx::query!("update ticket_types set audience = 'public'").execute(&db).await.unwrap();
    sqlx::query!("update events set status = 'completed'").execute(&db).await.unwrap();
    assert!(page().await.contains("\"offers\":[]"));
}

/// CE-14: the day of the organization, as the certificate prints it; and no faster than people look.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_certificate_tells_its_own_day_and_codes_are_not_tried_out(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    sqlx::raw_sql("alter table certificates disable trigger all").execute(&db).await.unwrap();
    sqlx::query!(
        "insert into certificates (id, organization_id, number, code, learner_id, event_id, template_version_id, status, issued_at,
                                   snapshot, snapshot_sha256, name_shown, updated_at)
         values (gen_random_uuid(), $1, 'A-1', '2222222222222222', gen_random_uuid(), $2, gen_random_uuid(), 'active', $3,
                 jsonb_build_object('issued_on', '2026-10-02'), '', 'full', $3)",
        organizer.org() as _,
        organizer.event(EventSpec::PUBLISHED).await as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let page = app.send("GET", "/verify/2222-2222-2222-2222", None).await;
    assert!(page.text().contains("on 2 October 2026."), "{}", page.text());
    for _ in 1..30 {
        assert_eq!(app.send("GET", "/verify/2345", None).await.status, 200);
    }
    let slow = app.send("GET", "/verify/2222-2222-2222-2222", None).await;
    assert_eq!(slow.status, 429);
    assert!(!slow.text().contains("October"), "{}", slow.text());
}
