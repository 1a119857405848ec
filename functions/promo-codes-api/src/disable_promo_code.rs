//! Switch a code off.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::Turn;
use models::PromoCodeId;
use web::{Path, Tagged};

use crate::shown::{PromoCode, turned};

/// Switch a promo code off. Reservations that are live stay valid.
#[utoipa::path(post, path = "/api/v1/promo-codes/{promo_code_id}/disable", tag = "promo-codes", security(("bearer" = [])),
    params(("promo_code_id" = PromoCodeId, Path)),
    responses((status = 200, body = PromoCode), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn disable_promo_code(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Path(id): Path<PromoCodeId>,
) -> web::Result<Tagged<PromoCode>> {
    turned(&app, &org, id, Turn::Disable).await
}
