//! The file of an invoice or credit note, by an address that is good for five minutes.

use auth::ViewFinance;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Redirect, Response};
use billing::document::{self, File};
use chrono::{DateTime, TimeDelta, Utc};
use cloud::Bucket;
use models::{DocumentId, Kind, PaymentId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, header};

use crate::buyer::{BuyerOr, owned};

/// How long an address is good.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// Where the file is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentAddress {
    url: String,
    expires_at: DateTime<Utc>,
}

/// Leads to the file; with `Accept: application/json` it tells the address. A file that is still
/// being made is 409 `document-not-ready`.
#[utoipa::path(get, path = "/api/v1/payments/documents/{document_id}/file", tag = "payments", security(("bearer" = [])),
    params(("document_id" = DocumentId, Path)),
    responses((status = 303), (status = 200, body = DocumentAddress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_document_file(
    caller: BuyerOr<ViewFinance>,
    State(app): State<crate::State>,
    Path(id): Path<DocumentId>,
    headers: HeaderMap,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let (payment, file) = of_a_payment(&mut conn, id).await?;
    caller.on(&owned(&mut conn, payment).await?, &app.links)?;
    drop(conn);
    let object = file.object.ok_or_else(preparing)?;
    let name = format!("{}.pdf", file.number);
    let url = app.objects.signed_url(Bucket::Certificates, &object, LIFE, Some(&name)).await?;
    if header(&headers, ACCEPT.as_str()).is_some_and(|a| a.contains("application/json")) {
        let expires_at = app.clock.now() + LIFE;
        return Ok(Json(DocumentAddress { url, expires_at }).into_response());
    }
    Ok(Redirect::to(&url).into_response())
}

/// A document of a sale, and of which payment; others are not there.
pub(crate) async fn of_a_payment(
    conn: &mut PgConnection,
    id: DocumentId,
) -> web::Result<(PaymentId, File)> {
    let file = document::file(conn, id).await?.ok_or_else(Problem::not_found)?;
    Ok((file.payment.ok_or_else(Problem::not_found)?, file))
}

/// The number is drawn; the file takes a moment.
fn preparing() -> Problem {
    Problem::of(
        Kind::Conflict,
        "document-not-ready",
        "The file is being made. Try again in a few seconds.",
    )
    .again_after(5)
}
