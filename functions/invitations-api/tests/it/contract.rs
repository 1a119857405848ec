use auth::Need;
use invitations_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let ids = [(
        "invitation_id",
        crate::invitation(&db, &app.member(models::Role::Owner).await).await.to_string(),
    )];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// R14: every role reaches exactly the routes of the table.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        ("list_invitations", Need::ManageMembers),
        ("invite_member", Need::ManageMembers),
        ("resend_invitation", Need::ManageMembers),
        ("revoke_invitation", Need::ManageMembers),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
