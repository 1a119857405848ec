//! One certificate with its history.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use credentials::certificate::{self, Changed};
use credentials::snapshot::Printed;
use models::CertificateId;
use serde::Serialize;
use utoipa::ToSchema;
use web::Path;

use crate::scope;
use crate::shown::CertificateOut;

/// A step of its life.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateChange)]
pub(crate) struct ChangeOut {
    from: Option<String>,
    to: String,
    reason: Option<String>,
    at: DateTime<Utc>,
    by: Option<String>,
}

/// A certificate with everything that is printed on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CertificateDetail {
    #[serde(flatten)]
    certificate: CertificateOut,
    snapshot_fields: Vec<Printed>,
    changes: Vec<ChangeOut>,
}

/// A certificate with its history.
#[utoipa::path(get, path = "/api/v1/certificates/{id}", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path)),
    responses((status = 200, body = CertificateDetail), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_certificate(
    On(org, mut conn): On<Org<ReadCredentials>>,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
) -> web::Result<Json<CertificateDetail>> {
    let found = scope::certificate(&mut conn, &org, id).await?;
    let changes = certificate::history(&mut conn, org.id, id).await?;
    let change = |of: Changed| ChangeOut {
        from: of.from_status,
        to: of.to_status,
        reason: of.reason,
        at: of.at,
        by: of.by,
    };
    Ok(Json(CertificateDetail {
        snapshot_fields: found.snapshot.printed.clone(),
        changes: changes.into_iter().map(change).collect(),
        certificate: CertificateOut::of(found, app.clock.now()),
    }))
}
