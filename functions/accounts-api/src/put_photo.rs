//! Set one's photo.

use accounts::{picture, user};
use auth::User;
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
pub(crate) struct PhotoForm {
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Where the photo is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Photo {
    photo_url: String,
}

/// Set one's photo: JPEG, PNG or WebP of at most 5 MiB.
#[utoipa::path(put, path = "/api/v1/accounts/me/photo", tag = "accounts", security(("bearer" = [])),
    request_body(content = PhotoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Photo), (status = 413, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn put_photo(
    caller: User,
    State(app): State<crate::State>,
    upload: Upload<MOST_BYTES>,
) -> web::Result<Json<Photo>> {
    let png = picture::redrawn(upload.file("image")?.bytes.clone()).await?;
    let name = picture::object_name();
    app.objects.put(Bucket::Media, &name, "image/png", png).await?;
    let mut conn = app.db.acquire().await?;
    let before = user::set_photo(&mut conn, caller.id, Some(&name), app.clock.now()).await?;
    drop(conn);
    forget(&app.objects, before).await;
    Ok(Json(Photo { photo_url: app.objects.public_url(&name) }))
}

/// What nobody shows any more is not to be found either (OR-12).
pub(crate) async fn forget(objects: &Objects, before: Option<String>) {
    if let Some(name) = before.filter(|name| picture::is_own(name)) {
        objects.discard(Bucket::Media, &name).await;
    }
}
