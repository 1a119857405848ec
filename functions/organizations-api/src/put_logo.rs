//! Set the logo.

use accounts::{organization, picture};
use auth::{ManageOrganization, Org};
use axum::Json;
use axum::extract::State;
use cloud::{Bucket, Objects};
use serde::Serialize;
use utoipa::ToSchema;
use web::Upload;

const MOST_BYTES: usize = 5 << 20;

/// A picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of the form, for the document")]
pub(crate) struct LogoForm {
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Where the logo is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Logo {
    logo_url: String,
}

/// Set the logo: JPEG, PNG or WebP of at most 5 MiB.
#[utoipa::path(put, path = "/api/v1/organizations/current/logo", tag = "organizations", security(("bearer" = [])),
    request_body(content = LogoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Logo), (status = 413, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn put_logo(
    org: Org<ManageOrganization>,
    State(app): State<crate::State>,
    upload: Upload<MOST_BYTES>,
) -> web::Result<Json<Logo>> {
    let png = picture::redrawn(upload.file("image")?.bytes.clone()).await?;
    let name = picture::object_name();
    app.objects.put(Bucket::Media, &name, "image/png", png).await?;
    let mut tx = db::begin(&app.db).await?;
    let before = organization::set_logo(&mut tx, org.id, Some(&name), app.clock.now()).await?;
    tx.commit().await?;
    forget(&app.objects, before).await;
    Ok(Json(Logo { logo_url: app.objects.public_url(&name) }))
}

/// What nobody shows any more is not to be found either (OR-12).
pub(crate) async fn forget(objects: &Objects, before: Option<String>) {
    if let Some(name) = before.filter(|name| picture::is_own(name)) {
        objects.discard(Bucket::Media, &name).await;
    }
}
