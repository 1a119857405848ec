//! Ask for six digits that prove identity again, where there is no password.

use accounts::challenge::{self, Payload, Purpose};
use accounts::mailing;
use auth::User;
use axum::extract::State;
use models::Email;
use outreach::accounts::{CodeMail, To};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Client};

/// A code is on its way to the primary address.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeIsOnItsWay {}

/// Ask for a code by mail: six digits, ten minutes, five tries.
#[utoipa::path(post, path = "/api/v1/logins/reauthentication/code", tag = "logins", security(("bearer" = [])),
    responses((status = 202, body = CodeIsOnItsWay), (status = 429, body = web::ProblemBody)))]
pub(crate) async fn request_code(
    user: User,
    client: Client,
    State(app): State<crate::State>,
) -> web::Result<Accepted<CodeIsOnItsWay>> {
    let now = app.clock.now();
    let email = Email::parse(&user.email).map_err(|_| accounts::Error::NotFound)?;
    mailing::limit(&mut *app.db.acquire().await?, &client.rate_key(), &email, now).await?;
    let mut tx = db::begin(&app.db).await?;
    let challenge =
        challenge::open(&mut tx, Purpose::Code, &email, Some(user.id), Payload::default(), now)
            .await?;
    let to = To {
        address: &email,
        name: Some(&user.full_name),
        user: Some(user.id),
        locale: &user.locale,
        time_zone: user.time_zone,
    };
    let (seal, expires_at) = (challenge.sealed(Purpose::Code), challenge.expires_at);
    outreach::accounts::code(&mut tx, &CodeMail { seal, expires_at, to }, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(CodeIsOnItsWay {}))
}
