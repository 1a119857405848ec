use auth::Need;
use members_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let member = app.member(models::Role::Owner).await;
    let membership =
        sqlx::query_scalar!("select id from memberships where user_id = $1", member.user as _);
    let membership = membership.fetch_one(&db).await.unwrap().to_string();
    let ids = [("membership_id", membership)];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// R14: every role reaches exactly the routes of the table.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        ("list_members", Need::ViewOrganization),
        ("update_member", Need::ManageMembers),
        ("remove_member", Need::ManageMembers),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
