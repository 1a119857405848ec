//! The certificates of an organization.

use auth::{On, Org, ReadCredentials};
use axum::extract::State;
use credentials::certificate::{self, Asked, Filter, Status};
use credentials::offering::Named;
use models::CertificateId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{PageOf, Paged, Query};

use crate::scope::covers;
use crate::shown::CertificateOut;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    pub(crate) offering: Option<Named>,
    pub(crate) status: Option<Status>,
    /// Part of a name or a number, or a whole code.
    pub(crate) q: Option<String>,
}

impl Wanted {
    pub(crate) fn filter(self) -> Filter {
        let text = self.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
        Filter { event: self.offering.map(|named| named.0), status: self.status, text }
    }
}

/// Certificates, newest first. A member who is bound to events names one of them.
#[utoipa::path(get, path = "/api/v1/certificates", tag = "certificates", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<CertificateOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_certificates(
    On(org, mut conn): On<Org<ReadCredentials>>,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
    page: PageOf<CertificateId>,
) -> web::Result<Paged<CertificateOut>> {
    let filter = wanted.filter();
    covers(&org, filter.event)?;
    let now = app.clock.now();
    let rows =
        certificate::list(&mut conn, &Asked::Organization(org.id, filter), page.page).await?;
    Ok(page.of(rows, |row| row.id, |row| CertificateOut::of(row, now)))
}
