//! One dispute, with what speaks for the organizer.

use auth::{Org, ViewFinance};
use axum::Json;
use axum::extract::State;
use billing::dispute;
use models::DisputeId;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::evidence::{self, EvidencePack};
use crate::list_disputes::{DisputeOut, one};

/// A dispute with its evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisputeFile {
    #[serde(flatten)]
    dispute: DisputeOut,
    /// What is sent to the bank, besides one's own words.
    pack: EvidencePack,
}

/// Show a dispute with its evidence.
#[utoipa::path(get, path = "/api/v1/payments/disputes/{dispute_id}", tag = "payments", security(("bearer" = [])),
    params(("dispute_id" = DisputeId, Path)),
    responses((status = 200, body = DisputeFile), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_dispute(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Path(id): Path<DisputeId>,
) -> web::Result<Json<DisputeFile>> {
    let mut conn = app.db.acquire().await?;
    let known = dispute::find(&mut conn, (org.id, org.scope.as_deref()), id).await?;
    let known = known.ok_or_else(Problem::not_found)?;
    let dispute = one(&mut conn, &org, id).await?;
    let pack = evidence::read(&mut conn, known.payment).await?;
    Ok(Json(DisputeFile { dispute, pack }))
}
