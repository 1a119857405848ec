use auth::Need;
use models::{QuestionId, Role, SpeakerId, StagePartId, TicketTypeId};
use sqlx::PgPool;
use testkit::contract::{
    openapi_matches, roles_reach_their_routes, secured_routes_refuse_strangers,
};
use testkit::{EventSpec, rows};

#[test]
fn the_document_is_the_kept_one() {
    openapi_matches(&events_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_secured_route_refuses_strangers(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let (speaker, question, part) = (
        SpeakerId::new(testkit::now()),
        QuestionId::new(testkit::now()),
        StagePartId::new(testkit::now()),
    );
    sqlx::query!(
        "with speaker as (
            insert into speakers (id, organization_id, name, created_at, updated_at) values ($1, $4, 'Maja Lis', $6, $6)
         ), part as (
            insert into event_speakers (id, organization_id, event_id, speaker_id) values ($3, $4, $5, $1)
         )
         insert into questions (id, organization_id, event_id, kind, label, created_at, updated_at)
         values ($2, $4, $5, 'text', 'Diet', $6, $6)",
        speaker as _,
        question as _,
        part as _,
        organizer.org() as _,
        event as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let ticket = sqlx::query_scalar!(r#"select id as "id: TicketTypeId" from ticket_types"#);
    let ids = [
        ("event_id", event.to_string()),
        ("session_id", rows::session_of(&db, event).await.to_string()),
        ("ticket_id", ticket.fetch_one(&db).await.unwrap().to_string()),
        ("question_id", question.to_string()),
        ("speaker_id", speaker.to_string()),
        ("part_id", part.to_string()),
    ];
    secured_routes_refuse_strangers(&app, &events_api::openapi(), &ids).await;
}

/// §6.17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_role_reaches_what_its_table_says(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        ("list_events", Need::ReadEvents),
        ("get_event", Need::ReadEvents),
        ("create_event", Need::ManageEvents),
        ("publish_event", Need::ManageEvents),
        ("cancel_event", Need::ManageEvents),
        ("update_event", Need::ManageEvents),
        ("delete_event", Need::ManageEvents),
        ("add_session", Need::ManageEvents),
        ("get_closing", Need::ManageAttendance),
        ("get_dashboard", Need::ReadReports),
        ("replace_policy", Need::ManageEvents),
    ];
    roles_reach_their_routes(&app, &events_api::openapi(), &needs).await;
}
