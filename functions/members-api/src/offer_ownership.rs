//! Offer ownership to an admin, who has seven days to take it (OR-10).

use accounts::ownership;
use auth::{FreshOrg, OwnOrganization};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::MembershipId;
use outreach::message::OwnershipStep;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Created, ValidJson};

use crate::get_ownership_offer::OfferOut;

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"membership_id": "01936a7e-0000-7000-8000-000000000000"}))]
pub(crate) struct NewOwnershipOffer {
    membership_id: MembershipId,
}

/// Offer ownership to an administrator.
#[utoipa::path(post, path = "/api/v1/members/ownership", tag = "members", security(("bearer" = [])),
    request_body = NewOwnershipOffer,
    responses((status = 201, body = OfferOut), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn offer_ownership(
    FreshOrg(org): FreshOrg<OwnOrganization>,
    State(app): State<crate::State>,
    ValidJson(new): ValidJson<NewOwnershipOffer>,
) -> web::Result<Created<OfferOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let offer = ownership::offer(&mut tx, org.id, org.user, new.membership_id, now).await?;
    let (action, kind) = ("ownership.offered", "ownership_transfer");
    let entry = Entry::new(Some(org.id), Actor::User(org.user), action, kind, offer.id);
    let after = json!({"owner": offer.to_user_id});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    let step = OwnershipStep::Offered;
    outreach::ownership::tell(&mut tx, offer.id, step, offer.expires_at, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(OfferOut::of(offer, org.user, now)))
}
