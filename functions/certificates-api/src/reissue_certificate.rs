//! Issuing a certificate once more, with another name or design.

use auth::{IssueCredentials, Org};
use axum::extract::State;
use credentials::certificate::{self, Reissue};
use db::audit::{Actor, Entry, write};
use db::idempotency;
use models::{CertificateId, Line, TemplateId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path};

use crate::scope;
use crate::shown::CertificateOut;

/// What changes, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReissueCertificate, example = json!({"name": "Łukasz Żółć", "reason": "The name was misspelt"}))]
pub(crate) struct Wanted {
    name: Option<Line<1, 200>>,
    template_id: Option<TemplateId>,
    reason: Line<3, 1000>,
}

/// Makes the next revision with a new number and code; the check of the old one points to it.
#[utoipa::path(post, path = "/api/v1/certificates/{id}/reissue", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path), ("idempotency-key" = String, Header)), request_body = Wanted,
    responses((status = 201, body = CertificateOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn reissue_certificate(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
    OnceJson { once, body: wanted }: OnceJson<Wanted>,
) -> web::Result<Created<CertificateOut>> {
    let (desk, owner) = (app.desk(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    scope::certificate(&mut tx, &org, id).await?;
    let reissue = Reissue {
        name: wanted.name.map(String::from),
        template: wanted.template_id,
        reason: wanted.reason.into(),
        actor: org.user,
    };
    let made = certificate::reissue(&mut tx, desk, org.id, id, &reissue).await?;
    let made = CertificateOut::of(made, desk.now);
    idempotency::keep(&mut tx, &owner, &once, &made, desk.now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "certificate.reissued", "certificate", id);
    write(&mut tx, entry, desk.now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(made))
}
