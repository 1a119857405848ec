//! Give an address up.

use accounts::address;
use auth::Fresh;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::{Email, UserEmailId};
use outreach::accounts::{Device, SecurityChange};
use web::{Client, NoContent, Path};

/// Give an address up. What was registered under it stays one's own.
#[utoipa::path(delete, path = "/api/v1/accounts/me/addresses/{address_id}", tag = "accounts",
    security(("bearer" = [])), params(("address_id" = UserEmailId, Path)),
    responses((status = 204), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn remove_address(
    Fresh(caller): Fresh,
    client: Client,
    State(app): State<crate::State>,
    Path(id): Path<UserEmailId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let removed = address::remove(&mut tx, caller.id, id, now).await?;
    audit::write(
        &mut tx,
        Entry::new(None, Actor::User(caller.id), "address.removed", "user", caller.id),
        now,
    )
    .await?;
    let (name, prefix) = (accounts::login::device_name(&client.user_agent), client.prefix());
    let device = Device { name: &name, ip_prefix: Some(&prefix) };
    if let Ok(removed) = Email::parse(&removed) {
        let change = SecurityChange::AddressRemoved(removed);
        outreach::accounts::security_changed(&mut tx, caller.id, &change, &device, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
