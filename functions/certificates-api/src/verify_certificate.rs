//! Checking a certificate by its code: open to everybody, and not faster than people type.

use axum::Json;
use axum::extract::State;
use chrono::TimeDelta;
use cloud::Bucket;
use credentials::certificate::{self, Checked, Viewed};
use credentials::code::Code;
use db::rate::{Limit, hit};
use sqlx::PgConnection;
use web::{Client, Path, Public};

use crate::get_file::LIFE;
use crate::verification::{Addresses, Verification, preview, verification};

const CHECKS: Limit = Limit { scope: "verify", most: 30, window: TimeDelta::minutes(1) };

/// Reads a code that was typed, and finds its certificate, thirty times a minute.
pub(crate) async fn find(
    conn: &mut PgConnection,
    app: &crate::State,
    client: &Client,
    code: &str,
) -> web::Result<Checked> {
    hit(conn, CHECKS, &client.rate_key(), app.clock.now()).await?;
    Ok(certificate::find_by_code(conn, &Code::read(code)?).await?)
}

/// What a certificate says and whether it stands.
#[utoipa::path(get, path = "/api/v1/certificates/verify/{code}", tag = "verification",
    params(("code" = String, Path)),
    responses((status = 200, body = Verification), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn verify_certificate(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    Path(code): Path<String>,
) -> web::Result<Json<Verification>> {
    let now = app.clock.now();
    if code.trim().eq_ignore_ascii_case("TEST") {
        return Ok(Json(preview(now)?));
    }
    // Both counts in one transaction: the disk is waited for once. The first stays where nothing is found.
    let mut tx = db::begin(&app.db).await?;
    let found = find(&mut tx, &app, &client, &code).await;
    if let Ok(found) = &found {
        certificate::viewed(&mut tx, found.id, now.date_naive(), Viewed::Page).await?;
    }
    tx.commit().await?;
    let found = found?;
    let file = match found.pdf_object.as_deref().filter(|_| found.pdf_public) {
        Some(object) => {
            let name = format!("{}.pdf", found.snapshot.number);
            Some(app.objects.signed_url(Bucket::Certificates, object, LIFE, Some(&name)).await?)
        }
        None => None,
    };
    let logo = found.issuer_logo.as_deref().map(|object| app.objects.public_url(object));
    Ok(Json(verification(found, Addresses { file, logo }, now)))
}
