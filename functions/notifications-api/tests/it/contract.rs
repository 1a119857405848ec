use models::MembershipId;
use notifications_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers(db: PgPool) {
    let app = crate::app(&db);
    let ids = [
        ("notification_id", MembershipId::new(testkit::now()).to_string()),
        ("seal", "t.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA".to_owned()),
    ];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}
