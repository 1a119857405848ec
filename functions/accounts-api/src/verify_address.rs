//! The further address has answered.

use accounts::challenge::{self, Purpose};
use accounts::{Error, address};
use auth::{Claimed, User};
use axum::Json;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::Email;
use outreach::accounts::{Device, SecurityChange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Client, ValidJson};

/// The secret of the link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"}))]
pub(crate) struct AddressLink {
    token: String,
}

/// What the address brought along.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressVerified {
    claimed: Claimed,
}

/// The further address has answered: it signs in from now on, and what guests did under it is one's
/// own (AC-7).
#[utoipa::path(post, path = "/api/v1/accounts/me/addresses/verify", tag = "accounts", security(("bearer" = [])),
    request_body = AddressLink,
    responses((status = 200, body = AddressVerified), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn verify_address(
    caller: User,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(link): ValidJson<AddressLink>,
) -> web::Result<Json<AddressVerified>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let challenge =
        challenge::answer(&mut tx, &app.links, Purpose::AddAddress, &link.token, now).await?;
    // The link proves the mailbox; whose account it joins was settled when it was asked for.
    if challenge.user != Some(caller.id) {
        return Err(Error::LinkInvalid.into());
    }
    let email = Email::parse(&challenge.address).map_err(|_| Error::LinkInvalid)?;
    address::attach(&mut tx, caller.id, &email, now).await?;
    let claimed = events::registration::claim_guests(&mut tx, caller.id, email.key(), now).await?;
    let before = certificates(&mut tx, &caller).await?;
    credentials::learner::claim(&mut tx, caller.id, email.key(), now).await?;
    let certificates =
        usize::try_from(certificates(&mut tx, &caller).await? - before).unwrap_or_default();
    let prefix = client.prefix();
    audit::write(
        &mut tx,
        Entry::new(None, Actor::User(caller.id), "address.added", "user", caller.id),
        now,
    )
    .await?;
    let name = accounts::login::device_name(&client.user_agent);
    let device = Device { name: &name, ip_prefix: Some(&prefix) };
    outreach::accounts::security_changed(
        &mut tx,
        caller.id,
        &SecurityChange::AddressAdded(email),
        &device,
        now,
    )
    .await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    let claimed = Claimed {
        registrations: claimed.registrations.len(),
        certificates,
        conflicts: claimed.conflicts.len(),
    };
    Ok(Json(AddressVerified { claimed }))
}

async fn certificates(conn: &mut sqlx::PgConnection, caller: &User) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "certificates!" from certificates c join learners l on l.id = c.learner_id
            where l.user_id = $1 and l.merged_into is null"#,
        caller.id as _
    )
    .fetch_one(conn)
    .await
}
