//! Mailing a certificate once more.

use auth::{IssueCredentials, Org};
use axum::extract::State;
use credentials::certificate::Status;
use models::{CertificateId, Kind};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Path, Problem};

use crate::get_file::preparing;
use crate::scope;

/// It is on its way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateResent)]
pub(crate) struct Resent {}

/// Mails a certificate to its holder again, at most once in ten minutes.
#[utoipa::path(post, path = "/api/v1/certificates/{id}/resend", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path)),
    responses((status = 202, body = Resent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn resend_certificate(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
) -> web::Result<Accepted<Resent>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let found = scope::certificate(&mut tx, &org, id).await?;
    if found.status != Status::Active {
        let detail = "Only a certificate that stands can be sent.";
        return Err(Problem::of(Kind::Conflict, "not-active", detail));
    }
    if found.pdf_object.is_none() {
        return Err(preparing());
    }
    outreach::certificates::issued_again(&mut tx, id, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Resent {}))
}
