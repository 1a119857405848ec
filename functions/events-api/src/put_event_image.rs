//! Give an event its picture.

use auth::{ManageEvents, Org};
use aws_lc_rs::digest;
use axum::extract::{Multipart, State};
use cloud::{Bucket, Objects};
use events::image::Image;
use models::{EventId, Line};
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::picture::{self, Refused};
use crate::shown::{Shown, read};

/// A picture and what it shows.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; its parts are read one by one")]
pub(crate) struct PutEventImage {
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
    alt: String,
}

/// Give an event its picture: JPEG, PNG, WebP or GIF, at most 5 MB.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/image", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    request_body(content = PutEventImage, content_type = "multipart/form-data"),
    responses((status = 200, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn put_event_image(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    form: axum::extract::Request,
) -> web::Result<Tagged<Shown>> {
    let known = events::event::get(&mut *app.db.acquire().await?, org.id, id).await?;
    known.ok_or_else(Problem::not_found)?;
    let (bytes, alt) = parts(form, &app).await?;
    let sha256 = digest::digest(&digest::SHA256, &bytes).as_ref().to_vec();
    let [large, small] = picture::drawn(bytes).await?;
    // Named by content: kept before the transaction, harmless if it fails.
    let large_object = kept(&app.objects, large).await?;
    let small_object = kept(&app.objects, small).await?;
    let image = Image { alt: alt.into(), large_object, small_object, sha256 };
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::image::put(&mut tx, &event, &image, app.clock.now()).await?;
    let answer = read(&mut tx, &app, org.id, id).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn parts(
    form: axum::extract::Request,
    app: &crate::State,
) -> web::Result<(Vec<u8>, Line<1, 200>)> {
    let broken = |_| Problem::field("", "invalid-form", "The form could not be read.");
    let mut form = <Multipart as axum::extract::FromRequest<_>>::from_request(form, app)
        .await
        .map_err(|_| Problem::field("", "invalid-form", "Send a form with image and alt."))?;
    let (mut image, mut alt) = (None, None);
    while let Some(part) = form.next_field().await.map_err(broken)? {
        match part.name() {
            // What is larger than the form may be is larger than a picture may be.
            Some("image") => {
                image = Some(part.bytes().await.map_err(|_| Refused::TooLarge)?.to_vec());
            }
            Some("alt") => {
                // Not its own `text`, which would bring the tables of every encoding into the program.
                let text = part.bytes().await.map_err(broken)?;
                alt = Line::try_from(String::from_utf8_lossy(&text).into_owned()).ok();
            }
            _ => return Err(Problem::field("", "unknown-field", "Send image and alt.")),
        }
    }
    let image = image.ok_or_else(|| Problem::field("/image", "required", "Choose a picture."))?;
    let alt = alt.ok_or_else(|| {
        Problem::field("/alt", "required", "Say in 1 to 200 characters what the picture shows.")
    })?;
    Ok((image, alt))
}

async fn kept(objects: &Objects, jpeg: Vec<u8>) -> web::Result<String> {
    let name = Objects::name_of(&jpeg, "jpg");
    objects.put(Bucket::Media, &name, "image/jpeg", jpeg).await?;
    Ok(name)
}
