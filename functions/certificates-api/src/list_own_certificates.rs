//! One's own certificates, over all organizations.

use auth::Holder;
use axum::extract::State;
use credentials::certificate::{self, Asked};
use models::CertificateId;
use web::{PageOf, Paged};

use crate::shown::OwnOut;

pub(crate) fn asked(holder: &Holder) -> Asked {
    match holder {
        Holder::Link { registration, .. } => Asked::Registration(*registration),
        Holder::User(user) => Asked::Person(*user),
    }
}

/// One's own certificates, newest first.
#[utoipa::path(get, path = "/api/v1/certificates/mine", tag = "certificates", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<OwnOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_own_certificates(
    holder: Holder,
    State(app): State<crate::State>,
    page: PageOf<CertificateId>,
) -> web::Result<Paged<OwnOut>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let rows = certificate::list(&mut conn, &asked(&holder), page.page).await?;
    Ok(page.of(rows, |row| row.id, |row| OwnOut::of(row, now)))
}
