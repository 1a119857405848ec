//! The file of a fee statement, by an address that is good for five minutes.

use auth::{Org, ViewBilling};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Redirect, Response};
use billing::document;
use chrono::{DateTime, TimeDelta, Utc};
use cloud::Bucket;
use models::{DocumentId, Kind, Page};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, Problem, header};

/// How long an address is good.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// Where the file is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeeStatementAddress {
    url: String,
    expires_at: DateTime<Utc>,
}

/// Leads to the file; with `Accept: application/json` it tells the address. A file that is still
/// being made is 409 `document-not-ready`.
#[utoipa::path(get, path = "/api/v1/billing/fee-statements/{document_id}/file", tag = "billing", security(("bearer" = [])),
    params(("document_id" = DocumentId, Path)),
    responses((status = 303), (status = 200, body = FeeStatementAddress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_fee_statement_file(
    org: Org<ViewBilling>,
    State(app): State<crate::State>,
    Path(id): Path<DocumentId>,
    headers: HeaderMap,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let page = Page { after: None, limit: 1 };
    let found = document::fee_statements(&mut conn, org.id, Some(id), page).await?.pop();
    drop(conn);
    let statement = found.ok_or_else(Problem::not_found)?;
    let object = statement.object.ok_or_else(|| {
        let said = "The file is being made. Try again in a few seconds.";
        Problem::of(Kind::Conflict, "document-not-ready", said).again_after(5)
    })?;
    let name = format!("{}.pdf", statement.number);
    let url = app.objects.signed_url(Bucket::Certificates, &object, LIFE, Some(&name)).await?;
    if header(&headers, ACCEPT.as_str()).is_some_and(|a| a.contains("application/json")) {
        let expires_at = app.clock.now() + LIFE;
        return Ok(Json(FeeStatementAddress { url, expires_at }).into_response());
    }
    Ok(Redirect::to(&url).into_response())
}
