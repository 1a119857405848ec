//! What strangers see of one's own certificate (CE-15).

use auth::Holder;
use axum::extract::State;
use credentials::certificate::{self, NameShown};
use models::CertificateId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::list_own_certificates::asked;
use crate::shown::OwnOut;

/// What changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CertificatePrivacy, example = json!({"name_shown": "full", "pdf_public": true}))]
pub(crate) struct Wanted {
    name_shown: Option<NameShown>,
    pdf_public: Option<bool>,
}

/// Decides how much of the name, and whether the file, a stranger with the code may see.
#[utoipa::path(patch, path = "/api/v1/certificates/{id}/privacy", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path), ("if-match" = String, Header)), request_body = Wanted,
    responses((status = 200, body = OwnOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_privacy(
    holder: Holder,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
    IfMatch(version): IfMatch,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Tagged<OwnOut>> {
    let (now, asked) = (app.clock.now(), asked(&holder));
    let mut tx = db::begin(&app.db).await?;
    let before = certificate::get(&mut tx, &asked, id).await?;
    let name_shown = wanted.name_shown.unwrap_or(before.name_shown);
    let pdf_public = wanted.pdf_public.unwrap_or(before.pdf_public);
    certificate::set_privacy(&mut tx, &before, version, (name_shown, pdf_public), now).await?;
    let after = certificate::get(&mut tx, &asked, id).await?;
    tx.commit().await?;
    Ok(Tagged { version: after.version, body: OwnOut::of(after, now) })
}
