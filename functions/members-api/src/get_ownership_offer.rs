//! The offer of ownership that waits for an answer.

use accounts::ownership::{self, Offer, State};
use auth::{ManageMembers, On, Org};
use axum::Json;
use axum::extract;
use chrono::{DateTime, Utc};
use models::{OrgId, OwnershipTransferId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// An offer of ownership.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnershipOffer)]
pub(crate) struct OfferOut {
    id: OwnershipTransferId,
    organization_id: OrgId,
    /// What the one who offered it is called.
    from_name: String,
    /// To whom.
    to_user_id: UserId,
    /// What that person is called.
    to_name: String,
    /// The caller is asked.
    for_me: bool,
    state: State,
    /// Until when it can be taken.
    expires_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
}

impl OfferOut {
    pub(crate) fn of(offer: Offer, caller: UserId, now: DateTime<Utc>) -> Self {
        let state = offer.state_at(now);
        Self {
            id: offer.id,
            organization_id: offer.organization_id,
            from_name: offer.from_name,
            to_user_id: offer.to_user_id,
            to_name: offer.to_name,
            for_me: offer.to_user_id == caller,
            state,
            expires_at: offer.expires_at,
            created_at: offer.created_at,
        }
    }
}

/// What waits for an answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpenOwnershipOffer {
    offer: Option<OfferOut>,
}

/// The offer of ownership that waits for an answer, if there is one.
#[utoipa::path(get, path = "/api/v1/members/ownership", tag = "members", security(("bearer" = [])),
    responses((status = 200, body = OpenOwnershipOffer)))]
pub(crate) async fn get_ownership_offer(
    On(org, mut conn): On<Org<ManageMembers>>,
    extract::State(app): extract::State<crate::State>,
) -> web::Result<Json<OpenOwnershipOffer>> {
    let now = app.clock.now();
    let offer = ownership::open(&mut conn, org.id, now).await?;
    let offer = offer.map(|offer| OfferOut::of(offer, org.user, now));
    Ok(Json(OpenOwnershipOffer { offer }))
}
