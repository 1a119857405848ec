//! Sign in by the mailed link: once (AC-4).

use accounts::challenge::{self, Purpose};
use accounts::{Error, user};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Client, Public, ValidJson};

use crate::complete_sign_up::accept_invitation;
use crate::door::{self, Answer, Entrance};
use crate::sign_in::Outcome;

/// The secret of the link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", "remember": true}))]
pub(crate) struct CompleteSignInLink {
    token: String,
    remember: bool,
}

/// Sign in by the mailed link.
#[utoipa::path(post, path = "/api/v1/auth/sign-in-link/complete", tag = "auth", request_body = CompleteSignInLink,
    responses((status = 200, body = Outcome), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody)))]
pub(crate) async fn complete_sign_in_link(
    _: Public,
    client: Client,
    headers: HeaderMap,
    State(app): State<crate::State>,
    ValidJson(given): ValidJson<CompleteSignInLink>,
) -> web::Result<Response> {
    app.origin.check_entrance(&headers)?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let challenge =
        challenge::answer(&mut tx, &app.links, Purpose::SignIn, &given.token, now).await?;
    let id = challenge.user.ok_or(Error::LinkInvalid)?;
    let person = user::by_id(&mut tx, id).await?.ok_or(Error::LinkInvalid)?;
    if person.disabled_at.is_some() {
        door::refused(&mut tx, Some(person.id), &client, now).await?;
        tx.commit().await?;
        return Err(Error::AccountDisabled.into());
    }
    // OR-6: an invitation that led to the sign-up of an address that has an account.
    accept_invitation(&mut tx, challenge.payload.invitation, id, now).await?;
    let device = app.origin.device(&headers);
    let entrance =
        Entrance { method: "link", remember: given.remember, client: &client, device, now };
    let opened = door::open(&mut tx, &app, &person, entrance).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    let next = challenge.payload.next;
    Ok(opened.respond(StatusCode::OK, |login| Answer::of(&Outcome::SignedIn { login, next })))
}
