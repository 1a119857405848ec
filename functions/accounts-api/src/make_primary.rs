//! Choose where mails go.

use accounts::address;
use auth::Fresh;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::{Email, UserEmailId};
use outreach::accounts::{Device, SecurityChange};
use web::{Client, NoContent, Path};

/// Choose where mails go. The former primary address stays for seven days.
#[utoipa::path(put, path = "/api/v1/accounts/me/addresses/{address_id}/primary", tag = "accounts",
    security(("bearer" = [])), params(("address_id" = UserEmailId, Path)),
    responses((status = 204), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn make_primary(
    Fresh(caller): Fresh,
    client: Client,
    State(app): State<crate::State>,
    Path(id): Path<UserEmailId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if let Some((former, _)) = address::make_primary(&mut tx, caller.id, id, now).await? {
        audit::write(
            &mut tx,
            Entry::new(None, Actor::User(caller.id), "address.primary-changed", "user", caller.id),
            now,
        )
        .await?;
        let (name, prefix) = (accounts::login::device_name(&client.user_agent), client.prefix());
        let device = Device { name: &name, ip_prefix: Some(&prefix) };
        if let Ok(former) = Email::parse(&former) {
            let change = SecurityChange::PrimaryAddressChanged(former);
            outreach::accounts::security_changed(&mut tx, caller.id, &change, &device, now).await?;
        }
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
