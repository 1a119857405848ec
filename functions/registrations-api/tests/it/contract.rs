use models::Role;
use sqlx::PgPool;
use testkit::contract::{openapi_matches, secured_routes_refuse_strangers};
use testkit::{EventSpec, rows};

#[test]
fn the_document_is_the_kept_one() {
    openapi_matches(&registrations_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_secured_route_refuses_strangers(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let ids = [("registration_id", id.to_string()), ("file", "x.ics".to_owned())];
    secured_routes_refuse_strangers(&app, &registrations_api::openapi(), &ids).await;
}
