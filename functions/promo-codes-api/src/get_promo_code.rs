//! One code.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use models::PromoCodeId;
use web::{Path, Tagged};

use crate::shown::{PromoCode, one};

/// One promo code, archived ones included.
#[utoipa::path(get, path = "/api/v1/promo-codes/{promo_code_id}", tag = "promo-codes", security(("bearer" = [])),
    params(("promo_code_id" = PromoCodeId, Path)),
    responses((status = 200, body = PromoCode), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn get_promo_code(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Path(id): Path<PromoCodeId>,
) -> web::Result<Tagged<PromoCode>> {
    let code = one(&mut *app.db.acquire().await?, org.id, id, app.clock.now()).await?;
    Ok(code.tagged())
}
