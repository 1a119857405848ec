//! Ask for a further address: a mail goes to it.

use accounts::challenge::{self, Payload, Purpose};
use accounts::{address, user};
use auth::Fresh;
use axum::extract::State;
use chrono::TimeDelta;
use db::rate::{self, Limit};
use models::Email;
use outreach::accounts::{Link, Mailed, To};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Accepted, ValidJson};

const OFTEN: Limit = Limit { scope: "add-address", most: 3, window: TimeDelta::hours(1) };

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
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<NewAddress>,
) -> web::Result<Accepted<AddressMailIsOnItsWay>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    rate::hit(&mut conn, OFTEN, wanted.email.key(), now).await?;
    address::check_room(&mut conn, caller.id).await?;
    drop(conn);
    let mut tx = app.db.begin().await?;
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
    outreach::accounts::link(&mut tx, &mailed, now).await?;
    // An address that has an account gets no mail, and the answer does not tell (AC-2).
    if user::by_address(&mut tx, wanted.email.key()).await?.is_some() {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    Ok(Accepted(AddressMailIsOnItsWay {}))
}
