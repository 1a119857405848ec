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
    let admin = app.member_of(member.org(), models::Role::Admin).await;
    let offer = models::OwnershipTransferId::new(testkit::now());
    sqlx::query!(
        "insert into ownership_transfers (id, organization_id, from_user_id, to_user_id, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $5)",
        offer as _,
        member.org() as _,
        member.user as _,
        admin.user as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let ids = [("membership_id", membership), ("transfer_id", offer.to_string())];
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
        ("get_ownership_offer", Need::ManageMembers),
        ("offer_ownership", Need::OwnOrganization),
        ("withdraw_ownership", Need::OwnOrganization),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
