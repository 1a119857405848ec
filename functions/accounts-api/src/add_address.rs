//! Ask for a further address: a mail goes to it.

use accounts::challenge::{self, Payload, Purpose};
use accounts::{address, mailing, user};
use auth::Fresh;
use axum::extract::State;
use models::Email;
use outreach::accounts::{Link, Mailed, To};
use serde::{Deserialize, Serialize};
use sqlx::Connection as _;
use utoipa::ToSchema;
use web::{Accepted, Client, ValidJson};

/// Which address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@clinic.example"}))]
pub(crate) struct NewAddress {
    email: Email,
}

/// The same for every address.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressMailIsOnItsWay {}

/// Ask for a further address. It counts once its mailbox has answered.
#[utoipa::path(post, path = "/api/v1/accounts/me/addresses", tag = "accounts", security(("bearer" = [])),
    request_body = NewAddress,
    responses((status = 202, body = AddressMailIsOnItsWay), (status = 409, body = web::ProblemBody), (status = 429, body = web::ProblemBody)))]
pub(crate) async fn add_address(
    Fresh(caller): Fresh,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<NewAddress>,
) -> web::Result<Accepted<AddressMailIsOnItsWay>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    mailing::limit(&mut conn, &client.rate_key(), &wanted.email, now).await?;
    address::check_room(&mut conn, caller.id).await?;
    drop(conn);
    let mut tx = db::begin(&app.db).await?;
    let purpose = Purpose::AddAddress;
    let user = Some(caller.id);
    let challenge =
        challenge::open(&mut tx, purpose, &wanted.email, user, Payload::default(), now).await?;
    let to = To {
        address: &wanted.email,
        name: Some(&caller.full_name),
        user,
        locale: &caller.locale,
        time_zone: caller.time_zone,
    };
    let (seal, expires_at) = (challenge.sealed(purpose), challenge.expires_at);
    let mailed = Mailed { link: Link::AddAddress, seal, expires_at, to, organization: None };
    let mut attempt = tx.begin().await?;
    outreach::accounts::link(&mut attempt, &mailed, now).await?;
    // An address that has an account gets no mail, and neither the answer nor an older link tells
    // (AC-2): the challenge stands in both cases, and both are the same work.
    if user::by_address(&mut attempt, wanted.email.key()).await?.is_some() {
        attempt.rollback().await?;
        outreach::accounts::nothing(&mut tx, now).await?;
    } else {
        attempt.commit().await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(AddressMailIsOnItsWay {}))
}
