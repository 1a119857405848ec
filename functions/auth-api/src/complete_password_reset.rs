//! Set a new password by the mailed link. It signs nobody in and ends every login (AC-11).

use accounts::challenge::{self, Purpose};
use accounts::password::Password;
use accounts::{Error, login, user};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::Email;
use outreach::accounts::{Device, SecurityChange};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Client, NoContent, Public, ValidJson};

/// The secret of the link, and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", "password": "four rivers meet here"}))]
pub(crate) struct CompletePasswordReset {
    token: String,
    password: String,
}

/// Set a new password by the mailed link.
#[utoipa::path(post, path = "/api/v1/auth/password-reset/complete", tag = "auth", request_body = CompletePasswordReset,
    responses((status = 204), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody),
        (status = 422, body = web::ProblemBody)))]
pub(crate) async fn complete_password_reset(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(given): ValidJson<CompletePasswordReset>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let challenge =
        challenge::answer(&mut tx, &app.links, Purpose::PasswordReset, &given.token, now).await?;
    let id = challenge.user.ok_or(Error::LinkInvalid)?;
    let person = user::by_id(&mut tx, id).await?.ok_or(Error::LinkInvalid)?;
    let email = Email::parse(&person.email).map_err(|_| Error::LinkInvalid)?;
    let hash =
        app.hasher.hash(Password::choose(&given.password, &email, &person.full_name)?).await?;
    user::store_password(&mut tx, id, &hash, Some(now)).await?;
    login::end_all(&mut tx, id, None, "password-reset", now).await?;
    audit::write(&mut tx, Entry::new(None, Actor::User(id), "password.reset", "user", id), now)
        .await?;
    let (name, prefix) = (login::device_name(&client.user_agent), client.prefix());
    let device = Device { name: &name, ip_prefix: Some(&prefix) };
    outreach::accounts::security_changed(&mut tx, id, &SecurityChange::PasswordReset, &device, now)
        .await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
