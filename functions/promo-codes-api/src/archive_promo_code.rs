//! Put a code away.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::Turn;
use models::PromoCodeId;
use web::{Path, Tagged};

use crate::shown::{PromoCode, turned};

/// Put a promo code away for good. Its word can be used for another one; reservations that are live stay valid.
#[utoipa::path(post, path = "/api/v1/promo-codes/{promo_code_id}/archive", tag = "promo-codes", security(("bearer" = [])),
    params(("promo_code_id" = PromoCodeId, Path)),
    responses((status = 200, body = PromoCode), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn archive_promo_code(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Path(id): Path<PromoCodeId>,
) -> web::Result<Tagged<PromoCode>> {
    turned(&app, &org, id, Turn::Archive).await
}
