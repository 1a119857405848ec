//! Taking a certificate back.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::certificate::{self, Revocation, RevokeReason};
use db::audit::{Actor, Entry, write};
use models::{CertificateId, Lines};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::scope;
use crate::shown::CertificateOut;

/// Why, and how far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevokeCertificate, example = json!({"reason": "issued_in_error", "note": "Wrong person"}))]
pub(crate) struct Wanted {
    reason: RevokeReason,
    note: Option<Lines<1000>>,
    /// The credit behind it stays.
    #[serde(default)]
    keep_awards: bool,
}

/// Revokes a certificate and the credit behind it; the check says so at once, and the holder is told.
#[utoipa::path(post, path = "/api/v1/certificates/{id}/revoke", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path)), request_body = Wanted,
    responses((status = 200, body = CertificateOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn revoke_certificate(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<CertificateOut>> {
    let now = app.clock.now();
    let revocation = Revocation {
        reason: wanted.reason,
        note: wanted.note.map(String::from).filter(|note| !note.is_empty()),
        keep_awards: wanted.keep_awards,
        actor: org.user,
    };
    let mut tx = db::begin(&app.db).await?;
    scope::certificate(&mut tx, &org, id).await?;
    let revoked = certificate::revoke(&mut tx, org.id, id, &revocation, now).await?;
    outreach::certificates::revoked(&mut tx, id, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "certificate.revoked", "certificate", id);
    write(&mut tx, entry, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(CertificateOut::of(revoked, now)))
}
