//! The file of a certificate, by an address that is good for five minutes.

use auth::{Holder, Org, ReadCredentials};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use cloud::Bucket;
use credentials::certificate::{self, Asked, Filter, Viewed};
use models::{CertificateId, Kind};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Access, Path, Problem, header};

use crate::list_own_certificates::asked;
use crate::scope::covers;

/// How long an address is good.
pub(crate) const LIFE: TimeDelta = TimeDelta::minutes(5);

/// The holder of a certificate, or a member of the organization that issued it.
pub(crate) struct Reader {
    holder: Holder,
    member: Option<Org<ReadCredentials>>,
}

impl Access for Reader {}

impl FromRequestParts<crate::State> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &crate::State) -> Result<Self, Problem> {
        let holder = Holder::from_request_parts(parts, app).await?;
        let member = match holder {
            Holder::User(_) => Org::from_request_parts(parts, app).await.ok(),
            Holder::Link { .. } => None,
        };
        Ok(Self { holder, member })
    }
}

/// Where the file is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileAddress {
    pub(crate) url: String,
    pub(crate) expires_at: DateTime<Utc>,
}

/// Leads to the file; with `Accept: application/json` it tells the address.
#[utoipa::path(get, path = "/api/v1/certificates/{id}/file", tag = "certificates", security(("bearer" = [])),
    params(("id" = CertificateId, Path)),
    responses((status = 303), (status = 200, body = FileAddress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_file(
    reader: Reader,
    State(app): State<crate::State>,
    Path(id): Path<CertificateId>,
    headers: HeaderMap,
) -> web::Result<Response> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let found = match certificate::get(&mut conn, &asked(&reader.holder), id).await {
        Err(credentials::Error::NotFound) => {
            let org = reader.member.ok_or_else(Problem::not_found)?;
            let asked = Asked::Organization(org.id, Filter::default());
            let found = certificate::get(&mut conn, &asked, id).await?;
            covers(&org, found.event_id)?;
            found
        }
        found => found?,
    };
    let object = found.pdf_object.ok_or_else(preparing)?;
    certificate::viewed(&mut conn, id, now.date_naive(), Viewed::Download).await?;
    drop(conn);
    let name = format!("{}.pdf", found.number);
    let url = app.objects.signed_url(Bucket::Certificates, &object, LIFE, Some(&name)).await?;
    let wants_json =
        header(&headers, ACCEPT.as_str()).is_some_and(|a| a.contains("application/json"));
    if wants_json {
        return Ok(Json(FileAddress { url, expires_at: now + LIFE }).into_response());
    }
    Ok(Redirect::to(&url).into_response())
}

/// The certificate is valid; its file takes a moment.
pub(crate) fn preparing() -> Problem {
    Problem::of(
        Kind::Conflict,
        "certificate-rendering",
        "The file is being prepared. Try again in a few seconds.",
    )
    .again_after(5)
}
